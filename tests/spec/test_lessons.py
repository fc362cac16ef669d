"""Lessons missed"""

from __future__ import annotations

import numpy as np
from tests.drawing import cells, date_in, drawn

from belong.attendance import codes
from belong.attendance.codes import NO_MARK
from belong.attendance.lessons import LessonsTaken, days_in_school, lessons_missed
from belong.basics.terms import day_number

CHAPTER = 17
COVERS = ("lessons_missed",)

LESSONS = """
    lessons   | Mon 7 Sep | Tue 8 Sep | Wed 9 Sep
    Ada Art   | /         | L         | no lesson
    Ada Maths | O         | I         | nothing entered
    Ben Art   | V         | no lesson | no lesson
    Ben Maths | Y3        | M         | no lesson
"""

REGISTER = """
    child | Mon 7 Sep am | Mon 7 Sep pm | Tue 8 Sep am | Tue 8 Sep pm
    Ada   | /            | \\           | I            | I
    Ben   | /            | \\           | /            | M
"""


def taken(lessons: str, register: str) -> tuple[LessonsTaken, list[str]]:
    """The drawn lessons beside a register, and the name of each row; a row is its own subject."""
    head, rows = cells(lessons)
    there = drawn(register)
    days = [day_number(date_in(day)) for day in head[1:]]
    marks = [
        (there.children.index(row[0].split(" ")[0]), n, mark, day)
        for n, row in enumerate(rows)
        for mark, day in zip(row[1:], days, strict=True)
        if mark != "no lesson"
    ]
    child, subject, letter, day = zip(*marks, strict=True)
    code = [NO_MARK if mark == "nothing entered" else codes.index_of(mark) for mark in letter]
    here = [d in days_in_school(there.register, c) for c, d in zip(child, day, strict=True)]
    return LessonsTaken(
        np.array(child, dtype=np.int32), np.array(subject, dtype=np.int32),
        np.array(code, dtype=np.uint8), np.array(day, dtype=np.int32), np.array(here),
    ), [row[0] for row in rows]  # fmt: skip


def counted(
    lessons: str, register: str, column: str, since: str = "1 Sep", until: str = "30 Sep"
) -> dict[str, int]:
    """One column of the count, for each row of a drawing that has a lesson in the time."""
    found, names = taken(lessons, register)
    first, last = day_number(date_in(since)), day_number(date_in(until))
    lines = lessons_missed(found, first=first, last=last).to_pylist()
    return {names[line["subject"]]: line[column.replace(" ", "_")] for line in lines}


def of_tuesday(lessons: str, register: str) -> dict[str, int]:
    """Possible lessons of one day alone."""
    return counted(lessons, register, "possible", "8 Sep", "8 Sep")


def test_a_lesson_counts_as_a_session_with_its_mark_would() -> None:
    """O, I and M are missed. L is late and attended. V, a trip, is possible and not missed. Y3,
    part of the site shut, is not possible: Ben has one possible maths lesson, and missed it."""
    assert counted(LESSONS, REGISTER, "possible") == {
        "Ada Art": 2, "Ada Maths": 2, "Ben Art": 1, "Ben Maths": 1,
    }  # fmt: skip
    assert counted(LESSONS, REGISTER, "missed") == {
        "Ada Art": 0, "Ada Maths": 2, "Ben Art": 0, "Ben Maths": 1,
    }  # fmt: skip


def test_a_blank_lesson_is_on_neither_side_and_counted_apart() -> None:
    """Nobody entered a mark for Ada's maths on Wednesday. It is not possible and not missed."""
    assert counted(LESSONS, REGISTER, "blank") == {
        "Ada Art": 0, "Ada Maths": 1, "Ben Art": 0, "Ben Maths": 0,
    }  # fmt: skip


def test_missed_while_in_school_needs_a_present_mark_morning_and_afternoon() -> None:
    """Ada missed one maths lesson on a day she was in school morning and afternoon, one on a day
    she was ill. Ben left for the dentist on Tuesday: whether he was in school at the time of the
    lesson cannot be known, so it is not counted."""
    assert counted(LESSONS, REGISTER, "missed in school") == {
        "Ada Art": 0, "Ada Maths": 1, "Ben Art": 0, "Ben Maths": 0,
    }  # fmt: skip


def test_only_the_days_asked_about_count() -> None:
    """Of Tuesday alone: one art lesson and one maths lesson of Ada's, one maths lesson of
    Ben's."""
    assert of_tuesday(LESSONS, REGISTER) == {"Ada Art": 1, "Ada Maths": 1, "Ben Maths": 1}
