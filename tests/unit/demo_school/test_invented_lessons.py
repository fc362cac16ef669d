from __future__ import annotations

import datetime as dt

import numpy as np
import pytest
from demo_school.invented import Invented, LessonMarks
from demo_school.secondary import invent
from demo_school.staff import TEACHER
from demo_school.term_dates import school_year

from belong.attendance.codes import MISSED_KINDS, NOT_ON_ROLL, index_of, lookup

pytestmark = pytest.mark.slow

MISSED = lookup(kinds=MISSED_KINDS).astype(bool)


def test_every_child_on_roll_has_25_lessons_a_week_each_at_its_own_time(small: Invented) -> None:
    taught = small.teaching
    for row in [n for n, c in enumerate(small.children) if c.left is None]:
        mine = np.isin(taught.klass, taught.member_of[taught.member == row])
        times = set(zip(taught.weekday[mine].tolist(), taught.period[mine].tolist(), strict=True))
        assert len(times) == mine.sum() == 25


def test_no_teacher_is_in_two_places_and_every_lesson_has_one(school: Invented) -> None:
    taught = school.teaching
    assert (taught.teacher >= 0).all()
    places = list(zip(taught.teacher, taught.weekday, taught.period, strict=True))
    assert len(set(places)) == len(places)
    assert {school.adults[t].role for t in taught.teacher} == {TEACHER}


def test_most_lessons_are_taught_by_someone_of_the_subject(school: Invented) -> None:
    taught = school.teaching
    own = [
        school.adults[t].subject == taught.subjects[k]
        for t, k in zip(taught.teacher, taught.klass, strict=True)
    ]
    assert np.mean(own) >= 0.8


def test_classes_are_of_a_size_one_meets(school: Invented) -> None:
    sizes = np.bincount(school.teaching.member_of)
    assert sizes.min() >= 8
    assert sizes.max() <= 48
    assert 22 <= np.median(sizes) <= 32


def session_of(school: Invented, lessons: LessonMarks) -> np.ndarray:
    """The session mark behind each lesson mark."""
    column = np.searchsorted(school.day, lessons.day) + (lessons.period > 3)
    return school.marks[lessons.pupil, column]


def test_lessons_of_an_absent_session_carry_its_mark(small: Invented) -> None:
    lessons = small.lesson_marks
    session = session_of(small, lessons)
    away = MISSED[session] & (session != index_of("U"))
    assert away.sum() > 500
    assert (lessons.code[away] == session[away]).all()


def test_children_marked_in_are_now_and_then_not_in_a_lesson(small: Invented) -> None:
    lessons = small.lesson_marks
    came = np.isin(session_of(small, lessons), [index_of("/"), index_of("\\")])
    share = (lessons.code[came] == index_of("O")).mean()
    assert 0.0005 <= share <= 0.006


def test_a_child_late_to_school_is_late_to_the_first_lesson_only(small: Invented) -> None:
    lessons = small.lesson_marks
    late = session_of(small, lessons) == index_of("L")
    first = np.isin(lessons.period, [1, 4])
    assert (lessons.code[late & first] == index_of("L")).all()
    assert (lessons.code[late & ~first] == index_of("L")).mean() < 0.1


def test_nobody_has_a_lesson_while_not_on_roll(small: Invented) -> None:
    assert not (session_of(small, small.lesson_marks) == NOT_ON_ROLL).any()


def test_lesson_marks_are_of_this_year_and_stay_as_they_are(small: Invented) -> None:
    later = invent(today=dt.date(2026, 12, 12), pupils=150)
    kept = later.lesson_marks.day <= small.day[-1] - 7
    old = small.lesson_marks.day <= small.day[-1] - 7
    upns = [c.upn for c in small.children]
    new_upns = [c.upn for c in later.children]
    before = {
        (upns[p], d, n): c
        for p, d, n, c in zip(
            small.lesson_marks.pupil[old].tolist(), small.lesson_marks.day[old].tolist(),
            small.lesson_marks.period[old].tolist(), small.lesson_marks.code[old].tolist(),
            strict=True,
        )
    }  # fmt: skip
    after = {
        (new_upns[p], d, n): c
        for p, d, n, c in zip(
            later.lesson_marks.pupil[kept].tolist(), later.lesson_marks.day[kept].tolist(),
            later.lesson_marks.period[kept].tolist(), later.lesson_marks.code[kept].tolist(),
            strict=True,
        )
    }  # fmt: skip
    assert before == after
    assert min(d for _, d, _ in before) == school_year(2026).first


def test_before_the_first_morning_there_are_no_lesson_marks() -> None:
    eve = invent(today=dt.date(2026, 9, 2), pupils=150)
    assert len(eve.lesson_marks.code) == 0
    assert len(eve.teaching.classes) > 50
