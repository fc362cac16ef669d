"""How people around a child like to be reached."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from belong.insight.questions import reaching
from belong.people.permissions import Permission
from belong.practice.contact import ways as actions
from belong.practice.contact.in_touch import Channel, Way, Whom
from belong.practice.contact.ways import Wanted
from belong.practice.contact.wrong import NotKept, WordsMoved
from belong.web import clock, page
from belong.web.gate import SignedIn, needs
from belong.web.in_touch import typed
from belong.web.in_touch.views import child

BOXES = ("whom", "who", "channel", "language", "not_before", "not_after", "note")


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.CONTACT_WRITE)
def ways(request: SignedIn, pupil_id: int) -> HttpResponse:
    """What is known, and a form for each and for one more."""
    if request.method != "POST":
        return _shown(request, pupil_id)
    pupil = child(request, pupil_id)
    key, version = page.key_posted(request, "way"), page.key_posted(request, "version")
    try:
        actions.keep(
            by=request.membership, pupil=pupil, wanted=_wanted(request), at=clock.now(),
            key=max(key, 0), version=max(version, 0),
        )  # fmt: skip
    except NotKept as error:
        return _shown(request, pupil_id, error, max(key, 0))
    messages.success(request, _("Kept. It stands wherever somebody is about to be in touch."))
    return redirect("in_touch:ways", pupil.pk)


@require_POST
@needs(Permission.CONTACT_WRITE)
def remove(request: SignedIn, pupil_id: int) -> HttpResponse:
    """It holds no longer."""
    pupil = child(request, pupil_id)
    actions.remove(by=request.membership, pupil=pupil, key=page.key_posted(request, "way"))
    messages.success(request, _("Removed."))
    return redirect("in_touch:ways", pupil.pk)


def _wanted(request: SignedIn) -> Wanted:
    sent = page.typed(request, *BOXES)
    first, last = typed.time(sent.pop("not_before")), typed.time(sent.pop("not_after"))
    return Wanted(not_before=first, not_after=last, **sent)


def _shown(
    request: SignedIn, pupil_id: int, wrong: NotKept | None = None, changing: int = 0
) -> HttpResponse:
    """The page.

    changing  the way that should have been put right: what was typed stands in its form; 0 for none
    """
    answer = reaching.ask(request.membership, pupil_id, clock.now())
    new = dict.fromkeys(BOXES, "") | {"whom": Whom.HOME.value, "channel": Channel.PHONE.value}
    sent = page.typed(request, *BOXES) if wrong else {}
    if changing not in {one.key for one in answer.ways}:  # one more, or one that is gone by now
        new |= sent
    stands = wrong.stands if isinstance(wrong, WordsMoved) else None
    forms = [(one, _boxes(one) | (sent if one.key == changing else {})) for one in answer.ways]
    context: dict[str, object] = {
        "answer": answer, "wrong": wrong, "changing": changing, "typed": new,
        "new": _choices(answer, new),
        "forms": [(one, words, _choices(answer, words)) for one, words in forms],
        "stands": reaching.reached(stands, None) if isinstance(stands, Way) else None,
    }  # fmt: skip
    status = 409 if isinstance(wrong, WordsMoved) else 422 if wrong else 200
    return page.show(request, "in_touch/ways.html", context, status=status)


def _boxes(one: reaching.Reached) -> dict[str, str]:
    return {name: str(getattr(one, name)) for name in BOXES}


def _choices(answer: reaching.Writing, chosen: dict[str, str]) -> dict[str, object]:
    return {
        "whom": page.options(answer.whom, chosen["whom"]),
        "channel": page.options(answer.channels, chosen["channel"]),
    }
