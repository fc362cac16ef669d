"""Grace, the circle around a child, and the places they chose: small forms of the page where one
writes what helps."""

from __future__ import annotations

import datetime as dt

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from belong.people.permissions import Permission
from belong.practice.profiles import around
from belong.practice.profiles.actions import NotWritten
from belong.practice.profiles.around import Somebody
from belong.web import clock, page
from belong.web.gate import SignedIn, needs
from belong.web.helps.views import back, theirs, writing


@require_POST
@needs(Permission.PROFILE_WRITE)
def grace(request: SignedIn, pupil_id: int) -> HttpResponse:
    """Something is fine for some days, without a reason."""
    typed = page.typed(request, "sort", "until")
    pupil = theirs(request, pupil_id)
    try:
        around.give_grace(
            by=request.membership, pupil=pupil, sort=typed["sort"], until=_day(typed["until"]),
            at=clock.now(),
        )  # fmt: skip
    except NotWritten as error:
        return writing(request, pupil_id, error, more=typed)
    return back(request, pupil_id, _("Kept. It ends by itself."), "grace")


@require_POST
@needs(Permission.PROFILE_WRITE)
def end_grace(request: SignedIn, pupil_id: int) -> HttpResponse:
    """It is over before its last day."""
    pupil = theirs(request, pupil_id)
    around.end_grace(by=request.membership, pupil=pupil, key=page.key_posted(request, "grace"))
    return back(request, pupil_id, _("Ended."), "grace")


@require_POST
@needs(Permission.PROFILE_WRITE)
def person(request: SignedIn, pupil_id: int) -> HttpResponse:
    """Somebody around the child."""
    typed = page.typed(request, "name", "tie", "where", "seen_as", "leads")
    pupil = theirs(request, pupil_id)
    somebody = Somebody(
        typed["name"], typed["tie"], typed["where"], typed["seen_as"], bool(typed["leads"])
    )
    try:
        around.add_person(by=request.membership, pupil=pupil, person=somebody, at=clock.now())
    except NotWritten as error:
        return writing(request, pupil_id, error, more=typed)
    return back(request, pupil_id, _("Kept."), "circle")


@require_POST
@needs(Permission.PROFILE_WRITE)
def remove_person(request: SignedIn, pupil_id: int) -> HttpResponse:
    """No longer around the child."""
    pupil = theirs(request, pupil_id)
    key = page.key_posted(request, "person")
    around.remove_person(by=request.membership, pupil=pupil, key=key)
    return back(request, pupil_id, _("Taken out."), "circle")


@require_POST
@needs(Permission.PROFILE_WRITE)
def place(request: SignedIn, pupil_id: int) -> HttpResponse:
    """A place the child chose, or no longer does."""
    pupil = theirs(request, pupil_id)
    around.choose_place(
        by=request.membership, pupil=pupil, place=page.key_posted(request, "place"),
        keep="keep" in request.POST, at=clock.now(),
    )  # fmt: skip
    return back(request, pupil_id, _("Kept."), "places")


def _day(text: str) -> dt.date:
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        raise NotWritten("That is not a day.", do="Choose its last day.") from None
