"""A calendar file: the days on which nobody was expected."""

from __future__ import annotations

import csv
import datetime as dt
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from belong.basics.errors import UnreadableFile
from belong.basics.terms import day_number

DATE_NAMES = ("date", "day")
SHUT = {"closed", "#", "no", "n", "0", "shut", "false"}


def read_calendar(path: Path) -> NDArray[np.int32]:
    """The day numbers on which the whole school was closed, sorted.

    A line counts when it names a date and either has no AM and PM columns (a list of closed days)
    or says closed in both, and is not for some year groups only. Dates are ISO or dd/mm/yyyy.
    Raises UnreadableFile where there is no date column or a date cannot be read.
    """
    with path.open(encoding="utf-8-sig", newline="") as lines:
        rows = list(csv.reader(lines))
    if not rows:
        raise UnreadableFile(f"{path.name} is empty.", do="Give a calendar with a Date column.")
    heads = [h.strip().casefold() for h in rows[0]]
    at = next((heads.index(n) for n in DATE_NAMES if n in heads), None)
    if at is None:
        raise UnreadableFile(
            f"{path.name} has no Date column. It has: {', '.join(rows[0])}.",
            do="Name the column with the days Date.",
        )
    found = [
        _day(row[at], path, line)
        for line, row in enumerate(rows[1:], start=2)
        if len(row) > at and row[at].strip() and _shut(heads, row)
    ]
    return np.unique(np.array(found, dtype=np.int32))


def _shut(heads: list[str], row: list[str]) -> bool:
    def cell(name: str) -> str | None:
        return row[heads.index(name)].strip().casefold() if name in heads else None

    if cell("year group"):
        return False
    halves = [c for c in (cell("am"), cell("pm")) if c is not None]
    return all(c in SHUT for c in halves)


def _day(text: str, path: Path, line: int) -> int:
    for form in ("%Y-%m-%d", "%d/%m/%Y"):
        try:
            return day_number(dt.datetime.strptime(text.strip(), form).date())  # noqa: DTZ007
        except ValueError:
            continue
    raise UnreadableFile(
        f"Line {line} of {path.name}: “{text}” is not a date.", do="Write it as 2026-09-07."
    )
