"""How many of each mark every row has. Every other measure is a sum over these."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from belong.attendance import codes
from belong.attendance.codes import Kind
from belong.attendance.register import Marks, Register

Counts = NDArray[np.int64]

POSSIBLE = codes.lookup(kinds=codes.POSSIBLE_KINDS)
MISSED = codes.lookup(kinds=codes.MISSED_KINDS)
LATE_BEFORE = codes.late("before")
LATE_AFTER = codes.late("after")

ROWS_AT_ONCE = 4096
"""Rows counted in one go, so that a register of any length needs the same memory."""


def of_each_code(marks: Marks) -> Counts:
    """How often each of the 256 values stands in each row.

    marks    uint8 [rows x sessions]
    returns  int64 [rows x 256]
    """
    parts = [_counted(marks[at : at + ROWS_AT_ONCE]) for at in range(0, len(marks), ROWS_AT_ONCE)]
    return np.concatenate(parts) if parts else np.zeros((0, 256), dtype=np.int64)


def _counted(marks: Marks) -> Counts:
    """One bincount over row and mark together beats a loop over codes by half."""
    rows = len(marks)
    places = (np.arange(rows, dtype=np.int64)[:, None] * 256 + marks).ravel()
    return np.bincount(places, minlength=rows * 256).reshape(rows, 256)


def total(counts: Counts, kind: Kind) -> NDArray[np.int64]:
    """Sessions of one kind in each row."""
    return counts @ codes.lookup(kinds=frozenset({kind})).astype(np.int64)


def chosen(counts: Counts, table: NDArray[np.uint8]) -> NDArray[np.int64]:
    """Sessions in each row whose mark has a 1 in a 256-long table."""
    return counts @ table.astype(np.int64)


def by_code(register: Register) -> Counts:
    """`of_each_code` of a whole register."""
    return of_each_code(register.marks)
