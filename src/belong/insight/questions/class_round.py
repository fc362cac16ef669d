"""The class round: one's own children by name, what goes well for each, and a word of their own."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.utils import timezone

from belong.insight import words
from belong.insight.words import say, say_n
from belong.intake import calendar
from belong.people import fetch
from belong.people.models import Membership, Pupil
from belong.people.permissions import Permission
from belong.practice.voice import class_round
from belong.practice.voice.models import NamedWord, Round
from belong.practice.voice.round_models import LONGEST_THOUGHT

TERMS = {"autumn": "Autumn term {year}", "spring": "Spring term {year}",
         "summer": "Summer term {year}"}  # fmt: skip
HOW = {
    "said": "I said it to them", "note": "I gave them a note", "later": "I will tell them later",
}  # fmt: skip
REACHED = {"said": "Said on {day}.", "note": "Given as a note on {day}.", "later": "For later."}


@dataclass(frozen=True)
class Line:
    """One child; `thought` and `word` are None where the reader wrote none this term."""

    pupil: Pupil
    thought: Round | None
    word: NamedWord | None


@dataclass(frozen=True)
class Going:
    """Somebody's own children by name, in one term.

    left   how many are still to think of, in words; "" once there is none
    first  the first of them; None once there is none
    """

    term: str
    lines: tuple[Line, ...]
    left: str
    first: Pupil | None


@dataclass(frozen=True)
class One:
    """One child. `next_child` is the key of the next one to think of; None where there is none."""

    pupil: Pupil
    term: str
    thought: Round | None
    word: NamedWord | None
    ways: tuple[tuple[str, str], ...]
    next_child: int | None
    longest: int = LONGEST_THOUGHT


@dataclass(frozen=True)
class Told:
    """What one adult wrote: what goes well, what they wonder ("" for who may not read it)."""

    well: str
    wonder: str
    about: str


@dataclass(frozen=True)
class OnChild:
    """The part of a child's page; `words` are the named words the reader may read."""

    told: tuple[Told, ...] = ()
    words: tuple[Told, ...] = ()


def term_now(by: Membership, today: dt.date) -> str:
    """The key of the school's term on a day."""
    return class_round.term(today, [one.first for one in calendar.terms(by.school_id)])


def _term_said(key: str) -> str:
    year, _, name = key.partition("-")
    return say(TERMS[name], year=year)


def ask(by: Membership, today: dt.date) -> Going:
    """One's own children; every look is noted. Raises PermissionDenied."""
    pupils = fetch.pupils(seen_by=by, wanting=Permission.CLASS_ROUND)
    key, ids = term_now(by, today), [pupil.pk for pupil in pupils]
    thought = class_round.of_mine(by, ids, key)
    given = class_round.words_of_mine(by, ids, key)
    lines = tuple(Line(p, thought.get(p.pk), given.get(p.pk)) for p in pupils)
    waits = [one.pupil for one in lines if one.thought is None]
    said = say_n("{n} still to think of", "{n} still to think of", len(waits)) if waits else ""
    return Going(_term_said(key), lines, said, waits[0] if waits else None)


def one(by: Membership, pupil_id: int, today: dt.date) -> One:
    """One child; the look is noted. Raises PermissionDenied, fetch.NotYours."""
    pupil = fetch.pupil(pupil_id, seen_by=by, wanting=Permission.CLASS_ROUND)
    key = term_now(by, today)
    every = [pk for pk, _, _ in fetch.roll(seen_by=by, wanting=Permission.CLASS_ROUND)]
    mine = class_round.of_mine(by, every, key)
    at = every.index(pupil.pk) if pupil.pk in every else 0
    rest = [pk for pk in every[at + 1 :] + every[:at] if pk not in mine]
    return One(
        pupil, _term_said(key), mine.get(pupil.pk),
        class_round.words_of_mine(by, [pupil.pk], key).get(pupil.pk),
        tuple((how, say(text)) for how, text in HOW.items()), rest[0] if rest else None,
    )  # fmt: skip


def on_child(by: Membership, pupil: Pupil) -> OnChild | None:
    """The part, or None for who may not read it: what goes well for who reads good things; the rest
    for who does check-ins with the child, and whoever wrote it."""
    if not by.may(Permission.GOOD_THINGS, of=pupil):
        return None
    close = by.may(Permission.CHECKINS, of=pupil)
    told, given = [], []
    for kind, first, second, at, who, key in class_round.of_child(pupil.pk):
        own = close or key == by.adult_id
        day = words.day(timezone.localdate(at))
        about = say("{who} wrote this down, {day}.", who=who, day=day)
        if kind == "thought" and (first or own):
            told.append(Told(first, second if own else "", about))
        elif kind == "word" and own:
            given.append(Told(first, "", f"{say(REACHED[second], day=day)} {about}"))
    return OnChild(tuple(told), tuple(given))
