"""Still building: what was tried, and who is asked alongside."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from belong.insight.questions import still_building
from belong.people import fetch
from belong.people.models import Pupil
from belong.people.permissions import Permission
from belong.practice.contact import building as actions
from belong.practice.contact.building import UNREAD, Wanted
from belong.practice.contact.in_touch import StillBuilding
from belong.practice.contact.wrong import NotKept, WordsMoved
from belong.web import clock, page
from belong.web.gate import SignedIn, needs


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.CHECKINS)
def building(request: SignedIn, pupil_id: int) -> HttpResponse:
    """What goes on, and one's own to write."""
    if request.method != "POST":
        return _shown(request, pupil_id)
    pupil, sent = _child(request, pupil_id), page.typed(request, "tried", "invited")
    invited, version = page.key_posted(request, "invited"), page.key_posted(request, "version")
    wanted = Wanted(sent["tried"], invited if sent["invited"] else None)
    try:
        actions.write_down(
            by=request.membership, pupil=pupil, wanted=wanted,
            version=version if version >= 0 else UNREAD, at=clock.now(),
        )  # fmt: skip
    except NotKept as error:
        return _shown(request, pupil_id, error, sent)
    messages.success(request, _("Kept. Some take longer, and that is all right."))
    return redirect("in_touch:building", pupil.pk)


@require_POST
@needs(Permission.CHECKINS)
def answer(request: SignedIn, pupil_id: int) -> HttpResponse:
    """Yes, alongside; or not now."""
    pupil = _child(request, pupil_id)
    try:
        actions.answer(
            by=request.membership, pupil=pupil, key=page.key_posted(request, "building"),
            says=request.POST.get("says", ""),
        )  # fmt: skip
    except NotKept as error:
        return _shown(request, pupil_id, error)
    messages.success(request, _("Kept. Tell each other how you begin."))
    return redirect("in_touch:building", pupil.pk)


@require_POST
@needs(Permission.CHECKINS)
def end(request: SignedIn, pupil_id: int) -> HttpResponse:
    """No longer; nobody asks why."""
    pupil = _child(request, pupil_id)
    key = page.key_posted(request, "building")
    actions.end(by=request.membership, pupil=pupil, key=key, at=clock.now())
    messages.success(request, _("Ended."))
    return redirect("in_touch:building", pupil.pk)


def _child(request: SignedIn, pupil_id: int) -> Pupil:
    return fetch.pupil(pupil_id, seen_by=request.membership, wanting=Permission.CHECKINS)


def _shown(
    request: SignedIn,
    pupil_id: int,
    wrong: NotKept | None = None,
    sent: dict[str, str] | None = None,
) -> HttpResponse:
    """The page, with what was typed where it could not be kept."""
    found = still_building.ask(request.membership, pupil_id, clock.today())
    moved = isinstance(wrong, WordsMoved)
    stands = wrong.stands if isinstance(wrong, WordsMoved) else None
    words = sent or {"tried": found.tried, "invited": str(found.invited or "")}
    nobody = {"value": "", "words": _("Nobody yet"), "chosen": not words["invited"]}
    context: dict[str, object] = {
        "answer": found, "wrong": wrong, "typed": words,
        "adults": [nobody, *page.options(found.adults, words["invited"])],
        "stands": still_building.told(request.membership, stands)
        if isinstance(stands, StillBuilding) else None,
    }  # fmt: skip
    return page.show(
        request, "in_touch/building.html", context, status=409 if moved else 422 if wrong else 200
    )
