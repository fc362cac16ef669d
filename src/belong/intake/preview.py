"""What a file would do, before it does it."""

from __future__ import annotations

import re
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np

from belong.attendance.codes import NO_MARK
from belong.basics.errors import UnreadableFile
from belong.basics.terms import date_of, day_number, year_name, year_of, year_start
from belong.intake import matching, shelf
from belong.intake.models import Import, Snapshot
from belong.registers import sources
from belong.registers.sources.reading import Reading, SchoolMarks, Shape, Unit
from belong.registers.store import SLOTS, session_of

LISTED = 200
"""Refusals shown on the page; the download has every one."""


REPEATS = re.compile(
    r"The same mark stood more than once|Lines [\d and]+ differ about one session"
    r"|More sessions differ about their mark"
)
"""How the readers' notes about sessions met more than once begin."""


@dataclass(frozen=True)
class Tally:
    """The marks of a file, sorted by what would happen to them. They add up to `read`."""

    read: int
    new: int
    changed: int
    same: int
    blank: int
    repeated: int
    refused: int


def read_file(brought: Import, path: Path) -> Reading:
    """Read the stored file again exactly as it was previewed."""
    return sources.read(path, as_of=brought.as_of, day_first=brought.day_first)


def school_in(reading: Reading, wanted: str) -> SchoolMarks:
    """The one school of a file. Raises UnreadableFile where it holds several and none was said."""
    if reading.shape in (Shape.SUMMARY, Shape.EVENTS) or reading.unit is not Unit.SESSION:
        raise UnreadableFile(
            f"This file holds {_what(reading)}, and the register is made of morning and "
            "afternoon marks.",
            do="Export session marks instead. `belong look` can still read this file on its own.",
        )
    if not any(len(s.code) for s in reading.schools):
        why = reading.refused[0].reason if reading.refused else "It has no marks."
        raise UnreadableFile(
            f"Not one mark of this file could be taken. The first reason: {why}",
            do="Check that it is the export of session marks.",
        )
    for school in reading.schools:
        if school.school == wanted or (not wanted and len(reading.schools) == 1):
            return school
    names = ", ".join(s.school for s in reading.schools)
    raise UnreadableFile(
        f"This file holds the marks of {len(reading.schools)} schools: {names}.",
        do="Export one school at a time.",
    )


def _what(reading: Reading) -> str:
    if reading.shape is Shape.EVENTS:
        return "attendance events only"
    if reading.shape is Shape.SUMMARY:
        return "totals for each child"
    return "whole-day marks" if reading.unit is Unit.DAY else "lesson marks"


def of_marks(school_id: int, reading: Reading, wanted: str) -> dict[str, Any]:
    """The preview of a register file, ready to be stored and shown."""
    marks = school_in(reading, wanted)
    known = matching.known_pupils(school_id)
    matching.must_be_numbered(reading, marks, known)
    strangers = [p for p in matching.people_in(marks.details) if p.source_id not in known]
    refused = sum(r.marks for r in reading.refused)
    in_order = sorted(reading.refused, key=lambda r: r.line)
    return {
        "rows": reading.rows,
        "tally": asdict(_tally(school_id, marks, repeated_in(reading), refused)),
        "pupils": len(marks.pupils),
        "pupils_new": len(strangers),
        "from": date_of(marks.day.min()).isoformat() if len(marks.day) else None,
        "until": date_of(marks.day.max()).isoformat() if len(marks.day) else None,
        "code_set": reading.code_set,
        "columns": reading.columns,
        "refused": [asdict(r) for r in in_order[:LISTED]],
        "refused_more": max(0, len(reading.refused) - LISTED),
        "taken": [asdict(t) for t in reading.taken[:LISTED]],
    }


def repeated_in(reading: Reading) -> int:
    """How many marks stood for a session of a child that another line gave as well."""
    return sum(note.times for note in reading.taken if REPEATS.match(note.said))


def _tally(school_id: int, marks: SchoolMarks, repeated: int, refused: int) -> Tally:
    entered = marks.code != NO_MARK
    enrolment = matching.enrolments_of(marks, school_id)
    new = changed = same = 0
    years = years_of(marks)
    for year in np.unique(years):
        mine = entered & (years == year)
        n, c, s = _compared(school_id, int(year), marks, enrolment, mine)
        new, changed, same = new + n, changed + c, same + s
    blank = int((~entered).sum())
    read = len(marks.code) + repeated + refused
    return Tally(read, new, changed, same, blank, repeated, refused)


def years_of(marks: SchoolMarks) -> np.ndarray:
    """The school year of each mark, worked out once a distinct day."""
    days, at = np.unique(marks.day, return_inverse=True)
    return np.array([year_of(date_of(d)) for d in days], dtype=np.int32)[at]


def _compared(
    school_id: int, year: int, marks: SchoolMarks, enrolment: np.ndarray, mine: np.ndarray
) -> tuple[int, int, int]:
    """New, changed and unchanged marks of one year beside what is kept."""
    count = int(mine.sum())
    pointer = Snapshot.objects.filter(school_id=school_id, year=year, current=True).first()
    if pointer is None:
        return count, 0, 0
    kept = shelf.store().matrix(school_id, pointer.name)
    row = _place(kept.enrolment, enrolment[mine])
    session = session_of(marks.day[mine], marks.half[mine], year)
    since = kept.day - day_number(year_start(year))
    column = _place((since * SLOTS + kept.half).astype(np.int32), session.astype(np.int32))
    found = (row >= 0) & (column >= 0)
    there = np.full(count, NO_MARK, dtype=np.uint8)
    there[found] = kept.marks[row[found], column[found]]
    code = marks.code[mine]
    new = int((there == NO_MARK).sum())
    changed = int(((there != NO_MARK) & (there != code)).sum())
    return new, changed, count - new - changed


def _place(sorted_values: np.ndarray, wanted: np.ndarray) -> np.ndarray:
    """Where each value stands among sorted ones; -1 where it does not."""
    if not len(sorted_values):
        return np.full(len(wanted), -1)
    at = np.minimum(np.searchsorted(sorted_values, wanted), len(sorted_values) - 1)
    return np.where(sorted_values[at] == wanted, at, -1)


def year_names(marks: SchoolMarks) -> list[str]:
    """The school years a file touches, as a school writes them."""
    return [year_name(int(y)) for y in np.unique(years_of(marks))]
