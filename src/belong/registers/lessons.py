"""Where lesson marks are kept: long columns, one immutable file for each school and year.

Lesson marks never enter a session figure. They say what happened inside a day: in class or not,
how late, and in which class. No name stands in the file: children and classes are numbers, and the
list of class codes is beside them.
"""

from __future__ import annotations

import hashlib
import io
import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from numpy.typing import NDArray

from belong.basics.errors import BrokenStore
from belong.registers.store import Store

LAYOUT = b"belong-lessons-1"
COLUMNS = ("pupil", "day", "period", "klass", "code", "minutes")
MOST_CLASSES = 65_535
MOST_PERIODS = 255
ROWS_TOGETHER = 1 << 15
"""Marks kept in one piece of a file: the pieces of one child are read, and no others."""


@dataclass(frozen=True)
class LessonMarks:
    """The lesson marks of one school in one school year, sorted by child, day, period and class.

    pupil, day     int32 [marks]: the child's key; days since 1970-01-01
    period, klass  uint8, uint16 [marks]: indexes into `periods` and `classes`
    code           uint8 [marks], index into the dated code table, NO_MARK for a blank
    minutes        uint8 [marks], minutes late, 0 where nobody said
    """

    year: int
    pupil: NDArray[np.int32]
    day: NDArray[np.int32]
    period: NDArray[np.uint8]
    klass: NDArray[np.uint16]
    code: NDArray[np.uint8]
    minutes: NDArray[np.uint8]
    periods: tuple[str, ...]
    classes: tuple[str, ...]

    def __len__(self) -> int:
        return len(self.code)


def settled(marks: LessonMarks) -> LessonMarks:
    """The marks in the store's order; of two for one lesson of a child the later given stays."""
    place = _place(marks)
    order = np.argsort(place, kind="stable")
    last = np.append(place[order][1:] != place[order][:-1], True)
    return _only(marks, order[last])


def _place(marks: LessonMarks) -> NDArray[np.int64]:
    lesson = marks.period.astype(np.int64) * (MOST_CLASSES + 1) + marks.klass
    day = marks.day.astype(np.int64) - int(marks.day.min(initial=0))
    whole = (marks.pupil.astype(np.int64) * 512 + day % 512) * (256 * (MOST_CLASSES + 1)) + lesson
    return np.asarray(whole)


def _only(marks: LessonMarks, rows: NDArray[np.int64]) -> LessonMarks:
    return replace(marks, **{name: getattr(marks, name)[rows] for name in COLUMNS})


def merged(old: LessonMarks | None, new: LessonMarks) -> LessonMarks:
    """New marks laid over old ones. Nothing goes because a file lacks it."""
    if old is None:
        return settled(new)
    periods = tuple(dict.fromkeys((*old.periods, *new.periods)))
    classes = tuple(dict.fromkeys((*old.classes, *new.classes)))
    fresh = replace(
        new,
        period=_renumbered(new.periods, periods)[new.period].astype(np.uint8),
        klass=_renumbered(new.classes, classes)[new.klass].astype(np.uint16),
    )
    columns: dict[str, Any] = {
        n: np.concatenate([getattr(old, n), getattr(fresh, n)]) for n in COLUMNS
    }
    return settled(replace(old, **columns, periods=periods, classes=classes))


def _renumbered(mine: Sequence[str], every: Sequence[str]) -> NDArray[np.int64]:
    at = {name: n for n, name in enumerate(every)}
    return np.array([at[name] for name in mine], dtype=np.int64)


def same(one: LessonMarks | None, other: LessonMarks) -> bool:
    """Whether two years hold the very same marks."""
    return one is not None and _bytes(one) == _bytes(other)


def keep(store: Store, school: int, marks: LessonMarks) -> str:
    """Write a year's lesson marks, safe against a power cut; the name they can be read under."""
    body = _bytes(marks)
    name = f"{marks.year}-{hashlib.sha256(body).hexdigest()[:24]}"
    store.write(school, {f"{name}.lessons": body})
    return name


def read(store: Store, school: int, name: str) -> LessonMarks:
    """Kept lesson marks. Raises BrokenStore when the bytes are not what was written."""
    return _marks(name, _opened(store, school, name).read())


def read_child(store: Store, school: int, name: str, pupil: int) -> LessonMarks:
    """The kept lesson marks of one child, without unpacking everybody's. Raises BrokenStore."""
    file = _opened(store, school, name)
    pieces = [n for n in range(file.num_row_groups) if _may_hold(file, n, pupil)]
    marks = _marks(name, file.read_row_groups(pieces))
    return _only(marks, np.flatnonzero(marks.pupil == pupil))


def _opened(store: Store, school: int, name: str) -> pq.ParquetFile:
    body = store.bytes_of(school, f"{name}.lessons")
    if hashlib.sha256(body).hexdigest()[:24] != name.split("-", 1)[1]:
        raise BrokenStore(
            f"The lesson file {name}.lessons is damaged.", do="Restore it from a backup."
        )
    return pq.ParquetFile(pa.BufferReader(body))


def _may_hold(file: pq.ParquetFile, piece: int, pupil: int) -> bool:
    """Whether marks of a child may stand in a piece; a file from before pieces says nothing."""
    said = file.metadata.row_group(piece).column(0).statistics
    return said is None or not said.has_min_max or said.min <= pupil <= said.max


def _marks(name: str, table: pa.Table) -> LessonMarks:
    said = json.loads(table.schema.metadata[b"lists"])
    columns = {column: table[column].to_numpy() for column in COLUMNS}
    return LessonMarks(
        int(name.split("-", 1)[0]), **columns,
        periods=tuple(said["periods"]), classes=tuple(said["classes"]),
    )  # fmt: skip


def _bytes(marks: LessonMarks) -> bytes:
    lists = json.dumps({"periods": marks.periods, "classes": marks.classes})
    table = pa.table(
        {name: getattr(marks, name) for name in COLUMNS},
        metadata={b"layout": LAYOUT, b"lists": lists.encode()},
    )
    out = io.BytesIO()
    pq.write_table(
        table, out, compression="zstd", compression_level=3, write_statistics=["pupil"],
        row_group_size=ROWS_TOGETHER,
        use_dictionary=["period", "klass", "code", "minutes"],
        column_encoding={"pupil": "DELTA_BINARY_PACKED", "day": "DELTA_BINARY_PACKED"},
    )  # fmt: skip
    return out.getvalue()
