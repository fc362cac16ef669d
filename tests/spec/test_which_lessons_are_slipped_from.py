"""What is counted for a pattern among lessons"""

from __future__ import annotations

import numpy as np
from tests.drawing import cells, date_in, drawn

from belong.attendance import codes
from belong.attendance.patterns.grid import lay_out as lay_out_half_days
from belong.attendance.patterns.lesson_grid import NOBODY_SAID, SUBJECT, Taught, lay_out
from belong.basics.terms import day_number

CHAPTER = 19
COVERS = ("lesson_patterns",)

REGISTER = """
    child | Mon 7 Sep am | Mon 7 Sep pm | Tue 8 Sep am | Tue 8 Sep pm | Wed 9 Sep am | Wed 9 Sep pm
    Ada   | /            | \\           | /            | \\           | I            | I
    Ben   | /            | \\           | L            | \\           | /            | O
"""

LESSONS = """
    lessons     | Mon 7 Sep | Tue 8 Sep | Wed 9 Sep
    Ada Art 1   | /         | O         | I
    Ada Art 2   | O         | O         | I
    Ada Maths 3 | /         | /         | I
    Ben Art 1   | O         | /         | O
    Ben Maths 3 | /         | M         | /
"""


def counted(lessons: str, register: str) -> dict[str, str]:
    """Days on which a subject was missed, of how many in school with it, for each child."""
    head, rows = cells(lessons)
    there = drawn(register)
    days = [day_number(date_in(day)) for day in head[1:]]
    names = [row[0].split(" ") for row in rows]
    subjects = tuple(sorted({name[1] for name in names}))
    marks = [
        (there.children.index(who), day, codes.index_of(mark), subjects.index(subject), int(period))
        for (who, subject, period), row in zip(names, rows, strict=True)
        for day, mark in zip(days, row[1:], strict=True)
    ]
    who, on, code, subject, period = np.array(marks, dtype=np.int32).T
    taught = Taught(
        row=who, day=on, code=code.astype(np.uint8), klass=subject, subject=subject, period=period,
        teacher=np.full(len(who), NOBODY_SAID, dtype=np.int32), subjects=subjects,
        periods=("0", "1", "2", "3"),
    )  # fmt: skip
    grid = lay_out_half_days(there.register)
    found = lay_out(taught, grid, there.register, first=0).families[SUBJECT]
    return {
        f"{child} {subjects[place]}": f"{found.missed[row, n].sum()} of {found.could[row, n].sum()}"
        for row, child in enumerate(there.children)
        for n, place in enumerate(found.place[row])
        if place != NOBODY_SAID
    }


def test_days_in_school_are_counted_and_two_lessons_of_a_day_once() -> None:
    """Ada was ill on Wednesday and Ben away that afternoon: those days belong to half-days. Two Art
    lessons on a day are one. A lesson missed with its reason (M) is in no count."""
    assert counted(LESSONS, REGISTER) == {
        "Ada Art": "2 of 2",
        "Ada Maths": "0 of 2",
        "Ben Art": "1 of 2",
        "Ben Maths": "0 of 1",
    }
