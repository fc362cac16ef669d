"""The morning register of the day on which the demo is opened, as most forms have brought it in."""

from __future__ import annotations

import csv
import datetime as dt
from collections.abc import Collection
from dataclasses import replace
from pathlib import Path

import numpy as np

from belong.attendance.codes import MISSED_KINDS, NO_MARK, index_of, late, lookup
from belong.basics.terms import day_number, year_of
from demo_school.exports import marks_of
from demo_school.invented import Invented, Marks
from demo_school.season import AM
from demo_school.sheets import write_columns
from demo_school.trust_schools import secondary_register
from demo_school.year_marks import entered_by_form

ONE_DAY = dt.timedelta(days=1)
FORMS_OUT = 2
"""Forms whose register is not in yet."""


def write(
    folder: Path, *, today: dt.date, seed: int = 7, seen: Collection[str] = (), form: str = ""
) -> Path | None:
    """Write the morning of a day as a file; None for a day without school.

    seen  names of children whom somebody saw come in: late at most, never away
    form  whose register is in for certain
    """
    invented = secondary_register(today=today + ONE_DAY, seed=seed)
    at = np.flatnonzero((invented.day == day_number(today)) & (invented.half == AM))
    if not len(at):
        return None
    marks = invented.marks.copy()
    _came(invented, marks[:, at[0]], seen)
    _out(invented, marks[:, at[0]], year_of(today), form)
    stands = replace(invented, marks=marks)
    return write_columns(marks_of(stands, at), folder / "marks-this-morning.csv")


def _came(invented: Invented, mark: Marks, seen: Collection[str]) -> None:
    """Nobody is away whom somebody wrote of this morning."""
    missed = lookup(kinds=MISSED_KINDS).astype(bool) & ~late("after").astype(bool)
    for n, child in enumerate(invented.children):
        if f"{child.forename} {child.surname}" in seen and missed[mark[n]]:
            mark[n] = index_of("L")


def _out(invented: Invented, mark: Marks, year: int, but: str) -> None:
    """Forms that are still to come, others each day; what the office entered stands."""
    on_roll = entered_by_form()[mark] | (mark == index_of("N"))
    forms = sorted({c.form(year) for n, c in enumerate(invented.children) if on_roll[n]} - {but})
    first = int(invented.day[-1]) % len(forms)
    out = {forms[(first + n * (len(forms) // FORMS_OUT)) % len(forms)] for n in range(FORMS_OUT)}
    still = np.array([c.form(year) in out for c in invented.children], dtype=bool)
    mark[still & on_roll] = NO_MARK


def without_a_reason(path: Path) -> list[str]:
    """The UPN of each child of such a file who is away, and nobody knows why yet."""
    with path.open(encoding="utf-8", newline="") as lines:
        return [line["UPN"] for line in csv.DictReader(lines) if line["Mark"] == "N"]
