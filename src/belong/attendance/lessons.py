"""Lessons: what a child came to and what they missed of each subject."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from belong.attendance.codes import NO_MARK, Kind, lookup
from belong.attendance.measures.counts import MISSED, POSSIBLE
from belong.attendance.register import Register

PRESENT = lookup(kinds=frozenset({Kind.PRES}))


@dataclass(frozen=True)
class LessonsTaken:
    """Lesson marks, one entry each.

    child, subject  int32 [marks], numbers of whoever asks
    code            uint8 [marks], index into the dated code table, NO_MARK for a blank
    day             int32 [marks], days since 1970-01-01
    in_school       bool [marks], whether the child is known to have been in school all that day
    """

    child: NDArray[np.int32]
    subject: NDArray[np.int32]
    code: NDArray[np.uint8]
    day: NDArray[np.int32]
    in_school: NDArray[np.bool_]

    def __len__(self) -> int:
        return len(self.code)


def lessons_missed(taken: LessonsTaken, *, first: int, last: int) -> pa.Table:
    """The lessons of each child and subject on the days from `first` to `last`, both with them.

    returns  child, subject in their order, where at least one mark or blank stands; possible,
             missed, missed_in_school (of those missed, on days known to have been in school all
             day), blank [lessons]
    source   definitions/lessons_missed.toml
    """
    within = np.flatnonzero((taken.day >= first) & (taken.day <= last))
    code = taken.code[within]
    pairs = np.stack([taken.child[within], taken.subject[within]], axis=1)
    both, at = np.unique(pairs, axis=0, return_inverse=True)
    missed = MISSED[code].astype(np.bool_)
    counted = {
        "possible": POSSIBLE[code].astype(np.bool_),
        "missed": missed,
        "missed_in_school": missed & taken.in_school[within],
        "blank": code == NO_MARK,
    }
    sums = {name: _sums(at.ravel()[true], len(both)) for name, true in counted.items()}
    return pa.table({"child": both[:, 0], "subject": both[:, 1]} | sums)


def _sums(at: NDArray[np.int64], groups: int) -> NDArray[np.int64]:
    return np.bincount(at, minlength=groups).astype(np.int64)


def days_in_school(register: Register, row: int) -> NDArray[np.int32]:
    """The days on which a row has a present mark at each of two sessions, in order.

    A file with one mark a day, and a day that is half over, cannot tell and give none.
    """
    here = PRESENT[register.marks[row]].astype(np.bool_)
    days, times = np.unique(register.sessions.day[here], return_counts=True)
    return np.asarray(days[times >= 2], dtype=np.int32)
