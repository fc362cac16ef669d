"""Attendance inside a transfer file: totals of each year, and marks written as one long string."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from belong.basics.terms import year_end, year_name, year_of
from belong.registers.sources.containers.elements import Node
from belong.registers.sources.containers.tables import Rows, Table
from belong.registers.sources.dates import shown
from belong.registers.sources.notes import Notes

NOTHING = frozenset("-#.*_XZ ")
"""What a Saturday may hold: nothing, closed, or not expected."""
_UNTAKEN = "-.*_ "
_LONGEST = 800
"""Half-days in a string: a school year padded with weekends has 728."""
_SATURDAY = 5


class Totals:
    """Totals a school year, one table each, because a summary tells of one stretch of time."""

    def __init__(self, notes: Notes) -> None:
        self._years: dict[str, Rows] = {}
        self._notes = notes

    def add(self, upn: str, year: Node, record: int) -> None:
        """One child's totals of one year, where the file states them."""
        cells = [year.said(name) for name in _STATED]
        if not any(cells):
            return
        name = _year_name(year, record, self._notes)
        rows = self._years.setdefault(name, Rows(("UPN", "LAESTAB", "School year", *_STATED)))
        rows.add((upn, school_of(year), name, *cells), record)

    def tables(self) -> Iterator[Table | None]:
        """One table a school year, the earliest first."""
        for name in sorted(self._years):
            yield self._years[name].table(f"Attendance totals {name}".strip(), "summary")


_STATED = ("SessionsPossible", "SessionsAttended", "SessionsAuthorised", "SessionsUnauthorised")


def school_of(node: Node) -> str:
    """The seven figures of a school: authority, then establishment."""
    authority, school = node.said("LEA", "LA"), node.said("Estab")
    return authority.zfill(3) + school.zfill(4) if authority and school else authority or school


def _year_name(year: Node, record: int, notes: Notes) -> str:
    """The school year of some totals, by its marks where it has any: vendors count differently."""
    stated = year.said("Year")
    starts = [_date(one.said("AttendanceStartDate")) for one in year.deep("AttendSessions")]
    began = {year_of(on) for on in starts if on is not None}
    if len(began) == 1:
        first = began.pop()
        if stated not in ("", str(first)):
            notes.take(
                record,
                "Some totals name another school year than the one their marks begin in. The year"
                " of the marks was used.",
            )
        return year_name(first)
    return stated


def _date(text: str) -> dt.date | None:
    try:
        return dt.date.fromisoformat(text[:10])
    except ValueError:
        return None


@dataclass(frozen=True)
class Week:
    """How many half-days of a week a string writes down, and which day a place stands for."""

    halves: int

    def day(self, start: dt.date, place: int) -> dt.date:
        """The day of a place in the string, counted from 0."""
        days = place // 2
        if self.halves == 14:
            return start + dt.timedelta(days=days)
        weeks, rest = divmod(start.weekday() + days, 5)
        return start + dt.timedelta(days=7 * weeks + rest - start.weekday())


WITH_WEEKENDS, SCHOOL_DAYS = Week(14), Week(10)


class Marks:
    """Strings of marks, written out as one row a half-day."""

    def __init__(self, notes: Notes) -> None:
        self._rows = Rows(("UPN", "LAESTAB", "Date", "Session", "Mark"))
        self._notes = notes

    def add(self, upn: str, year: Node, record: int) -> None:
        """Every mark of one child's year."""
        school = school_of(year)
        for sessions in year.deep("AttendSessions"):
            for start, marks in _strings(sessions):
                self._string(upn, school, start, marks, record)

    def _string(self, upn: str, school: str, start: str, marks: str, record: int) -> None:
        on = _date(start)
        why = _why_not(on, start, marks)
        if why or on is None:
            self._notes.refuse(record, why, len(marks))
            return
        week = _week(on, marks)
        if week is None:
            self._notes.refuse(record, _NEITHER, len(marks))
            return
        for place, mark in enumerate(marks):
            day = week.day(on, place)
            if day.weekday() < _SATURDAY:
                half = "PM" if place % 2 else "AM"
                self._rows.add((upn, school, day.isoformat(), half, mark), record)

    def table(self) -> Table | None:
        """All the marks. Their school is the one they were made in."""
        return self._rows.table("Attendance marks", "marks")


_NEITHER = (
    "A run of marks was not taken, because nobody can tell which day each mark is for: with"
    " weekends in it, Saturdays hold marks; without them, mornings and afternoons do not fit."
    " Ask the school that sent it for a list of marks."
)


def _strings(sessions: Node) -> Iterator[tuple[str, str]]:
    """First day and marks, however many strings one element holds."""
    starts = [one.text.strip() for one in sessions.every("AttendanceStartDate")]
    strings = ["".join(one.text.splitlines()) for one in sessions.every("AttendanceMarks")]
    for start, marks in zip(starts, strings, strict=False):
        yield start, marks.rstrip(_UNTAKEN)


def _why_not(on: dt.date | None, start: str, marks: str) -> str:
    if on is None:
        return f"A run of marks was not taken: {shown(start) or 'nothing'} cannot be its first day."
    if len(marks) > _LONGEST:
        return "A run of marks was not taken: it is longer than a school year."
    return ""


def _week(start: dt.date, marks: str) -> Week | None:
    """How a string counts its week; None where neither way fits it."""
    if not _halves_fit(marks):
        return None
    for week in (WITH_WEEKENDS, SCHOOL_DAYS):
        if _fits(week, start, marks):
            return week
    return None


def _halves_fit(marks: str) -> bool:
    """Morning strokes in the mornings, afternoon strokes in the afternoons, but for slips."""
    right = marks[::2].count("/") + marks[1::2].count("\\")
    wrong = marks[1::2].count("/") + marks[::2].count("\\")
    return "\\" not in marks or wrong <= right // 10


def _fits(week: Week, start: dt.date, marks: str) -> bool:
    if not marks:
        return True
    if week is SCHOOL_DAYS and start.weekday() >= _SATURDAY:
        return False
    last = week.day(start, len(marks) - 1)
    if last > year_end(year_of(start)):
        return False
    return all(
        mark in NOTHING or week.day(start, place).weekday() < _SATURDAY
        for place, mark in enumerate(marks)
    )
