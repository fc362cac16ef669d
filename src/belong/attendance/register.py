"""A register: one school over any run of sessions, as a matrix of marks with its labels."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from belong.attendance.codes import CLOSED, NO_MARK, NOT_ON_ROLL
from belong.basics.terms import HalfTerm, day_number, half_terms, monday_of, weekday_of

Marks = NDArray[np.uint8]
Ints = NDArray[np.int32]

AM, PM, ALL_DAY = 0, 1, 2
HALVES = ("AM", "PM", "all day")


@dataclass(frozen=True)
class Sessions:
    """The columns of a register, in order of time.

    day      int32 [sessions], days since 1970-01-01, not falling
    half     uint8 [sessions], 0 morning, 1 afternoon, 2 one mark for the whole day; a file of
             lessons numbers its lessons from 10
    """

    day: Ints
    half: NDArray[np.uint8]

    def __len__(self) -> int:
        return len(self.day)

    @property
    def weekday(self) -> NDArray[np.uint8]:
        """Monday 0 to Sunday 6, one a session."""
        return weekday_of(self.day)

    @property
    def monday(self) -> Ints:
        """The Monday of each session's week."""
        return monday_of(self.day)

    def since(self, on: dt.date) -> int:
        """The index of the first session on or after a date; len(self) if there is none."""
        return int(np.searchsorted(self.day, day_number(on), side="left"))

    def after(self, on: dt.date) -> int:
        """The index just past the last session on or before a date."""
        return int(np.searchsorted(self.day, day_number(on), side="right"))

    def between(self, first: dt.date, last: dt.date) -> slice:
        """The sessions from one date to another, both included."""
        return slice(self.since(first), self.after(last))


@dataclass(frozen=True)
class Group:
    """Rows that share something for some sessions: a registration group, a year, FSM.

    rows, first, last  int32 of one length; sessions from first to last, both included
    """

    kind: str
    value: str
    rows: Ints
    first: Ints
    last: Ints


@dataclass(frozen=True)
class Register:
    """One school over any run of sessions. Rows are enrolments, so a child may have two.

    enrolment    int32 [rows], a surrogate number
    pupil        int32 [rows], a surrogate number; two rows may share it
    first, last  int32 [rows], first and last session on roll, both included
    marks        uint8 [rows x sessions], an index into the dated code table, or NO_MARK,
                 CLOSED, NOT_ON_ROLL
    open         bool [calendars x sessions]
    calendar_of  uint16 [rows]
    """

    enrolment: Ints
    pupil: Ints
    first: Ints
    last: Ints
    marks: Marks
    sessions: Sessions
    open: NDArray[np.bool_]
    calendar_of: NDArray[np.uint16]
    groups: tuple[Group, ...] = field(default=())

    def __post_init__(self) -> None:
        rows, columns = self.marks.shape
        assert columns == len(self.sessions) == self.open.shape[1], "sessions do not line up"
        assert rows == len(self.enrolment) == len(self.pupil) == len(self.first), "rows differ"
        assert rows == len(self.last) == len(self.calendar_of), "rows do not line up"

    def __len__(self) -> int:
        return len(self.enrolment)

    def window(self, first: dt.date, last: dt.date) -> Register:
        """The same rows over part of the time, both dates included."""
        return self._columns(self.sessions.between(first, last))

    def until(self, last: dt.date) -> Register:
        """The same rows up to and including a date. Marks entered ahead are left behind here."""
        return self._columns(slice(0, self.sessions.after(last)))

    def _columns(self, part: slice) -> Register:
        start, width = part.start, max(0, part.stop - part.start)
        return replace(
            self,
            marks=self.marks[:, part],
            sessions=Sessions(self.sessions.day[part], self.sessions.half[part]),
            open=self.open[:, part],
            first=np.asarray(self.first - start, dtype=np.int32),
            last=np.asarray(np.minimum(self.last - start, width - 1), dtype=np.int32),
            groups=tuple(_shifted(g, start) for g in self.groups),
        )

    def rows(self, chosen: Ints) -> Register:
        """Some of the rows, in the order asked for. Groups are dropped: they name old rows."""
        return replace(
            self,
            enrolment=self.enrolment[chosen],
            pupil=self.pupil[chosen],
            first=self.first[chosen],
            last=self.last[chosen],
            marks=self.marks[chosen],
            calendar_of=self.calendar_of[chosen],
            groups=(),
        )

    def half_terms(self) -> tuple[HalfTerm, ...]:
        """The half-terms in which the school was open to anybody."""
        days = np.unique(self.sessions.day[self.open.any(axis=0)])
        return half_terms(days)


def _shifted(group: Group, start: int) -> Group:
    return replace(
        group,
        first=np.asarray(group.first - start, dtype=np.int32),
        last=np.asarray(group.last - start, dtype=np.int32),
    )


def assemble(
    *,
    enrolment: Ints,
    pupil: Ints,
    sessions: Sessions,
    row: Ints,
    column: Ints,
    code: Marks,
    first: Ints | None = None,
    last: Ints | None = None,
    closed: NDArray[np.bool_] | None = None,
    calendar_of: NDArray[np.uint16] | None = None,
    groups: tuple[Group, ...] = (),
) -> Register:
    """A register from long marks.

    row, column, code  one entry a mark: its row, its session and its code index; the last entry
                       for a place wins
    first, last        sessions on roll [rows]; without them, from the row's first mark to the
                       end of the register for rows still marked on the last day, else to the
                       row's last mark
    closed             bool [calendars x sessions]; without it, nobody is told the school was shut
    """
    rows, width = len(enrolment), len(sessions)
    marks = np.full((rows, width), NO_MARK, dtype=np.uint8)
    marks.reshape(-1)[row.astype(np.int64) * width + column] = code
    first, last = _on_roll(marks, sessions, first, last)
    where = np.arange(width, dtype=np.int32)
    calendar_of = np.zeros(rows, dtype=np.uint16) if calendar_of is None else calendar_of
    shut = np.zeros((1, width), dtype=np.bool_) if closed is None else closed
    if shut.any():
        marks[shut[calendar_of] & (marks == NO_MARK)] = CLOSED
    outside = (where < first[:, None]) | (where > last[:, None])
    marks[outside & ((marks == NO_MARK) | (marks == CLOSED))] = NOT_ON_ROLL
    return Register(enrolment, pupil, first, last, marks, sessions, ~shut, calendar_of, groups)


def _on_roll(
    marks: Marks, sessions: Sessions, first: Ints | None, last: Ints | None
) -> tuple[Ints, Ints]:
    """The first and last session on roll of each row, from its marks where nobody said."""
    marked = marks != NO_MARK
    width = marks.shape[1]
    any_mark = marked.any(axis=1)
    if not width:
        nothing = np.zeros(len(marks), dtype=np.int32)
        return nothing, nothing - 1
    if first is None:
        first = np.where(any_mark, marked.argmax(axis=1), 0).astype(np.int32)
    if last is None:
        back = width - 1 - marked[:, ::-1].argmax(axis=1)
        to_the_end = marked[:, sessions.day == sessions.day[-1]].any(axis=1) | ~any_mark
        last = np.where(to_the_end, width - 1, back).astype(np.int32)
    return np.asarray(first, dtype=np.int32), np.asarray(last, dtype=np.int32)
