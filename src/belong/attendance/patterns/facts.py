"""The plain counts behind a pattern: what was missed there, what was missed elsewhere, and what
the child does come to."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from belong.attendance import codes
from belong.attendance.patterns.asked import (
    AFTER_BREAK,
    LATE,
    LATELY,
    MORNINGS,
    Test,
    edges,
)
from belong.attendance.patterns.grid import CELLS, HALF_DAY, Grid
from belong.attendance.patterns.streams import Found

CLOSE = 5
"""Days between the last two school days before one break, a weekend among them, at most."""
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday")


@dataclass(frozen=True)
class Facts:
    """Counts that can be said aloud and checked by hand on the child's page.

    there, of_there  times it was so, of how many times it could have been: sessions in a place
                     of the week, breaks, or mornings
    other, of_other  the same elsewhere: other sessions of the same half of the day, other school
                     days, or the time before
    came_back        of `there`, how often the child came for the other half of the day alone
    always           weekdays (0..4) on which every session was come to, and none counts as missed,
                     in the same weeks; for lateness, every one in time
    weeks            how many school weeks the counts reach back
    after_close      of `there`, how often the child came after the register had closed
    reasons          of `there`, the marks written down and how often, the most frequent first: a
                     group of the code table each. A break, or a time away, counts by its first
                     session. Without those `after_close` counts; none for lateness
    """

    there: int
    of_there: int
    other: int
    of_other: int
    came_back: int
    always: tuple[int, ...]
    weeks: int
    after_close: int = 0
    reasons: tuple[tuple[str, int], ...] = ()


def facts(grid: Grid, found: Found, test: Test) -> Facts:
    """The counts of one pattern at the look that showed it."""
    span = slice(test.first_week(grid, found.week), found.week + 1)
    if test.is_break:
        return _breaks(grid, found.row, span, after=test.family == AFTER_BREAK)
    if test.family == LATELY:
        return _lately(grid, found.row, span, late=test.kind == LATE)
    return _place(grid, found.row, span, test)


def times(grid: Grid, found: Found, test: Test) -> NDArray[np.bool_]:
    """[weeks x cells] The sessions that `there` counts, a break or a time away by its first."""
    row, late = found.row, test.kind == LATE
    span = slice(test.first_week(grid, found.week), found.week + 1)
    out = np.zeros((grid.weeks, CELLS), dtype=bool)
    if test.is_break:
        for away, _ in _each_break(grid, row, span, after=test.family == AFTER_BREAK):
            out[span].reshape(-1)[np.flatnonzero(away)[:1]] = True
        return out
    cells = list(test.cells)
    seen, _ = _seen(grid, row, late=late)
    if test.family == LATELY and not late:
        seen = grid.onset[row].astype(bool)
    elif len(cells) > 1 and not late:
        seen = seen & _half_days(grid, row)
    out[span, cells] = seen[span, cells]
    return out


def since(grid: Grid, found: Found, test: Test, until: int) -> tuple[int, int]:
    """How often it was so in the same place after the look that showed it, to the end of a week,
    and how often it could have been. Nothing for what is not about a place of the week."""
    if test.is_break or test.family == LATELY:
        return 0, 0
    later = slice(found.week + 1, until + 1)
    seen, could = (part[later] for part in _seen(grid, found.row, late=test.kind == LATE))
    cells = list(test.cells)
    if len(cells) > 1:
        seen = seen & _half_days(grid, found.row)[later]
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
    back = _half_days(grid, row)[span]
    there = (seen & back if len(cells) > 1 else seen)[:, cells]
    came = there & grid.late[row, span][:, cells].astype(bool)
    wrote = [] if test.kind == LATE else grid.marked(row)[span][:, cells][there & ~came]
    return Facts(
        there=int(there.sum()),
        of_there=int(could[:, cells].sum()),
        other=int(seen[:, rest].sum()),
        of_other=int(could[:, rest].sum()),
        came_back=int(((back & seen)[:, cells] & ~came).sum()),
        always=always(grid, row, span, late=test.kind == LATE),
        weeks=span.stop - span.start,
        after_close=int(came.sum()),
        reasons=written(wrote),
    )


def written(marks: Iterable[int]) -> tuple[tuple[str, int], ...]:
    """The reasons some marks say, as `Facts.reasons` holds them: groups of the code table, the
    most frequent first."""
    table = codes.table()
    groups = sorted(table[mark].group for mark in marks)
    return tuple(Counter(groups).most_common())


def _half_days(grid: Grid, row: int) -> NDArray[np.bool_]:
    """[weeks x cells] half days missed with the child here in the other half of the same day."""
    other = grid.here[row].reshape(-1, 5, 2)[:, :, ::-1].reshape(-1, CELLS)
    return (grid.length[row] == HALF_DAY) & other.astype(bool)


def always(grid: Grid, row: int, span: slice, *, late: bool) -> tuple[int, ...]:
    """Weekdays on which the child came to every session the school was open for; or came to every
    one of those in time."""
    open_, here = grid.open[span], grid.here[row, span].astype(bool)
    # Who comes after the register has closed is here, and the session counts as missed.
    bad = grid.late[row, span] if late else grid.away[row, span]
    good = here & ~bad.astype(bool)
    every = (good | ~open_).reshape(-1, 5, 2).all(axis=(0, 2))
    came = here.reshape(-1, 5, 2).any(axis=(0, 2))
    return tuple(int(d) for d in np.flatnonzero(came & every))


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
        always=always(grid, row, span, late=late),
        weeks=span.stop - span.start,
        reasons=() if late else written(grid.marked(row)[span][seen[span]]),
    )


def _breaks(grid: Grid, row: int, span: slice, *, after: bool) -> Facts:
    """Breaks after or before which the child was away, of those at which that could be."""
    breaks = _each_break(grid, row, span, after=after)
    seen, could = (part[span] for part in _seen(grid, row, late=False))
    near = np.any([possible for _, possible in breaks], axis=0) if breaks else could & False
    of_them = [away.any() for away, possible in breaks if possible.any()]
    marks = grid.marked(row)[span]
    return Facts(
        there=int(sum(of_them)),
        of_there=len(of_them),
        other=int((seen & ~near).sum()),
        of_other=int((could & ~near).sum()),
        came_back=0,
        always=(),
        weeks=span.stop - span.start,
        reasons=written(marks[away][0] for away, _ in breaks if away.any()),
    )


def _each_break(
    grid: Grid, row: int, span: slice, *, after: bool
) -> list[tuple[NDArray[np.bool_], NDArray[np.bool_]]]:
    """[weeks x cells] what was missed beside each break, and what could have been."""
    first, last = edges(grid.monday[span], grid.open[span])
    seen, could = (part[span] for part in _seen(grid, row, late=False))
    each = _one_by_one(grid.monday[span], first if after else last)
    return [(seen & one, could & one) for one in each]


def _one_by_one(monday: NDArray[np.int32], near: NDArray[np.bool_]) -> list[NDArray[np.bool_]]:
    """The places beside each break by itself [weeks x cells]: days of one break lie within days of
    each other, those of the next weeks away."""
    day = monday[:, None] + np.arange(CELLS) // 2
    days = np.unique(day[near])
    turns = np.split(days, np.flatnonzero(np.diff(days) > CLOSE) + 1) if len(days) else []
    return [near & np.isin(day, turn) for turn in turns]
