"""A year of weekly looks: what is shown, so that few of the children shown are there by chance."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from belong.attendance.definitions import load, number
from belong.attendance.patterns.grid import FRIDAY, Grid
from belong.attendance.patterns.half_days import HalfDays
from belong.attendance.patterns.profile import Shock
from belong.attendance.patterns.streams import Found, Looked, Stream, ever_as_small, shares
from belong.basics.terms import day_number, year_of

Floats = NDArray[np.float64]


@dataclass
class Year:
    """What the looks of one school year have come to so far.

    rows      how many children there are
    smallest  by stream, float64 [rows]: each child's smallest tail at any look
    found     row -> what was shown, the first first; once shown, a child stays counted
    shocks    sessions set apart at the latest look
    """

    rows: int
    smallest: dict[str, Floats] = field(default_factory=dict)
    found: dict[int, tuple[Found, ...]] = field(default_factory=dict)
    shocks: tuple[Shock, ...] = ()

    def copy(self) -> Year:
        """A year that may go on by itself."""
        return Year(self.rows, dict(self.smallest), dict(self.found), self.shocks)


def replay(grid: Grid, *, until: dt.date, beside: Sequence[Stream] = ()) -> Year:
    """Look at the end of every school week of a school year, as it would have been, and keep
    what was shown.

    until   the last day known; a week is looked at once its Friday has come
    beside  what is looked at beside half-days
    source  definitions/patterns.toml; the tables of chances are made by `belong calibrate`
    """
    year = Year(len(grid.group))
    for week in looks_of(grid, until):
        take(year, (HalfDays(grid), *beside), week)
    return year


def looks_of(grid: Grid, until: dt.date) -> range:
    """The weeks of the grid at whose end a school looks, in the school year of a day."""
    if not grid.weeks:
        return range(0)
    first = grid.first_of(year_of(until))
    friday = day_number(until) - FRIDAY
    return range(first + number("patterns", "first_look"),
                 grid.week_of(friday) + 1)  # fmt: skip


def take(year: Year, streams: tuple[HalfDays, *tuple[Stream, ...]], week: int) -> None:
    """Add one look to a year.

    A child not shown yet is judged by this look alone, a child once shown by the look that showed
    it. The tables count every look of a year, so however many looks there are, the share shown by
    chance stays what was asked.

    streams  half-days first: who was on roll that week is told by them
    """
    grid = streams[0].grid
    here = np.any(grid.risk[:, week] | grid.away[:, week], axis=1)
    looked = {s.name: s.look(week) for s in streams if s.begins <= week}
    each = shares(looked)
    seen = [_Seen.of(name, one, here, each[name]) for name, one in looked.items()]
    for one in seen:
        year.smallest[one.stream] = np.minimum(year.smallest.get(one.stream, 1.0), one.smallest)
    year.shocks = seen[0].looked.shocks
    ever = np.minimum.reduce([one.ever for one in seen])
    counted = here.copy()
    for row, found in year.found.items():
        ever[row] = found[0].ever
        counted[row] = True
    q = np.ones(year.rows)
    q[counted] = adjusted(ever[counted])
    most = float(load("patterns").settings["shown"]["false_share"])
    shown = q <= most
    # A child is judged once; what else is as unlikely as those shown is then told of them too.
    least = most * shown.sum() / max(counted.sum(), 1)
    for one in seen:
        new: list[int] = np.flatnonzero(
            shown & here & (one.ever <= np.maximum(least, ever))
        ).tolist()
        for row in new:
            before = year.found.get(row, ())
            if one.stream not in (f.stream for f in before):
                year.found[row] = (*before, one.found(row, week, float(q[row])))


@dataclass(frozen=True)
class _Seen:
    """One stream at one look; ever and smallest are float64 [rows]."""

    stream: str
    looked: Looked
    smallest: Floats
    ever: Floats

    @staticmethod
    def of(stream: str, looked: Looked, here: NDArray[np.bool_], share: Floats) -> _Seen:
        smallest = np.where(here, looked.weighed.min(axis=1, initial=1.0), 1.0)
        ever = np.ones(len(smallest))
        np.divide(ever_as_small(smallest, stream), share, out=ever, where=share > 0)
        return _Seen(stream, looked, smallest, np.minimum(ever, 1.0))

    def found(self, row: int, week: int, q: float) -> Found:
        looked, test = self.looked, int(self.looked.weighed[row].argmin())
        return Found(
            row=row,
            week=week,
            test=test,
            counted=int(looked.counted[row, test]),
            chances=int(looked.chances[row, test]),
            expected=float(looked.expected[row, test]),
            p=float(looked.p[row, test]),
            ever=float(self.ever[row]),
            q=q,
            stream=self.stream,
        )


def adjusted(p: Floats) -> Floats:
    """Benjamini and Hochberg's adjusted p-values: those at most q are shown with at most a share
    q by chance, over all children looked at."""
    order = np.argsort(p)
    ranked = p[order] * len(p) / np.arange(1, len(p) + 1)
    out = np.empty(len(p))
    out[order] = np.minimum.accumulate(ranked[::-1])[::-1]
    return np.minimum(out, 1.0)
