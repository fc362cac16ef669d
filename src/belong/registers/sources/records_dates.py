"""Dates of records: read once each, in the day order of the file, and within what can be true."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from belong.registers.sources.dates import (
    AHEAD,
    EARLIEST,
    LATEST,
    DayOrderUnknown,
    Numbers,
    day_order,
    shown_cell,
    understood,
)
from belong.registers.sources.grid import Column, Grid

LONG_AGO = dt.date(1950, 1, 1)
"""Nobody now at a school was there before; an older date stands for a date nobody knew."""
Understood = dt.date | Numbers | None


@dataclass(frozen=True)
class Said:
    """What one cell of dates says.

    iso      the date as ISO; "" where the cell says none
    problem  why its row cannot be taken; "" where it can
    """

    iso: str = ""
    problem: str = ""


@dataclass(frozen=True)
class Calendar:
    """How the dates of one file are read.

    day_first  None only where the file has nothing but birthdays and they do not say
    as_of      the day of the import; None where nobody said
    """

    day_first: bool | None
    as_of: dt.date | None

    def read(self, texts: Column[str], role: str) -> Column[Said]:
        """A column of dates. `role` is the field's name: on, begins and ends have rules."""
        return texts.mapped(lambda text: self._said(text, role))

    def _said(self, text: str, role: str) -> Said:
        if not text:
            return Said()
        found = understood(text)
        on = found.date(bool(self.day_first)) if isinstance(found, Numbers) else found
        if role == "ends" and on and on > LATEST:
            return Said()  # programs write 31/12/9999 where there is no last day
        problem = self._problem(text, on, role)
        return Said(problem=problem) if problem or on is None else Said(on.isoformat())

    def _problem(self, text: str, on: dt.date | None, role: str) -> str:
        if on is None:
            return f"The date {shown_cell(text)} is not a date we can read."
        if role == "on" and self.as_of and on > self.as_of:
            return f"The date {shown_cell(text)} is in the future."
        if role == "begins" and self.as_of and on > self.as_of + AHEAD:
            return f"The date {shown_cell(text)} is more than a year ahead."
        if not (EARLIEST if role == "on" else LONG_AGO) <= on <= LATEST:
            return f"The date {shown_cell(text)} lies too far from the school years we know."
        return ""


def calendar(
    grid: Grid, ours: Sequence[str], day_first: bool | None, as_of: dt.date | None
) -> Calendar:
    """The calendar of a file, its order settled over all of its dates together.

    ours    which columns hold dates of the records; birthdays settle the order too
    raises  DayOrderUnknown where the dates of the records can be read both ways
    """
    said = [pair for name in ours for pair in _understood(grid, name)]
    born = _understood(grid, "dob") if "dob" in grid else []
    try:
        return Calendar(day_order(said + born, day_first), as_of)
    except DayOrderUnknown:
        day_order(said, day_first)
        return Calendar(None, as_of)


def _understood(grid: Grid, ours: str) -> list[tuple[str, Understood]]:
    return [(text, understood(text)) for text in grid.column(ours).values]
