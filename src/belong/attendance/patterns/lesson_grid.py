"""Lesson marks laid out in school weeks: what was missed on days in school, by subject, by period,
and by who teaches."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from belong.attendance.codes import NO_MARK
from belong.attendance.definitions import load
from belong.attendance.lessons import PRESENT
from belong.attendance.patterns.grid import FRIDAY, Grid, counted
from belong.attendance.register import Register

SUBJECT, PERIOD, TEACHER = "subject", "period", "teacher"
FAMILIES = (SUBJECT, PERIOD, TEACHER)
NOBODY_SAID = -1
NEVER = 32_000

Small = NDArray[np.uint8]
Numbers = NDArray[np.int32]


@dataclass(frozen=True)
class Taught:
    """Lesson marks, one entry each.

    row    int32 [marks], the child's row in the grid, NOBODY_SAID for a child who is in none
    day    int32 [marks], days since 1970-01-01
    code   uint8 [marks], index into the dated code table, NO_MARK for a blank
    klass  int32 [marks], a number for each class, the children who were taught together
    subject, period, teacher  int32 [marks], indexes into the names below; NOBODY_SAID where no
           file says
    """

    row: Numbers
    day: Numbers
    code: Small
    klass: Numbers
    subject: Numbers
    period: Numbers
    teacher: Numbers
    subjects: tuple[str, ...]
    periods: tuple[str, ...]
    teachers: tuple[str, ...] = ()

    def __len__(self) -> int:
        return len(self.code)


@dataclass(frozen=True)
class Places:
    """Days with lessons of one family, by child, place and school week.

    A child has a few places of all there are. They stand in the order in which the child first had
    them, so that what comes later moves none.

    place   int32 [rows x places], an index into `names`, NOBODY_SAID where the child has no more
    could   uint8 [rows x places x weeks], days in school with a marked lesson there
    missed  uint8, same shape, of those the days on which one was missed
    unsure  uint8, same shape, days on which one was not come to, or left blank: that says nothing
    """

    place: Numbers
    could: Small
    missed: Small
    unsure: Small
    names: tuple[str, ...]


@dataclass(frozen=True)
class LessonGrid:
    """The lessons of one school year beside a grid of half-days.

    first     the first week of the grid it is about; weeks of the places are counted from it
    group     int16 [rows], as in the grid
    families  by name
    told      int32 [rows x a teacher's places], the subject of each teacher's lessons,
              NOBODY_SAID where they teach the child several
    """

    first: int
    group: NDArray[np.int16]
    families: dict[str, Places]
    told: Numbers

    @property
    def rows(self) -> int:
        """How many children there are."""
        return len(self.group)


CAME = PRESENT.astype(bool)


def in_school(register: Register, days: Numbers) -> NDArray[np.bool_]:
    """[rows x days] whether a child is known to have been in school all of a day: a present mark
    in the morning and in the afternoon. A day with one mark cannot tell."""
    out = np.zeros((len(register), len(days)), dtype=bool)
    use = np.flatnonzero(np.isin(register.sessions.day, days))
    if not len(use):
        return out
    of = np.searchsorted(days, register.sessions.day[use])
    day, begins = np.unique(of, return_index=True)
    here = PRESENT[register.marks[:, use]]
    out[:, day] = np.add.reduceat(here, begins, axis=1) >= 2
    return out


def lay_out(taught: Taught, grid: Grid, register: Register, *, first: int) -> LessonGrid:
    """The lessons of a school year, from the lesson marks and the register the grid is made of.

    first    the first week of the grid that the marks are about: others are left out
    returns  a LessonGrid; days on which a child was not in school all day are in no count; blanks
             and lessons that far more of a class missed than usual are only days nobody is sure of
    """
    last = int(grid.monday[-1]) + FRIDAY if grid.weeks else 0
    from_ = int(grid.monday[first]) if first < grid.weeks else last + 1
    days = np.unique(taught.day[(taught.day >= from_) & (taught.day <= last)])
    week = np.searchsorted(grid.monday, days, side="right") - 1 - first
    marked = _marked(taught, register, days)
    wide = max(grid.weeks - first, 0)
    names = {SUBJECT: taught.subjects, PERIOD: taught.periods, TEACHER: taught.teachers}
    families = {
        family: _places(marked, getattr(taught, family)[marked.of], names[family],
                        len(register), (week, wide))
        for family in FAMILIES
    }  # fmt: skip
    told = _told(marked, taught, families[TEACHER])
    return LessonGrid(first, grid.group, families, told)


@dataclass(frozen=True)
class _Marked:
    """The lesson marks on days in school, blanks among them.

    of      intp [marks], which mark
    row, day  the child; an index into the days
    could   bool [marks], it was come to or missed
    missed  bool [marks], it was missed and that may be a pattern
    unsure  bool [marks], it was not come to, for a reason or with the class, or nobody marked it
    """

    of: NDArray[np.intp]
    row: Numbers
    day: NDArray[np.intp]
    could: NDArray[np.bool_]
    missed: NDArray[np.bool_]
    unsure: NDArray[np.bool_]


def _marked(taught: Taught, register: Register, days: Numbers) -> _Marked:
    at = np.searchsorted(days, taught.day)
    inside = (at < len(days)) & (taught.row >= 0) & (taught.code <= NO_MARK)
    of = np.flatnonzero(inside)
    of = of[days[at[of]] == taught.day[of]]
    of = of[in_school(register, days)[taught.row[of], at[of]]]
    code, day = taught.code[of], at[of]
    missed, came = counted()[code], CAME[code]
    could = missed | came
    apart = _apart((taught.klass[of], day, taught.row[of]), missed, could)
    unsure = ~could | (missed & apart)
    return _Marked(of, taught.row[of], day, could & ~apart, missed & ~apart, unsure)


def _apart(
    who: tuple[Numbers, NDArray[np.intp], Numbers],
    missed: NDArray[np.bool_],
    could: NDArray[np.bool_],
) -> NDArray[np.bool_]:
    """[marks] whether far more children of the class missed a lesson of it that day than on days
    before. Children are counted, not marks: a double lesson is two marks of one child.

    who  the class, day and child of each mark. Days to come are not looked at: what was set apart
         stays so
    """
    klass, day, row = who
    if not len(klass):
        return np.zeros(0, dtype=bool)
    how = load("lesson_patterns").settings["apart"]
    shape = (int(klass.max()) + 1, int(day.max()) + 1)
    at = klass.astype(np.int64) * shape[1] + day
    away, of = (_children(at[which], row[which], shape) for which in (missed, could))
    before = [np.cumsum(v, axis=1) - v for v in (away, of)]
    usual = (before[0] + how["firm"] * how["before"]) / (before[1] + how["firm"])
    odd = (away >= how["least"]) & (away >= how["share"] * of)
    odd &= away > how["times"] * usual * of
    return np.asarray(odd.reshape(-1)[at])


def _children(at: NDArray[np.int64], row: Numbers, shape: tuple[int, int]) -> NDArray[np.intp]:
    """[classes x days] how many children some marks are of, each counted once."""
    rows = int(row.max(initial=0)) + 1
    every = np.sort(at * rows + row)
    each = every[np.diff(every, prepend=-1) > 0] // rows
    return np.bincount(each, minlength=shape[0] * shape[1]).reshape(shape)


def _places(
    marked: _Marked, place: Numbers, names: Sequence[str], rows: int, weeks: tuple[Any, int]
) -> Places:
    """One family laid out. Two lessons in one place on one day are one."""
    use = np.flatnonzero(place >= 0)
    row, place, day = marked.row[use], place[use], marked.day[use]
    slot, where = _slots(row, place, day, (rows, len(names)))
    week, wide = weeks
    shape = (rows, where.shape[1], len(week))
    at = (row.astype(np.int64) * shape[1] + slot) * shape[2] + day
    laid = {}
    for name in ("could", "missed", "unsure"):
        seen = np.zeros(shape, dtype=bool)
        seen.reshape(-1)[at[getattr(marked, name)[use]]] = True
        laid[name] = _by_week(seen, week, wide)
    return Places(where, names=tuple(names), **laid)


def _slots(
    row: Numbers, place: Numbers, day: NDArray[np.intp], shape: tuple[int, int]
) -> tuple[NDArray[np.int64], Numbers]:
    """Where each mark's place stands among the child's own, and the places of each child."""
    first = np.full(shape[0] * shape[1], NEVER, dtype=np.int64)
    pair = row.astype(np.int64) * shape[1] + place
    np.minimum.at(first, pair, day)
    first = first.reshape(shape)
    order = np.argsort(first, axis=1, kind="stable")
    rank = np.empty_like(order)
    np.put_along_axis(rank, order, np.broadcast_to(np.arange(shape[1]), shape), axis=1)
    most = int((first < NEVER).sum(axis=1).max(initial=0))
    order = order[:, :most]
    known = np.take_along_axis(first, order, axis=1) < NEVER
    return rank.reshape(-1)[pair], np.where(known, order, NOBODY_SAID).astype(np.int32)


def _by_week(seen: NDArray[np.bool_], week: NDArray[np.intp], wide: int) -> Small:
    """[rows x places x days] as counts of each week."""
    out = np.zeros((*seen.shape[:2], wide), dtype=np.uint8)
    if len(week) and seen.size:
        which, begins = np.unique(week, return_index=True)
        out[..., which] = np.add.reduceat(seen.view(np.uint8), begins, axis=2)
    return out


def _told(marked: _Marked, taught: Taught, places: Places) -> Numbers:
    """The subject of each teacher's lessons with a child, where they are of one."""
    row, teacher, subject = marked.row, taught.teacher[marked.of], taught.subject[marked.of]
    shape = (len(places.place), max(len(places.names), 1))
    least, most = np.full(shape, NEVER), np.full(shape, NOBODY_SAID)
    use = teacher >= 0
    np.minimum.at(least, (row[use], teacher[use]), subject[use])
    np.maximum.at(most, (row[use], teacher[use]), subject[use])
    one = np.where(least == most, most, NOBODY_SAID)
    return np.take_along_axis(one, np.maximum(places.place, 0), axis=1).astype(np.int32)
