"""`belong look --lessons`: patterns among lessons stand beside those of half-days."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import Any

import pytest
from tests.cli.test_looking_at_a_file import mistakes
from tests.people import as_csv

from belong.cli.main import main

FIRST = dt.date(2026, 9, 7)
DAYS = [FIRST + dt.timedelta(days=n) for n in range(8 * 7) if n % 7 < 5]
WEEK = ("Maths", "English", "Art", "Maths", "PE")
CHILDREN = [f"K{n}" for n in range(30)]
GOES = "K7"


def marks() -> bytes:
    lines = [["UPN", "Date", "Session", "Mark"]]
    lines += [[who, day.isoformat(), half, mark] for who in CHILDREN for day in DAYS
              for half, mark in (("AM", "/"), ("PM", "\\"))]  # fmt: skip
    return as_csv(lines)


def lessons(*, subjects: bool) -> bytes:
    """Each child misses a lesson now and then; one has not been to maths since the third week."""
    lines = [["UPN", "Date", "Period", "Class", "Subject", "Mark"]]
    for nth, who in enumerate(CHILDREN):
        for at, day in enumerate(DAYS):
            for period, subject in enumerate(WEEK, start=1):
                now_and_then = (nth * 31 + at * 7 + period * 13) % 97 == 0
                goes = who == GOES and subject == "Maths" and at >= 10
                lines.append([who, day.isoformat(), f"P{period}", f"9a/{subject[:2]}",
                              subject if subjects else "",
                              "O" if goes or now_and_then else "/"])  # fmt: skip
    return as_csv(lines)


def timetable() -> bytes:
    lines = [["Class", "Subject", "Day", "Period"]]
    lines += [[f"9a/{subject[:2]}", subject, "Mon", f"P{n}"]
              for n, subject in enumerate(WEEK, start=1)]  # fmt: skip
    return as_csv(lines)


def looked(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], *more: str, subjects: bool = True
) -> dict[str, Any]:
    files = {"marks": marks(), "lessons": lessons(subjects=subjects), "timetable": timetable()}
    for name, body in files.items():
        (tmp_path / f"{name}.csv").write_bytes(body)
    named = [str(tmp_path / word) if word.endswith(".csv") else word for word in more]
    code = main(["look", str(tmp_path / "marks.csv"), *named, "--as-of", "2026-11-01", "--json"])
    assert code == 0
    found: dict[str, Any] = json.loads(capsys.readouterr().out)
    return found


@pytest.mark.parametrize(
    ("subjects", "more"),
    [(True, ("--lessons", "lessons.csv")),
     (False, ("--lessons", "lessons.csv", "--timetable", "timetable.csv"))],
)  # fmt: skip
def test_a_child_who_slips_from_one_subject_is_among_the_patterns(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], top: Path, subjects: bool, more: tuple[str]
) -> None:
    answer = looked(tmp_path, capsys, *more, subjects=subjects)
    patterns = answer["patterns"]
    assert [(p["pupil"], p["kind"], p["where"]) for p in patterns] == [
        (GOES, "subject/lesson", "Maths lessons")
    ]
    (one,) = patterns
    assert one["said"].startswith(f"Missed Maths on {one['missed']} of {one['possible']} days")
    assert "PE" in one["contrast"] or "Art" in one["contrast"]
    schema = json.loads((top / "docs/reference/look.schema.json").read_text("utf-8"))
    assert mistakes(answer, schema, schema) == []


def test_without_lessons_nothing_is_said_of_them(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert looked(tmp_path, capsys)["patterns"] == []
