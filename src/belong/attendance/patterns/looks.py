"""A year of weekly looks: what is shown, so that few of the children shown are there by chance."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from belong.attendance.definitions import load, number
from belong.attendance.patterns.grid import FRIDAY, Grid
from belong.attendance.patterns.look import Looked, look
from belong.attendance.patterns.profile import Shock
from belong.basics.terms import day_number, year_of

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Found:
    """A pattern that is shown, as it stood at the look that first showed it.

    row, week, test     places in the grid and in `asked.tests`
    counted, chances    how often it was seen, of how many sessions in which it could have been
    expected            how often it was to be expected of this child
    p                   the chance of so many or more in this one place at this one look
    ever                the chance that anything as unlikely turns up in a year of looks at a
                        child without habits
    q                   the share of children shown, down to this one, who would be there by
                        chance (Benjamini and Hochberg)
    """

    row: int
    week: int
    test: int
    counted: int
    chances: int
    expected: float
    p: float
    ever: float
    q: float


@dataclass
class Year:
    """What the looks of one school year have come to so far.

    smallest  float64 [rows], each child's smallest tail at any look; 1 before the first
    found     row -> what was shown first; once shown, a child stays counted
    shocks    sessions set apart at the latest look
    """

    smallest: Floats
    found: dict[int, Found] = field(default_factory=dict)
    shocks: tuple[Shock, ...] = ()

    def copy(self) -> Year:
        """A year that may go on by itself."""
        return Year(self.smallest.copy(), dict(self.found), self.shocks)


def replay(grid: Grid, *, until: dt.date) -> Year:
    """Look at the end of every school week of a school year, as it would have been, and keep
    what was shown.

    until   the last day known; a week is looked at once its Friday has come
    source  definitions/patterns.toml; the table of chances is made by `belong calibrate`
    """
    year = Year(np.ones(len(grid.group)))
    for week in looks_of(grid, until):
        take(year, grid, week)
    return year


def looks_of(grid: Grid, until: dt.date) -> range:
    """The weeks of the grid at whose end a school looks, in the school year of a day."""
    if not grid.weeks:
        return range(0)
    first = grid.first_of(year_of(until))
    friday = day_number(until) - FRIDAY
    return range(first + number("patterns", "first_look"),
                 grid.week_of(friday) + 1)  # fmt: skip


def take(year: Year, grid: Grid, week: int) -> None:
    """Add one look to a year.

    A child not shown yet is judged by this look alone, a child once shown by the look that showed
    it. The table counts every look of a year, so however many looks there are, the share shown by
    chance stays what was asked.
    """
    looked = look(grid, week)
    year.shocks = looked.shocks
    here = np.any(grid.risk[:, week] | grid.away[:, week], axis=1)
    p = np.where(here[:, None], looked.p, 1.0)
    now = p.min(axis=1)
    year.smallest = np.minimum(year.smallest, now)
    ever = ever_as_small(now)
    for row, found in year.found.items():
        ever[row] = found.ever
        here[row] = True
    q = np.ones(len(ever))
    q[here] = adjusted(ever[here])
    most = float(load("patterns").settings["shown"]["false_share"])
    new: list[int] = np.flatnonzero(np.less_equal(q, most)).tolist()
    for row in new:
        if row not in year.found:
            year.found[row] = _as_found(looked, p, row, week, float(ever[row]), float(q[row]))


def _as_found(looked: Looked, p: Floats, row: int, week: int, ever: float, q: float) -> Found:
    test = int(p[row].argmin())
    return Found(
        row=row,
        week=week,
        test=test,
        counted=int(looked.counted[row, test]),
        chances=int(looked.chances[row, test]),
        expected=float(looked.expected[row, test]),
        p=float(p[row, test]),
        ever=ever,
        q=q,
    )


def ever_as_small(smallest: Floats) -> Floats:
    """The chance that a year of weekly looks at a child without habits brings a tail this small.

    Read off a table made from simulated schools with nothing to find; between its lines by
    straight lines on logarithms, and beyond its end in proportion.
    """
    how = load("patterns").settings["year"]
    tail, chance = np.log(how["tail"]), np.log(how["chance"])
    given = np.log(np.clip(smallest, 1e-300, 1.0))
    inside = np.interp(given, tail, chance)
    beyond = chance[0] + (given - tail[0]) * how["slope"]
    return np.asarray(np.exp(np.where(given < tail[0], beyond, inside)))


def adjusted(p: Floats) -> Floats:
    """Benjamini and Hochberg's adjusted p-values: those at most q are shown with at most a share
    q by chance, over all children looked at."""
    order = np.argsort(p)
    ranked = p[order] * len(p) / np.arange(1, len(p) + 1)
    out = np.empty(len(p))
    out[order] = np.minimum.accumulate(ranked[::-1])[::-1]
    return np.minimum(out, 1.0)
