"""`belong calibrate`: how often patterns are shown where there are none, measured."""

from __future__ import annotations

import argparse
import json
import os
import sys
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from belong.attendance.patterns.measured import Line
    from belong.lab.calibrate import Verdict

MET, NOT_MET = 0, 1
"""Exit codes: every target was met; at least one was not."""


def add_to(parts: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add `calibrate` to the command."""
    part = parts.add_parser(
        "calibrate",
        help="measure how sure patterns are, on simulated schools",
        description="Draws schools with nothing to find, and schools in which some children have "
        "a habit, looks at them week by week as a school would, and says how many were shown "
        "rightly and wrongly. Exit code 0: every target met. 1: at least one was not.",
    )
    part.add_argument("--schools", type=int, default=200, help="with nothing to find, of each kind")
    part.add_argument("--with-habit", type=int, default=40, help="with each habit, of each kind")
    part.add_argument("--seed", type=int, default=1, help="the same seed draws the same schools")
    part.add_argument("--only", metavar="KIND", help="one kind of school alone")
    part.add_argument("--cores", type=int, default=os.cpu_count() or 1)
    part.add_argument("--json", action="store_true", help="print one JSON document instead")
    part.add_argument("--table", action="store_true", help="make the table of chances instead")
    part.add_argument("--curve", action="store_true", help="measure habits of every strength")
    part.add_argument("--events", action="store_true", help="measure what comes after an event")
    part.add_argument("--lessons", action="store_true", help="patterns among lessons instead")
    part.set_defaults(run=run)


def run(said: argparse.Namespace) -> int:
    """Measure, and print line by line."""
    if said.events:
        return _after_events(said)
    if said.table:
        return _table(said)
    lines, verdicts = _in_lessons(said) if said.lessons else _in_half_days(said)
    if said.json:
        document: dict[str, Any] = {
            "command": _command(said),
            "seed": said.seed,
            "lines": [asdict(line) for line in lines],
            "targets": [asdict(v) for v in verdicts],
        }
        json.dump(document, sys.stdout, indent=1)
        print()
    else:
        for verdict in verdicts:
            print(f"{'holds' if verdict.holds else 'DOES NOT HOLD':14} {verdict.said}")
    return MET if all(v.holds for v in verdicts) else NOT_MET


def _after_events(said: argparse.Namespace) -> int:
    """What comes after an event: nothing is promised of it, so nothing can fail."""
    from belong.lab import calibrate, calibrate_events

    if said.table:
        tails = calibrate_events.tails(schools=said.schools, seed=said.seed, cores=said.cores)
        for tail, chance in calibrate.chances(tails):
            print(f"{tail:.0e}  {chance:.3e}")
        return MET
    lines = calibrate_events.report(
        schools=said.schools, with_effect=said.with_habit, seed=said.seed, cores=said.cores,
        progress=lambda line: print(_in_words(line), file=sys.stderr, flush=True),
    )  # fmt: skip
    if said.json:
        json.dump({"seed": said.seed, "lines": [asdict(line) for line in lines]}, sys.stdout)
    return MET


def _table(said: argparse.Namespace) -> int:
    from belong.lab import calibrate, calibrate_lessons

    many = {"schools": said.schools, "seed": said.seed, "cores": said.cores}
    if said.lessons:
        schools = calibrate_lessons.run(calibrate_lessons.USUAL, None, **many)
    else:
        schools = calibrate.run(calibrate.USUAL, None, **many)
    for tail, chance in calibrate.table(schools):
        print(f"{tail:.0e}  {chance:.3e}")
    return MET


def _in_half_days(said: argparse.Namespace) -> tuple[list[Line], list[Verdict]]:
    from belong.lab import calibrate

    lines = calibrate.report(
        schools=said.schools,
        with_habit=said.with_habit,
        seed=said.seed,
        cores=said.cores,
        only=calibrate.USUAL.name if said.curve else said.only,
        habits=calibrate.CURVE if said.curve else (None, *calibrate.HABITS),
        progress=_tell,
    )
    return lines, calibrate.verdicts(lines)


def _in_lessons(said: argparse.Namespace) -> tuple[list[Line], list[Verdict]]:
    from belong.lab import calibrate, calibrate_lessons

    lines = calibrate_lessons.report(
        schools=said.schools,
        with_habit=said.with_habit,
        seed=said.seed,
        cores=said.cores,
        only=said.only,
        progress=_tell,
    )
    return lines, calibrate.verdicts(lines, calibrate_lessons.PROMISED)


def _tell(line: Line) -> None:
    print(_in_words(line), file=sys.stderr, flush=True)


def _command(said: argparse.Namespace) -> str:
    """What measures the same again."""
    only = f' --only "{said.only}"' if said.only else ""
    if said.curve:
        return f"belong calibrate --curve --with-habit {said.with_habit} --seed {said.seed}"
    many = f"--schools {said.schools} --with-habit {said.with_habit}"
    if said.lessons:
        many = f"--lessons {many}"
    return f"belong calibrate {many} --seed {said.seed}{only}"


def _in_words(line: Line) -> str:
    false = f"{line.false} of {line.shown} shown by chance ({100 * line.false_share:.1f} %)"
    if line.power is None:
        return (
            f"{line.kind}, {line.habit}: {line.schools_that_show} of {line.schools} schools show"
            f" anyone"
        )
    return (
        f"{line.kind}, {line.habit}: {line.found} of {line.has} found"
        f" ({100 * line.power:.0f} %), {line.in_time} before it ended; {false}"
    )
