"""The second pass over a large file: from numbers of texts to marks, as for a whole file."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from belong.registers.bulk.gather import Gathered, in_order
from belong.registers.bulk.judging import STEPS, Judging
from belong.registers.bulk.notes import FileNotes, StepNotes
from belong.registers.bulk.numbering import Places
from belong.registers.bulk.passing import BYTES_AT_ONCE, WORKERS, gathered
from belong.registers.bulk.places import PlacesSeen, losers_of
from belong.registers.bulk.source import WHOLE, Otherwise, Source, source_of
from belong.registers.bulk.spill import Numbers, OnDisk, Part, Place, Spill
from belong.registers.bulk.told import Told, told_of

ROWS_AT_ONCE = 400_000
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


def settled_file(
    path: Path,
    *,
    as_of: dt.date | None = None,
    day_first: bool | None = None,
    bytes_at_once: int = BYTES_AT_ONCE,
    place: type[Place] = OnDisk,
) -> tuple[Source, Settled] | None:
    """The marks of a file, judged; None for a file that has to be read at once.

    place  where they wait
    """
    source, slowly = source_of(path), False
    while source is not None:
        try:
            found = gathered(source, slowly=slowly, bytes_at_once=bytes_at_once, place=place)
            with found.spill:
                return source, settled(found, told_of(found, as_of, day_first))
        except Otherwise as other:
            source = None if other.encoding == WHOLE else source_of(path, other.encoding)
            slowly = other.slowly
    return None


def settled(found: Gathered, told: Told) -> Settled:
    """Every row of a file judged, one mark left for each child and session."""
    refused = np.zeros(len(told.children), dtype=np.int64)
    out = Settled(told, found.spill.another(), found.rows, FileNotes(), refused)
    try:
        _settle(found, out)
    except BaseException:
        out.spill.close()
        raise
    return out


def _settle(found: Gathered, out: Settled) -> None:
    told, steps = out.told, {step: StepNotes() for step in STEPS}
    seen = PlacesSeen(len(told.children), len(told.days), found.rows)
    with ThreadPoolExecutor(WORKERS) as pool:
        for block in in_order(pool, Judging(found, told).block, _runs(found.spill), WORKERS):
            for name, said in block.notes.items():
                said.tell(steps[name], block.line)
                np.add.at(out.refused, block.child[said.rows], 1)
            seen.add(block.columns)
            out.spill.put(block.columns, rising="line")
    found.notes.pour_into(out.notes)
    told.notes.pour_into(out.notes)
    for step in steps.values():
        step.pour_into(out.notes)
    out.losers = losers_of(out.spill, seen, out.notes)


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
