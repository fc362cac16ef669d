"""Setting one small act down for a child."""

from __future__ import annotations

import datetime as dt

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from belong.acts import actions
from belong.acts.actions import NotSet, Wanted
from belong.insight.questions import setting_an_act
from belong.insight.questions.setting_an_act import Setting
from belong.people.permissions import Permission
from belong.web import clock, page
from belong.web.gate import SignedIn, needs

FIELDS = ("what", "why", "due", "owner", "stand_in")


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.ACT_SET)
def set_down(request: SignedIn, pupil_id: int) -> HttpResponse:
    """What, who and when."""
    answer = setting_an_act.ask(request.membership, pupil_id, clock.today())
    wrong = None
    if request.method == "POST":
        try:
            act = actions.set_down(
                by=request.membership, pupil=answer.pupil, wanted=_wanted(request), at=clock.now()
            )
            mine = act.owner_id == request.membership.adult_id
            messages.success(
                request, _("Set down.") if mine else _("Set down. They see it in Today.")
            )
            return redirect("children:child", answer.pupil.pk)
        except NotSet as error:
            wrong = error
    return _shown(request, answer, wrong)


@require_POST
@needs(Permission.ACT_SET)
def take_back(request: SignedIn) -> HttpResponse:
    """What was planned for the wrong child, or in the wrong words, is gone."""
    pupil = actions.take_back(by=request.membership, act_id=page.key_posted(request, "act"))
    messages.success(request, _("Taken back. Nothing of it is kept."))
    return redirect("children:child", pupil.pk)


def _wanted(request: SignedIn) -> Wanted:
    stand_in = page.key_posted(request, "stand_in")
    return Wanted(
        what=request.POST.get("what", ""),
        why=request.POST.get("why", ""),
        due=_day(request.POST.get("due", "")),
        owner=page.key_posted(request, "owner"),
        stand_in=stand_in if stand_in > 0 else None,
    )


def _day(text: str) -> dt.date:
    """A day as a browser sends it."""
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        raise NotSet("There is no such day.", do="Choose a day, such as 24 11 2026.") from None


def _shown(request: SignedIn, answer: Setting, wrong: NotSet | None) -> HttpResponse:
    typed = {name: request.POST.get(name, "").replace("\x00", "") for name in FIELDS}
    context: dict[str, object] = {
        "answer": answer, "wrong": wrong, "typed": typed,
        "due": typed["due"] or answer.first.isoformat(),
        "owners": _options(answer, typed["owner"]),
        "stand_ins": [{"value": "", "words": _("Nobody in particular")},
                      *_options(answer, typed["stand_in"])],
    }  # fmt: skip
    return page.show(request, "mine/set.html", context, status=422 if wrong else 200)


def _options(answer: Setting, chosen: str) -> list[dict[str, object]]:
    return [
        {"value": str(key), "words": name, "chosen": chosen == str(key)}
        for key, name in answer.adults
    ]
