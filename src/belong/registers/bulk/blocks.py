"""A large file as readings of so many marks each."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pyarrow as pa

from belong.registers.bulk.passing import BYTES_AT_ONCE
from belong.registers.bulk.settle import Settled, settled_file
from belong.registers.bulk.source import Source
from belong.registers.bulk.spill import InMemory, Numbers
from belong.registers.sources import read
from belong.registers.sources.grid import Column
from belong.registers.sources.reading import Reading, SchoolMarks, Shape, Unit
from belong.registers.sources.schools import by_school
from belong.registers.sources.settle import Entries, Judged

ROWS_AT_ONCE = 500_000


def read_blocks(
    path: Path,
    *,
    as_of: dt.date | None = None,
    day_first: bool | None = None,
    rows_at_once: int = ROWS_AT_ONCE,
    bytes_at_once: int = BYTES_AT_ONCE,
) -> Iterator[Reading]:
    """A file of session marks as readings of so many marks each; `joined`, they are `read`'s.

    What was refused or taken, and the rows left out, come with the last reading: only the whole
    file knows them. A file of another kind comes as one reading, as `read` gives it.

    bytes_at_once  how much of the file is cut up at a time
    raises         as `sources.read` does. Only files of session marks may be larger than it allows
    """
    found = settled_file(path, as_of=as_of, day_first=day_first, bytes_at_once=bytes_at_once)
    if found is None:
        yield read(path, as_of=as_of, day_first=day_first)
        return
    source, marks = found
    with marks.spill:
        yield from readings_of(source, marks, rows_at_once)


def session_marks(
    path: Path, *, as_of: dt.date | None = None, day_first: bool | None = None
) -> Reading | None:
    """What `sources.read` gives for a file of session marks; None for a file of another kind.

    No file is written, so a cell may ask for it.

    raises  as `sources.read` does for such a file
    """
    found = settled_file(path, as_of=as_of, day_first=day_first, place=InMemory)
    if found is None:
        return None
    source, marks = found
    with marks.spill:
        return joined(readings_of(source, marks))


def readings_of(
    source: Source, marks: Settled, rows_at_once: int = ROWS_AT_ONCE
) -> Iterator[Reading]:
    """Each reading but the last as it comes; the last with all that is said of the file."""
    rest, waiting = marks.rows, None
    for columns in _sliced(marks, rows_at_once):
        if waiting is not None:
            rest -= waiting.rows
            yield waiting
        waiting = _reading(source, marks, columns)
    if waiting is None:
        waiting = _reading(source, marks, _no_marks())
    notes = marks.notes
    yield replace(waiting, rows=rest, refused=notes.refused, taken=notes.taken)


def _sliced(marks: Settled, rows_at_once: int) -> Iterator[dict[str, Numbers]]:
    for columns in marks.blocks():
        for begin in range(0, len(columns["line"]), rows_at_once):
            end = begin + rows_at_once
            yield {name: column[begin:end] for name, column in columns.items()}


def _no_marks() -> dict[str, Numbers]:
    none = np.zeros(0, dtype=np.int32)
    return {name: none for name in ("pupil", "date", "half", "code", "line")}


def _reading(source: Source, marks: Settled, columns: dict[str, Numbers]) -> Reading:
    rows, told = len(columns["line"]), marks.told
    entries = Entries(
        row=np.arange(rows, dtype=np.int32),
        line=columns["line"].astype(np.int32),
        pupil=Column(columns["pupil"].astype(np.int32), told.children),
        date=columns["date"].astype(np.int32),
        days=told.days,
        half=columns["half"].astype(np.uint8),
        mark=Column(np.zeros(rows, dtype=np.int32), [""]),
    )
    judged = Judged(entries, columns["code"].astype(np.uint8))
    return Reading(
        shape=Shape.LONG, unit=Unit.SESSION, code_set=told.code_set, rows=rows,
        columns=source.columns.found(), schools=by_school(judged, told.about, None),
    )  # fmt: skip


def joined(readings: Iterable[Reading]) -> Reading:
    """The readings of one file as one. Raises ValueError where there are none."""
    every = list(readings)
    if not every:
        raise ValueError("a file gives at least one reading")
    parts: dict[str, list[SchoolMarks]] = {}
    for reading in every:
        for school in reading.schools:
            parts.setdefault(school.school, []).append(school)
    return replace(
        every[-1],
        rows=sum(reading.rows for reading in every),
        schools=tuple(_one_school(of_one) for of_one in parts.values()),
    )


def _one_school(parts: list[SchoolMarks]) -> SchoolMarks:
    place: dict[str, int] = {}
    pupil, details = [], []
    for part in parts:
        known = len(place)
        mine = [place.setdefault(number, len(place)) for number in part.pupils]
        pupil.append(np.array(mine, dtype=np.int32)[part.pupil])
        new = [row for row, at in enumerate(mine) if at >= known]
        details.append(part.details.take(pa.array(new, pa.int64())))
    names = ("day", "half", "code", "line")
    columns = {name: np.concatenate([getattr(part, name) for part in parts]) for name in names}
    return SchoolMarks(
        school=parts[0].school, pupils=tuple(place), pupil=np.concatenate(pupil),
        details=pa.concat_tables(details).combine_chunks(), **columns,
    )  # fmt: skip
