"""Timings of every measure and pattern: of one school, and of as many as a council has."""

from __future__ import annotations

import resource
import sqlite3
import tempfile
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial
from itertools import repeat
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from belong.attendance.measures.absence import absence, reasons
from belong.attendance.measures.lateness import lateness
from belong.attendance.measures.missing import missing_marks
from belong.attendance.measures.on_a_day import on_a_day
from belong.attendance.measures.part_time import part_time
from belong.attendance.measures.persistent import persistent
from belong.attendance.measures.rates import rate
from belong.attendance.measures.recent import recent
from belong.attendance.measures.spells import spells
from belong.attendance.measures.unexplained import unexplained
from belong.attendance.patterns.grid import CAME, CELLS, counted, lay_out
from belong.attendance.patterns.look import look
from belong.attendance.patterns.looks import replay
from belong.attendance.register import Register
from belong.basics.cores import side_by_side
from belong.basics.terms import date_of
from belong.lab.bench import Line, invented_year, median_of, paired
from belong.registers.joining import Stays, joined
from belong.registers.store import Store, YearMarks

MEASURES: tuple[Callable[[Register], object], ...] = (
    rate, absence, reasons, persistent, spells, recent, lateness, missing_marks, unexplained,
    part_time, on_a_day,
)  # fmt: skip
YEAR_GROUPS = 5
ONE_SCHOOL, MANY_SCHOOLS = 0.3, 180.0
"""Seconds that were promised: everything of one school; of 600 schools on two cores."""
SCHOOLS, PUPILS, GIBI = 600, 400, 1 << 30
TIMED_FROM = 100
"""With fewer schools the start of two processes weighs too much to promise anything."""
MEMORY = 4.0
"""GiB that was promised for 600 schools."""
CORES = 2


def run(pupils: int) -> list[Line]:
    """Lines of one school with one year of marks: measures and a week's look, and the part that
    other tools can do as well, on equal answers."""
    year = invented_year(pupils)
    with tempfile.TemporaryDirectory(prefix="belong-bench-") as folder:
        store = Store(Path(folder))
        path = Path(folder) / "1" / f"{store.keep(1, year).name}.matrix"
        raw = median_of(path.read_bytes)
    register = _joined(year)
    whole = median_of(lambda: everything(register))
    limit = ONE_SCHOOL * max(1.0, pupils / 1000)
    first = Line(
        f"every session measure and the week's look at {pupils:,} children", whole,
        "raw read of the same bytes", raw, f"at most {limit:g} s", whole <= limit,
    )  # fmt: skip
    return [first, *_beginnings(year, register)]


def everything(register: Register) -> int:
    """Every session measure, and every pattern of the latest week. Returns how many stand out."""
    for measure in MEASURES:
        measure(register)
    grid = lay_out(register, group=_groups(register))
    return int((look(grid, grid.weeks - 1).p < 0.001).sum())


def _groups(register: Register) -> NDArray[np.int16]:
    return (np.arange(len(register)) % YEAR_GROUPS).astype(np.int16)


def _joined(*years: YearMarks) -> Register:
    with tempfile.TemporaryDirectory(prefix="belong-bench-") as folder:
        store = Store(Path(folder))
        return _opened(store, 1, [store.keep(1, year).name for year in years])


def _opened(store: Store, school: int, names: Iterable[str]) -> Register:
    matrices = [store.matrix(school, name) for name in names]
    rows = np.unique(np.concatenate([m.enrolment for m in matrices]))
    always = np.zeros(len(rows), dtype=np.int32), np.full(len(rows), 60_000, dtype=np.int32)
    calendars = np.zeros(len(rows), dtype=np.uint16)
    return joined(matrices, Stays(rows, rows, *always, calendars))


def _beginnings(year: YearMarks, register: Register) -> list[Line]:
    """Where spells begin, by child and place of the week, against a window in SQL and pandas."""
    ours = partial(_ours, register)
    table = _table(register)
    sql = _in_sql(table)
    assert (ours() == sql()).all(), "a comparison on unequal answers is none"
    mine, theirs = paired(ours, sql)
    what = "where absence begins, by child and place of the week (ours: how long it lasts too)"
    lines = [Line(what, mine, "a window function in SQL on indexed rows in memory", theirs)]
    try:
        import pandas
    except ImportError:
        return [*lines, Line(what, mine, "pandas is not installed", None)]
    frame = pandas.DataFrame(dict(zip(("row", "place", "away"), table.T, strict=True)))

    def in_pandas() -> NDArray[np.int64]:
        before = frame.groupby("row")["away"].shift(fill_value=0)
        began = frame[(frame["away"] == 1) & (before == 0)]
        return _square(began.groupby(["row", "place"]).size().reset_index().to_numpy(), register)

    assert (ours() == in_pandas()).all(), "a comparison on unequal answers is none"
    mine, theirs = paired(ours, in_pandas)
    return [*lines, Line(what, mine, "pandas on the same rows in memory", theirs)]


def _ours(register: Register) -> NDArray[np.int64]:
    return lay_out(register).onset.sum(axis=1, dtype=np.int64)


def _table(register: Register) -> NDArray[np.int64]:
    """[marks x (row, place, away)] in the order of time, of sessions that say something."""
    away, sessions = counted()[register.marks], register.sessions
    row, column = np.nonzero(away | CAME[register.marks])
    place = sessions.weekday.astype(np.int64) * 2 + sessions.half
    return np.column_stack([row, place[column], away[row, column]]).astype(np.int64)


def _in_sql(table: NDArray[np.int64]) -> Callable[[], NDArray[np.int64]]:
    base = sqlite3.connect(":memory:")
    base.execute("CREATE TABLE mark (id INTEGER PRIMARY KEY, child INT, place INT, away INT)")
    rows = ((n, *map(int, line)) for n, line in enumerate(table.tolist()))
    base.executemany("INSERT INTO mark VALUES (?, ?, ?, ?)", rows)
    base.execute("CREATE INDEX by_child ON mark (child, id, place, away)")
    children = int(table[:, 0].max()) + 1
    ask = """
      SELECT child, place, COUNT(*) FROM (
        SELECT child, place, away,
               LAG(away, 1, 0) OVER (PARTITION BY child ORDER BY id) AS before FROM mark)
      WHERE away = 1 AND before = 0 GROUP BY child, place"""

    def asked() -> NDArray[np.int64]:
        out = np.zeros((children, CELLS), dtype=np.int64)
        for child, place, n in base.execute(ask):
            out[child, place] = n
        return out

    return asked


def _square(lines: NDArray[np.int64], register: Register) -> NDArray[np.int64]:
    out = np.zeros((len(register), CELLS), dtype=np.int64)
    out[lines[:, 0], lines[:, 1]] = lines[:, 2]
    return out


@dataclass(frozen=True)
class Done:
    """What one process did: marks read, patterns that stood out, and the most memory [bytes]."""

    marks: int
    found: int
    memory: int


def many_lines(schools: int = SCHOOLS, pupils: int = PUPILS) -> list[Line]:
    """Every measure of every school and its whole year of looks, from the store, on two cores."""
    with tempfile.TemporaryDirectory(prefix="belong-bench-") as folder:
        names = _kept(Path(folder), schools, pupils)
        began = time.perf_counter()
        with side_by_side(CORES) as pool:
            jobs = zip(range(1, schools + 1), names, strict=True)
            done = list(pool.map(_of_one, repeat(folder), *zip(*jobs, strict=True), chunksize=10))
        seconds = time.perf_counter() - began
    marks, memory = sum(d.marks for d in done), CORES * max(d.memory for d in done) / GIBI
    what = f"every session measure and a year of looks of {schools} schools, {marks:,} marks"
    limit, timed = MANY_SCHOOLS * schools / SCHOOLS, schools >= TIMED_FROM
    return [
        Line(f"{what}, two cores", seconds, "the most that was promised", limit,
             f"at most {limit:g} s" if timed else "", seconds <= limit if timed else None),
        Line(f"{what}: memory", memory, "the most that was promised", MEMORY,
             f"at most {MEMORY:g} GiB", memory <= MEMORY, "GiB"),
    ]  # fmt: skip


def _kept(folder: Path, schools: int, pupils: int) -> list[str]:
    """Schools of one of five kinds, each in its own folder of a store."""
    store = Store(folder)
    kinds = [invented_year(pupils, seed=seed) for seed in range(5)]
    return [store.keep(n + 1, kinds[n % len(kinds)]).name for n in range(schools)]


def _of_one(folder: str, school: int, name: str) -> Done:
    register = _opened(Store(Path(folder)), school, [name])
    for measure in MEASURES:
        measure(register)
    last = date_of(int(register.sessions.day[-1]))
    year = replay(lay_out(register, group=_groups(register)), until=last)
    assert year.rows == len(register)
    used = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    return Done(register.marks.size, len(year.found), used)
