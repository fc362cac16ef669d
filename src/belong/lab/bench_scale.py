"""Timings at the size of a trust or a council: one very large file, many schools, one window."""

from __future__ import annotations

import csv
import datetime as dt
import json
import os
import shutil
import subprocess  # our own module, with fixed words
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from itertools import islice, repeat
from pathlib import Path

import numpy as np

from belong.attendance import codes
from belong.basics.cores import side_by_side
from belong.basics.terms import date_of, day_number, year_end, year_start
from belong.lab.bench import YEAR, Line, invented_year, median_of
from belong.registers import deltas
from belong.registers.bulk import FileLaid, Known, import_blocks
from belong.registers.bulk.years import YearLaid
from belong.registers.store import SLOTS, Store, YearMarks, sorted_marks

ROWS = 20_000_000
SESSIONS = 380
MOST_SCHOOLS, MOST_DAILY = 50, 600
CHILDREN_DAILY = 1000
CHANGED, WINDOW = 50, 15
_A_SCHOOL, _A_DAILY = 40_000, 33_000
"""Rows of the bench for each school of the large file, and of the daily ones."""
_SEEDS = 5
MEBI = 1 << 20
TIMED_FROM = 5_000_000
"""With fewer rows the fixed costs of starting weigh too much to promise anything."""
HEAD = "URN,UPN,Reg,Date,Session,Mark,Minutes Late\n"
DAILY_HEAD = "UPN,Reg,Date,Session,Mark\n"


@dataclass(frozen=True)
class Size:
    """How much is timed.

    schools, children  of the large file
    daily, pupils      schools that bring one day each, and the children of each
    """

    schools: int
    children: int
    daily: int
    pupils: int

    @property
    def rows(self) -> int:
        """Rows of the large file."""
        return self.schools * self.children * SESSIONS


def size_of(rows: int) -> Size:
    """The schools and children that make so many rows, or a few more."""
    schools = max(2, min(MOST_SCHOOLS, rows // _A_SCHOOL))
    children = max(1, -(-rows // (schools * SESSIONS)))
    daily = max(2, min(MOST_DAILY, rows // _A_DAILY))
    return Size(schools, children, daily, CHILDREN_DAILY if rows >= TIMED_FROM else 60)


def run(rows: int = ROWS) -> list[Line]:
    """Every line. The answers are compared before anything is timed."""
    size = size_of(rows)
    with tempfile.TemporaryDirectory(prefix="belong-scale-") as name:
        folder = Path(name)
        lines = large_lines(size, folder / "large")
        lines += daily_lines(size, folder / "daily")
        return lines + window_lines(size, folder / "window")


def seconds_of(work: Callable[[], object]) -> float:
    """Seconds a piece of work takes the one time it is done."""
    turns = iter([lambda: None, work])  # the stopwatch has everything done once uncounted
    return median_of(lambda: next(turns)(), runs=1)


# One very large file of many schools


def upn_of(child: int) -> str:
    """The number of an invented child."""
    return f"Z{child:012d}"


def years_of(size: Size) -> list[YearMarks]:
    """A few invented years that the schools of the large file take in turn."""
    return [invented_year(size.children, seed) for seed in range(_SEEDS)]


def write_large(size: Size, path: Path) -> None:
    """The years of every school in one file, one line a mark."""
    years = years_of(size)
    with path.open("w", encoding="utf-8") as out:
        out.write(HEAD)
        for school in range(size.schools):
            year = years[school % _SEEDS]
            tails = _tails(year)
            for child in range(size.children):
                number = upn_of(school * size.children + child)
                who = f"{100_000 + school},{number},8 Oak{child % 7}"
                mine = slice(child * SESSIONS, (child + 1) * SESSIONS)
                marks = year.code[mine].tolist()
                out.write("".join(who + tail[m] for tail, m in zip(tails, marks, strict=True)))


def _tails(year: YearMarks) -> list[list[str]]:
    """How a line ends, for each session of a year and each mark."""
    letters = [code.code for code in codes.table()]
    first = day_number(year_start(year.year))
    return [
        [f",{date_of(first + s // SLOTS):%d/%m/%Y},{('AM', 'PM')[s % SLOTS]},{letter},\n"
         for letter in letters]
        for s in year.session[:SESSIONS].tolist()
    ]  # fmt: skip


def known_large(size: Size) -> Known:
    """Every school and child of the large file, enrolled by their place in it."""
    homes = {
        school: {upn_of(school * size.children + n): n for n in range(size.children)}
        for school in range(size.schools)
    }
    return Known({str(100_000 + school): school for school in homes}, homes, {})


def as_told(size: Size, laid: FileLaid, store: Store) -> None:
    """Raises AssertionError unless the store holds what the large file was written from."""
    assert laid.rows == size.rows, "rows were lost or invented"
    assert not laid.refused, "rows were refused"
    assert len(laid.schools) == size.schools, "a school was lost or invented"
    years = years_of(size)
    for school in laid.schools:
        (year,) = school.years
        assert year.file is not None
        assert school.school is not None
        kept, told = store.long(school.school, year.file.name), years[school.school % _SEEDS]
        for ours, theirs in (
            (kept.enrolment, told.enrolment), (kept.session, told.session), (kept.code, told.code)
        ):  # fmt: skip
            assert np.array_equal(ours, theirs), "the store holds other marks than the file"


def large_lines(size: Size, folder: Path) -> list[Line]:
    """The large file beside the csv module, and the memory it takes."""
    folder.mkdir(parents=True)
    small = replace(size, schools=2, children=min(size.children, 40))
    _large_in_a_process(small, folder)
    told = _large_in_a_process(size, folder)
    timed = size.rows >= TIMED_FROM
    ours, other = told["ours"], told["csv"]
    peak, over = told["peak"] / MEBI, (told["peak"] - told["idle"]) / MEBI
    return [
        Line(
            f"import of {size.rows:,} rows of {size.schools} schools, {told['rate']:,.0f} a second",
            ours, "csv module that only looks at the same rows", other,
            "3 times the rows a second of the csv module", other / ours >= 3 if timed else None,
        ),
        Line("the most memory it held", peak, "the most that was promised", 2048,
             "at most 2 GiB", peak <= 2048, "MiB"),
        Line("the same, over what the program holds idle", over, "the most that was promised", 512,
             "at most 512 MiB", over <= 512, "MiB"),
    ]  # fmt: skip


def _large_in_a_process(size: Size, folder: Path) -> dict[str, float]:
    """The large file in a program of its own, whose memory is nobody else's."""
    path = folder / f"{size.rows}.csv"
    write_large(size, path)
    done = subprocess.run(  # noqa: S603
        [sys.executable, "-m", __name__, str(path), str(size.schools), str(size.children)],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    path.unlink()
    if done.returncode:
        raise SystemExit(f"belong bench: the large file failed:\n{done.stderr[-2000:]}")
    found: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return found


def timed_large(path: Path, size: Size) -> dict[str, float]:
    """Seconds of the import and of the csv module; the memory of the program [bytes].

    The csv module reads half of the file before and half after, so that a busy moment of the
    machine falls on both.
    """
    store = Store(path.with_name(f"{size.rows}-store"))
    _warm(path, path.with_name(f"{size.rows}-warm"))
    known = known_large(size)
    idle = memory_peak()
    rows, laid = _csv_rows(path), []
    other = seconds_of(lambda: _passed_over(rows, size.rows // 2))
    ours = seconds_of(lambda: laid.append(import_blocks(path, store, known, day_first=True)))
    peak = memory_peak()
    other += seconds_of(lambda: _passed_over(rows, size.rows))
    as_told(size, laid[0], store)
    return {"ours": ours, "csv": other, "rate": size.rows / ours, "idle": idle, "peak": peak}


def _csv_rows(path: Path) -> Iterator[list[str]]:
    with path.open(newline="", encoding="utf-8") as file:
        yield from csv.reader(file)


def _passed_over(rows: Iterator[list[str]], most: int) -> None:
    for _ in islice(rows, most):
        pass


def _warm(path: Path, folder: Path) -> None:
    """Load every library before anything is timed."""
    folder.mkdir()
    with path.open(encoding="utf-8") as file:
        start = "".join(islice(file, 1000))
    (folder / "few.csv").write_text(start, encoding="utf-8")
    number = start.splitlines()[1].split(",")[1]
    import_blocks(
        folder / "few.csv", Store(folder), Known({"100000": 0}, {0: {number: 1}}, {}),
        day_first=True,
    )  # fmt: skip


def memory_peak() -> int:
    """The most memory this program ever held [bytes]."""
    status = Path("/proc/self/status")
    if status.is_file():
        # What getrusage says may be that of the program which started this one.
        line = next(x for x in status.read_text().splitlines() if x.startswith("VmHWM"))
        return int(line.split()[1]) * 1024
    import resource

    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


# One day of many schools


def daily_lines(size: Size, folder: Path) -> list[Line]:
    """A new day of every school, a file each, laid over a year each, on every core."""
    folder.mkdir(parents=True)
    year = invented_year(size.pupils)
    name = _same_year_for_all(size, year, folder)
    files = _daily_files(size, year, folder)
    found: list[tuple[int, int, int]] = []
    seconds = seconds_of(lambda: found.extend(_every_school(size, folder, files, name)))
    new = 2 * size.pupils
    assert found == [(new, 0, 0)] * size.daily, "a school did not get its day"
    what = (
        f"a day of {size.daily} schools, {size.daily * new:,} marks, laid over {SESSIONS} sessions"
    )
    return [
        Line(what, seconds, "the most that was promised", 60.0, "at most 60 s", seconds <= 60)
    ]  # fmt: skip


def _every_school(
    size: Size, folder: Path, files: list[Path], name: str
) -> list[tuple[int, int, int]]:
    """What `bring_a_day` gives for each school, one process for each core."""
    with side_by_side(max(2, os.cpu_count() or 1)) as pool:
        work = (files, range(size.daily), repeat(folder), repeat(name), repeat(size.pupils))
        return list(pool.map(bring_a_day, *work, chunksize=4))


def _same_year_for_all(size: Size, year: YearMarks, folder: Path) -> str:
    """The store of many schools that all hold one year; the name of its file."""
    kept = Store(folder).keep(0, year)
    for school in range(1, size.daily):
        shutil.copytree(folder / "0", folder / str(school))
    return kept.name


def _daily_files(size: Size, year: YearMarks, folder: Path) -> list[Path]:
    on = next_day(year)
    rows = "".join(
        f"{upn_of(child)},8 Oak{child % 7},{on:%d/%m/%Y},{half},{mark}\n"
        for child in range(size.pupils)
        for half, mark in (("AM", "/" if child % 19 else "I"), ("PM", "\\" if child % 19 else "I"))
    )
    files = [folder / f"day-{school}.csv" for school in range(size.daily)]
    for path in files:
        path.write_text(DAILY_HEAD + rows, encoding="utf-8")
    return files


def next_day(year: YearMarks) -> dt.date:
    """The weekday after the last day with marks, inside the school year."""
    on = date_of(day_number(year_start(year.year)) + int(year.session.max()) // SLOTS + 1)
    while on.weekday() > 4:
        on += dt.timedelta(days=1)
    assert on <= year_end(year.year)
    return on


def bring_a_day(
    path: Path, school: int, folder: Path, name: str, pupils: int
) -> tuple[int, int, int]:
    """One school's file laid over its year: new, changed and same marks."""
    homes = {school: {upn_of(n): n for n in range(pupils)}}
    known = Known({"": school}, homes, {(school, YEAR): name})
    one = _only_year(import_blocks(path, Store(folder), known, day_first=True, workers=1))
    return one.new, one.changed, one.same


def _only_year(laid: FileLaid) -> YearLaid:
    ((year,),) = (school.years for school in laid.schools)
    return year


# A window brought again


def window_lines(size: Size, folder: Path, runs: int = 5) -> list[Line]:
    """Fifteen days brought again, in which a few marks are other marks now."""
    folder.mkdir(parents=True)
    year, store = invented_year(size.pupils), Store(folder)
    kept = store.keep(0, year)
    window, other = changed_window(year)
    path = folder / "window.csv"
    path.write_text(DAILY_HEAD + _rows_of(window), encoding="utf-8")
    homes = {0: {upn_of(n): n for n in range(size.pupils)}}
    known = Known({"": 0}, homes, {(0, YEAR): kept.name})
    before = set((folder / "0").iterdir())
    one = _only_year(import_blocks(path, store, known, day_first=True))
    assert (one.new, one.changed, one.same) == (0, other, len(window) - other)
    _only_what_changed(store, one, before, other)
    again = replace(known, held={(0, YEAR): one.file.name if one.file else ""})
    ours = median_of(lambda: import_blocks(path, store, known, day_first=True), runs)
    nothing = median_of(lambda: import_blocks(path, store, again, day_first=True), runs)
    return [
        Line(
            f"{WINDOW} days of {size.pupils:,} children again, {other} marks changed and written",
            ours, "the same once more, nothing to write", nothing,
            "changes only what changed", True,
        )
    ]  # fmt: skip


def changed_window(year: YearMarks) -> tuple[YearMarks, int]:
    """The marks of fifteen days with some made another mark; how many of them."""
    days = np.unique(year.session // SLOTS)[-WINDOW:]
    inside = np.isin(year.session // SLOTS, days)
    code = year.code[inside].copy()
    at = np.linspace(0, len(code) - 1, CHANGED).astype(np.int64)
    sick, late = codes.index_of("I"), codes.index_of("L")
    code[at] = np.where(code[at] == sick, late, sick)
    return sorted_marks(year.year, year.enrolment[inside], year.session[inside], code), CHANGED


def _rows_of(marks: YearMarks) -> str:
    letters = [code.code for code in codes.table()]
    first = day_number(year_start(marks.year))
    rows = zip(marks.enrolment.tolist(), marks.session.tolist(), marks.code.tolist(), strict=True)
    return "".join(
        f"{upn_of(child)},8 Oak{child % 7},{date_of(first + s // SLOTS):%d/%m/%Y},"
        f"{('AM', 'PM')[s % SLOTS]},{letters[code]}\n"
        for child, s, code in rows
    )


def _only_what_changed(store: Store, one: YearLaid, before: set[Path], other: int) -> None:
    """Raises AssertionError where more was written than the year, its matrix and one delta."""
    assert one.file is not None
    names = {f"{one.file.name}.parquet", f"{one.file.name}.matrix", f"{one.delta}.{deltas.ENDING}"}
    written = {path.name for path in set((store.root / "0").iterdir()) - before}
    assert written == names, "other files were written than those of the change"
    assert len(deltas.read(store, 0, one.delta)) == other, "the delta holds other marks"


if __name__ == "__main__":
    _size = Size(int(sys.argv[2]), int(sys.argv[3]), 0, 0)
    print(json.dumps(timed_large(Path(sys.argv[1]), _size)))
