"""Columns of numbers that wait between two steps, a part at a time: on the disk or in memory."""

from __future__ import annotations

import os
import tempfile
from dataclasses import dataclass
from typing import Any, TypeAlias

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


class OnDisk:
    """A file without a name that holds numbers only; it is gone with the program."""

    def __init__(self) -> None:
        self._file = tempfile.TemporaryFile(prefix="belong-")  # noqa: SIM115
        self.bytes = 0

    def put(self, column: Numbers) -> int:
        """Put a column away; the place it is found at."""
        at = self.bytes
        self.bytes += self._file.write(column.data.cast("B"))
        self._file.flush()
        return at

    def get(self, at: int, rows: int, kind: np.dtype[Any]) -> Numbers:
        """The column at a place."""
        data = os.pread(self._file.fileno(), rows * kind.itemsize, at)
        return np.frombuffer(data, dtype=kind)

    def close(self) -> None:
        """Give the disk back."""
        self._file.close()


class InMemory:
    """The same where no file may be written, as in a cell."""

    def __init__(self) -> None:
        self._columns: list[Numbers] = []
        self.bytes = 0

    def put(self, column: Numbers) -> int:
        """Put a column away; the place it is found at."""
        # A copy of its own: a column may be part of something much larger.
        self._columns.append(column.copy())
        self.bytes += column.nbytes
        return len(self._columns) - 1

    def get(self, at: int, rows: int, kind: np.dtype[Any]) -> Numbers:
        """The column at a place."""
        return self._columns[at]

    def close(self) -> None:
        """Give the memory back."""
        self._columns.clear()


Place: TypeAlias = OnDisk | InMemory


class Spill:
    """Parts of columns, put away in order."""

    def __init__(self, place: type[Place] = OnDisk) -> None:
        self._place: Place = place()
        self.parts: list[Part] = []

    @property
    def bytes(self) -> int:
        """What waits in it."""
        return self._place.bytes

    def another(self) -> Spill:
        """An empty one of the same kind."""
        return Spill(type(self._place))

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
            places[name] = self._place.put(small), small.dtype
        rows = len(next(iter(columns.values())))
        self.parts.append(Part(rows, places, counted))

    def get(self, part: Part, name: str) -> Numbers:
        """One column of a part."""
        if name in part.counted:
            first = part.counted[name]
            return np.arange(first, first + part.rows, dtype=np.int32)
        at, kind = part.places[name]
        return self._place.get(at, part.rows, kind)

    def close(self) -> None:
        """Give the disk or the memory back."""
        self._place.close()

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
