"""Timings of the calculating rooms, always beside something else and always on equal answers."""

from __future__ import annotations

import csv
import datetime as dt
import sqlite3
import statistics
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from belong.attendance import codes
from belong.attendance.codes import NO_MARK
from belong.attendance.measures.counts import Counts, of_each_code
from belong.basics.terms import date_of, day_number, monday_of
from belong.registers import sources
from belong.registers.store import Kept, Store, YearMarks, matrix_of, session_of, sorted_marks

RUNS = 7
YEAR = 2025


@dataclass(frozen=True)
class Line:
    """One comparison: our median and the other's, and how many times better we are.

    ours, other  in `unit`: seconds, but for what lies on the disk

    promised  the ratio or the figure that has to hold, in words
    holds     whether it did in this run; None where nothing was promised
    rival     whether `other` is somebody else's way of doing the same; if not, nothing is won by
              being so many times faster, and no ratio is said
    """

    what: str
    ours: float
    beside: str
    other: float | None
    promised: str = ""
    holds: bool | None = None
    unit: str = "s"
    rival: bool = True

    @property
    def ratio(self) -> float | None:
        """The other's median over ours; above 1 we are faster."""
        return None if self.other is None else self.other / self.ours


def median_of(work: Callable[[], object], runs: int = RUNS) -> float:
    """Seconds, the middle one of several runs after one that does not count."""
    work()
    times = []
    for _ in range(runs):
        began = time.perf_counter()
        work()
        times.append(time.perf_counter() - began)
    return statistics.median(times)


def paired(ours: Callable[[], object], other: Callable[[], object]) -> tuple[float, float]:
    """The medians of two pieces of work done in turn, so that a busy moment slows both [s]."""
    ours(), other()
    times: tuple[list[float], list[float]] = ([], [])
    for _ in range(2 * RUNS + 1):
        for work, into in zip((ours, other), times, strict=True):
            began = time.perf_counter()
            work()
            into.append(time.perf_counter() - began)
    return statistics.median(times[0]), statistics.median(times[1])


def invented_year(pupils: int, seed: int = 5) -> YearMarks:
    """A school year of 380 sessions with absence in spells, for timing only."""
    chance = np.random.default_rng(seed)
    first = day_number(dt.date(YEAR, 9, 3))
    days = np.array([d for d in range(first, first + 330) if (d + 3) % 7 < 5], dtype=np.int32)
    week = (monday_of(days) - monday_of(days[:1])) // 7
    days = days[~np.isin(week, (8, 16, 17, 24, 31, 32, 39))][:190]
    day, half = np.repeat(days, 2), np.tile(np.array([0, 1], dtype=np.uint8), len(days))
    marks = np.tile(np.array([codes.index_of("/"), codes.index_of("\\")], np.uint8), len(days))
    cells = np.tile(marks, (pupils, 1))
    away = np.array([codes.index_of(c) for c in "IONMUE"], dtype=np.uint8)
    for _ in range(pupils * 9):
        row, column = chance.integers(pupils), chance.integers(cells.shape[1])
        cells[row, column : column + chance.geometric(0.28)] = chance.choice(away)
    cells[chance.random(cells.shape) < 0.02] = codes.index_of("L")
    return sorted_marks(
        YEAR,
        np.repeat(np.arange(pupils, dtype=np.int32), cells.shape[1]),
        np.tile(session_of(day, half, YEAR), pupils),
        cells.ravel(),
    )


def write_csv(year: YearMarks, path: Path) -> None:
    """The same year as a school's system would export it, one line a mark."""
    matrix = matrix_of(year)
    dates = {int(d): f"{date_of(d):%d/%m/%Y}" for d in np.unique(matrix.day)}
    letters = [c.code for c in codes.table()]
    with path.open("w", newline="", encoding="utf-8") as out:
        lines = csv.writer(out)
        lines.writerow(["UPN", "Reg", "Date", "Session", "Mark", "Minutes Late"])
        for row, pupil in enumerate(matrix.enrolment):
            upn = f"Z999{int(pupil):09d}"
            lines.writerows(
                (upn, f"8 Oak{row % 7}", dates[int(d)], ("AM", "PM")[h], letters[m], "")
                for d, h, m in zip(matrix.day, matrix.half, matrix.marks[row], strict=True)
            )


def run(pupils: int = 1000) -> list[Line]:
    """Every line that needs no Django."""
    year = invented_year(pupils)
    with tempfile.TemporaryDirectory(prefix="belong-bench-") as folder:
        path = Path(folder) / "marks.csv"
        write_csv(year, path)
        return [*_import_lines(path, Path(folder), len(year)), *_count_lines(year)]


def _import_lines(path: Path, folder: Path, marks: int) -> list[Line]:
    raw = median_of(lambda: path.read_bytes())
    kept: list[Kept] = []
    whole = median_of(lambda: kept.append(bring_in(path, folder)))
    size = kept[-1].size / kept[-1].marks
    assert kept[-1].marks == marks, "the import lost or invented marks"
    seconds = "at most 1 s a school-year of 1,000 pupils, preview included"
    return [
        Line(
            f"import of {marks:,} marks, file open to pointer flipped", whole,
            "raw read of the same bytes", raw, seconds, whole <= marks / 380_000,
        ),
        Line(
            "on disk, the matrix included", size, "the most that was promised", 0.4,
            "at most 0.4 bytes a mark", size <= 0.4, "bytes a mark",
        ),
    ]  # fmt: skip


def bring_in(path: Path, folder: Path) -> Kept:
    """An import without people: read, compare with what is kept, write, flip the pointer."""
    reading = sources.read(path, as_of=dt.date(YEAR + 1, 8, 31), day_first=True)
    school = reading.schools[0]
    entered = school.code != NO_MARK
    session = session_of(school.day[entered], school.half[entered], YEAR)
    new = sorted_marks(YEAR, school.pupil[entered], session, school.code[entered])
    store = Store(folder / "store")
    with sqlite3.connect(folder / "pointers.sqlite3", isolation_level=None) as pointers:
        pointers.execute("PRAGMA journal_mode=WAL")
        pointers.execute("PRAGMA synchronous=FULL")
        pointers.execute("CREATE TABLE IF NOT EXISTS pointer (year INTEGER PRIMARY KEY, name TEXT)")
        before = pointers.execute("SELECT name FROM pointer").fetchone()
        if before:
            preview(store.long(1, before[0]), new)
        kept = store.keep(1, new)
        pointers.execute("BEGIN IMMEDIATE")
        pointers.execute("INSERT OR REPLACE INTO pointer VALUES (?, ?)", (YEAR, kept.name))
        pointers.execute("COMMIT")
    return kept


def preview(old: YearMarks, new: YearMarks) -> tuple[int, int]:
    """New and changed marks beside what is kept."""
    was = old.enrolment.astype(np.int64) * 2048 + old.session
    now = new.enrolment.astype(np.int64) * 2048 + new.session
    at = np.minimum(np.searchsorted(was, now), len(was) - 1)
    found = was[at] == now
    return int((~found).sum()), int((old.code[at[found]] != new.code[found]).sum())


def _count_lines(year: YearMarks) -> list[Line]:
    matrix = matrix_of(year).marks
    counts = of_each_code(matrix)
    try:
        import pandas
    except ImportError:
        ours = median_of(lambda: of_each_code(matrix))
        return [Line("per-pupil counts of every code", ours, "pandas is not installed", None)]
    table = pandas.DataFrame({"row": year.enrolment, "code": year.code})
    ours, other = paired(
        lambda: of_each_code(matrix), lambda: table.groupby(["row", "code"]).size()
    )
    same = table.groupby(["row", "code"]).size()
    rows = same.index.get_level_values(0).to_numpy(), same.index.get_level_values(1).to_numpy()
    assert_equal(counts, rows[0], rows[1], same.to_numpy())
    return [
        Line(
            "per-pupil counts of every code", ours, "pandas groupby of the same rows in memory",
            other, "10 times pandas or better", other / ours >= 10,
        )
    ]  # fmt: skip


def assert_equal(
    counts: Counts,
    row: NDArray[np.int64],
    code: NDArray[np.int64],
    n: NDArray[np.int64],
) -> None:
    """Raises AssertionError unless long counts say exactly what the matrix of counts says."""
    long = np.zeros_like(counts)
    long[row, code] = n
    assert (long == counts).all(), "a comparison on unequal answers is none"
