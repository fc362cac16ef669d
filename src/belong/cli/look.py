"""`belong look`: answers straight from files."""

from __future__ import annotations

import argparse
import datetime as dt
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from belong.basics.errors import UnreadableFile

if TYPE_CHECKING:
    from belong.lab.answer import Answer

CLEAN, WITH_REFUSALS = 0, 3
"""Exit codes: everything was taken; answered, but some lines were refused."""


def add_to(parts: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add `look` to the command."""
    part = parts.add_parser(
        "look",
        help="answers about attendance straight from a file of marks",
        description="Reads a file of marks and says what it holds, how much was missed, and what "
        "was refused. Exit code 0: all was taken. 3: answered, some lines were refused. 2: the "
        "file could not be used.",
    )
    part.add_argument("marks", type=Path, metavar="MARKS", help="the file of marks")
    part.add_argument("--pupils", type=Path, metavar="FILE", help="a file of pupils")
    part.add_argument("--calendar", type=Path, metavar="FILE", help="a file of closed days")
    part.add_argument("--lessons", type=Path, metavar="FILE", help="a file of lesson marks")
    part.add_argument("--timetable", type=Path, metavar="FILE",
                      help="says the subject of each class, where the lessons do not")  # fmt: skip
    part.add_argument("--as-of", type=dt.date.fromisoformat, metavar="DATE",
                      help="leave out marks after this day (default: today)")  # fmt: skip
    part.add_argument("--out", type=Path, metavar="DIR", help="write the report here")
    part.add_argument("--json", action="store_true", help="print one JSON document instead")
    order = part.add_mutually_exclusive_group()
    order.add_argument("--day-first", dest="day_first", action="store_true", default=None,
                       help="03/04/2026 is 3 April")  # fmt: skip
    order.add_argument("--month-first", dest="day_first", action="store_false",
                       help="03/04/2026 is 4 March")  # fmt: skip
    part.set_defaults(run=run)


def run(said: argparse.Namespace) -> int:
    """Look, then print, or write the report."""
    from belong.lab.look import look
    from belong.registers.sources.dates import DayOrderUnknown

    if said.timetable and not said.lessons:
        raise UnreadableFile("A timetable says nothing without lessons.", do="Add --lessons.")
    for path in (said.marks, said.pupils, said.calendar, said.lessons, said.timetable):
        if path is not None and not path.is_file():
            raise UnreadableFile(f"There is no file {path}.", do="Check the name and the folder.")
    try:
        answer = look(
            said.marks,
            pupils=said.pupils,
            calendar=said.calendar,
            lessons=said.lessons,
            timetable=said.timetable,
            as_of=said.as_of or dt.date.today(),  # noqa: DTZ011  a school's own day, not UTC
            day_first=said.day_first,
            progress=_tell,
        )
    except DayOrderUnknown as two_ways:
        do = f"{two_ways.do} Add --day-first or --month-first."
        raise UnreadableFile(two_ways.what, do=do) from None
    if said.json:
        json.dump(answer.as_json(), sys.stdout, ensure_ascii=False, indent=1)
        print()
    else:
        print(_in_words(answer))
    if said.out:
        print(f"Report: {_report(answer, said.out)}", file=sys.stderr)
    return WITH_REFUSALS if answer.refused else CLEAN


def _tell(said: str) -> None:
    print(f"{said} ...", file=sys.stderr, flush=True)


def _report(answer: Answer, folder: Path) -> Path:
    from belong.lab.report import write

    return write(answer, folder)


def _in_words(answer: Answer) -> str:
    """A few lines for a screen."""
    lines = [
        f"{answer.file}: {answer.rows:,} rows, {answer.marks:,} marks, code set {answer.code_set}"
    ]
    if answer.events:
        lines.append("This file records events only (who was away, not who could have come),")
        lines.append("so no rate can be said from it. Events:")
        lines += [f"  {what}: {n:,}" for what, n in answer.events.items()]
    lines += [_school_in_words(s, answer) for s in answer.schools]
    if answer.lessons:
        lines.append(_lessons_in_words(answer))
    if answer.refused:
        lines.append(f"Not taken: {len(answer.refused):,} lines. The first:")
        lines += [f"  line {r['line']}: {r['reason']}" for r in answer.refused[:5]]
    for note in answer.taken[:8]:
        lines.append(f"Note: {note['said']}")
    return "\n".join(lines)


def _lessons_in_words(answer: Answer) -> str:
    children = len({(one.school, one.pupil) for one in answer.lessons})
    missed, possible = (sum(getattr(o, n) for o in answer.lessons) for n in ("missed", "possible"))
    return (
        f"Lessons: {children:,} pupils, {possible:,} possible, missed {missed:,}; by subject in"
        " the JSON document and the report"
    )


def _school_in_words(school: object, answer: Answer) -> str:
    from belong.lab.answer import School

    assert isinstance(school, School)
    name = school.school or "The school"
    unit = {"session": "sessions (half-days)", "day": "days", "lesson": "lessons"}[school.unit]
    if school.attendance is None or school.share is None:
        return f"{name}: {school.pupils:,} pupils, nothing was possible"
    return (
        f"{name}: {school.pupils:,} pupils, {school.possible:,} possible {unit}, "
        f"present {100 * school.attendance:.2f} %, missed {100 * school.share:.2f} %"
    )
