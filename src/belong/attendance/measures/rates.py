"""Rates of a group: the sum of what was missed over the sum of what was possible."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from belong.attendance import codes
from belong.attendance.codes import Kind
from belong.attendance.measures.counts import MISSED, POSSIBLE, Counts, chosen, of_each_code
from belong.attendance.measures.persistent import is_persistent, is_severe
from belong.attendance.register import Group, Marks, Register


@dataclass(frozen=True)
class Rate:
    """Sums over a group. Sessions, except where another unit is named.

    enrolments                 rows with at least one possible session
    persistent, severe         of those rows
    of_code                    int64 [256], sessions of each mark
    """

    enrolments: int
    possible: int
    missed: int
    persistent: int
    severe: int
    of_code: NDArray[np.int64]

    @property
    def share(self) -> float | None:
        """Missed of possible [0..1]; None where nothing was possible."""
        return self.missed / self.possible if self.possible else None

    def of(self, kind: Kind) -> int:
        """Sessions of one kind."""
        return int(self.of_code @ codes.lookup(kinds=frozenset({kind})).astype(np.int64))


def rate(register: Register) -> Rate:
    """The whole register as one group. Never a mean of means.

    source  definitions/group_rate.toml
    """
    return from_counts(of_each_code(register.marks))


def from_counts(counts: Counts) -> Rate:
    """The rate of counted rows: int32 [rows x 256]."""
    possible, missed = chosen(counts, POSSIBLE), chosen(counts, MISSED)
    return Rate(
        enrolments=int((possible > 0).sum()),
        possible=int(possible.sum()),
        missed=int(missed.sum()),
        persistent=int(is_persistent(missed, possible).sum()),
        severe=int(is_severe(missed, possible).sum()),
        of_code=counts.sum(axis=0),
    )


def of_group(register: Register, group: Group) -> Rate:
    """A dated group: only the sessions at which each row was in it."""
    marks = register.marks[group.rows]
    where = np.arange(marks.shape[1], dtype=np.int32)
    outside = (where < group.first[:, None]) | (where > group.last[:, None])
    return from_counts(of_each_code(_without(marks, outside)))


def _without(marks: Marks, outside: NDArray[np.bool_]) -> Marks:
    return np.where(outside, np.uint8(codes.NOT_ON_ROLL), marks)
