"""What a calendar file that waits would say, day by day beside what is said and what has marks."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from belong.attendance.measures.counts import POSSIBLE
from belong.attendance.register import Register
from belong.basics.terms import day_number
from belong.insight import words
from belong.insight.calendar_asks import weekdays_between
from belong.insight.questions.calendar_questions import closure_title
from belong.insight.words import say_n
from belong.intake import calendar, calendar_files, calendar_said, queries
from belong.intake.calendar import Said
from belong.intake.calendar_models import CalendarFile, Closure
from belong.intake.queries import Laid
from belong.people.models import Membership
from belong.registers.joining import SAID_CLOSED, SAID_OPEN, Saying, told_of


@dataclass(frozen=True)
class Line:
    """One run of days of the file.

    number    its place in the file, from 0
    new, same  weekdays not said yet, and said already
    opposed   weekdays somebody said were open, or on which children have marks that count
    words     the same in words
    """

    number: int
    title: str
    reason: str
    new: int
    same: int
    opposed: int
    words: str

    @property
    def ticked(self) -> bool:
        """Whether it is ready to be kept: something is new, and nothing speaks against it."""
        return self.new > 0 and not self.opposed


@dataclass(frozen=True)
class TermLine:
    """One term of the file. clear: no term that stands shares a day with it"""

    number: int
    title: str
    clear: bool
    same: bool


@dataclass(frozen=True)
class Waiting:
    """A file that waits for a yes."""

    pk: int
    file_name: str
    who: str
    lines: tuple[Line, ...]
    terms: tuple[TermLine, ...]
    left_out: tuple[dict[str, object], ...]
    new: int
    same: int
    opposed: int


def waiting(by: Membership) -> Waiting | None:
    """The file that waits at somebody's school, or None."""
    file = calendar_files.waiting(by.school_id)
    if file is None:
        return None
    laid, whole = queries.laid(by.school_id), queries.whole(by.school_id)
    beside = _Beside(laid, whole.register if whole else None, _standing(by.school_id))
    lines = tuple(_line(beside, n, said) for n, said in enumerate(calendar_files.closures_in(file)))
    return Waiting(
        file.pk, file.file_name, f"{file.by.name}, {words.moment(file.at)}", lines,
        tuple(_terms(by.school_id, file)), tuple(file.left_out),
        sum(x.new for x in lines), sum(x.same for x in lines), sum(x.opposed for x in lines),
    )  # fmt: skip


def _standing(school_id: int) -> list[Closure]:
    return calendar_said.standing(school_id)


@dataclass(frozen=True)
class _Beside:
    """What a file is held beside."""

    laid: Laid | None
    register: Register | None
    standing: list[Closure]

    def sayings(self, closures: list[Closure]) -> list[Saying]:
        return calendar_said.sayings(closures, self.laid.groups) if self.laid else []

    @property
    def calendars(self) -> int:
        return len(self.laid.groups.cohorts) if self.laid else 0


def _line(beside: _Beside, number: int, said: Said) -> Line:
    closure = Closure(
        first=said.first, last=said.last, half=said.half, years=list(said.years), kind=said.kind
    )
    days = weekdays_between(said.first, said.last) or [said.first]
    same, opposed = _same(beside, closure, days), _opposed(beside, closure, days)
    new = len(days) - int(same.sum())
    text = _words(new, int(same.sum()), int((opposed & ~same).sum()))
    return Line(
        number, closure_title(closure), said.words, new, int(same.sum()),
        int((opposed & ~same).sum()), text,
    )  # fmt: skip


def _words(new: int, same: int, opposed: int) -> str:
    parts = [say_n("{n} day new", "{n} days new", new)] if new else []
    parts += [say_n("{n} day said already", "{n} days said already", same)] if same else []
    parts += [
        say_n(
            "{n} day has marks or was said to be open",
            "{n} days have marks or were said to be open",
            opposed,
        )
    ] if opposed else []  # fmt: skip
    return ", ".join(parts)


def _same(beside: _Beside, closure: Closure, days: list[dt.date]) -> NDArray[np.bool_]:
    """Days of which all of it is said already [days]."""
    if not beside.laid:
        alike = [(c.first, c.last, c.half, c.years) for c in beside.standing]
        found = (closure.first, closure.last, closure.half, closure.years) in alike
        return np.full(len(days), found)
    mine, there = _told(beside, [closure], days), _told(beside, beside.standing, days)
    return np.asarray(((mine == 0) | (there == SAID_CLOSED)).all(axis=(0, 2)) & (mine > 0).any())


def _told(beside: _Beside, closures: list[Closure], days: list[dt.date]) -> NDArray[np.uint8]:
    day = np.array([day_number(on) for on in days], dtype=np.int32)
    sayings = beside.sayings(closures)
    halves = [
        told_of(sayings, day, np.full(len(day), half, np.uint8), beside.calendars)
        for half in (0, 1)
    ]
    return np.stack(halves, axis=-1)


def _opposed(beside: _Beside, closure: Closure, days: list[dt.date]) -> NDArray[np.bool_]:
    """Days said to be open, or on which children it closes school to have marks that count."""
    if not beside.laid or beside.register is None:
        return np.zeros(len(days), dtype=bool)
    mine, there = _told(beside, [closure], days), _told(beside, beside.standing, days)
    said_open = ((mine > 0) & (there == SAID_OPEN)).any(axis=(0, 2))
    return np.asarray(said_open | _marked(beside, closure, days))


def _marked(beside: _Beside, closure: Closure, days: list[dt.date]) -> NDArray[np.bool_]:
    register = beside.register
    assert register is not None
    told = told_of(
        beside.sayings([closure]), register.sessions.day, register.sessions.half, beside.calendars
    )
    columns = np.flatnonzero(told.any(axis=0))
    mine = told[:, columns][register.calendar_of] > 0
    marked = (POSSIBLE[register.marks[:, columns]].astype(bool) & mine).any(axis=0)
    found = set(register.sessions.day[columns[marked]].tolist())
    return np.array([day_number(on) in found for on in days])


def _terms(school_id: int, file: CalendarFile) -> list[TermLine]:
    stand = calendar.terms(school_id)
    out = []
    for n, term in enumerate(calendar_files.terms_in(file)):
        title = f"{term.name}: {words.stretch(term.first, term.last)}"
        clear = not any(t.first <= term.last and term.first <= t.last for t in stand)
        same = any((t.name, t.first, t.last) == (term.name, term.first, term.last) for t in stand)
        out.append(TermLine(n, title, clear, same))
    return out
