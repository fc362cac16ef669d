"""`belong bench`: paired timings on equal answers, as ratios with medians."""

from __future__ import annotations

import argparse
import json
import subprocess  # our own modules, with fixed words
import sys
import tempfile
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from belong.lab.bench import Line
    from belong.lab.bench_scale import Size

PAGE_PUPILS = 2000
PAGE_LIMIT = 1.0
SAVING, SAVED_LIMIT = "/today/done/", 0.3
"""Writing down what was done, and the most seconds it may take."""
TRAIL_LINES = 100_000
A_MILLION = 10.0
"""Seconds in which a million lines of the trail are checked."""
SCHOOL = 1050
"""Pupils of the school in which a key person has thirty children of their own."""
CHILDREN, ALL_IN, ONE_IN = 200, 600.0, 5.0
"""Children who answer a survey, the seconds until all have, and the longest wait for a screen."""
GUESSES = 50
"""Wrong passwords a second that somebody types from one address."""
A_LOOK = 0.005
"""Seconds that writing down a look may add to a page."""


def add_to(parts: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add `bench` to the command."""
    part = parts.add_parser("bench", help="how fast this machine imports, counts and shows pages")
    part.add_argument("--pupils", type=int, default=1000, help="children in the timed school")
    part.add_argument("--json", action="store_true", help="print one JSON document")
    part.add_argument(
        "--scale", action="store_true", help="only what a trust or a council brings: minutes, 2 GB"
    )
    part.add_argument(
        "--served", action="store_true",
        help="only what people wait for at a running server: a key person's morning, and a survey"
        " that 200 children answer",
    )  # fmt: skip
    part.add_argument("--rows", type=int, default=None, help="with --scale: rows of the large file")
    part.set_defaults(run=run)


def run(said: argparse.Namespace) -> int:
    """Print every line. The exit code is 1 where a promise did not hold in this run."""
    lines = _asked_for(said)
    if said.json:
        print(json.dumps([asdict(line) | {"ratio": line.ratio} for line in lines], indent=1))
    else:
        print("\n".join(in_words(line) for line in lines))
    return 1 if any(line.holds is False for line in lines) else 0


def _asked_for(said: argparse.Namespace) -> list[Line]:
    if said.scale:
        return _at_scale(said.rows)
    return _served() if said.served else _of_one_school(said.pupils)


def _at_scale(rows: int | None) -> list[Line]:
    from belong.lab import bench_allowed, bench_patterns, bench_scale

    rows = bench_scale.ROWS if rows is None else rows
    size = bench_scale.size_of(rows)
    return [*bench_scale.run(rows), bench_allowed.allowed_line(size), *_many_schools(size),
            *bench_patterns.many_lines(size.daily), *_trail(1_000_000)[:1]]  # fmt: skip


def _many_schools(size: Size) -> list[Line]:
    """A day of every school through the whole house: the database, the trail and the disk."""
    from belong.lab.bench import Line

    told = json.loads(_ask("belong.cli.many_times", str(size.daily), str(size.pupils)))
    what = f"a day of {size.daily} schools of {size.pupils:,} kept, as"
    return [
        Line(f"{what} {how}", told[name], "the most that was promised", 60.0, "at most 60 s",
             told[name] <= 60, rival=False)
        for name, how in (("folder", "a folder of files"), ("file", "one file of them all"))
    ]  # fmt: skip


def _of_one_school(pupils: int) -> list[Line]:
    from belong.lab import bench, bench_patterns

    ours = [*bench.run(pupils), _orm(bench.invented_year(pupils)), *bench_patterns.run(pupils)]
    return [*ours, *_pages(), *_served(), *_trail(TRAIL_LINES)]


def _orm(year: object) -> Line:
    from belong.attendance.measures.counts import of_each_code
    from belong.lab.bench import Line, assert_equal, median_of
    from belong.registers.store import YearMarks, matrix_of

    assert isinstance(year, YearMarks)
    matrix = matrix_of(year).marks
    ours = median_of(lambda: of_each_code(matrix))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "marks.npz"
        np.savez(path, row=year.enrolment, session=year.session, code=year.code)
        other = json.loads(_ask("belong.cli.orm_rows", str(path)))["seconds"]
        found = np.load(path.with_name("marks-orm.npz"))
        assert_equal(of_each_code(matrix), found["row"], found["code"], found["n"])
    return Line(
        "per-pupil counts of every code", ours, "Django ORM on SQLite rows", other,
        "20 times the ORM or better", other / ours >= 20,
    )  # fmt: skip


def _pages() -> list[Line]:
    from belong.lab.bench import Line

    times = json.loads(_ask("belong.cli.page_times", str(PAGE_PUPILS)))
    size = f"{PAGE_PUPILS:,} pupils, three years"
    return [
        Line(
            f"page {address} ({size})", median, "its first time", first,
            *_promised(address, first, median), rival=False,
        )
        for address, first, median in times
    ]  # fmt: skip


def _promised(address: str, first: float, median: float) -> tuple[str, bool]:
    """What was promised of a page, and whether it holds."""
    if address.startswith(SAVING):
        return "at most 0.3 s, the first time too", max(first, median) <= SAVED_LIMIT
    return "under 1 s, the first time too", max(first, median) < PAGE_LIMIT


def _served() -> list[Line]:
    """What people wait for at a server that runs as in a school, with its worker."""
    told = json.loads(_ask("belong.cli.served_times", str(SCHOOL), str(CHILDREN)))
    return [
        *key_person_lines(told),
        answers_line(told["answers"]),
        guesses_line(told["guesses"]),
    ]


def key_person_lines(told: dict[str, dict[str, float]]) -> list[Line]:
    """A morning of a key person: Today within a second, and what is saved within 0.3 s."""
    from belong.lab.bench import Line

    first = f"the first after a start {told['today']['first']:.4f}, the 95th of 100"
    return [
        Line(
            f"{what}, a key person of 30 in a school of {SCHOOL:,}, over HTTP,"
            f" median of {told[name]['n']:g}",
            told[name]["median"], beside, told[name]["nearly_all"], f"{promised}, 95 of 100 times",
            told[name]["nearly_all"] < limit, rival=False,
        )
        for name, what, beside, promised, limit in (
            ("today", "Today", first, "under 1 s", PAGE_LIMIT),
            ("checkin", "a check-in, from Save to Kept", "the 95th of 100", "under 0.3 s",
             SAVED_LIMIT),
            ("good", "a good thing, from Keep it to Kept", "the 95th of 100", "under 0.3 s",
             SAVED_LIMIT),
        )
    ]  # fmt: skip


def answers_line(told: dict[str, float]) -> Line:
    """Two hundred children answer a survey in one lesson; none of them is turned away."""
    from belong.lab.bench import Line

    return Line(
        f"{CHILDREN} children answer a survey, a class at once, {told['screens']:g} screens"
        f" over HTTP, {told['kept']:g} answers kept",
        told["whole"], "the longest wait for a screen", told["slowest"],
        f"all kept, at most {ALL_IN:g} s, and {ONE_IN:g} s for a screen",
        told["kept"] == CHILDREN and told["whole"] <= ALL_IN and told["slowest"] <= ONE_IN,
        rival=False,
    )  # fmt: skip


def guesses_line(told: dict[str, float]) -> Line:
    """Somebody guesses passwords; whoever else is in school goes on with their morning."""
    from belong.lab.bench import Line

    return Line(
        f"Today beside {told['a_second']:.0f} wrong passwords a second from one address, the 95th"
        f" of 100, {told['came_in']:g} of them let in",
        told["beside"], "without them", told["alone"],
        f"at most twice as long beside {GUESSES} a second, none let in",
        told["beside"] <= 2 * told["alone"] and told["a_second"] >= 0.9 * GUESSES
        and not told["came_in"],
        rival=False,
    )  # fmt: skip


def _trail(lines: int) -> list[Line]:
    """Checking the trail, and what a look adds to a child's page."""
    from belong.lab.bench import Line

    told = json.loads(_ask("belong.cli.trail_times", str(lines)))
    limit = A_MILLION * lines / 1_000_000
    return [
        Line(f"check of {lines:,} lines of the trail", told["check"], "the most that was promised",
             limit, f"at most {limit:g} s", told["check"] <= limit, rival=False),
        Line("a child fetched and the look written down, 95th of 100", told["with"],
             "without the look", told["without"], "at most 5 ms more",
             told["with"] - told["without"] <= A_LOOK, rival=False),
    ]  # fmt: skip


def _ask(module: str, *words: str) -> str:
    done = subprocess.run(  # noqa: S603
        [sys.executable, "-m", module, *words], capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise SystemExit(f"belong bench: {module} failed:\n{done.stderr[-2000:]}")
    return done.stdout.strip().splitlines()[-1]


def in_words(line: Line) -> str:
    """A line as it is printed: the figure, what stands beside it, the promise and whether it
    holds."""
    holds = {True: "holds", False: "DOES NOT HOLD", None: ""}[line.holds]
    beside = "" if line.other is None else f" {line.other:.4f}"
    if line.rival and line.ratio is not None:
        beside += f", ratio {line.ratio:.1f}"
    first = f"  {line.ours:.4f} {line.unit}; {line.beside}{beside}."
    return f"{line.what}\n{first} {line.promised} {holds}".rstrip()
