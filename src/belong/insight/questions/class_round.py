"""The class round: one's own children by name, what goes well for each, and a word of their own."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TypeVar

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

T = TypeVar("T", Round, NamedWord)
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
    """One child.

    next_child  the key of the next one to think of; None where there is none
    also        what else the reader wrote of them this term, where two records became one: which
                of the two it is (`thought` or `word`), its key, and how it begins
    """

    pupil: Pupil
    term: str
    thought: Round | None
    word: NamedWord | None
    ways: tuple[tuple[str, str], ...]
    next_child: int | None
    also: tuple[tuple[str, int, str], ...] = ()
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


def one(
    by: Membership, pupil_id: int, today: dt.date, of_thought: int = 0, of_word: int = 0
) -> One:
    """One child; the look is noted. Raises PermissionDenied, fetch.NotYours.

    of_thought, of_word  the key of what is opened; 0 for the first
    """
    pupil = fetch.pupil(pupil_id, seen_by=by, wanting=Permission.CLASS_ROUND)
    key = term_now(by, today)
    every = [pk for pk, _, _ in fetch.roll(seen_by=by, wanting=Permission.CLASS_ROUND)]
    rows = class_round.all_of_mine(Round, by, every, key)
    mine = {row.pupil_id for row in rows}
    thought, more = _opened([row for row in rows if row.pupil_id == pupil.pk], of_thought)
    words_given = class_round.all_of_mine(NamedWord, by, [pupil.pk], key)
    word, more_words = _opened(words_given, of_word)
    at = every.index(pupil.pk) if pupil.pk in every else 0
    rest = [pk for pk in every[at + 1 :] + every[:at] if pk not in mine]
    return One(
        pupil, _term_said(key), thought, word,
        tuple((how, say(text)) for how, text in HOW.items()), rest[0] if rest else None,
        (*(("thought", row.pk, row.goes_well or row.wonder) for row in more),
         *(("word", row.pk, row.words) for row in more_words)),
    )  # fmt: skip


def _opened(rows: list[T], key: int) -> tuple[T | None, list[T]]:
    """What is opened, and the rest."""
    first = next((row for row in rows if row.pk == key), rows[0] if rows else None)
    return first, [row for row in rows if row is not first]


def on_child(by: Membership, pupil: Pupil) -> OnChild | None:
    """The part, or None for who may not read it: what goes well for who reads good things; the rest
    for who does check-ins with the child, and whoever wrote it."""
    if not by.may(Permission.GOOD_THINGS, of=pupil):
        return None
    close = by.may(Permission.CHECKINS, of=pupil)
    told, given = [], []
    for kind, first, second, at, who, key, given_on in class_round.of_child(pupil.pk):
        own = close or key == by.adult_id
        day = words.day(timezone.localdate(at))
        about = say("{who} wrote this down, {day}.", who=who, day=day)
        if kind == "thought" and (first or own):
            told.append(Told(first, second if own else "", about))
        elif kind == "word" and own:
            reached = say(REACHED[second], day=words.day(given_on) if given_on else "")
            given.append(Told(first, "", f"{reached} {about}"))
    return OnChild(tuple(told), tuple(given))
