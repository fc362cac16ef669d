"""Where the marks are kept: one immutable file for each school and year.

The long file is the truth: enrolment, session, mark, sorted, with no name and no UPN in it (the
footer of such a file can be read by anybody who holds it). Beside it lies a matrix made from it,
only so that a page opens quickly; without it, it is made again.
"""

from __future__ import annotations

import hashlib
import io
import os
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from numpy.typing import NDArray

from belong.attendance.codes import NO_MARK
from belong.basics.errors import BrokenStore
from belong.basics.terms import day_number, year_end, year_start

LAYOUT = b"belong-marks-1"
SLOTS = 4
"""Places a day has in the session number: morning, afternoon, whole day, one spare."""
SPAN = 400 * SLOTS


@dataclass(frozen=True)
class YearMarks:
    """The marks of one school in one school year.

    year                      the calendar year it began in
    enrolment, session, code  int32, int16, uint8 [marks], sorted by enrolment, then session;
                              session is days since 1 September times 4, plus the half
    """

    year: int
    enrolment: NDArray[np.int32]
    session: NDArray[np.int16]
    code: NDArray[np.uint8]

    def __len__(self) -> int:
        return len(self.code)


@dataclass(frozen=True)
class YearMatrix:
    """The same marks as a matrix: uint8 [enrolments x sessions], NO_MARK where there is none."""

    year: int
    enrolment: NDArray[np.int32]
    day: NDArray[np.int32]
    half: NDArray[np.uint8]
    marks: NDArray[np.uint8]


@dataclass(frozen=True)
class Kept:
    """A file as it was written: its name, marks and bytes, the matrix included."""

    name: str
    marks: int
    size: int


def session_of(day: NDArray[np.int32], half: NDArray[np.uint8], year: int) -> NDArray[np.int16]:
    """The session number within a school year.

    Raises ValueError for a day outside the year, and for a half that is a lesson's.
    """
    since = day - day_number(year_start(year))
    if len(half) and half.max() >= SLOTS:
        raise ValueError("a lesson's half is not a session: lesson marks are kept elsewhere")
    if len(since) and (since.min() < 0 or day.max() > day_number(year_end(year))):
        raise ValueError(f"a mark lies outside the school year that began in {year}")
    return np.asarray(since * SLOTS + half, dtype=np.int16)


def sorted_marks(
    year: int,
    enrolment: NDArray[np.int32],
    session: NDArray[np.int16],
    code: NDArray[np.uint8],
) -> YearMarks:
    """Marks in the store's order; where a place has several, the last given stays."""
    place = enrolment.astype(np.int64) * SPAN + session
    if len(place) and not (np.diff(place) > 0).all():
        order = np.argsort(place, kind="stable")
        place = place[order]
        last = np.append(place[1:] != place[:-1], True)
        chosen = order[last]
        enrolment, session, code = enrolment[chosen], session[chosen], code[chosen]
    return YearMarks(year, enrolment, session, code)


def merged(old: YearMarks | None, new: YearMarks) -> YearMarks:
    """The old marks with the new ones laid over them. Nothing goes because a file lacks it.

    Both in the store's order, which only a place of each mark's own makes quick.
    """
    if old is None:
        return new
    before, after = _places(old), _places(new)
    at = np.searchsorted(before, after)
    there = np.append(before, -1)[at] == after
    code = old.code.copy()
    code[at[there]] = new.code[there]
    at = at[~there]
    return YearMarks(
        new.year,
        np.insert(old.enrolment, at, new.enrolment[~there]),
        np.insert(old.session, at, new.session[~there]),
        np.insert(code, at, new.code[~there]),
    )


def _places(marks: YearMarks) -> NDArray[np.int64]:
    return np.asarray(marks.enrolment.astype(np.int64) * SPAN + marks.session)


def matrix_of(marks: YearMarks) -> YearMatrix:
    """The long marks as a matrix; only sessions at which somebody has a mark become columns.

    marks  in the store's order: nothing is sorted here
    """
    first = np.append(True, np.diff(marks.enrolment) > 0)[: len(marks)]
    enrolment, row = marks.enrolment[first], np.cumsum(first) - 1
    held = np.zeros(SPAN, dtype=bool)
    held[marks.session] = True
    session, column = np.flatnonzero(held).astype(np.int16), (np.cumsum(held) - 1)[marks.session]
    cells = np.full((len(enrolment), len(session)), NO_MARK, dtype=np.uint8)
    cells[row, column] = marks.code
    day = session.astype(np.int32) // SLOTS + day_number(year_start(marks.year))
    half = (session % SLOTS).astype(np.uint8)
    return YearMatrix(marks.year, enrolment.astype(np.int32), day, half, cells)


class Store:
    """The folder of registers. Files are written once and never changed."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def keep(self, school: int, marks: YearMarks) -> Kept:
        """Write a year's marks, safe against a power cut at any moment.

        The caller then points at `name` in one database transaction; until that is done, readers
        see the earlier file. Raises OSError, with nothing half there, when the disk is full.
        """
        body = _long_bytes(marks)
        name = f"{marks.year}-{hashlib.sha256(body).hexdigest()[:24]}"
        matrix = _matrix_bytes(matrix_of(marks))
        sealed = hashlib.sha256(matrix).digest() + matrix
        self.write(school, {f"{name}.parquet": body, f"{name}.matrix": sealed})
        return Kept(name, len(marks), len(body) + len(matrix))

    def write(self, school: int, files: Mapping[str, bytes]) -> None:
        """Put files into a school's folder, each whole or not at all, on the disk when done."""
        folder = self._folder(school)
        if not folder.is_dir():
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            _sync_folder(folder.parent)
        for name, body in files.items():
            _write(folder / name, body)
        _sync_folder(folder)

    def bytes_of(self, school: int, file_name: str) -> bytes:
        """A file as it was written. Raises BrokenStore where it is not there."""
        return _read(self._folder(school) / file_name)

    def long(self, school: int, name: str) -> YearMarks:
        """The long marks of a file. Raises BrokenStore when its bytes are not what was written."""
        body = self.bytes_of(school, f"{name}.parquet")
        if hashlib.sha256(body).hexdigest()[:24] != name.split("-", 1)[1]:
            raise BrokenStore(
                f"The register file {name}.parquet is damaged.", do="Restore it from a backup."
            )
        table = pq.ParquetFile(pa.BufferReader(body)).read()
        return YearMarks(
            int(name.split("-", 1)[0]),
            *(table[c].to_numpy() for c in ("enrolment", "session", "code")),
        )

    def matrix(self, school: int, name: str) -> YearMatrix:
        """The matrix of a file, made again from the long marks where it is missing or damaged."""
        path = self._folder(school) / f"{name}.matrix"
        return _matrix(path, path.stat().st_mtime_ns) if path.is_file() else self._again(path)

    def _again(self, path: Path) -> YearMatrix:
        return matrix_of(self.long(int(path.parent.name), path.stem))

    def _folder(self, school: int) -> Path:
        return self.root / str(int(school))


@lru_cache(maxsize=64)
def _matrix(path: Path, stamp: int) -> YearMatrix:
    """Opened and verified once in a process; the stamp makes a replaced file a new one."""
    raw = _read(path)
    if hashlib.sha256(raw[32:]).digest() != raw[:32]:
        return Store(path.parents[1])._again(path)
    table = pa.ipc.open_file(pa.BufferReader(raw[32:])).read_all()
    sessions = np.frombuffer(table.schema.metadata[b"sessions"], dtype=np.int16)
    year = int(table.schema.metadata[b"year"])
    cells = _flat(table["marks"], np.uint8).reshape(table.num_rows, len(sessions))
    day = sessions.astype(np.int32) // SLOTS + day_number(year_start(year))
    half = (sessions % SLOTS).astype(np.uint8)
    return YearMatrix(year, _flat(table["enrolment"], np.int32), day, half, cells)


def _flat(column: pa.ChunkedArray, kind: type[np.generic]) -> NDArray[Any]:
    """The bytes of a column as they lie: its own way to numpy loads pandas where that is there, a
    second at the first page."""
    return np.frombuffer(column.combine_chunks().buffers()[1] or b"", dtype=kind)


def _long_bytes(marks: YearMarks) -> bytes:
    table = pa.table(
        {"enrolment": marks.enrolment, "session": marks.session, "code": marks.code},
        metadata={b"layout": LAYOUT},
    )
    out = io.BytesIO()
    # Sorted numbers in small steps: delta packing keeps a mark well under half a byte.
    pq.write_table(
        table,
        out,
        compression="zstd",
        compression_level=3,
        use_dictionary=["code"],
        column_encoding={"enrolment": "DELTA_BINARY_PACKED", "session": "DELTA_BINARY_PACKED"},
        write_statistics=False,
    )
    return out.getvalue()


def _matrix_bytes(matrix: YearMatrix) -> bytes:
    rows, width = matrix.marks.shape
    cells = pa.FixedSizeBinaryArray.from_buffers(
        pa.binary(width), rows, [None, pa.py_buffer(np.ascontiguousarray(matrix.marks))]
    )
    since = matrix.day - day_number(year_start(matrix.year))
    sessions = (since * SLOTS + matrix.half).astype(np.int16)
    table = pa.table(
        {"enrolment": matrix.enrolment, "marks": cells},
        metadata={b"sessions": sessions.tobytes(), b"year": str(matrix.year).encode()},
    )
    out = io.BytesIO()
    options = pa.ipc.IpcWriteOptions(compression="zstd")
    with pa.ipc.new_file(out, table.schema, options=options) as file:
        file.write_table(table)
    return out.getvalue()


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        raise BrokenStore(
            f"The register file {path.name} is not there.", do="Restore it from a backup."
        ) from None


def _write(path: Path, body: bytes) -> None:
    """Temporary name, fsync, rename: a reader sees all of it or nothing."""
    temporary = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        with open(temporary, "wb", opener=_private) as file:
            file.write(body)
            file.flush()
            os.fsync(file.fileno())
        os.replace(temporary, path)
    finally:
        temporary.unlink(missing_ok=True)


def _private(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)


def _sync_folder(folder: Path) -> None:
    """A rename is only safe once the folder itself is on the disk."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
