"""What a reader found in a file: marks as numbers, who they belong to, and what was refused."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray


class Shape(StrEnum):
    """How the file holds its marks."""

    LONG = "long"
    WIDE = "wide"
    SUMMARY = "summary"
    EVENTS = "events"


class Unit(StrEnum):
    """What one mark is about: half a day, a whole day, or a lesson (never a session figure)."""

    SESSION = "session"
    DAY = "day"
    LESSON = "lesson"


@dataclass(frozen=True)
class Refused:
    """A line (or one mark on a line) that was not taken, and why.

    line    counted from 1 as a text editor or a spreadsheet would; 0 is the whole file
    reason  a sentence a school can act on, ending in a full stop
    marks   how many marks were lost with it
    """

    line: int
    reason: str
    marks: int = 1


@dataclass(frozen=True)
class Taken:
    """Something that was taken although it looked odd, and what was done about it.

    line     the first line it was seen on; 0 is the whole file
    said     a sentence
    times    how often
    """

    line: int
    said: str
    times: int = 1


@dataclass(frozen=True)
class SchoolMarks:
    """The marks of one school in one file, long and without duplicates.

    school   as the file names it; "" where the file names none
    pupils   identifiers exactly as in the file, in order of first appearance; UPN preferred
    pupil    int32 [marks], index into `pupils`
    day      int32 [marks], days since 1970-01-01
    half     uint8 [marks], 0 morning, 1 afternoon, 2 whole day, from 10 lessons
    code     uint8 [marks], index into belong.attendance.codes.table(), or NO_MARK for a blank,
             a dash or anything else that says nothing was entered
    line     int32 [marks]
    details  one row a pupil, column `id` first, in the order of `pupils`; further columns are
             those found among surname, forename, known_as, year, form, dob, sex, fsm, sen,
             admitted, left (all string, ISO dates, null where blank)
    """

    school: str
    pupils: tuple[str, ...]
    pupil: NDArray[np.int32]
    day: NDArray[np.int32]
    half: NDArray[np.uint8]
    code: NDArray[np.uint8]
    line: NDArray[np.int32]
    details: pa.Table


@dataclass(frozen=True)
class SchoolCounts:
    """Per-pupil totals of one school, from a summary table: no sessions, only sums.

    counts  a table, one row a pupil: id; then int64 columns possible, attended, approved,
            authorised, unauthorised, unclassified, late_before, late_after (null where the file
            cannot say)
    reasons one row a pupil and code: id, code, n
    """

    school: str
    counts: pa.Table
    reasons: pa.Table
    details: pa.Table


@dataclass(frozen=True)
class Event:
    """One attendance event of a file that records events only."""

    school: str
    pupil: str
    on: str
    what: str
    line: int


@dataclass(frozen=True)
class Reading:
    """Everything one file gave.

    rows      data rows seen, title, repeated header and total rows excluded
    code_set  "england" or "presence"; how `code` was read
    columns   what each of our names was found as: {"pupil": "UPN", ...}
    """

    shape: Shape
    unit: Unit
    code_set: str
    rows: int
    columns: dict[str, str]
    schools: tuple[SchoolMarks, ...] = ()
    counts: tuple[SchoolCounts, ...] = ()
    events: tuple[Event, ...] = ()
    refused: tuple[Refused, ...] = ()
    taken: tuple[Taken, ...] = field(default=())

    @property
    def marks(self) -> int:
        """How many marks were taken, blanks included."""
        return sum(len(s.code) for s in self.schools)
