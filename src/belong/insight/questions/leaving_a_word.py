"""Leaving a word about a child: what there is to tap, and what one left today already."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from belong.insight import words
from belong.insight.today_seen import PLACES, in_words
from belong.insight.words import say
from belong.people.models import Membership, Pupil
from belong.people.permissions import Permission
from belong.practice.curiosity import queries, things
from belong.practice.curiosity.models import LONGEST, Observation

OF_ROLE = {
    "crossing": "crossing", "lunch_staff": "lunch", "breakfast_staff": "breakfast",
    "site_staff": "gate", "office": "office",
}  # fmt: skip
"""Where somebody mostly is, by what they are; in the classroom for everybody else."""


@dataclass(frozen=True)
class Left:
    """One word the reader left today."""

    key: int
    said: str
    word: str
    note: str


@dataclass(frozen=True)
class Leaving:
    """The form.

    things  keys and words of what there is to tap
    places  the same of places; `place` is where the reader mostly is
    mine    what the reader left of this child today, the newest first
    """

    pupil: Pupil
    name: str
    form: str
    things: tuple[tuple[str, str], ...]
    places: tuple[tuple[str, str], ...]
    place: str
    mine: tuple[Left, ...]
    longest: int


def ask(by: Membership, pupil: Pupil, today: dt.date) -> Leaving:
    """The form for one child, of whom the look is noted already."""
    mine = queries.own_of_child(by.school_id, pupil.pk, by.adult_id, today)
    role = by.role_for(Permission.OBSERVE).key
    return Leaving(
        pupil=pupil,
        name=str(pupil),
        form=pupil.form,
        things=tuple((one.key, say(one.said)) for one in things.rules().things.values()),
        places=tuple((value, words.capital(say(place))) for value, place in PLACES.items()),
        place=OF_ROLE.get(role, "classroom"),
        mine=tuple(_left(one) for one in mine),
        longest=LONGEST,
    )


def _left(one: Observation) -> Left:
    at = words.moment(one.at).rsplit(", ", 1)[-1]
    said = say("{at}, {where}: {saw}.", at=at, where=say(PLACES[one.where]),
               saw=in_words(one.what, small=True))  # fmt: skip
    return Left(one.pk, said, one.word, one.note)
