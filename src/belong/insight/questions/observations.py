"""What people saw of one child lately."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.utils import timezone

from belong.insight import words
from belong.insight.today_seen import in_words, who_where
from belong.insight.words import say
from belong.people.models import Membership, Pupil
from belong.people.permissions import Permission
from belong.practice.curiosity import queries
from belong.practice.curiosity.models import Observation


@dataclass(frozen=True)
class Seen:
    """One word that stands.

    saw    Coaxed at the door.
    when   Mrs Kaur at the gate, today at 8:41
    kept   until when it stays, in words; "" for what is gone tonight
    """

    key: int
    saw: str
    word: str
    note: str
    when: str
    kept: str


@dataclass(frozen=True)
class OnChild:
    """The part of a child's page, the newest first.

    leaves  whether the reader may leave a word
    """

    lines: tuple[Seen, ...]
    leaves: bool


def on_child(by: Membership, pupil: Pupil, today: dt.date) -> OnChild | None:
    """The part, or None for who may not read it."""
    if not by.may(Permission.OBSERVATIONS_READ, of=pupil):
        return None
    stands = queries.of_child(by.school_id, pupil.pk, today)
    # The page asked already whether the child is theirs; this role question asks no database.
    return OnChild(tuple(_seen(one, today) for one in stands), by.may(Permission.OBSERVE))


def _seen(one: Observation, today: dt.date) -> Seen:
    at = words.moment(one.at).rsplit(", ", 1)[-1]
    day = say("today") if one.day == today else words.day(timezone.localdate(one.at))
    when = say("{who_where}, {day} at {at}", who_where=who_where(one.by.name, one.where), day=day,
               at=at)  # fmt: skip
    return Seen(one.pk, in_words(one.what), one.word, one.note, when, _kept(one))


def _kept(one: Observation) -> str:
    if one.kept_by is None or one.kept_until is None:
        return ""
    return say("{who} keeps it until {day}.", who=one.kept_by.name, day=words.day(one.kept_until))
