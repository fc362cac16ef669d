"""Judging the rows of a large file: what is plain in one look-up, the rest step by step.

Most rows say what thousands of others say: the same date, half and mark. That is judged once, by
the steps every file goes through. Only rows of which something has to be said go through them one
by one.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from belong.attendance import codes
from belong.registers.bulk.gather import Gathered
from belong.registers.bulk.notes import BlockNotes
from belong.registers.bulk.spill import Numbers, Part
from belong.registers.bulk.told import Told
from belong.registers.sources import long
from belong.registers.sources.children import Child
from belong.registers.sources.grid import Column, Grid, Ints
from belong.registers.sources.presence import with_presence
from belong.registers.sources.settle import Judged, judge, odd

STEPS = ("placed", "presence", "session", "judged")
"""The steps that refuse rows, in the order they are taken."""
Bools = NDArray[np.bool_]
Index = NDArray[np.intp]
Notes = dict[str, BlockNotes]


@dataclass(frozen=True)
class JudgedBlock:
    """One block: its marks, what each step has to say, and the line and child of its rows.

    columns  pupil, date, half, code, line, and record where the file has them
    """

    columns: dict[str, Numbers]
    notes: Notes
    line: Ints
    child: Ints


@dataclass(frozen=True)
class _Verdicts:
    """What each different date, half and mark together are, where nothing has to be said of them.

    name   the spilled column that numbers them
    plain  whether nothing has to be said; the others mean something only where it is so
    """

    name: str
    plain: Bools
    date: Ints
    half: NDArray[np.uint8]
    code: NDArray[np.uint8]


class Judging:
    """Judges blocks of one file; several at once may be judged."""

    def __init__(self, found: Gathered, told: Told) -> None:
        self._found, self._told = found, told
        self._cells: dict[str, tuple[str, Ints]] = {
            ours: (str(n), book.cells(ours))
            for n, book in enumerate(found.books)
            if book in found.what
            for ours in book.plan.ours
        }
        self._named = np.array([bool(number) for _, number in told.children], dtype=np.bool_)
        self._verdicts = self._judged_once() if len(found.what) == 1 else None

    def block(self, run: list[Part]) -> JudgedBlock:
        """Some rows through every step a whole file goes through."""
        line, who = self._column(run, "line"), self._column(run, "who").astype(np.intp)
        child = self._told.child_of.take(who)
        said = {
            name: self._column(run, name).astype(np.intp)
            for name in {name for name, _ in self._cells.values()}
        }
        notes = {step: BlockNotes() for step in STEPS}
        columns = self._marks(child, said, notes)
        at = columns["line"]
        if "record" in self._found.texts:
            columns["record"] = self._column(run, "record")[at]
        return JudgedBlock(columns | {"line": line[at]}, notes, line, child)

    def _marks(self, child: Ints, said: dict[str, Index], notes: Notes) -> dict[str, Numbers]:
        """The marks that stand; `line` is a row of the block."""
        if self._verdicts is None:
            return _columns_of(self._step_by_step(child, said, np.arange(len(child)), notes))
        here = said[self._verdicts.name]
        plain = self._verdicts.plain.take(here)
        if not self._named.all():
            plain &= self._named.take(child)
        if plain.all():
            return self._looked_up(child, here, np.arange(len(child)))
        rows = np.flatnonzero(plain)
        quick = self._looked_up(child[rows], here[rows], rows)
        rest = _columns_of(self._step_by_step(child, said, np.flatnonzero(~plain), notes))
        order = np.argsort(np.concatenate([quick["line"], rest["line"]]), kind="stable")
        return {name: np.concatenate([quick[name], rest[name]])[order] for name in quick}

    def _looked_up(self, child: Ints, here: Index, rows: Index) -> dict[str, Numbers]:
        told = self._verdicts
        assert told is not None
        return {
            "pupil": child, "date": told.date.take(here), "half": told.half.take(here),
            "code": told.code.take(here), "line": rows,
        }  # fmt: skip

    def _step_by_step(
        self, child: Ints, said: dict[str, Index], rows: Index, notes: Notes
    ) -> Judged:
        """Some rows of a block; their lines are rows of the block until they are told."""
        told, columns = self._told, self._found.source.columns
        grid = self._grid(Column(child[rows], told.children), said, rows)
        # Straight from the reader of whole files: what it says of a row must be said here too.
        if told.some_unplaced:
            grid = long._placed(grid, told.dates.day, told.dates.reasons, notes["placed"])
        if told.code_set == codes.PRESENCE:
            grid = with_presence(grid, columns, notes["presence"])
        by_day, days = long._by_day(grid, told.dates.day)
        _, entries = long._entries(by_day, days, columns, notes["session"])
        return judge(
            entries, code_set=told.code_set, as_of=told.as_of, left={}, notes=notes["judged"]
        )

    def _grid(self, child: Column[Child], said: dict[str, Index], rows: Index) -> Grid:
        ready: dict[str, Column[Any]] = {"child": child}
        for ours, (name, cell_of) in self._cells.items():
            ready[ours] = Column(cell_of.take(said[name][rows]), self._found.texts[ours].values)
        return Grid({}, rows.astype(np.int32), ready)

    def _judged_once(self) -> _Verdicts | None:
        """Every different date, half and mark judged, as rows about one child would be."""
        named = np.flatnonzero(self._named)
        if not len(named):
            return None
        (book,) = self._found.what
        every, name = np.arange(len(book)), str(self._found.books.index(book))
        child = np.full(len(every), named[0], dtype=np.int32)
        notes = {step: BlockNotes() for step in STEPS}
        judged = self._step_by_step(child, {name: every}, every, notes)
        found, plain = _columns_of(judged), np.zeros(len(every), dtype=np.bool_)
        at = found["line"]
        plain[at] = ~odd(judged, self._told.code_set)
        date, half, code = (_spread(found[c], at, len(every)) for c in ("date", "half", "code"))
        return _Verdicts(name, plain, date, half, code)

    def _column(self, run: list[Part], name: str) -> Numbers:
        return np.concatenate([self._found.spill.get(part, name) for part in run])


def _columns_of(judged: Judged) -> dict[str, Numbers]:
    e = judged.entries
    return {
        "pupil": e.pupil.codes, "date": e.date, "half": e.half, "code": judged.code,
        "line": e.line[e.row],
    }  # fmt: skip


def _spread(values: Numbers, at: Numbers, size: int) -> Numbers:
    out = np.zeros(size, dtype=values.dtype)
    out[at] = values
    return out
