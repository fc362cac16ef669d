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
    child | day       | subject | mark
    Ada   | Mon 7 Sep | Art     | /
    Ada   | Mon 7 Sep | Maths   | O
    Ada   | Tue 8 Sep | Art     | L
    Ada   | Tue 8 Sep | Maths   | I
    Ada   | Wed 9 Sep | Maths   |
    Ben   | Mon 7 Sep | Art     | V
    Ben   | Mon 7 Sep | Maths   | Y3
    Ben   | Tue 8 Sep | Maths   | M
"""

REGISTER = """
    child | Mon 7 Sep am | Mon 7 Sep pm | Tue 8 Sep am | Tue 8 Sep pm | Wed 9 Sep am
    Ada   | /            | \\           | I            | I            | /
    Ben   | /            | \\           | /            | M            |
"""


def counted(column: str, *, since: str = "1 Sep", until: str = "30 Sep") -> dict[str, int]:
    """One column of the lessons drawn above, by child and subject."""
    _, rows = cells(LESSONS)
    there = drawn(REGISTER)
    children, subjects = there.children, ("Art", "Maths")
    who = [children.index(row[0]) for row in rows]
    day = [day_number(date_in(row[1])) for row in rows]
    taken = LessonsTaken(
        np.array(who, dtype=np.int32),
        np.array([subjects.index(row[2]) for row in rows], dtype=np.int32),
        np.array([codes.index_of(row[3]) if row[3] else NO_MARK for row in rows], dtype=np.uint8),
        np.array(day, dtype=np.int32),
        np.array(
            [d in days_in_school(there.register, c) for c, d in zip(who, day, strict=True)]
        ),
    )  # fmt: skip
    found = lessons_missed(taken, first=day_number(date_in(since)), last=day_number(date_in(until)))
    return {
        f"{children[line['child']]} {subjects[line['subject']]}": line[column]
        for line in found.to_pylist()
    }


def test_a_lesson_counts_as_a_session_with_its_mark_would() -> None:
    """O, I and M are missed. L is late and attended. V, a trip, is possible and not missed. Y3,
    part of the site shut, is not possible: Ben has one possible maths lesson, and missed it."""
    assert counted("possible") == {"Ada Art": 2, "Ada Maths": 2, "Ben Art": 1, "Ben Maths": 1}
    assert counted("missed") == {"Ada Art": 0, "Ada Maths": 2, "Ben Art": 0, "Ben Maths": 1}


def test_a_blank_lesson_is_on_neither_side_and_counted_apart() -> None:
    """Nobody entered a mark for Ada's maths on Wednesday. It is not possible and not missed."""
    assert counted("blank") == {"Ada Art": 0, "Ada Maths": 1, "Ben Art": 0, "Ben Maths": 0}


def test_missed_while_in_school_needs_a_present_mark_morning_and_afternoon() -> None:
    """Ada missed one maths lesson on a day she was in school morning and afternoon, one on a day
    she was ill. Ben left for the dentist on Tuesday: whether he was in school at the time of the
    lesson cannot be known, so it is not counted."""
    assert counted("missed_in_school") == {
        "Ada Art": 0, "Ada Maths": 1, "Ben Art": 0, "Ben Maths": 0,
    }  # fmt: skip


def test_only_the_days_asked_about_count() -> None:
    """Of Tuesday alone: one art lesson and one maths lesson of Ada's, one maths lesson of
    Ben's."""
    tuesday = counted("possible", since="8 Sep", until="8 Sep")
    assert tuesday == {"Ada Art": 1, "Ada Maths": 1, "Ben Maths": 1}
