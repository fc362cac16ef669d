"""The second pass over a large file: from numbers of texts to marks, as for a whole file."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import partial
from typing import Any

import numpy as np

from belong.attendance import codes
from belong.registers.bulk_gather import Gathered, in_order
from belong.registers.bulk_notes import BlockNotes, FileNotes, StepNotes
from belong.registers.bulk_numbering import Places
from belong.registers.bulk_pass import WORKERS
from belong.registers.bulk_places import PlacesSeen, losers_of
from belong.registers.bulk_spill import Numbers, Part, Spill
from belong.registers.bulk_told import Told
from belong.registers.sources import long
from belong.registers.sources.grid import Column, Grid, Ints
from belong.registers.sources.presence import with_presence
from belong.registers.sources.settle import Entries, judge

ROWS_AT_ONCE = 400_000
_STEPS = ("placed", "presence", "session", "judged")
_OF_A_MARK = ("pupil", "date", "half", "code", "line")


@dataclass
class Settled:
    """The marks of a file, waiting on the disk.

    told     what its texts mean
    spill    columns pupil (index into told.children), date (into told.days), half, code, line
    losers   rows of the spill that gave way to another mark for the same session, rising
    rows     data rows seen
    refused  int64 [children], rows of each child that were refused
    """

    told: Told
    spill: Spill
    rows: int
    notes: FileNotes
    refused: Places
    losers: Places = field(default_factory=lambda: np.zeros(0, dtype=np.int64))

    def blocks(self) -> Iterator[dict[str, Numbers]]:
        """The rows that stand, a block at a time."""
        begin = 0
        for part in self.spill.parts:
            columns = {name: self.spill.get(part, name) for name in _OF_A_MARK}
            first, last = np.searchsorted(self.losers, [begin, begin + part.rows])
            if first < last:
                keep = np.ones(part.rows, dtype=np.bool_)
                keep[self.losers[first:last] - begin] = False
                columns = {name: column[keep] for name, column in columns.items()}
            begin += part.rows
            yield columns


@dataclass(frozen=True)
class _Block:
    """One block, judged: its columns, what each step has to say, and its rows as they were."""

    columns: dict[str, Numbers]
    notes: dict[str, BlockNotes]
    line: Ints
    child: Ints


def settled(found: Gathered, told: Told) -> Settled:
    """Every row of a file judged, one mark left for each child and session."""
    steps = {step: StepNotes() for step in _STEPS}
    seen = PlacesSeen(len(told.children), len(told.days), found.rows)
    refused = np.zeros(len(told.children), dtype=np.int64)
    out = Settled(told, Spill(), found.rows, FileNotes(), refused)
    with ThreadPoolExecutor(WORKERS) as pool:
        work = partial(_judged, found, told, _tables(found))
        for block in in_order(pool, work, _runs(found.spill), WORKERS):
            for step, said in block.notes.items():
                said.tell(steps[step], block.line)
                np.add.at(refused, block.child[said.rows], 1)
            seen.add(block.columns)
            out.spill.put(block.columns)
    for notes in (found.notes, told.notes, *steps.values()):
        notes.pour_into(out.notes)
    out.losers = losers_of(out.spill, seen, out.notes)
    found.spill.close()
    return out


def _runs(spill: Spill) -> Iterator[list[Part]]:
    """Neighbouring parts, as many as make a good block."""
    run: list[Part] = []
    for part in spill.parts:
        run.append(part)
        if sum(one.rows for one in run) >= ROWS_AT_ONCE:
            yield run
            run = []
    if run:
        yield run


def _tables(found: Gathered) -> dict[str, tuple[str, Ints]]:
    """Our name -> the spilled column it is in, and the number of its cell for each text there."""
    return {
        ours: (str(n), book.cells(ours))
        for n, book in enumerate(found.books)
        if book in found.what
        for ours in book.plan.ours
    }


def _judged(
    found: Gathered, told: Told, tables: dict[str, tuple[str, Ints]], run: list[Part]
) -> _Block:
    """A block of rows through every step a whole file goes through."""
    notes = {step: BlockNotes() for step in _STEPS}
    line = _column(found.spill, run, "line")
    child = told.child_of[_column(found.spill, run, "who")]
    grid = _grid(found, tables, run, Column(child, told.children))
    # Straight from the reader of whole files: what it says of a row must be said here too.
    grid = long._placed(grid, told.dates.day, told.dates.reasons, notes["placed"])
    if told.code_set == codes.PRESENCE:
        grid = with_presence(grid, found.source.columns, notes["presence"])
    by_day, days = long._by_day(grid, told.dates.day)
    _, entries = long._entries(by_day, days, found.source.columns, notes["session"])
    columns = _marks(entries, told, notes["judged"])
    origin = columns["line"]
    if "record" in found.texts:
        columns["record"] = _column(found.spill, run, "record")[origin]
    return _Block(columns | {"line": line[origin]}, notes, line, child)


def _marks(entries: Entries, told: Told, notes: BlockNotes) -> dict[str, Numbers]:
    """The columns of the marks that stand; `line` is a row of the block."""
    found = judge(entries, code_set=told.code_set, as_of=told.as_of, left={}, notes=notes)
    e = found.entries
    return {
        "pupil": e.pupil.codes, "date": e.date, "half": e.half, "code": found.code,
        "line": e.line[e.row],
    }  # fmt: skip


def _grid(
    found: Gathered, tables: dict[str, tuple[str, Ints]], run: list[Part], child: Column[Any]
) -> Grid:
    """The rows of a block; their lines are counted from 0 until they are told to the file."""
    spilled: dict[str, Numbers] = {}
    ready: dict[str, Column[Any]] = {"child": child}
    for ours, (name, cell_of) in tables.items():
        if name not in spilled:
            spilled[name] = _column(found.spill, run, name)
        ready[ours] = Column(cell_of[spilled[name]], found.texts[ours].values)
    return Grid({}, np.arange(len(child), dtype=np.int32), ready)


def _column(spill: Spill, run: list[Part], name: str) -> Numbers:
    return np.concatenate([spill.get(part, name) for part in run])
