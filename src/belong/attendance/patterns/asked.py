"""What is asked of every child's marks: the places in the school year that are looked at."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from belong.attendance.definitions import load
from belong.attendance.patterns.grid import CELLS, Grid

ANY, HALF, DAY, LATE = "any", "half", "day", "late"
WEEKDAY, HALVES, AFTER_BREAK, BEFORE_BREAK, LATELY = (
    "weekday",
    "halves",
    "after_break",
    "before_break",
    "lately",
)
Places = NDArray[np.bool_]


@dataclass(frozen=True)
class Test:
    """One question asked of every child at a look.

    family  weekday, halves (mornings, afternoons), after_break, before_break, lately
    kind    what is counted: any beginning of absence, those of a half day or of one whole day,
            or late arrivals
    cells   the cells of the week that are counted together
    weeks   how many school weeks back at most, the week of the look included. A new school year
            begins anew, but for breaks, which are few
    """

    family: str
    kind: str
    cells: tuple[int, ...]
    weeks: int

    def first_week(self, grid: Grid, week: int) -> int:
        """The first week of the grid that a look at the end of a week counts over."""
        first = max(0, week + 1 - self.weeks)
        return first if self.is_break else max(first, grid.year_begins(week))

    @property
    def is_break(self) -> bool:
        """Whether it is about the days beside a break, and not about a place of the week."""
        return self.family in (AFTER_BREAK, BEFORE_BREAK)


EVERY = tuple(range(CELLS))
MORNINGS, AFTERNOONS = tuple(range(0, CELLS, 2)), tuple(range(1, CELLS, 2))


@cache
def tests() -> tuple[Test, ...]:
    """Every test, in a fixed order: the order of the columns of a look."""
    how = load("patterns").settings["tests"]
    out: list[Test] = []
    for weeks in how["weeks"]:
        out += [Test(WEEKDAY, ANY, (c,), weeks) for c in EVERY]
        out += [Test(WEEKDAY, HALF, (c,), weeks) for c in EVERY]
        out += [Test(WEEKDAY, DAY, (c,), weeks) for c in MORNINGS]
        out += [Test(WEEKDAY, LATE, (c,), weeks) for c in MORNINGS]
        out += [Test(HALVES, HALF, half, weeks) for half in (MORNINGS, AFTERNOONS)]
    out += [Test(family, ANY, EVERY, how["long"]) for family in (AFTER_BREAK, BEFORE_BREAK)]
    out += [Test(LATELY, ANY, EVERY, how["lately"]), Test(LATELY, LATE, MORNINGS, how["lately"])]
    return tuple(out)


@cache
def weights() -> NDArray[np.float64]:
    """What each test's tail is divided by before the smallest is taken: [tests].

    Places are many and habits of one kind few, so the kinds share out what chance brings.
    """
    how = load("patterns").settings["tests"]["weight"]
    return np.array([how[t.kind if t.family == WEEKDAY else t.family] for t in tests()])


def edges(monday: NDArray[np.int32], open_: Places) -> tuple[Places, Places]:
    """The first school day after each break and the last days before one: [weeks x cells].

    A break is a run of at least `break_days` weekdays without school. The break before the
    first week is not known and not counted; nor is the one that has not come yet.
    """
    how = load("patterns").settings["tests"]
    day = (monday[:, None] + np.arange(CELLS) // 2)[open_]
    numbers = np.unique(day)
    away = np.busday_count(
        numbers[:-1].astype("datetime64[D]") + 1, numbers[1:].astype("datetime64[D]")
    )
    turns = np.flatnonzero(away >= how["break_days"])
    firsts = numbers[turns + 1]
    lasts = numbers[np.unique((turns[:, None] - np.arange(how["days_before"])).clip(0).ravel())]
    where = monday[:, None] + np.arange(CELLS) // 2
    return np.isin(where, firsts) & open_, np.isin(where, lasts) & open_


def weeks_in(grid: Grid, week: int) -> slice:
    """The weeks that a look at the end of `week` knows."""
    long = int(load("patterns").settings["tests"]["history_weeks"])
    return slice(max(0, week + 1 - long), week + 1)
