"""A register laid out in school weeks: ten cells a week, and where each spell of absence begins."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from belong.attendance import codes
from belong.attendance.codes import Kind
from belong.attendance.definitions import load
from belong.attendance.patterns.turned import Turned, turn
from belong.attendance.register import PM, Register
from belong.basics.terms import date_of, day_number, year_of, year_start

CELLS = 10
"""Monday morning, Monday afternoon, ... Friday afternoon."""
HALF_DAY, WHOLE_DAY, LONGER = 1, 2, 3
"""How long a spell lasted: one session; one day; longer, or not over yet."""
NEVER = 32_000
FRIDAY = 4

Small = NDArray[np.uint8]


@dataclass(frozen=True)
class Grid:
    """Beginnings of absence, by child, school week and cell.

    monday  int32 [weeks], the school's weeks in order, only those in which it was open
    open    bool [weeks x cells], open to anybody
    risk    uint8 [rows x weeks x cells], 1 where a spell could have begun: the session was
            possible, and the child had come to the possible session before it
    onset   uint8, same shape, 1 where a spell did begin
    length  uint8, same shape, HALF_DAY, WHOLE_DAY or LONGER where one began, else 0
    back    int16, same shape, the week in which the child came again, NEVER while away
    here    uint8, same shape, 1 where the child came, in time or late
    away    uint8, same shape, 1 where the child missed a session that a pattern may be about
    late    uint8, same shape, 1 where the child came late, before or after the register closed
    group   int16 [rows], which year group, from 0
    marks   uint8 [rows x sessions], the register's own, for what is told of a child; and
    columns, place  intp, its sessions that are laid out, and where: week * CELLS + cell
    """

    monday: NDArray[np.int32]
    open: NDArray[np.bool_]
    risk: Small
    onset: Small
    length: Small
    back: NDArray[np.int16]
    here: Small
    away: Small
    late: Small
    group: NDArray[np.int16]
    marks: Small
    columns: NDArray[np.intp]
    place: NDArray[np.intp]

    @property
    def weeks(self) -> int:
        """How many school weeks there are."""
        return len(self.monday)

    @cached_property
    def turned(self) -> Turned:
        """The same for adding up; made at the first look, and every later one has it."""
        return turn(
            self.group, self.back, onset=self.onset, half=self.length == HALF_DAY,
            day=self.length == WHOLE_DAY, risk=self.risk, here=self.here, late=self.late,
        )  # fmt: skip

    def marked(self, row: int) -> Small:
        """[weeks x cells] One child's marks, NO_MARK where the register has no such session.

        Only a few children are ever told of, so marks are laid out child by child.
        """
        out = np.full(self.weeks * CELLS, codes.NO_MARK, dtype=np.uint8)
        out[self.place] = self.marks[row, self.columns]
        return out.reshape(self.weeks, CELLS)

    def year_begins(self, week: int) -> int:
        """The first week of the school year that a week lies in."""
        year = year_of(date_of(int(self.monday[week]) + FRIDAY))
        return self.first_of(year)

    def first_of(self, year: int) -> int:
        """The first week whose Friday lies in the school year that begins in `year`."""
        return self.week_of(day_number(year_start(year)) - FRIDAY - 1) + 1

    def week_of(self, day: int) -> int:
        """The last school week that has begun by a day; -1 before the first."""
        return int(np.searchsorted(self.monday, day, side="right")) - 1


def counted() -> NDArray[np.bool_]:
    """[256] Marks that a pattern may be about; the others are stepped over."""
    out = np.zeros(256, dtype=bool)
    letters = set(load("patterns").settings["missed"])
    lines = [c for c in codes.table() if c.code in letters or c.kind is Kind.UNCLASS]
    out[[c.index for c in lines]] = True
    return out


CAME = codes.lookup(kinds=frozenset({Kind.PRES, Kind.AEA})).astype(bool)
LATE = (codes.late("before") | codes.late("after")).astype(bool)


def lay_out(register: Register, *, group: NDArray[np.int16] | None = None) -> Grid:
    """The weeks of a register.

    group    int16 [rows], the year group of each row, from 0; without it all rows are one
    returns  a Grid; days at a weekend, lessons, and days with one mark for the whole of them are
             left out: nothing of a morning or an afternoon can be told from those
    """
    use = (register.sessions.weekday <= FRIDAY) & (register.sessions.half <= PM)
    use &= register.open.any(axis=0)
    columns = np.flatnonzero(use)
    monday, week = np.unique(register.sessions.monday[columns], return_inverse=True)
    afternoon = register.sessions.half[columns] == PM
    place = week * CELLS + register.sessions.weekday[columns] * 2 + afternoon
    shape = (len(register), len(monday), CELLS)
    marks = register.marks[:, columns]
    begun = _spells(marks, place)
    still = np.zeros((len(monday), CELLS), dtype=bool)
    still.reshape(-1)[place] = True
    none = np.zeros(len(register), dtype=np.int16)
    laid = {name: _laid(values, place, shape) for name, values in begun.items()}
    return Grid(
        monday=monday.astype(np.int32),
        open=still,
        here=_laid((CAME | LATE)[marks].astype(np.uint8), place, shape),
        away=_laid(counted()[marks].astype(np.uint8), place, shape),
        late=_laid(LATE[marks].astype(np.uint8), place, shape),
        group=none if group is None else group,
        marks=register.marks,
        columns=columns,
        place=place.astype(np.intp),
        **laid,
    )


def _laid(values: np.ndarray, place: np.ndarray, shape: tuple[int, int, int]) -> np.ndarray:
    out = np.zeros((shape[0], shape[1] * shape[2]), dtype=values.dtype)
    out[:, place] = values
    return out.reshape(shape)


def _spells(marks: Small, place: np.ndarray) -> dict[str, np.ndarray]:
    """Where spells could and did begin, how long they were, and when the child was back.

    Only sessions that say something are walked through: those the child came to and those that
    a pattern may be about. Spells are found in the long row of such sessions.
    """
    away = counted()[marks]
    row, column = np.nonzero(away | CAME[marks])
    missed = away[row, column]
    first = np.ones(len(row), dtype=bool)
    first[1:] = row[1:] != row[:-1]
    before = np.zeros(len(row), dtype=bool)
    before[1:] = missed[:-1] & ~first[1:]
    starts = np.flatnonzero(missed & ~before)
    ends = np.searchsorted(np.flatnonzero(~missed | first), starts, side="right")
    turns = np.append(np.flatnonzero(~missed | first), len(row))
    end = turns[ends]
    long = end - starts
    over = (end < len(row)) & ~np.append(first, True)[end]
    at = place[column]
    back = np.full(len(starts), NEVER, dtype=np.int16)
    back[over] = at[end[over]] // CELLS
    after = np.append(at, -1)[starts + 1]
    one_day = (long == 2) & (at[starts] % 2 == 0) & (after == at[starts] + 1)
    length = np.where(long == 1, HALF_DAY, np.where(one_day, WHOLE_DAY, LONGER))
    out: dict[str, np.ndarray] = {
        "risk": np.zeros(marks.shape, dtype=np.uint8),
        "onset": np.zeros(marks.shape, dtype=np.uint8),
        "length": np.zeros(marks.shape, dtype=np.uint8),
        "back": np.full(marks.shape, NEVER, dtype=np.int16),
    }
    out["risk"][row[~before], column[~before]] = 1
    begun = (row[starts], column[starts])
    out["onset"][begun] = 1
    out["length"][begun] = np.where(over, length, LONGER)
    out["back"][begun] = back
    return out
