"""What a file would do, before it does it."""

from __future__ import annotations

import re
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

from belong.attendance.codes import NO_MARK
from belong.basics.errors import UnreadableFile
from belong.basics.terms import date_of, year_name
from belong.intake import guards, history, laying, matching, newcomers
from belong.intake.laying import Beside, Look
from belong.intake.matching import Roll
from belong.intake.models import Import
from belong.registers.sources.reading import Reading, Refused, SchoolMarks, Shape, Unit

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


def school_in(reading: Reading, wanted: str) -> SchoolMarks:
    """The one school of a file. Raises UnreadableFile where it holds several and none was said."""
    if reading.shape in (Shape.SUMMARY, Shape.EVENTS) or reading.unit is not Unit.SESSION:
        raise UnreadableFile(
            f"This file holds {_what(reading)}, and the register is made of morning and "
            "afternoon marks.",
            do="Export the morning and afternoon marks. "
            "To look at this file alone, use `belong look`.",
        )
    if not any(len(s.code) for s in reading.schools):
        why = reading.refused[0].reason if reading.refused else "It has no marks."
        raise UnreadableFile(
            f"No mark of this file could be taken. The first reason: {why}",
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


def of_marks(brought: Import, reading: Reading, look: Look) -> dict[str, Any]:
    """The preview of a register file, ready to be stored and shown."""
    school_id = brought.school_id
    marks = school_in(reading, brought.from_school)
    guards.must_be_ours(brought.school, marks)
    roll = look.roll()
    matching.must_be_numbered(reading, marks, roll.known)
    strangers = matching.strangers_in(marks, roll.known)
    otherwise = newcomers.named_otherwise(school_id, marks, roll)
    every = (*reading.refused, *after_leaving(roll, marks))
    refused = sum(r.marks for r in every)
    in_order = sorted(every, key=lambda r: r.line)
    beside = look.beside(marks)
    changes = [change for year in beside for change in history.listed(year.delta, LISTED)][:LISTED]
    weighed = guards.Weighed(
        children=len(marks.pupils),
        strangers=len(strangers),
        known_here=len(set(roll.known.values())),
        corrected_over=history.corrected_over(school_id, beside),
        somebody_else=sum(one["ask"] for one in otherwise),
    )
    return {
        "warnings": guards.of_marks(brought, weighed),
        "changes": changes,
        "rows": reading.rows,
        "tally": asdict(_tally(marks, beside, repeated_in(reading), refused)),
        "pupils": len(marks.pupils),
        "pupils_new": len(strangers),
        "newcomers": newcomers.listed(strangers, marks)[:LISTED] if roll.known else [],
        "named_otherwise": otherwise[:LISTED],
        "from": date_of(marks.day.min()).isoformat() if len(marks.day) else None,
        "until": date_of(marks.day.max()).isoformat() if len(marks.day) else None,
        "code_set": reading.code_set,
        "columns": reading.columns,
        "refused": [asdict(r) for r in in_order[:LISTED]],
        "refused_more": max(0, len(in_order) - LISTED),
        "taken": [asdict(t) for t in reading.taken[:LISTED]],
    }


def repeated_in(reading: Reading) -> int:
    """How many marks stood for a session of a child that another line gave as well."""
    return sum(note.times for note in reading.taken if REPEATS.match(note.said))


def _tally(marks: SchoolMarks, beside: list[Beside], repeated: int, refused: int) -> Tally:
    new, changed, same = (
        sum(getattr(year, what) for year in beside) for what in ("new", "changed", "same")
    )
    blank = int((marks.code == NO_MARK).sum())
    return Tally(new + changed + same + blank + repeated + refused, new, changed, same, blank,
                 repeated, refused)  # fmt: skip


def after_leaving(roll: Roll, marks: SchoolMarks) -> list[Refused]:
    """Marks of children who had left by then: not taken, one line a child."""
    gone = roll.after_leaving(marks)
    out = []
    for child in np.unique(marks.pupil[gone]).tolist():
        at = np.flatnonzero(gone & (marks.pupil == child))
        when = date_of(int(marks.day[at].min()))
        what = f"{len(at)} marks are" if len(at) > 1 else "A mark is"
        reason = (
            f"{what} dated {when:%-d %B %Y} or later, after the child had left. If they came"
            " back, bring the pupils file with the new date of admission first."
        )
        out.append(Refused(int(marks.line[at].min()), reason, len(at)))
    return out


def year_names(marks: SchoolMarks) -> list[str]:
    """The school years a file touches, as a school writes them."""
    return [year_name(int(y)) for y in np.unique(laying.years_of(marks))]
