"""A relationship that has not taken yet, written down by the adult whose it is: what was tried, and
who is asked alongside. Nobody writes one about another adult."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.utils import timezone

from belong.people import around, trail
from belong.people.fetch import NotYours
from belong.people.models import Membership, Pupil
from belong.people.permissions import Permission
from belong.people.trail import Verb
from belong.practice.contact.in_touch import LONGEST, StillBuilding
from belong.practice.contact.wrong import NotKept, WordsMoved, line, one_of

UNREAD = -1
"""The version of what nobody has written down yet."""


@dataclass(frozen=True)
class Wanted:
    """What an adult writes of their own.

    tried    what was tried, in short words
    invited  key of another adult who is asked alongside; None for nobody
    """

    tried: str
    invited: int | None = None


def of_child(pupil_id: int, today: dt.date) -> list[StillBuilding]:
    """What goes on about one child, the newest first; not of an adult who has left. The page has
    noted the look before."""
    found = StillBuilding.objects.filter(pupil=pupil_id, ended_at=None)
    found = found.exclude(adult__left_on__lt=today)
    return list(found.select_related("adult", "invited").order_by("-at", "-pk"))


def unanswered(school_id: int, adult_id: int, today: dt.date) -> list[StillBuilding]:
    """What goes on about any child for which an adult was asked alongside and gave no answer yet,
    with the child."""
    found = StillBuilding.objects.filter(
        school=school_id, invited=adult_id, answer="", ended_at=None, pupil__merged_into=None
    ).exclude(adult__left_on__lt=today)
    return list(found.select_related("adult", "pupil").order_by("at", "pk"))


def own(pupil_id: int, adult_id: int) -> StillBuilding | None:
    """An adult's own that goes on; None for none."""
    return StillBuilding.objects.filter(pupil=pupil_id, adult=adult_id, ended_at=None).first()


@transaction.atomic
def write_down(
    *, by: Membership, pupil: Pupil, wanted: Wanted, version: int, at: dt.datetime
) -> StillBuilding:
    """Write one's own down, or put it right. Asking somebody else clears the answer of whoever was
    asked before.

    version  as it was read; UNREAD where nothing stood there
    raises   WordsMoved, NotKept, PermissionDenied
    """
    by.must(Permission.CHECKINS, of=pupil)
    today = timezone.localdate(at)
    written = _written(by, pupil, wanted, today)
    stands = own(pupil.pk, by.adult_id)
    if stands is not None and {name: getattr(stands, name) for name in written} == written:
        return stands
    said = {**written, "day": today, "at": at}
    one = _changed(stands, said, version) if stands else _new(by, pupil, said, version)
    trail.note(by, Verb.STILL_BUILDING, ids=[pupil.pk], detail={"building": one.pk})
    return one


def _new(by: Membership, pupil: Pupil, said: dict[str, object], version: int) -> StillBuilding:
    if version != UNREAD:
        raise WordsMoved(None)
    try:
        with transaction.atomic():
            return StillBuilding.objects.create(
                school_id=by.school_id, pupil=pupil, adult_id=by.adult_id, **said
            )
    except IntegrityError:
        raise WordsMoved(own(pupil.pk, by.adult_id)) from None


def _changed(stands: StillBuilding, said: dict[str, object], version: int) -> StillBuilding:
    if said["invited_id"] != stands.invited_id:
        said = {**said, "answer": ""}
    here = StillBuilding.objects.filter(pk=stands.pk, version=version)
    moved = here.update(version=version + 1, **said) if version != UNREAD else 0
    stands.refresh_from_db()
    if not moved:
        raise WordsMoved(stands)
    return stands


@transaction.atomic
def answer(*, by: Membership, pupil: Pupil, key: int, says: str) -> StillBuilding:
    """The adult who was asked says whether they come alongside.

    raises  NotKept, NotYours for anybody else; PermissionDenied
    """
    by.must(Permission.CHECKINS, of=pupil)
    going = StillBuilding.objects.filter(pupil=pupil, pk=key, ended_at=None, invited=by.adult_id)
    one = going.first()
    if one is None:
        raise NotYours("still building")
    one_of(says, StillBuilding.Answer, "No answer is chosen.", "Choose yes, or not now.")
    if one.answer != says:
        going.update(answer=says, version=one.version + 1)
        one.refresh_from_db()
        trail.note(by, Verb.STILL_BUILDING, ids=[pupil.pk], detail={"building": key})
    return one


@transaction.atomic
def end(*, by: Membership, pupil: Pupil, key: int, at: dt.datetime) -> None:
    """It has taken, or somebody else is the one. The adult whose it is ends it, without a reason.

    raises  NotYours, PermissionDenied
    """
    by.must(Permission.CHECKINS, of=pupil)
    mine = StillBuilding.objects.filter(pupil=pupil, pk=key, adult=by.adult_id, ended_at=None)
    if not mine.update(ended_at=at):
        raise NotYours("still building")
    trail.note(by, Verb.STILL_BUILDING, ids=[pupil.pk], detail={"building": key, "ended": True})


def _written(by: Membership, pupil: Pupil, wanted: Wanted, today: dt.date) -> dict[str, object]:
    tried = line(wanted.tried, LONGEST, "what was tried")
    if not tried:
        raise NotKept("Nothing says what was tried.", do="Write it in a few words.")
    near = {m.adult_id for m in around.adults(pupil, Permission.CHECKINS, today)} - {by.adult_id}
    if wanted.invited is not None and wanted.invited not in near:
        raise NotKept("That adult is not around this child.", do="Choose one from the list.")
    return {"tried": tried, "invited_id": wanted.invited}
