"""What the different texts of a large file mean, worked out once for all of its rows."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from belong.registers.bulk.gather import Gathered
from belong.registers.bulk.notes import FileNotes
from belong.registers.bulk.source import WHOLE, Otherwise
from belong.registers.sources.children import (
    Child,
    Details,
    children,
    details,
    order_in_details,
)
from belong.registers.sources.dates import Dates, read_dates
from belong.registers.sources.grid import Column, Grid, Ints
from belong.registers.sources.long import _by_day
from belong.registers.sources.marks import half_said
from belong.registers.sources.presence import code_set_of
from belong.registers.sources.settle import ALL_DAY, AM, PM
from belong.registers.sources.text import MAX_BYTES


@dataclass(frozen=True)
class Told:
    """The texts of a file, understood.

    child_of  int32 [people the rows name], index into `children`; -1 for people of rows left out
    children  (school, number) of each child, by first appearance
    about     the details of each child
    dates     of each text of the date column
    days      int32, the days those texts name, in the order they are numbered in
    code_set  how marks are read
    notes     what is said of the file as a whole
    """

    child_of: Ints
    children: list[Child]
    about: Details
    dates: Dates
    days: Ints
    code_set: str
    as_of: dt.date | None
    notes: FileNotes

    @cached_property
    def some_unplaced(self) -> bool:
        """Whether any row may name no pupil, or no day."""
        return any(self.dates.reasons) or not all(number for _, number in self.children)


def told_of(found: Gathered, as_of: dt.date | None, day_first: bool | None) -> Told:
    """What the texts of a file mean.

    raises  DayOrderUnknown where no date settles the order of day and month; Otherwise where the
            marks are not of sessions
    """
    texts, columns, notes = _of_texts(found), found.source.columns, FileNotes()
    _refuse_other_units(found)
    seen = np.flatnonzero(found.last_seen >= 0)
    people = _rows_of(_people(found), seen)
    child = children(people, columns, None, notes)
    child_of = np.full(len(found.last_seen), -1, dtype=np.int32)
    child_of[seen] = child.codes
    dates = read_dates(found.texts["date"].values, as_of=as_of, day_first=day_first)
    last = np.argsort(found.last_seen[seen], kind="stable")
    about = details(_rows_of(people, last), child.rows(last), order_in_details(texts, day_first))
    days = _by_day(texts, dates.day)[1]
    code_set = code_set_of(texts, columns)
    return Told(child_of, child.values, about, dates, days, code_set, as_of, notes)


def _people(found: Gathered) -> Grid:
    """A row for each person the rows name, with all the file says of who that is."""
    ready: dict[str, Column[Any]] = {}
    count = len(found.last_seen)
    for n, book in enumerate(found.who):
        rows = np.arange(count)
        if len(found.who) > 1:
            rows = found.people.word(n)[:count].astype(np.int64)
        for ours in book.plan.ours:
            ready[ours] = Column(book.cells(ours)[rows], found.texts[ours].values)
    return Grid({}, np.arange(count, dtype=np.int32), ready)


def _rows_of(grid: Grid, rows: NDArray[np.int64]) -> Grid:
    return Grid({}, grid.line[rows], {ours: c.rows(rows) for ours, c in grid.ready.items()})


def _of_texts(found: Gathered) -> Grid:
    """A grid that knows every text, but no rows, for what is asked of texts alone."""
    none = np.zeros(0, dtype=np.int32)
    return Grid({}, none, {ours: Column(none, t.values) for ours, t in found.texts.items()})


def _refuse_other_units(found: Gathered) -> None:
    """Raises Otherwise where the marks are of lessons or whole days, or may be."""
    if "session" in found.texts:
        halves = {half_said(text) for text in found.texts["session"].values} - {None}
        exact = found.source.size <= MAX_BYTES
        if ALL_DAY in halves and (exact or halves == {ALL_DAY}):
            raise Otherwise(WHOLE)
        return
    periods = [text for text in found.texts["period"].values if text]
    if not periods or any(half_said(text) not in (AM, PM) for text in periods):
        raise Otherwise(WHOLE)
