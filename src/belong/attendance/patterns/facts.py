"""The plain counts behind a pattern: what was missed there, what was missed elsewhere, and what
the child does come to."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from belong.attendance.patterns.asked import (
    AFTER_BREAK,
    HALF,
    LATE,
    LATELY,
    MORNINGS,
    Test,
    edges,
)
from belong.attendance.patterns.grid import CELLS, HALF_DAY, Grid
from belong.attendance.patterns.looks import Found

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday")


@dataclass(frozen=True)
class Facts:
    """Counts that can be said aloud and checked by hand on the child's page.

    there, of_there  times it was so, of how many times it could have been: sessions in a place
                     of the week, breaks, or mornings
    other, of_other  the same elsewhere: other sessions of the same half of the day, other school
                     days, or the time before
    came_back        of `there`, how often the child came for the rest of the day
    always           weekdays (0..4) on which nothing was missed in the same weeks
    weeks            how many school weeks the counts reach back
    """

    there: int
    of_there: int
    other: int
    of_other: int
    came_back: int
    always: tuple[int, ...]
    weeks: int


def facts(grid: Grid, found: Found, test: Test) -> Facts:
    """The counts of one pattern at the look that showed it."""
    span = slice(test.first_week(grid, found.week), found.week + 1)
    if test.is_break:
        return _breaks(grid, found.row, span, after=test.family == AFTER_BREAK)
    if test.family == LATELY:
        return _lately(grid, found.row, span, late=test.kind == LATE)
    return _place(grid, found.row, span, test)


def since(grid: Grid, found: Found, test: Test, until: int) -> tuple[int, int]:
    """How often it was so in the same place after the look that showed it, to the end of a week,
    and how often it could have been. Nothing for what is not about a place of the week."""
    if test.is_break or test.family == LATELY:
        return 0, 0
    later = slice(found.week + 1, until + 1)
    seen, could = (part[later] for part in _seen(grid, found.row, late=test.kind == LATE))
    cells = list(test.cells)
    return int(seen[:, cells].sum()), int(could[:, cells].sum())


def _seen(grid: Grid, row: int, *, late: bool) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """[weeks x cells] what is counted, and what it could have been."""
    here, away = grid.here[row].astype(bool), grid.away[row].astype(bool)
    return (grid.late[row].astype(bool), here) if late else (away, here | away)


def _place(grid: Grid, row: int, span: slice, test: Test) -> Facts:
    seen, could = (part[span] for part in _seen(grid, row, late=test.kind == LATE))
    cells = list(test.cells)
    same_half = [c for c in range(CELLS) if c % 2 == cells[0] % 2 and c not in cells]
    rest = same_half or [c for c in range(CELLS) if c not in cells]
    back = grid.length[row, span] == HALF_DAY
    there = seen & back if test.kind == HALF and len(cells) > 1 else seen
    return Facts(
        there=int(there[:, cells].sum()),
        of_there=int(could[:, cells].sum()),
        other=int(seen[:, rest].sum()),
        of_other=int(could[:, rest].sum()),
        came_back=int((back & seen)[:, cells].sum()),
        always=_always(grid, row, span, late=test.kind == LATE),
        weeks=span.stop - span.start,
    )


def _always(grid: Grid, row: int, span: slice, *, late: bool) -> tuple[int, ...]:
    """Weekdays that the child came to all day, every week; or came to in time."""
    seen = grid.late if late else grid.away
    away = seen[row, span].reshape(-1, 5, 2).any(axis=(0, 2))
    came = grid.here[row, span].reshape(-1, 5, 2).any(axis=(0, 2))
    return tuple(int(d) for d in np.flatnonzero(came & ~away))


def _lately(grid: Grid, row: int, span: slice, *, late: bool) -> Facts:
    """The last weeks beside all earlier ones: beginnings of absence, or late mornings."""
    could = (grid.here if late else grid.risk)[row].astype(bool)
    seen = (grid.late if late else grid.onset)[row].astype(bool)
    cells = list(MORNINGS) if late else list(range(CELLS))
    before = slice(0, span.start)
    return Facts(
        there=int(seen[span][:, cells].sum()),
        of_there=int(could[span][:, cells].sum()),
        other=int(seen[before][:, cells].sum()),
        of_other=int(could[before][:, cells].sum()),
        came_back=0,
        always=_always(grid, row, span, late=late),
        weeks=span.stop - span.start,
    )


def _breaks(grid: Grid, row: int, span: slice, *, after: bool) -> Facts:
    """Breaks after or before which the child was away, of those at which that could be."""
    first, last = edges(grid.monday[span], grid.open[span])
    near = first if after else last
    seen, could = (part[span] for part in _seen(grid, row, late=False))
    weeks = np.flatnonzero(near.any(axis=1))
    of_them = [w for w in weeks if (could[w] & near[w]).any()]
    return Facts(
        there=sum(bool((seen[w] & near[w]).any()) for w in of_them),
        of_there=len(of_them),
        other=int((seen & ~near).sum()),
        of_other=int((could & ~near).sum()),
        came_back=0,
        always=(),
        weeks=span.stop - span.start,
    )
