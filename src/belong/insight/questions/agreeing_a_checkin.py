"""Agreeing a check-in with a child: who may be asked, and what stands already."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from belong.insight.questions import checkins
from belong.insight.words import say
from belong.people import around, fetch
from belong.people.models import Membership, Pupil
from belong.people.permissions import Permission
from belong.practice.checkins import queries
from belong.practice.checkins.agreeing import MOST_DAYS
from belong.practice.checkins.faces import FACES, MOST_THINGS, OFFERED, OWN
from belong.practice.checkins.models import LONGEST, PLACE, WORD, Agreement


@dataclass(frozen=True)
class Face:
    """One face to choose: its key, what it is called, and the child's word, "" where not chosen;
    `drawn` are the lines of one the child draws."""

    key: str
    called: str
    word: str
    drawn: str = ""


@dataclass(frozen=True)
class Agreeing:
    """The form.

    adults  keys and names of those around the child, the reader first where they are one
    read    key of what is agreed now; None for nothing
    now     what is agreed now, in a sentence; "" for nothing
    own     places for faces the child draws
    things  words for what may help, "" for the places left
    """

    pupil: Pupil
    adults: tuple[tuple[int, str], ...]
    read: int | None
    now: str
    with_adult: int | None
    stand_in: int | None
    place: str
    what_we_do: str
    morning: bool
    end_of_day: bool
    days: str
    faces: tuple[Face, ...]
    own: tuple[Face, ...]
    things: tuple[str, ...]
    first: dt.date
    last: dt.date
    longest: int
    longest_place: int
    longest_word: int


def ask(by: Membership, pupil_id: int, today: dt.date) -> Agreeing:
    """The form for one child, filled with what is agreed now; the look is noted.

    Raises PermissionDenied, fetch.NotYours.
    """
    pupil = fetch.pupil(pupil_id, seen_by=by, wanting=Permission.CHECKINS)
    now = queries.of_child(by.school_id, pupil.pk, today)
    stands = now or queries.standing(pupil.pk)
    near = around.adults(pupil, Permission.CHECKINS, today)
    # Names alone: a role beside one would tell who is in care, or whom a mentor is for.
    adults = [(one.adult_id, one.adult.name) for one in near]
    adults.sort(key=lambda pair: pair[0] != by.adult_id)
    return Agreeing(
        pupil=pupil, adults=tuple(adults), read=stands.pk if stands else None,
        now=checkins.in_words(now) if now else "",
        with_adult=now.with_adult_id if now else None,
        stand_in=now.stand_in_id if now else None,
        place=now.place if now else "", what_we_do=now.what_we_do if now else "",
        morning=now.morning if now else True, end_of_day=now.end_of_day if now else False,
        days=now.days if now else "01234", faces=_faces(now), own=_own(now),
        things=_things(now),
        first=today, last=today + dt.timedelta(days=MOST_DAYS),
        longest=LONGEST, longest_place=PLACE, longest_word=WORD,
    )  # fmt: skip


def _faces(now: Agreement | None) -> tuple[Face, ...]:
    chosen = {c.face: c.word for c in now.choices.all() if c.kind == "face"} if now else None
    if chosen is None:
        chosen = {key: say(FACES[key]) for key in OFFERED}
    return tuple(Face(key, say(called), chosen.get(key, "")) for key, called in FACES.items())


def _own(now: Agreement | None) -> tuple[Face, ...]:
    drawn = {c.face: (c.word, c.drawn) for c in now.choices.all()} if now else {}
    return tuple(Face(key, say("Their own drawing"), *drawn.get(key, ("", ""))) for key in OWN)


def _things(now: Agreement | None) -> tuple[str, ...]:
    words = [c.word for c in now.choices.all() if c.kind == "thing"] if now else []
    return tuple((words + [""] * MOST_THINGS)[:MOST_THINGS])
