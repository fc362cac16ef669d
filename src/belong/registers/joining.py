"""Putting years, stays and calendars together into one register."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from belong.attendance.codes import CLOSED, NO_MARK, NOT_ON_ROLL, Kind, table
from belong.attendance.register import Register, Sessions, assemble
from belong.basics.terms import day_number
from belong.registers.sources.reading import SchoolMarks, Unit
from belong.registers.store import YearMatrix

FAR_PAST, FAR_FUTURE = day_number(dt.date(1900, 1, 1)), day_number(dt.date(2999, 1, 1))


@dataclass(frozen=True)
class Stays:
    """Who is on roll from when to when, one line a row of the register to be made.

    enrolment, pupil  int32 [rows], surrogate numbers
    admitted, left    int32 [rows], day numbers, both included; FAR_PAST, FAR_FUTURE if not known
    calendar_of       uint16 [rows], children whose year keeps the same days share one
    """

    enrolment: NDArray[np.int32]
    pupil: NDArray[np.int32]
    admitted: NDArray[np.int32]
    left: NDArray[np.int32]
    calendar_of: NDArray[np.uint16]


def joined(years: Sequence[YearMatrix], stays: Stays) -> Register:
    """Several years of one school as one register.

    A day on which nobody of a calendar has a mark, while others have, counts as closed for that
    calendar (Year 11 after its last day), not as a day of missing marks. The marks that only say
    that there was no school (closed, not yet on roll) become just that.
    """
    years = sorted(years, key=lambda y: y.year)
    sessions = Sessions(
        np.concatenate([y.day for y in years] or [np.zeros(0, np.int32)]),
        np.concatenate([y.half for y in years] or [np.zeros(0, np.uint8)]),
    )
    marks = np.full((len(stays.enrolment), len(sessions)), NO_MARK, dtype=np.uint8)
    column = 0
    for year in years:
        width = len(year.day)
        here, there = _matched(stays.enrolment, year.enrolment)
        marks[here, column : column + width] = year.marks[there]
        column += width
    return _framed(_school_only(marks), sessions, stays)


def _school_only(marks: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Marks in which `#` is CLOSED and `Z` is NOT_ON_ROLL: neither says anything of a child."""
    means = np.arange(256, dtype=np.uint8)
    for code in table():
        if code.kind is Kind.ADMIN:
            means[code.index] = CLOSED if code.group == "closure" else NOT_ON_ROLL
    return np.asarray(means[marks])


def _matched(
    wanted: NDArray[np.int32], stored: NDArray[np.int32]
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Where each wanted enrolment stands among the stored ones (which are sorted)."""
    if not len(stored):
        return np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64)
    at = np.searchsorted(stored, wanted)
    found = (at < len(stored)) & (stored[np.minimum(at, len(stored) - 1)] == wanted)
    return np.flatnonzero(found), at[found]


def _framed(marks: NDArray[np.uint8], sessions: Sessions, stays: Stays) -> Register:
    first = np.searchsorted(sessions.day, stays.admitted, side="left").astype(np.int32)
    last = (np.searchsorted(sessions.day, stays.left, side="right") - 1).astype(np.int32)
    row, column = np.nonzero(marks != NO_MARK)
    return assemble(
        enrolment=stays.enrolment,
        pupil=stays.pupil,
        sessions=sessions,
        row=row.astype(np.int32),
        column=column.astype(np.int32),
        code=marks[row, column],
        first=first,
        last=last,
        closed=days_closed(marks, sessions, stays.calendar_of),
        calendar_of=stays.calendar_of,
    )


def days_closed(
    marks: NDArray[np.uint8], sessions: Sessions, calendar_of: NDArray[np.uint16]
) -> NDArray[np.bool_]:
    """For each calendar, the sessions of days on which none of its rows has a mark of school.

    marks    uint8 [rows x sessions]; CLOSED and NOT_ON_ROLL are no marks of school
    returns  bool [calendars x sessions]
    """
    calendars = int(calendar_of.max()) + 1 if len(calendar_of) else 1
    _, day_at = np.unique(sessions.day, return_inverse=True)
    closed = np.zeros((calendars, len(sessions)), dtype=np.bool_)
    for calendar in range(calendars):
        rows = marks[calendar_of == calendar]
        marked = (rows < NO_MARK).any(axis=0)
        of_day = np.bincount(day_at, weights=marked, minlength=int(day_at.max(initial=-1)) + 1)
        said_shut = (rows == CLOSED).any(axis=0) & ~marked
        closed[calendar] = (of_day[day_at] == 0) | said_shut
    return closed


def from_file(
    school: SchoolMarks, *, unit: Unit, shut: NDArray[np.int32] | None = None
) -> Register:
    """A register straight from what a file held, with nobody's records beside it.

    Rows are the file's pupils in its order. On roll from admission to leaving where the file
    says so, else from the first mark to the last.

    shut  int32, day numbers on which a calendar file says the school was closed
    """
    place = school.day.astype(np.int64) * 1024 + school.half
    seen, column = np.unique(place, return_inverse=True)
    sessions = Sessions((seen // 1024).astype(np.int32), (seen % 1024).astype(np.uint8))
    rows = np.arange(len(school.pupils), dtype=np.int32)
    first, last = _told(school, sessions)
    closed = np.isin(sessions.day, shut)[None, :] if shut is not None else None
    if unit is Unit.LESSON:
        # Nobody is expected in every lesson of the school: a lesson without a mark says nothing.
        closed = np.ones((1, len(sessions)), dtype=np.bool_)
    return assemble(
        enrolment=rows,
        pupil=rows,
        sessions=sessions,
        row=school.pupil,
        column=column.astype(np.int32),
        code=school.code,
        first=first,
        last=last,
        closed=closed,
    )


def _told(
    school: SchoolMarks, sessions: Sessions
) -> tuple[NDArray[np.int32] | None, NDArray[np.int32] | None]:
    """First and last session from the admission and leaving dates, if every child has one."""
    return _column(school, sessions, "admitted", "left"), _column(
        school, sessions, "left", "right", back=1
    )


def _column(
    school: SchoolMarks, sessions: Sessions, name: str, side: str, back: int = 0
) -> NDArray[np.int32] | None:
    if name not in school.details.column_names:
        return None
    said = school.details[name].to_pylist()
    blank = FAR_PAST if name == "admitted" else FAR_FUTURE
    days = [day_number(dt.date.fromisoformat(s)) if s else blank for s in said]
    at = np.searchsorted(sessions.day, days, side="left" if side == "left" else "right") - back
    return np.asarray(at, dtype=np.int32)
