"""Agreeing a check-in with a child, in one sitting."""

from __future__ import annotations

import datetime as dt

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from belong.insight.questions import agreeing_a_checkin
from belong.insight.questions.agreeing_a_checkin import Agreeing
from belong.people import fetch
from belong.people.permissions import Permission
from belong.practice.checkins import agreeing
from belong.practice.checkins.agreeing import Wanted
from belong.practice.checkins.wrong import AgreedMeanwhile, NotKept
from belong.web import clock, page
from belong.web.gate import SignedIn, needs

WEEKDAYS = tuple(
    (str(n), gettext_lazy(name)) for n, name in enumerate(("Mon", "Tue", "Wed", "Thu", "Fri"))
)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.CHECKINS)
def design(request: SignedIn, pupil_id: int) -> HttpResponse:
    """Where, when, with whom, and the child's own faces and words."""
    answer = agreeing_a_checkin.ask(request.membership, pupil_id, clock.today())
    if request.method != "POST":
        return _shown(request, answer)
    try:
        agreeing.agree(
            by=request.membership, pupil=answer.pupil, wanted=_wanted(request, answer),
            at=clock.now(),
        )  # fmt: skip
    except NotKept as error:
        return _shown(request, answer, error)
    messages.success(request, _("Agreed. It stands in Today on the days you chose."))
    return redirect("children:child", answer.pupil.pk)


@require_POST
@needs(Permission.CHECKINS)
def end(request: SignedIn, pupil_id: int) -> HttpResponse:
    """The child would like to stop."""
    by = request.membership
    pupil = fetch.pupil(pupil_id, seen_by=by, wanting=Permission.CHECKINS)
    try:
        agreeing.end(by=by, pupil=pupil, read=page.key_posted(request, "read"), at=clock.now())
    except NotKept as error:
        return _shown(request, agreeing_a_checkin.ask(by, pupil_id, clock.today()), error)
    messages.success(request, _("Ended. What was said stays."))
    return redirect("children:child", pupil.pk)


def _wanted(request: SignedIn, answer: Agreeing) -> Wanted:
    post = request.POST
    stand_in, read = page.key_posted(request, "stand_in"), page.key_posted(request, "read")
    return Wanted(
        with_adult=page.key_posted(request, "with_adult"),
        stand_in=stand_in if stand_in > 0 else None,
        place=post.get("place", ""), what_we_do=post.get("what_we_do", ""),
        morning="morning" in post, end_of_day="end_of_day" in post,
        days="".join(sorted(set(post.getlist("days")))),
        faces=tuple(
            (face.key, post.get(f"face-{face.key}", "")) for face in (*answer.faces, *answer.own)
        ),
        drawn=tuple((face.key, post.get(f"drawn-{face.key}", "")) for face in answer.own),
        things=tuple(post.getlist("things")),
        begins=_day(post.get("begins", "")),
        ends=_day(post.get("ends", "")) if post.get("ends", "") else None,
        agreed="agreed" in post, read=read if read > 0 else None,
    )  # fmt: skip


def _day(text: str) -> dt.date:
    """A day as a browser sends it."""
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        raise NotKept("There is no such day.", do="Choose a day, such as 24 11 2026.") from None


def _shown(request: SignedIn, answer: Agreeing, wrong: NotKept | None = None) -> HttpResponse:
    said = _said(request, answer) if "place" in request.POST else _stands(answer)
    meanwhile = isinstance(wrong, AgreedMeanwhile)
    context: dict[str, object] = {
        "answer": answer, "wrong": wrong, "said": said, "meanwhile": meanwhile,
        "with_options": _options(answer, str(said["with_adult"])),
        "stand_in_options": [{"value": "", "words": _("Nobody in particular")},
                             *_options(answer, str(said["stand_in"]))],
        "weekdays": [(value, words, value in str(said["days"])) for value, words in WEEKDAYS],
    }  # fmt: skip
    status = 409 if meanwhile else 422 if wrong else 200
    return page.show(request, "checkins/design.html", context, status=status)


def _stands(answer: Agreeing) -> dict[str, object]:
    """What the form opens with."""
    return {
        "with_adult": answer.with_adult or "", "stand_in": answer.stand_in or "",
        "place": answer.place, "what_we_do": answer.what_we_do, "morning": answer.morning,
        "end_of_day": answer.end_of_day, "days": answer.days, "things": answer.things,
        "faces": [(face.key, face.called, face.word) for face in answer.faces],
        "own": [(face.key, face.word, face.drawn) for face in answer.own],
        "begins": answer.first.isoformat(), "ends": "", "agreed": False,
    }  # fmt: skip


def _options(answer: Agreeing, chosen: str) -> list[dict[str, object]]:
    return [{"value": str(key), "words": name, "chosen": str(key) == chosen}
            for key, name in answer.adults]  # fmt: skip


def _said(request: SignedIn, answer: Agreeing) -> dict[str, object]:
    """What was typed, to stand in the form again."""
    post = request.POST
    plain = ("with_adult", "stand_in", "place", "what_we_do", "begins", "ends")
    out: dict[str, object] = {name: post.get(name, "").replace("\x00", "") for name in plain}
    return out | {
        "morning": "morning" in post, "end_of_day": "end_of_day" in post,
        "days": "".join(post.getlist("days")), "agreed": "agreed" in post,
        "things": (*post.getlist("things"), "", "", "", "")[: len(answer.things)],
        "faces": [(face.key, face.called, post.get(f"face-{face.key}", ""))
                  for face in answer.faces],
        "own": [(face.key, post.get(f"face-{face.key}", ""), post.get(f"drawn-{face.key}", ""))
                for face in answer.own],
    }  # fmt: skip
