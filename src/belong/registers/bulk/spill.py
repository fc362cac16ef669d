"""Columns of numbers that wait on the disk between two steps, a part at a time."""

from __future__ import annotations

import os
import tempfile
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[Any]


@dataclass(frozen=True)
class Part:
    """Some rows: how many, and where each of their columns waits (its place and its kind).

    counted  columns that only count on from a number
    """

    rows: int
    places: dict[str, tuple[int, np.dtype[Any]]]
    counted: dict[str, int]


class Spill:
    """A file without a name that holds numbers only; it is gone with the program."""

    def __init__(self) -> None:
        self._file = tempfile.TemporaryFile(prefix="belong-")  # noqa: SIM115
        self._end = 0
        self.parts: list[Part] = []

    def put(self, columns: dict[str, Numbers], *, rising: str = "") -> None:
        """Put more rows away, each column in the smallest kind of number it fits.

        rising  a column whose numbers rise; where they only count on, the first is enough
        """
        places, counted = {}, {}
        for name, column in columns.items():
            if name == rising and _counts_on(column):
                counted[name] = int(column[0])
                continue
            small = smallest(column)
            places[name] = self._end, small.dtype
            self._end += self._file.write(small.data.cast("B"))
        self._file.flush()
        rows = len(next(iter(columns.values())))
        self.parts.append(Part(rows, places, counted))

    def get(self, part: Part, name: str) -> Numbers:
        """One column of a part."""
        if name in part.counted:
            first = part.counted[name]
            return np.arange(first, first + part.rows, dtype=np.int32)
        at, kind = part.places[name]
        data = os.pread(self._file.fileno(), part.rows * kind.itemsize, at)
        return np.frombuffer(data, dtype=kind)

    def close(self) -> None:
        """Give the disk back."""
        self._file.close()

    def __enter__(self) -> Spill:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def _counts_on(column: Numbers) -> bool:
    """Whether each of rising numbers is one more than the number before."""
    return len(column) > 0 and int(column[-1]) - int(column[0]) == len(column) - 1


def smallest(column: Numbers) -> Numbers:
    """The same whole numbers in as few bytes as hold them."""
    low, high = (int(column.min()), int(column.max())) if len(column) else (0, 0)
    kind = np.result_type(np.min_scalar_type(low), np.min_scalar_type(high))
    if kind.kind == "u" and low >= 0 and kind.itemsize <= column.dtype.itemsize:
        return np.ascontiguousarray(column, dtype=kind)
    return np.ascontiguousarray(column)
