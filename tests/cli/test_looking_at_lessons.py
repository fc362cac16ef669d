"""`belong look --lessons`: lessons missed by subject, and what is said where a file cannot tell."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tests.cli.test_looking_at_a_file import mistakes
from tests.people import as_csv

from belong.cli.main import main

MARKS = as_csv(
    [["UPN", "Date", "Session", "Mark"]]
    + [[who, day, half, mark] for who, day, half, mark in (
        ("K1", "2026-11-23", "AM", "/"), ("K1", "2026-11-23", "PM", "\\"),
        ("K1", "2026-11-24", "AM", "I"), ("K1", "2026-11-24", "PM", "\\"),
        ("K2", "2026-11-23", "AM", "/"), ("K2", "2026-11-23", "PM", "I"),
    )]
)  # fmt: skip
LESSONS = [
    ["UPN", "Date", "Period", "Class", "Subject", "Mark"],
    ["K1", "2026-11-23", "P1", "7a/Ma1", "Maths", "O"],
    ["K1", "2026-11-23", "P2", "7a/Ar1", "Art", "/"],
    ["K1", "2026-11-24", "P1", "7a/Ma1", "Maths", "I"],
    ["K1", "2026-11-24", "P2", "7a/Ma2", "maths", "V"],
    ["K2", "2026-11-23", "P1", "7a/Ma1", "Maths", "-"],
    ["K2", "2026-12-01", "P1", "7a/Ma1", "Maths", "C"],
    ["K9", "2026-11-23", "P1", "7a/Ar1", "Art", "N"],
]
TIMETABLE = [
    ["Class", "Subject", "Day", "Period"],
    ["7A/MA1", "Mathematics", "Mon", "P1"],
    ["7a/Ar1", "Art", "Mon", "P2"],
]
Look = Callable[..., tuple[int, str, str]]


def without(column: str, lines: list[list[str]] = LESSONS) -> list[list[str]]:
    at = lines[0].index(column)
    return [line[:at] + line[at + 1 :] for line in lines]


@pytest.fixture
def look(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Look:
    """The command on marks and lessons: exit code, what it printed, what it said beside it."""

    def run(
        lessons: list[list[str]], *words: str, timetable: list[list[str]] | None = None
    ) -> tuple[int, str, str]:
        for name, body in (
            ("marks", MARKS), ("lessons", as_csv(lessons)), ("timetable", as_csv(timetable or [])),
        ):  # fmt: skip
            (tmp_path / f"{name}.csv").write_bytes(body)
        more = ["--timetable", str(tmp_path / "timetable.csv")] if timetable else []
        files = [str(tmp_path / "marks.csv"), "--lessons", str(tmp_path / "lessons.csv")]
        code = main(["look", *files, *more, "--as-of", "2026-11-24", *words])
        said = capsys.readouterr()
        return code, said.out, said.err

    return run


def answered(found: tuple[int, str, str]) -> dict[str, Any]:
    code, out, _ = found
    assert code in (0, 3)
    answer: dict[str, Any] = json.loads(out)
    return answer


def counted(answer: dict[str, Any]) -> dict[tuple[str, str], tuple[int, int]]:
    return {(x["pupil"], x["subject"]): (x["missed"], x["possible"]) for x in answer["lessons"]}


def test_lessons_are_counted_by_child_and_subject(look: Look, top: Path) -> None:
    """A trip is not missed, a dash is on neither side, and what comes after the day is left out;
    maths and Maths are one subject."""
    answer = answered(look(LESSONS, "--json"))
    assert counted(answer) == {
        ("K1", "Art"): (0, 1), ("K1", "Maths"): (2, 3), ("K2", "Maths"): (0, 0),
        ("K9", "Art"): (1, 1),
    }  # fmt: skip
    schema = json.loads((top / "docs/reference/look.schema.json").read_text("utf-8"))
    assert mistakes(answer, schema, schema) == []


def test_missed_while_in_school_is_said_only_where_the_register_knows(look: Look) -> None:
    lines = answered(look(LESSONS, "--json"))["lessons"]
    found = {(x["pupil"], x["subject"]): (x["missed_in_school"], x["blank"]) for x in lines}
    assert found == {
        ("K1", "Art"): (0, 0), ("K1", "Maths"): (1, 0), ("K2", "Maths"): (0, 1),
        ("K9", "Art"): (None, 0),
    }  # fmt: skip


def test_session_figures_stay_as_they_were(look: Look) -> None:
    (school,) = answered(look(LESSONS, "--json"))["schools"]
    assert (school["possible"], school["missed"]) == (6, 2)


def test_the_timetable_says_the_subject_of_a_class(look: Look) -> None:
    answer = answered(look(without("Subject"), "--json", timetable=TIMETABLE))
    assert set(counted(answer)) == {
        ("K1", "Art"), ("K1", "Mathematics"), ("K1", "7a/Ma2"), ("K2", "Mathematics"),
        ("K9", "Art"),
    }  # fmt: skip
    said = [t["said"] for t in answer["taken"]]
    assert said == [
        "lessons.csv: The class 7a/Ma2 has no subject in the timetable. It is counted by itself."
    ]


def test_without_a_timetable_the_class_stands_for_the_subject(look: Look) -> None:
    answer = answered(look(without("Subject"), "--json"))
    assert counted(answer)["K1", "7a/Ma1"] == (2, 2)
    (note,) = answer["taken"]
    assert note["said"].endswith("Lessons are counted by class. Add --timetable.")


def test_the_screen_and_the_report_say_lessons(look: Look, tmp_path: Path) -> None:
    code, out, _ = look(LESSONS, "--out", str(tmp_path / "out"))
    assert code == 0
    assert "Lessons: 3 pupils, 5 possible, missed 3" in out
    text = (tmp_path / "out" / "report.html").read_text("utf-8")
    rows = [re.sub(r"<[^>]*>", "|", r) for r in re.findall(r"<tr>.*?</tr>", text)]
    assert any(re.search(r"K1\W+Maths\W+1\W+2\W+3\W", row) for row in rows)
    assert "Lessons missed" in text


def test_without_lessons_nothing_is_said_of_them(look: Look, tmp_path: Path) -> None:
    look(LESSONS)
    assert main(["look", str(tmp_path / "marks.csv"), "--out", str(tmp_path / "out")]) == 0
    assert "Lessons" not in (tmp_path / "out" / "report.html").read_text("utf-8")


def test_a_line_that_cannot_be_taken_says_which_file(look: Look) -> None:
    code, out, _ = look([*LESSONS, ["K1", "", "P3", "7a/Ma1", "Maths", "I"]], "--json")
    assert code == 3
    (refused,) = json.loads(out)["refused"]
    assert refused["reason"].startswith("lessons.csv: ")


def test_a_letter_nobody_knows_is_a_blank_and_is_said(look: Look) -> None:
    odd = ["K1", "2026-11-23", "P3", "7a/Ma1", "Maths", "?!"]
    answer = answered(look([*LESSONS, odd], "--json"))
    assert counted(answer)["K1", "Maths"] == (2, 3)
    assert [x["blank"] for x in answer["lessons"]] == [0, 1, 1, 0]
    assert any(t["said"].startswith("lessons.csv: ") and "?!" in t["said"] for t in answer["taken"])


@pytest.mark.parametrize(
    ("lessons", "words"),
    [
        (without("Subject", without("Class")), "names no subject and no class"),
        (without("Mark"), "not say enough to be read as lesson marks"),
        ([["Colour"], ["red"]], "not say enough to be read as lesson marks"),
    ],
)
def test_a_file_that_holds_no_lessons_is_exit_code_two(
    look: Look, lessons: list[list[str]], words: str
) -> None:
    code, out, err = look(lessons, "--json")
    assert (code, out) == (2, "")
    assert words in err
    assert "Traceback" not in err


def test_a_timetable_must_say_subjects_and_needs_lessons(
    look: Look, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, _, err = look(LESSONS, timetable=without("Subject", TIMETABLE))
    assert code == 2
    assert "says no subject of any class" in err
    marks, timetable = (str(tmp_path / f"{name}.csv") for name in ("marks", "timetable"))
    assert main(["look", marks, "--timetable", timetable]) == 2
    assert "Add --lessons." in capsys.readouterr().err
