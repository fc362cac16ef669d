"""What a check finds: its words, and the children and days it is about."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import IntEnum

from belong.attendance.register import Register
from belong.basics.terms import date_of
from belong.insight import words
from belong.insight.desk import Desk
from belong.insight.tables import Head
from belong.insight.words import say, say_n

LISTED = 100
"""Lines a list shows; how many more there are is said under it."""
NAMED = 3
HALVES = ("morning", "afternoon", "whole day")


class Hurts(IntEnum):
    """What a finding does to the school's figures: the order of the page."""

    RECORDS = 1
    SOME_FIGURES = 2
    MANY_FIGURES = 3


@dataclass(frozen=True)
class Mention:
    """One line of a list, before the children have their names.

    pupil    the child's key; None where the line is about a form, a day or a file
    head     what leads the line where it is not a child
    cells    what is said, one entry a further column; a long one is only worded if it is shown
    href     where the head leads, if it is not a child
    beside   where the last cell leads
    """

    cells: tuple[str | Callable[[], str], ...]
    pupil: int | None = None
    head: str = ""
    href: str = ""
    beside: str = ""


@dataclass(frozen=True)
class Listing:
    """A list that opens: what it is called, its columns, and its lines, the worst first."""

    title: str
    heads: tuple[Head, ...]
    mentions: tuple[Mention, ...]


@dataclass(frozen=True)
class Found:
    """One finding, before the children have their names.

    n            how many of what the heading counts, for the order of findings that hurt alike
    how          the name of the definition that says how it is found, or ""
    """

    heading: str
    why: str
    do: str
    hurts: Hurts
    n: int
    lists: tuple[Listing, ...]
    how: str = ""


@dataclass(frozen=True)
class Looked:
    """What every check starts from. The stretch of time is for missing marks alone.

    year  the register of this school year up to the day in force, one row a child of the desk
    """

    desk: Desk
    year: Register
    first: dt.date


def children(*more: str) -> tuple[Head, ...]:
    """The columns of a list of children."""
    return tuple(Head(say(name)) for name in ("Child", *more))


def some(register: Register, columns: Sequence[int]) -> str:
    """The first few sessions of a list in words, and how many more there are."""
    shown = "; ".join(said(register, column) for column in columns[:NAMED])
    more = len(columns) - NAMED
    return f"{shown}; {say_n('{n} more', '{n} more', more)}" if more > 0 else shown


def said(register: Register, column: int) -> str:
    """Tue 17 Nov 2026, afternoon"""
    on, half = date_of(register.sessions.day[column]), int(register.sessions.half[column])
    return f"{words.day(on)}, {say(HALVES[half])}" if half < len(HALVES) else words.day(on)
