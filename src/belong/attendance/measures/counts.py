"""How many of each mark every row has. Every other measure is a sum over these."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from belong.attendance import codes
from belong.attendance.codes import Kind
from belong.attendance.register import Marks, Register

Counts = NDArray[np.int32]

POSSIBLE = codes.lookup(kinds=codes.POSSIBLE_KINDS)
MISSED = codes.lookup(kinds=codes.MISSED_KINDS)
LATE_BEFORE = codes.late("before")
LATE_AFTER = codes.late("after")

ROWS_AT_ONCE = 128
"""Rows counted in one go: so few that they stay in the processor's cache, and that a row and a
mark together fit 16 bits."""


def of_each_code(marks: Marks) -> Counts:
    """How often each of the 256 values stands in each row.

    marks    uint8 [rows x sessions]
    returns  int32 [rows x 256]
    """
    out = np.empty((len(marks), 256), dtype=np.int32)
    base = (np.arange(ROWS_AT_ONCE, dtype=np.uint16) * 256)[:, None]
    for at in range(0, len(marks), ROWS_AT_ONCE):
        part = marks[at : at + ROWS_AT_ONCE]
        # One bincount over row and mark together beats a loop over codes by half.
        places = (base[: len(part)] + part).ravel()
        counted = np.bincount(places, minlength=len(part) * 256)
        out[at : at + len(part)] = counted.reshape(len(part), 256)
    return out


def total(counts: Counts, kind: Kind) -> NDArray[np.int64]:
    """Sessions of one kind in each row."""
    return chosen(counts, codes.lookup(kinds=frozenset({kind})))


def chosen(counts: Counts, table: NDArray[np.uint8]) -> NDArray[np.int64]:
    """Sessions in each row whose mark has a 1 in a 256-long table."""
    return np.asarray(counts @ table.astype(np.int64), dtype=np.int64)


def by_code(register: Register) -> Counts:
    """`of_each_code` of a whole register."""
    return of_each_code(register.marks)
