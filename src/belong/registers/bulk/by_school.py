"""A large file of several schools, sorted into its schools."""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np
import pyarrow as pa

from belong.registers.bulk.blocks import readings_of
from belong.registers.bulk.settle import settled_file
from belong.registers.bulk.source import (
    WHOLE,
    Otherwise,
    Source,
    rows_one_by_one,
    source_of,
)
from belong.registers.bulk.spill import Part, Spill
from belong.registers.sources.reading import Reading, SchoolMarks

_COLUMNS = ("pupil", "day", "half", "code", "line")
_KINDS = {"pupil": np.int32, "day": np.int32, "half": np.uint8, "code": np.uint8, "line": np.int32}


@dataclass
class _Gathering:
    """What has come of one school so far."""

    place: dict[str, int] = field(default_factory=dict)
    details: list[pa.Table] = field(default_factory=list)
    parts: list[Part] = field(default_factory=list)


class SortedBySchool:
    """The marks of a file, a school at a time; they wait on the disk.

    reading  what is said of the file as a whole: its rows, refusals and oddities, and no marks
    """

    def __init__(self, readings: Iterable[Reading]) -> None:
        self._spill = Spill()
        self._schools: dict[str, _Gathering] = defaultdict(_Gathering)
        rows = 0
        for reading in readings:
            rows += reading.rows
            for school in reading.schools:
                self._put(school)
            self.reading = replace(reading, schools=(), rows=rows)

    def _put(self, marks: SchoolMarks) -> None:
        mine = self._schools[marks.school]
        known = len(mine.place)
        at = [mine.place.setdefault(number, len(mine.place)) for number in marks.pupils]
        new = [row for row, place in enumerate(at) if place >= known]
        mine.details.append(marks.details.take(pa.array(new, pa.int64())))
        columns = {name: getattr(marks, name) for name in _COLUMNS}
        columns["pupil"] = np.array(at, dtype=np.int32)[marks.pupil]
        self._spill.put(columns)
        mine.parts.append(self._spill.parts.pop())

    @property
    def names(self) -> tuple[str, ...]:
        """The schools as the file names them, in the order it does."""
        return tuple(self._schools)

    def marks(self, name: str) -> SchoolMarks:
        """Everything of one school, as the reading of the whole file would have it."""
        mine = self._schools[name]
        columns = {
            column: np.concatenate([self._spill.get(part, column) for part in mine.parts]).astype(
                _KINDS[column]
            )
            for column in _COLUMNS
        }
        details = pa.concat_tables(mine.details).combine_chunks()
        return SchoolMarks(school=name, pupils=tuple(mine.place), details=details, **columns)

    def close(self) -> None:
        """Give the disk back."""
        self._spill.close()


@contextmanager
def sorted_by_school(
    path: Path, *, as_of: dt.date | None = None, day_first: bool | None = None
) -> Iterator[SortedBySchool | None]:
    """A file of session marks, a school at a time; None for a file of another kind.

    raises  as `sources.read` does for such a file
    """
    found = settled_file(path, as_of=as_of, day_first=day_first)
    if found is None:
        yield None
        return
    source, marks = found
    with marks.spill:
        sorted_out = SortedBySchool(readings_of(source, marks))
    try:
        yield sorted_out
    finally:
        sorted_out.close()


def excerpt(path: Path, lines: Collection[int]) -> bytes | None:
    """Some lines of a file of session marks under its headings, as UTF-8.

    lines    the numbers of the lines, as `SchoolMarks.line` has them
    returns  None for a file that cannot be read line by line
    """
    source = source_of(path)
    while source is not None:
        try:
            return _excerpt(source, frozenset(lines))
        except Otherwise as other:
            source = None if other.encoding == WHOLE else source_of(path, other.encoding)
    return None


def _excerpt(source: Source, lines: frozenset[int]) -> bytes:
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(source.header.names)
    writer.writerows(cells for line, cells in rows_one_by_one(source) if line in lines)
    return out.getvalue().encode()
