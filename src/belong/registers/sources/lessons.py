"""Whether a mark is about half a day, a whole day or a lesson; and which one."""

from __future__ import annotations

import numpy as np

from belong.registers.sources.columns import Columns
from belong.registers.sources.grid import Column, Grid, combined
from belong.registers.sources.marks import half_said
from belong.registers.sources.notes import Notes
from belong.registers.sources.presence import is_yes
from belong.registers.sources.reading import Unit
from belong.registers.sources.settle import ALL_DAY, FIRST_LESSON, Bools, Bytes

MOST_LESSONS = 240
"""So many different lessons fit beside the halves of a day in one byte."""


def session_column(grid: Grid) -> Column[str] | None:
    """The column that says morning or afternoon: `session`, or a `period` that only says that."""
    if "session" in grid:
        return grid.column("session")
    if "period" in grid:
        period = grid.column("period")
        if any(period.values) and all(half_said(v) in (0, 1) for v in period.values if v):
            return period
    return None


def lesson_pairs(grid: Grid) -> Column[tuple[str, ...]] | None:
    """Each row's period, section and number among others alike, or None without a period."""
    if "period" not in grid and "section" not in grid:
        return None
    parts = [grid.column(ours) for ours in ("period", "section", "sequence") if ours in grid]
    return combined(parts)


def _unnamed(grid: Grid) -> Bools:
    """The rows that name neither a period nor a section."""
    out = np.ones(len(grid), dtype=np.bool_)
    for ours in ("period", "section"):
        if ours in grid:
            out &= grid.column(ours).where(lambda text: not text)
    return out


def whole_days(grid: Grid, columns: Columns, pairs: Column[tuple[str, ...]] | None) -> Bools:
    """Which rows are about a whole day: they say so, or name no lesson."""
    if pairs is None:
        return np.ones(len(grid), dtype=np.bool_)
    unnamed = _unnamed(grid)
    if "all_day" in columns:
        return unnamed | grid.column("all_day").where(is_yes)
    return unnamed


def unit_and_halves(
    grid: Grid, columns: Columns, place: np.ndarray[tuple[int], np.dtype[np.int64]], notes: Notes
) -> tuple[Unit, Bytes]:
    """Whether the marks of a file without mornings are whole days or lessons, and each one's half.

    place  a number for each row's pupil and day
    """
    pairs = lesson_pairs(grid)
    whole = whole_days(grid, columns, pairs)
    if pairs is None or not _are_lessons(pairs, whole, place):
        return Unit.DAY, np.full(len(grid), ALL_DAY, dtype=np.uint8)
    if whole.all():
        notes.take(0, "Rows that say all day stand several to a day, so they are read as lessons.")
        whole = _unnamed(grid)
    return Unit.LESSON, np.where(whole, ALL_DAY, _numbered(pairs, place, notes)).astype(np.uint8)


def _are_lessons(
    pairs: Column[tuple[str, ...]], whole: Bools, place: np.ndarray[tuple[int], np.dtype[np.int64]]
) -> bool:
    """Rows are lessons when they differ by period or section, not when each day has just one."""
    if not whole.all():
        return len(np.unique(pairs.codes[~whole])) > 1
    both = place * len(pairs.values) + pairs.codes
    return len(np.unique(both)) > len(np.unique(place))


def _numbered(
    pairs: Column[tuple[str, ...]],
    place: np.ndarray[tuple[int], np.dtype[np.int64]],
    notes: Notes,
) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    """A number for each lesson, from FIRST_LESSON."""
    if len(pairs.values) <= MOST_LESSONS:
        return pairs.codes.astype(np.int64) + FIRST_LESSON
    notes.take(
        0,
        "The file names more lessons than there are numbers for, so each child's lessons are"
        " numbered afresh each day.",
    )
    both = place * len(pairs.values) + pairs.codes
    lessons, inverse = np.unique(both, return_inverse=True)
    day = lessons // len(pairs.values)
    starts = np.searchsorted(day, day)
    rank = np.minimum(np.arange(len(lessons)) - starts, MOST_LESSONS)
    return np.asarray(rank[inverse] + FIRST_LESSON, dtype=np.int64)
