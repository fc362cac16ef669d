"""The rows of a file of records on their way through the questions asked of each."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from belong.registers.kinds import Field, Kind
from belong.registers.sources.cells import Header, repeats_header
from belong.registers.sources.columns import is_total
from belong.registers.sources.grid import Column, Grid, Ints
from belong.registers.sources.notes import Notes
from belong.registers.sources.records_cells import Answer
from belong.registers.sources.records_columns import Fit

Bools = NDArray[np.bool_]
MOST_ODD = 20
"""So many different oddities of one column are told apart; the rest are counted together."""
NOT_OURS = frozenset({"tobedeleted"})
"""How a roster says that a row is only there to be taken away."""


@dataclass
class Rows:
    """Rows, and which of them still stand; a row refused once is asked no more.

    line  int32 [rows]
    keep  bool [rows]
    """

    line: Ints
    notes: Notes
    keep: Bools = field(init=False)

    def __post_init__(self) -> None:
        self.keep = np.ones(len(self.line), dtype=np.bool_)

    def refuse(self, bad: Bools, why: Callable[[int], str]) -> None:
        """Refuse rows, asking for the reason of each by its place."""
        rows = np.flatnonzero(bad & self.keep)
        self.notes.refuse_each(self.line[rows].tolist(), lambda n: why(int(rows[n])))
        self.keep &= ~bad

    def tell(self, answers: Column[Answer], called: str) -> None:
        """Note what was odd about a column, each oddity once with how often it was met."""
        odd = [n for n, one in enumerate(answers.values) if one.oddity or one.problem]
        if not odd:
            return
        codes = answers.codes[self.keep]
        times = np.bincount(codes, minlength=len(answers.values))
        first = np.zeros(len(answers.values), dtype=np.int32)
        first[codes[::-1]] = self.line[self.keep][::-1]
        met = [n for n in odd if times[n]]
        for n in met[:MOST_ODD]:
            self.notes.take(int(first[n]), _odd(answers.values[n]), int(times[n]))
        rest = met[MOST_ODD:]
        if rest:
            more = f"More cells of the {called} were odd in these ways."
            self.notes.take(int(first[rest].min()), more, int(times[rest].sum()))


def _odd(one: Answer) -> str:
    if one.oddity:
        return one.oddity
    return f"{one.problem.removesuffix('.')}, so that cell was left empty."


def data_rows(grid: Grid, header: Header, found: Fit) -> Grid:
    """Rows without the header again on a later page and without rows that add others up."""
    if not len(grid):
        return grid
    return grid.only(~(_headers_again(grid, header, found) | _totals(grid, found)))


def _headers_again(grid: Grid, header: Header, found: Fit) -> Bools:
    times = np.zeros(len(grid), dtype=np.int32)
    for ours in grid.cells:
        times += grid.column(ours).where(partial(repeats_header, header, found.at[ours]))
    return np.asarray(times >= min(2, len(grid.cells)))


def _totals(grid: Grid, found: Fit) -> Bools:
    """Rows that begin with a word for a sum and say nothing where a record must."""
    who = [ours for ours in (*found.ids, "name", "surname") if ours in grid]
    sums = np.zeros(len(grid), dtype=np.bool_)
    for ours in who:
        sums |= grid.column(ours).where(is_total)
    needed = [ours for ours in found.kind.required if ours in grid]
    for ours in needed:
        sums &= grid.column(ours).where(lambda text: not text)
    return sums if needed else np.zeros(len(grid), dtype=np.bool_)


def of_this_kind(grid: Grid, kind: Kind, notes: Notes) -> Grid:
    """The rows of this kind, where a file holds several and says which row is of which."""
    gone, other = (np.zeros(len(grid), dtype=np.bool_) for _ in range(2))
    for ours in ("status", "role"):
        if ours in grid:
            gone |= grid.column(ours).where(lambda text: text.casefold() in NOT_OURS)
    for ours, words in kind.only.items():
        if ours in grid:
            other |= ~grid.column(ours).where(partial(_says, kind.field(ours), words))
    _say(grid, gone, "A row the file marks as deleted was left out.", notes)
    _say(grid, other & ~gone, f"A row that is not {kind.one_row} was left out.", notes)
    return grid.only(~(gone | other))


def _say(grid: Grid, which: Bools, said: str, notes: Notes) -> None:
    rows = np.flatnonzero(which)
    if len(rows):
        notes.take(int(grid.line[rows[0]]), said, len(rows))


def _says(field: Field, words: tuple[str, ...], text: str) -> bool:
    """Whether a cell says one of these words, or nothing at all."""
    return not text or (field.word(text) or text) in words


def texts(column: Column[str]) -> pa.Array:
    """A column of texts as Arrow, null where a text is empty."""
    values = pa.array([text or None for text in column.values], pa.string())
    return values.take(pa.array(column.codes))


def lists(column: Column[tuple[str, ...]]) -> pa.Array:
    """A column of texts several to a row as Arrow lists, never null."""
    values = pa.array([list(one) for one in column.values], pa.list_(pa.string()))
    return values.take(pa.array(column.codes))
