"""A year of marks as a table that can be read aloud: letters, words and a quiet colour."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from belong.attendance.codes import CLOSED, NO_MARK, NOT_ON_ROLL, Code, Kind, table
from belong.attendance.measures.on_a_day import last_mark as last_mark
from belong.attendance.register import Register
from belong.basics.terms import HalfTerm, day_number
from belong.insight import words
from belong.insight.tables import Entry
from belong.insight.words import say

DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
WEEKS_DRAWN = 7
"""Columns a half-term that still runs is drawn with, so that it does not grow every week."""
HALF_NAMES = ("morning", "afternoon")


@dataclass(frozen=True)
class MarkCell:
    """One half-day: its letter, its colour's name, and what it means."""

    letter: str
    kind: str
    words: str = ""


@dataclass(frozen=True)
class MarkHalf:
    """The mornings or the afternoons of one weekday over a half-term."""

    name: str
    cells: tuple[MarkCell, ...]
    focus: bool = False


@dataclass(frozen=True)
class MarkDay:
    """One weekday over a half-term."""

    name: str
    short: str
    halves: tuple[MarkHalf, ...]


@dataclass(frozen=True)
class MarkWeek:
    """A column: the week, read aloud, and the day of the month shown above it."""

    words: str
    shown: str


@dataclass(frozen=True)
class MarksTable:
    """One half-term of one child."""

    caption: str
    weeks: tuple[MarkWeek, ...]
    days: tuple[MarkDay, ...]


def kind_of(code: Code) -> str:
    """The name of a mark's quiet colour. Absence is never red."""
    if code.late == "before":
        return "l"
    if code.group == "no_reason_yet":
        return "n"
    return {
        Kind.PRES: "p", Kind.AEA: "p", Kind.AUTH: "a", Kind.UNAUTH: "u", Kind.UNCLASS: "n",
    }.get(code.kind, "x")  # fmt: skip


def cell_of(value: int) -> MarkCell:
    """A stored mark as a cell."""
    if value == NO_MARK:
        return MarkCell("", "x", say("no mark"))
    if value == CLOSED:
        return MarkCell("", "x", say("closed"))
    if value == NOT_ON_ROLL:
        return MarkCell("", "x")
    code = table()[value]
    # Present is what the letter already says aloud; only the others need words.
    return MarkCell(code.code, kind_of(code), "" if code.group == "present" else code.words)


def tables(
    register: Register, row: NDArray[np.uint8], terms: tuple[HalfTerm, ...], so_far: dt.date
) -> tuple[MarksTable, ...]:
    """One table a half-term, oldest first; Saturdays for a child with a mark on one.

    row  uint8 [sessions], one child's marks
    """
    where = {
        (int(d), int(h)): n
        for n, (d, h) in enumerate(zip(register.sessions.day, register.sessions.half, strict=True))
    }
    entered = register.sessions.weekday[row < NO_MARK]
    weekdays = max(5, int(entered.max(initial=0)) + 1)
    return tuple(_half_term(term, where, row, so_far, weekdays) for term in terms)


def _half_term(
    term: HalfTerm,
    where: dict[tuple[int, int], int],
    row: NDArray[np.uint8],
    so_far: dt.date,
    weekdays: int,
) -> MarksTable:
    first = term.first - dt.timedelta(days=term.first.weekday())
    running = term.last >= so_far - dt.timedelta(days=4)
    count = (term.last - first).days // 7 + 1
    if running:
        count = max(count, WEEKS_DRAWN)
    mondays = [first + dt.timedelta(weeks=n) for n in range(count)]
    caption = say("{name}, so far", name=term.title) if running else term.title
    every = 1 if count <= 8 else 2
    weeks = tuple(
        MarkWeek(say("Week of {day}", day=words.short_day(m)), str(m.day) if n % every == 0 else "")
        for n, m in enumerate(mondays)
    )
    days = tuple(_weekday(n, mondays, where, row) for n in range(weekdays))
    return MarksTable(caption, weeks, days)


def _weekday(
    weekday: int,
    mondays: list[dt.date],
    where: dict[tuple[int, int], int],
    row: NDArray[np.uint8],
) -> MarkDay:
    halves = []
    for half, name in enumerate(HALF_NAMES):
        cells = []
        for monday in mondays:
            at = where.get((day_number(monday) + weekday, half))
            cells.append(MarkCell("", "x") if at is None else cell_of(int(row[at])))
        halves.append(MarkHalf(say(name), tuple(cells)))
    return MarkDay(say(DAYS[weekday]), say(DAYS[weekday][:3]), tuple(halves))


def legend(row: NDArray[np.uint8]) -> tuple[Entry, ...]:
    """Each mark that stands in a row, what it means and how often; most frequent first."""
    counts = np.bincount(row, minlength=256)
    present = int(sum(counts[c.index] for c in table() if c.group == "present"))
    entries = [(present, Entry("p", say("/ and \\ present"), "/", words.number(present)))]
    for code in table():
        n = int(counts[code.index])
        if n and code.group != "present":
            spoken = say("{letter}: {words}", letter=code.code, words=code.words)
            entries.append((n, Entry(kind_of(code), spoken, code.code, words.number(n))))
    entries.sort(key=lambda pair: -pair[0])
    out = [entry for n, entry in entries if n]
    if counts[NO_MARK]:
        out.append(Entry("x", say("No mark entered"), "", words.number(int(counts[NO_MARK]))))
    return tuple(out)


def on(register: Register, day: dt.date) -> slice:
    """The sessions of one day."""
    return register.sessions.between(day, day)
