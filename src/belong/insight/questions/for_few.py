"""Notes for few people about a child: behind a gate of their own, without a trace for others."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.utils import timezone

from belong.basics.terms import year_of, year_start
from belong.insight import words
from belong.insight.questions.what_school_says import until
from belong.insight.words import say
from belong.people import fetch
from belong.people.care import Gate
from belong.people.models import Membership, Pupil
from belong.people.permissions import Permission
from belong.practice.restricted import queries
from belong.practice.restricted.models import LONGEST, Note


@dataclass(frozen=True)
class Told:
    """One note.

    words  "" where it was locked with a secret key that is lost
    about  who wrote it and when, and when it ended
    old    whether it was written before this school year
    """

    key: int
    version: int
    words: str
    about: str
    old: bool


@dataclass(frozen=True)
class OnChild:
    """The part of a child's page, for those who pass the gate.

    until   how long it stands open to somebody who opened it; "" for those whose own it is
    writes  whether they write notes as well
    """

    notes: tuple[Told, ...]
    until: str
    writes: bool


@dataclass(frozen=True)
class Writing:
    """The page on which notes are written: what holds now, and what does no longer."""

    pupil: Pupil
    notes: tuple[Told, ...]
    ended: tuple[Told, ...]
    longest: int = LONGEST


def on_child(by: Membership, pupil: Pupil, now: dt.datetime) -> OnChild | None:
    """The part, or None for who does not pass the gate. The look is in the trail before anything is
    read."""
    passed = fetch.through(pupil, Gate.RESTRICTED, seen_by=by, now=now)
    if passed is None:
        return None
    standing = tuple(told(one, now) for one in queries.standing(pupil.pk))
    writes = by.may(Permission.RESTRICTED_NOTES, of=pupil)
    opened = (one for one in passed.opened if one.gate == Gate.RESTRICTED and not writes)
    open_for = next((until(one.gate, one.ends_at) for one in opened), "")
    return OnChild(standing, open_for, writes)


def ask(by: Membership, pupil_id: int, now: dt.datetime) -> Writing:
    """One child's notes, and the form for one more. The look and its gates are in the trail first.

    raises  PermissionDenied, fetch.NotYours
    """
    pupil = fetch.pupil(pupil_id, seen_by=by, wanting=Permission.RESTRICTED_NOTES)
    fetch.through(pupil, Gate.RESTRICTED, seen_by=by, now=now)
    return Writing(
        pupil,
        tuple(told(one, now) for one in queries.standing(pupil.pk)),
        tuple(told(one, now) for one in queries.ended(pupil.pk)),
    )


def told(one: Note, now: dt.datetime) -> Told:
    """One note as a page shows it."""
    first = year_start(year_of(timezone.localdate(now)))
    day = timezone.localdate(one.at)
    about = say("{who} wrote this, {day}.", who=one.by.name, day=words.day(day))
    if one.ended_on is not None:
        about = say("{about} Ended {day}.", about=about, day=words.day(one.ended_on))
    return Told(one.pk, one.version, one.words, about, one.ended_on is None and day < first)
