"""Leaving a word about what one saw, keeping it, and taking it back. Every change is in the trail;
no word of anybody's is."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from belong.basics.errors import BelongError
from belong.people import trail
from belong.people.fetch import NotYours
from belong.people.models import Membership, Pupil
from belong.people.permissions import Permission
from belong.people.trail import Verb
from belong.practice.curiosity import queries, things
from belong.practice.curiosity.models import LONGEST, Observation

Where = Observation.Where


class NotLeft(BelongError):
    """A word that cannot be left as asked. Nothing has changed."""


@dataclass(frozen=True)
class Saw:
    """What somebody saw.

    what   a key into seen.toml
    where  one of Observation.Where
    word   the child's own word, "" for none
    note   a few words of the adult's, "" for none
    """

    what: str
    where: str
    word: str = ""
    note: str = ""


@transaction.atomic
def leave(*, by: Membership, pupil: Pupil, saw: Saw, at: dt.datetime) -> Observation:
    """Leave a word about what one saw. The same one twice on a day is one.

    raises  NotLeft, PermissionDenied
    """
    by.must(Permission.OBSERVE, of=pupil)
    if saw.what not in things.rules().things:
        raise NotLeft("Nothing says what you saw.", do="Tap the line that fits best.")
    if saw.where not in set(Where):
        raise NotLeft("Nothing says where you saw it.", do="Choose a place from the list.")
    left, new = Observation.objects.get_or_create(
        school_id=by.school_id, pupil=pupil, by_id=by.adult_id, day=timezone.localdate(at),
        where=saw.where, what=saw.what, word=_line(saw.word, "their own word"),
        note=_line(saw.note, "your few words"), defaults={"at": at},
    )  # fmt: skip
    if new:
        trail.note(by, Verb.OBSERVED, ids=[pupil.pk], detail={"observation": left.pk})
    return left


@transaction.atomic
def take_back(*, by: Membership, key: int, today: dt.date) -> Pupil:
    """Take back what one left today: of the wrong child, or in the wrong words. Nothing is kept.

    returns  the child it was about
    raises   NotYours for what somebody else left, or on another day; PermissionDenied
    """
    by.must(Permission.OBSERVE)
    left = queries.one(by.school_id, key, today)
    mine = left is not None and left.by_id == by.adult_id and left.day == today
    if left is None or not mine or not by.may(Permission.OBSERVE, of=left.pupil):
        raise NotYours("observation")
    pupil = left.pupil
    left.delete()
    trail.note(by, Verb.OBSERVATION_TAKEN_BACK, ids=[pupil.pk], detail={"observation": key})
    return pupil


@transaction.atomic
def keep(*, by: Membership, key: int, today: dt.date) -> Observation:
    """Keep a word that would be gone tonight, for as long as seen.toml says. What is kept already
    stays as long as it was kept for.

    raises  NotYours, PermissionDenied
    """
    by.must(Permission.OBSERVATIONS_READ)
    left = queries.one(by.school_id, key, today)
    if left is None or not by.may(Permission.OBSERVATIONS_READ, of=left.pupil):
        raise NotYours("observation")
    until = today + dt.timedelta(days=things.rules().kept_days)
    fresh = Observation.objects.filter(pk=left.pk, kept_by=None)
    if fresh.update(kept_by_id=by.adult_id, kept_until=until):
        trail.note(by, Verb.OBSERVATION_KEPT, ids=[left.pupil_id], detail={"observation": key})
    left.refresh_from_db()
    return left


def _line(text: str, called: str) -> str:
    said = " ".join(text.replace("\x00", "").split())
    if len(said) > LONGEST:
        raise NotLeft(
            f"There is too much under {called}: {len(said)} letters, of {LONGEST} that fit.",
            do="Keep the words that matter.",
        )
    return said
