"""Before the holidays: how a child is kept in mind over them."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from belong.insight.questions import keeping_in_mind
from belong.people import fetch
from belong.people.models import Pupil
from belong.people.permissions import Permission
from belong.practice.contact import keeping
from belong.practice.contact.in_touch import KeptInMind
from belong.practice.contact.keeping import Wanted
from belong.practice.contact.wrong import NotKept, WordsMoved
from belong.web import clock, page
from belong.web.gate import SignedIn, needs
from belong.web.in_touch import typed

BOXES = ("how", "words", "does", "first", "last")


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.CONTACT_READ)
def holidays(request: SignedIn, pupil_id: int) -> HttpResponse:
    """What is put down, and a form for one more."""
    if request.method != "POST":
        return _shown(request, pupil_id)
    pupil, sent = _child(request, pupil_id), page.typed(request, *BOXES)
    try:
        wanted = Wanted(
            sent["how"], typed.day(sent["first"]), typed.day(sent["last"]),
            page.key_posted(request, "does"), sent["words"],
        )  # fmt: skip
        keeping.put_down(by=request.membership, pupil=pupil, wanted=wanted, at=clock.now())
    except NotKept as error:
        return _shown(request, pupil_id, error, sent)
    messages.success(request, _("Kept."))
    return redirect("in_touch:holidays", pupil.pk)


@require_POST
@needs(Permission.CONTACT_READ)
def how_far(request: SignedIn, pupil_id: int) -> HttpResponse:
    """It is prepared, or done, or still to prepare."""
    pupil = _child(request, pupil_id)
    try:
        keeping.say_how_far(
            by=request.membership, pupil=pupil, key=page.key_posted(request, "kept"),
            state=request.POST.get("state", ""), version=page.key_posted(request, "version"),
        )  # fmt: skip
    except NotKept as error:
        return _shown(request, pupil_id, error)
    messages.success(request, _("Kept."))
    return redirect("in_touch:holidays", pupil.pk)


@require_POST
@needs(Permission.CONTACT_READ)
def take_away(request: SignedIn, pupil_id: int) -> HttpResponse:
    """It will not be."""
    pupil = _child(request, pupil_id)
    keeping.take_away(by=request.membership, pupil=pupil, key=page.key_posted(request, "kept"))
    messages.success(request, _("Taken away."))
    return redirect("in_touch:holidays", pupil.pk)


def _child(request: SignedIn, pupil_id: int) -> Pupil:
    return fetch.pupil(pupil_id, seen_by=request.membership, wanting=Permission.CONTACT_READ)


def _shown(
    request: SignedIn,
    pupil_id: int,
    wrong: NotKept | None = None,
    sent: dict[str, str] | None = None,
) -> HttpResponse:
    """The page, with what was typed where it could not be kept."""
    answer = keeping_in_mind.ask(request.membership, pupil_id, clock.today())
    words = sent or {
        "how": KeptInMind.How.CARD.value, "words": "", "does": str(request.membership.adult_id),
        "first": answer.first, "last": answer.last,
    }  # fmt: skip
    moved = isinstance(wrong, WordsMoved)
    context: dict[str, object] = {
        "answer": answer, "wrong": wrong, "typed": words,
        "ways": [(key, text, key == words["how"]) for key, text in answer.ways],
        "adults": page.options(answer.adults, words["does"]),
    }  # fmt: skip
    status = 409 if moved else 422 if wrong else 200
    return page.show(request, "in_touch/holidays.html", context, status=status)
