"""Putting down how a child is kept in mind over a holiday, and how far that is."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from belong.people import around, trail
from belong.people.fetch import NotYours
from belong.people.models import Membership, Pupil
from belong.people.permissions import Permission
from belong.people.trail import Verb
from belong.practice.contact import kept
from belong.practice.contact.in_touch import SHORT, KeptInMind
from belong.practice.contact.wrong import NotKept, WordsMoved, line, one_of

LONGEST_HOLIDAY = 60
"""Days: longer than any summer."""
FARTHEST = 150
"""Days ahead to which a holiday may begin."""
How, State = KeptInMind.How, KeptInMind.State


@dataclass(frozen=True)
class Wanted:
    """One way, as KeptInMind says it. does is the key of the adult who does it."""

    how: str
    first: dt.date
    last: dt.date
    does: int
    words: str = ""


@transaction.atomic
def put_down(*, by: Membership, pupil: Pupil, wanted: Wanted, at: dt.datetime) -> KeptInMind:
    """Put one way down. A double tap is one.

    raises  NotKept, PermissionDenied
    """
    by.must(Permission.CONTACT_READ, of=pupil)
    today = timezone.localdate(at)
    written = _written(by, pupil, wanted, today)
    mine = {"school_id": by.school_id, "pupil": pupil}
    one = KeptInMind.objects.filter(**mine, **written).first()
    if one is None:
        one = KeptInMind.objects.create(at=at, by_id=by.adult_id, day=today, **mine, **written)
        trail.note(by, Verb.KEPT_IN_MIND, ids=[pupil.pk], detail={"kept": one.pk})
    return one


@transaction.atomic
def say_how_far(*, by: Membership, pupil: Pupil, key: int, state: str, version: int) -> KeptInMind:
    """Say that it is prepared, or done, or still to prepare. Saying so twice is saying it once.

    version  of it as it was read
    raises   WordsMoved, NotKept, NotYours, PermissionDenied
    """
    one = _one(by, pupil, key)
    one_of(state, State, "Nothing says how far it is.", "Choose prepared, or done.")
    if one.state == state:
        return one
    moved = KeptInMind.objects.filter(pk=key, version=version).update(
        state=state, version=version + 1
    )
    one.refresh_from_db()
    if not moved:
        raise WordsMoved(one)
    trail.note(by, Verb.KEPT_IN_MIND, ids=[pupil.pk], detail={"kept": key, "state": state})
    return one


@transaction.atomic
def take_away(*, by: Membership, pupil: Pupil, key: int) -> None:
    """It will not be. Raises NotYours, PermissionDenied."""
    _one(by, pupil, key).delete()
    trail.note(by, Verb.KEPT_IN_MIND, ids=[pupil.pk], detail={"kept": key, "taken_back": True})


def _one(by: Membership, pupil: Pupil, key: int) -> KeptInMind:
    by.must(Permission.CONTACT_READ, of=pupil)
    one = kept.one(pupil.pk, key)
    if one is None:
        raise NotYours("kept in mind")
    return one


def _written(by: Membership, pupil: Pupil, wanted: Wanted, today: dt.date) -> dict[str, object]:
    days = (wanted.last - wanted.first).days
    if not 0 <= days <= LONGEST_HOLIDAY or wanted.last < today:
        raise NotKept("Those are not the days of a holiday ahead.", do="Choose both days anew.")
    if (wanted.first - today).days > FARTHEST:
        raise NotKept("That holiday is far off.", do="Write it down when it is nearer.")
    near = {m.adult_id for m in around.adults(pupil, Permission.CONTACT_READ, today)}
    if wanted.does not in near | {by.adult_id}:
        raise NotKept("Nothing says who does it.", do="Choose an adult from the list.")
    how = one_of(wanted.how, How, "Nothing says how.", "Choose one of the ways.")
    words = line(wanted.words, SHORT, "what it is")
    if how == How.OTHER and not words:
        raise NotKept("Nothing says what it is.", do="Write it in a few words.")
    return {
        "how": how, "words": words, "first": wanted.first, "last": wanted.last,
        "does_id": wanted.does,
    }  # fmt: skip
