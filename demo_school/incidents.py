"""What adults wrote down in lessons children came to: behaviour, and being asked to leave."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from belong.attendance.codes import index_of
from belong.basics.terms import date_of, day_number
from demo_school import sources
from demo_school.chance import even, own_numbers
from demo_school.invented import Invented, LessonMarks
from demo_school.lessons import habit
from demo_school.own_chance import drawn, salt
from demo_school.records import Behaviour, Removal, Suspension
from demo_school.staffing import NOBODY, Staffing, teacher_of

OFTEN = 0.0034
"""Lessons in which something is written down about a child, on average."""
REMOVED = 0.12
"""Of those, how many end with the child leaving the lesson."""
CAME = ("/", "\\", "L")


def incidents(
    school: Invented, found: Staffing, suspended: tuple[Suspension, ...]
) -> tuple[tuple[Behaviour, ...], tuple[Removal, ...]]:
    """This year's behaviour and removals, by day and period; both only where the child was.

    Before each suspension of this year something is written down in the last lesson attended.
    """
    marks = school.lesson_marks
    came = np.isin(marks.code, [index_of(code) for code in CAME])
    own = own_numbers(school.children, school.seed)
    weight = habit(own + np.uint64(salt("behaviour"))) ** 2
    chance = even(own[marks.pupil] + _place(marks) + np.uint64(salt("seen")))
    told = np.isin(marks.pupil, [s.child for s in school.stories])
    seen = np.flatnonzero(came & ~told & (chance < OFTEN * weight[marks.pupil] * 0.65))
    last = [n for s in suspended for n in _last_lesson(school, marks, came, s)]
    at = np.unique(np.concatenate([seen, np.array(last, dtype=np.int64)]))
    at = at[np.lexsort((marks.pupil[at], marks.period[at], marks.day[at]))]
    teacher = teacher_of(school, found, marks)
    return (
        tuple(_behaviour(school, marks, n, teacher, n in set(last)) for n in at.tolist()),
        tuple(_removals(school, marks, at, teacher)),
    )


def _place(marks: LessonMarks) -> np.ndarray:
    return (marks.day * 8 + marks.period).astype(np.uint64)


def _last_lesson(
    school: Invented, marks: LessonMarks, came: np.ndarray, suspended: Suspension
) -> Iterator[int]:
    """The last lesson the child came to before a suspension of this year."""
    row = next(n for n, c in enumerate(school.children) if c.upn == suspended.upn)
    before = marks.day < day_number(suspended.first)
    at = np.flatnonzero((marks.pupil == row) & before & came)
    if len(at):
        yield int(at[np.lexsort((marks.period[at], marks.day[at]))][-1])


def _behaviour(
    school: Invented, marks: LessonMarks, n: int, teacher: np.ndarray, grave: bool
) -> Behaviour:
    listed = sources.listed("records")["behaviour"]
    child = school.children[int(marks.pupil[n])]
    at = salt(f"{child.upn}{marks.day[n]}{marks.period[n]}")
    kinds = listed["seen"]
    kind = kinds[3] if grave else kinds[at % len(kinds)]
    return Behaviour(
        upn=child.upn, on=date_of(marks.day[n]), period=int(marks.period[n]),
        category=kind["category"], location=listed["locations"][at // 7 % len(listed["locations"])],
        by=_code(school, int(teacher[n])),
        comments=kind["comments"][at // 3 % len(kind["comments"])],
    )  # fmt: skip


def _removals(
    school: Invented, marks: LessonMarks, at: np.ndarray, teacher: np.ndarray
) -> Iterator[Removal]:
    rooms = sources.listed("records")["behaviour"]["rooms_for_a_break"]
    chance = drawn(school.children, school.seed, about="removed")
    for n in at.tolist():
        child = school.children[int(marks.pupil[n])]
        turn = salt(f"{marks.day[n]}{child.upn}{marks.period[n]}r")
        if (turn % 1000) / 1000 < REMOVED * (0.5 + chance[int(marks.pupil[n])]):
            yield Removal(
                child.upn, date_of(marks.day[n]), int(marks.period[n]),
                school.teaching.classes[int(marks.klass[n])], 10 + turn % 6 * 5,
                rooms[turn % len(rooms)], _code(school, int(teacher[n])),
            )  # fmt: skip


def _code(school: Invented, adult: int) -> str:
    return school.adults[adult].code if adult != NOBODY else ""
