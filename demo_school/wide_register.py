"""A school year's register as one line a child and one column a session."""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np

from belong.attendance.codes import NOT_ON_ROLL
from belong.basics.terms import date_of
from demo_school.invented import Invented
from demo_school.sheets import HALVES, uk
from demo_school.term_dates import school_year

TITLE = "Attendance register"


def write_wide(invented: Invented, year: int, path: Path, *, letters: list[str]) -> Path:
    """Write one year: a title, the dates, then a line for each child with a mark in it.

    letters  what is written for each number a mark can be; before admission and after leaving
             a cell is empty
    """
    found = school_year(year)
    columns = np.flatnonzero((invented.day >= found.first) & (invented.day <= found.last))
    marks = invented.marks[:, columns]
    first, last = (uk(date_of(invented.day[columns[n]])) for n in (0, -1))
    written = [*letters[:NOT_ON_ROLL], ""]
    with path.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow([invented.school.name, TITLE])
        writer.writerow([f"{first} to {last}"])
        writer.writerow(["Name", "UPN", "Tutor Group", *_headings(invented, columns)])
        for row in np.flatnonzero((marks != NOT_ON_ROLL).any(axis=1)).tolist():
            child = invented.children[row]
            name = f"{child.surname}, {child.forename}"
            cells = [written[mark] for mark in marks[row].tolist()]
            writer.writerow([name, child.upn, child.form(year), *cells])
    return path


def _headings(invented: Invented, columns: np.ndarray) -> list[str]:
    return [
        f"{uk(date_of(day))} {HALVES[half]}"
        for day, half in zip(
            invented.day[columns].tolist(), invented.half[columns].tolist(), strict=True
        )
    ]
