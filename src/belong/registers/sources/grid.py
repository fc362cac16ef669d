"""A file's cells as columns: every different text once, and for each row which one it holds."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass, field
from typing import Any, Generic, TypeAlias, TypeVar

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

Ints = NDArray[np.int32]
T = TypeVar("T")
U = TypeVar("U", bound=Hashable)
Cells: TypeAlias = "pa.ChunkedArray | Column[str]"

DENSE = 4_000_000
"""Up to so many possible combinations a table of all of them is quicker than sorting."""


@dataclass(frozen=True)
class Column(Generic[T]):
    """One column: `values` holds each different value once, `codes` [rows] says which."""

    codes: Ints
    values: list[T]

    def __len__(self) -> int:
        return len(self.codes)

    def where(self, test: Callable[[T], bool]) -> NDArray[np.bool_]:
        """Which rows pass a test that is asked once for each different value."""
        return np.fromiter(map(test, self.values), np.bool_, len(self.values))[self.codes]

    def at(self, row: int) -> T:
        """The value of one row."""
        return self.values[self.codes[row]]

    def rows(self, chosen: NDArray[np.generic]) -> Column[T]:
        """The same column over some of its rows."""
        return Column(self.codes[chosen], self.values)

    def mapped(self, change: Callable[[T], U]) -> Column[U]:
        """The column with every different value changed, equal results made one."""
        return Column[U](*_merged(self.codes, [change(v) for v in self.values]))


def _merged(codes: Ints, values: Sequence[U]) -> tuple[Ints, list[U]]:
    places: dict[U, int] = {}
    move = np.fromiter((places.setdefault(v, len(places)) for v in values), np.int32, len(values))
    return (codes if len(places) == len(values) else move[codes]), list(places)


@dataclass
class Growing:
    """A column that grows a cell at a time and keeps each different text only once."""

    codes: array[int] = field(default_factory=lambda: array("i"))
    places: dict[str, int] = field(default_factory=dict)

    def add(self, cell: str) -> None:
        """Put one more cell at the end."""
        self.codes.append(self.places.setdefault(cell, len(self.places)))

    def column(self) -> Column[str]:
        """The column as it stands."""
        return Column(np.array(self.codes, dtype=np.int32), list(self.places))


def encoded(cells: Sequence[U]) -> Column[U]:
    """A column from its cells, in the order in which values first appear."""
    places: dict[U, int] = {}
    codes = np.fromiter((places.setdefault(c, len(places)) for c in cells), np.int32, len(cells))
    return Column(codes, list(places))


def combined(columns: Sequence[Column[str]]) -> Column[tuple[str, ...]]:
    """Columns side by side as one: each different combination once, by first appearance."""
    codes = np.zeros(len(columns[0]), dtype=np.int32)
    first = np.zeros(min(1, len(codes)), dtype=np.int64)
    for column in columns:
        width = max(1, len(column.values))
        key = codes.astype(np.int64) * width + column.codes
        codes, first = by_appearance(key, max(1, len(first)) * width)
    values = [tuple(c.values[c.codes[row]] for c in columns) for row in first.tolist()]
    return Column(codes, values)


def by_appearance(key: NDArray[np.int64], space: int) -> tuple[Ints, NDArray[np.int64]]:
    """Numbers in place of keys, by first appearance; and the row each key was first seen on.

    key    int64 [rows], from 0
    space  one more than the highest key there could be
    """
    if space <= DENSE:
        seen = np.full(space, len(key), dtype=np.int64)
        seen[key[::-1]] = np.arange(len(key) - 1, -1, -1)
        present = np.flatnonzero(seen < len(key))
        first = seen[present]
        number = np.empty(space, dtype=np.int32)
        order = np.argsort(first, kind="stable")
        number[present[order]] = np.arange(len(present), dtype=np.int32)
        return number[key], first[order]
    _, first, inverse = np.unique(key, return_index=True, return_inverse=True)
    order = np.argsort(first, kind="stable")
    rank = np.empty(len(order), dtype=np.int32)
    rank[order] = np.arange(len(order), dtype=np.int32)
    return rank[inverse], first[order]


@dataclass(frozen=True)
class Grid:
    """The data rows of one table, whichever way they were read.

    cells  our name -> its cells: an Arrow column where they were read quickly, else a column
    line   int32 [rows], counted from 1
    ready  columns already worked out
    """

    cells: dict[str, Cells]
    line: Ints
    ready: dict[str, Column[Any]] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.line)

    def __contains__(self, ours: str) -> bool:
        return ours in self.cells or ours in self.ready

    def column(self, ours: str) -> Column[Any]:
        """One of our columns; its texts are cleaned of the spaces around them."""
        if ours not in self.ready:
            self.ready[ours] = _column(self.cells[ours]).mapped(clean)
        return self.ready[ours]

    def with_column(self, ours: str, column: Column[Any]) -> Grid:
        """The same rows with a column that was worked out from others."""
        return Grid(self.cells, self.line, {**self.ready, ours: column})

    def texts(self, ours: str, rows: Ints) -> list[str]:
        """The cells of some rows, for a column too varied to be worth counting values."""
        cells = self.cells[ours]
        if isinstance(cells, Column):
            return [clean(cells.at(row)) for row in rows.tolist()]
        return [clean(text) for text in cells.take(pa.array(rows)).to_pylist()]

    def only(self, keep: NDArray[np.bool_]) -> Grid:
        """The rows to keep."""
        if keep.all():
            return self
        rows = np.flatnonzero(keep)
        cells = {ours: _chosen(column, rows) for ours, column in self.cells.items()}
        ready = {ours: column.rows(rows) for ours, column in self.ready.items()}
        return Grid(cells, self.line[rows], ready)


def _chosen(cells: Cells, rows: NDArray[np.int64]) -> Cells:
    if isinstance(cells, Column):
        return cells.rows(rows)
    return cells.take(pa.array(rows))


def _column(cells: Cells) -> Column[str]:
    if isinstance(cells, Column):
        return cells
    whole = cells.unify_dictionaries().combine_chunks()
    codes = whole.indices.to_numpy(zero_copy_only=False)
    return _by_use(Column(np.asarray(codes, dtype=np.int32), whole.dictionary.to_pylist()))


def _by_use(column: Column[str]) -> Column[str]:
    """Values in the order the rows use them, whatever order the file was cut up in."""
    codes, first = by_appearance(column.codes.astype(np.int64), max(1, len(column.values)))
    return Column(codes, [column.values[column.codes[row]] for row in first.tolist()])


def clean(text: str) -> str:
    """A cell without the spaces around it, or the ="..." some exports keep zeros with."""
    text = text.strip().strip("\u00a0\ufeff\u200b").strip()
    if text.startswith('="') and text.endswith('"') and len(text) > 2:
        return text[2:-1].strip()
    return text
