"""Putting years, stays and calendars together into one register."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from belong.attendance.codes import (
    CLOSED,
    NO_MARK,
    NOT_ON_ROLL,
    POSSIBLE_KINDS,
    Kind,
    lookup,
    table,
)
from belong.attendance.register import Register, Sessions, assemble
from belong.basics.terms import day_number, weekday_of
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


SAID_CLOSED, SAID_OPEN = 1, 2
"""What may be said of a session; 0 is nothing."""
WEEKEND = (5, 6)
_COUNTS = lookup(kinds=POSSIBLE_KINDS)


@dataclass(frozen=True)
class Saying:
    """One thing somebody says of some days: that the school was closed, or that it was open.

    first, last  day numbers, both included
    half         0 the morning, 1 the afternoon, None the whole day
    calendars    whom it is said for; None is everybody
    open         said to be open, else closed
    """

    first: int
    last: int
    half: int | None
    open: bool
    calendars: tuple[int, ...] | None = None

    def days(self, span: tuple[int, int]) -> list[int]:
        """The days it speaks of inside a span; of a longer run, the weekdays only."""
        days = np.arange(max(self.first, span[0]), min(self.last, span[1]) + 1, dtype=np.int32)
        if self.first == self.last:
            return [int(d) for d in days]
        return [int(d) for d in days[~np.isin(weekday_of(days), WEEKEND)]]


def told_of(
    said: Sequence[Saying], day: NDArray[np.int32], half: NDArray[np.uint8], calendars: int
) -> NDArray[np.uint8]:
    """What is said of each session for each calendar: what is said later wins.

    half     a session for the whole day (2) is only spoken of by what is said of whole days
    returns  uint8 [calendars x sessions] of 0, SAID_CLOSED, SAID_OPEN
    """
    told = np.zeros((calendars, len(day)), dtype=np.uint8)
    for one in said:
        at = (day >= one.first) & (day <= one.last)
        if one.half is not None:
            at &= half == one.half
        if one.open and one.first < one.last:
            at &= ~np.isin(weekday_of(day), WEEKEND)
        whom = np.arange(calendars) if one.calendars is None else np.array(one.calendars, int)
        told[np.ix_(whom[whom < calendars], np.flatnonzero(at))] = (
            SAID_OPEN if one.open else SAID_CLOSED
        )
    return told


def joined(years: Sequence[YearMatrix], stays: Stays, said: Sequence[Saying] = ()) -> Register:
    """Several years of one school as one register.

    A day on which nobody of a calendar has a mark, while others have, counts as closed for that
    calendar (Year 11 after its last day), not as a day of missing marks. The marks that only say
    that there was no school (closed, not yet on roll) become just that.

    said  what people say of the school's days, the earlier first; it wins over what the marks
          seem to say. Marks that stand on a day said to be closed stay and count; where at least
          half of a calendar has such marks, the session stays open
    """
    years = [_with_open_days(y, said) for y in sorted(years, key=lambda y: y.year)]
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
    told = told_of(said, sessions.day, sessions.half, _calendars(stays.calendar_of))
    return _framed(_school_only(marks), sessions, stays, told)


def _with_open_days(year: YearMatrix, said: Sequence[Saying]) -> YearMatrix:
    """A year with the days that were said to be open and on which nobody has a mark.

    Only days between the first and the last with marks: before and after, nothing came in yet.
    """
    halves = [h for h in (0, 1) if (year.half == h).any()] or [int(h) for h in set(year.half)]
    there = set(zip(year.day.tolist(), year.half.tolist(), strict=True))
    span = (int(year.day[0]), int(year.day[-1])) if len(year.day) else (0, -1)
    new = sorted(
        {(day, h) for one in said if one.open for day in one.days(span) for h in halves
         if one.half in (None, h)} - there
    )  # fmt: skip
    if not new:
        return year
    day = np.append(year.day, [d for d, _ in new]).astype(np.int32)
    half = np.append(year.half, [h for _, h in new]).astype(np.uint8)
    blank = np.full((len(year.enrolment), len(new)), NO_MARK, dtype=np.uint8)
    order = np.lexsort((half, day))
    marks = np.hstack([year.marks, blank])[:, order]
    return YearMatrix(year.year, year.enrolment, day[order], half[order], marks)


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


def _calendars(calendar_of: NDArray[np.uint16]) -> int:
    return int(calendar_of.max()) + 1 if len(calendar_of) else 1


def _framed(
    marks: NDArray[np.uint8], sessions: Sessions, stays: Stays, told: NDArray[np.uint8]
) -> Register:
    closed = days_closed(marks, sessions, stays.calendar_of)
    closed = (closed & (told != SAID_OPEN)) | (told == SAID_CLOSED)
    # A file may say "school closed" of a child on a day that a person says was open: then nothing
    # is known of that child, which is a missing mark.
    marks[(marks == CLOSED) & (told == SAID_OPEN)[stays.calendar_of]] = NO_MARK
    first = np.searchsorted(sessions.day, stays.admitted, side="left").astype(np.int32)
    last = (np.searchsorted(sessions.day, stays.left, side="right") - 1).astype(np.int32)
    row, column = np.nonzero(marks != NO_MARK)
    register = assemble(
        enrolment=stays.enrolment,
        pupil=stays.pupil,
        sessions=sessions,
        row=row.astype(np.int32),
        column=column.astype(np.int32),
        code=marks[row, column],
        first=first,
        last=last,
        closed=closed,
        calendar_of=stays.calendar_of,
    )
    return replace(register, open=register.open | _had_school_all_the_same(register, told))


def _had_school_all_the_same(register: Register, told: NDArray[np.uint8]) -> NDArray[np.bool_]:
    """Sessions said to be closed at which at least half of a calendar has marks that count.

    Those marks are in every figure, so the session is too: otherwise the days that are left of the
    year would come out too many. Whoever said it is asked about the marks.
    """
    out = np.zeros_like(register.open)
    for calendar in np.flatnonzero((told == SAID_CLOSED).any(axis=1)):
        columns = np.flatnonzero(told[calendar] == SAID_CLOSED)
        marks = register.marks[np.ix_(register.calendar_of == calendar, columns)]
        counted = _COUNTS[marks].sum(axis=0, dtype=np.int64)
        on_roll = (marks != NOT_ON_ROLL).sum(axis=0)
        out[calendar, columns] = (counted > 0) & (2 * counted >= on_roll)
    return out


def days_closed(
    marks: NDArray[np.uint8], sessions: Sessions, calendar_of: NDArray[np.uint16]
) -> NDArray[np.bool_]:
    """For each calendar, the sessions of days on which none of its rows has a mark of school.

    marks    uint8 [rows x sessions]; CLOSED and NOT_ON_ROLL are no marks of school
    returns  bool [calendars x sessions]
    """
    calendars = _calendars(calendar_of)
    _, day_at = np.unique(sessions.day, return_inverse=True)
    closed = np.zeros((calendars, len(sessions)), dtype=np.bool_)
    for calendar in range(calendars):
        rows = marks[calendar_of == calendar]
        marked = (rows < NO_MARK).any(axis=0)
        of_day = np.bincount(day_at, weights=marked, minlength=int(day_at.max(initial=-1)) + 1)
        said_shut = (rows == CLOSED).any(axis=0) & ~marked
        closed[calendar] = (of_day[day_at] == 0) | said_shut
    return closed


@dataclass(frozen=True)
class Tally:
    """How many children have which mark, half-day by half-day, before anybody said anything.

    day      int32 [days]
    counts   int32 [calendars x days x 2 x 256], children with a mark; one for the whole day counts
             in both halves
    on_roll  int32 [calendars x days], children on roll who have any mark in the year
    """

    day: NDArray[np.int32]
    counts: NDArray[np.int32]
    on_roll: NDArray[np.int32]


def tallied(year: YearMatrix, stays: Stays, day: NDArray[np.int32]) -> Tally:
    """The marks of one school year, counted for some days. A child without any mark in the year
    was not there yet, whatever the dates say: many files have no admission dates."""
    calendars = _calendars(stays.calendar_of)
    here, there = _matched(stays.enrolment, year.enrolment)
    counts = np.zeros((calendars, len(day), 2, 256), dtype=np.int32)
    wanted = np.isin(year.day, day)
    at = np.searchsorted(day, year.day)
    for calendar in range(calendars):
        mine = year.marks[there[stays.calendar_of[here] == calendar]]
        for column in np.flatnonzero(wanted):
            found = np.bincount(mine[:, column], minlength=256)
            halves = (0, 1) if year.half[column] > 1 else (int(year.half[column]),)
            for half in halves:
                counts[calendar, at[column], half] += found.astype(np.int32)
    counts[..., NO_MARK:] = 0
    marked = here[(year.marks[there] != NO_MARK).any(axis=1)]
    return Tally(day, counts, _on_roll(stays, marked, day, calendars))


def _on_roll(
    stays: Stays, rows: NDArray[np.int64], day: NDArray[np.int32], calendars: int
) -> NDArray[np.int32]:
    there = (stays.admitted[rows, None] <= day) & (day <= stays.left[rows, None])
    out = np.zeros((calendars, len(day)), dtype=np.int32)
    np.add.at(out, stays.calendar_of[rows], there)
    return out


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
