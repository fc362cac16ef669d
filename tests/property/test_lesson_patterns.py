"""Whatever lesson marks there may be, days and what is expected agree with plain arithmetic."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests import reference_lesson_patterns as slow
from tests.reference_lesson_patterns import Days, Lesson
from tests.reference_patterns import at_least

from belong.attendance.codes import NO_MARK, index_of
from belong.attendance.definitions import load
from belong.attendance.patterns.grid import lay_out as lay_out_half_days
from belong.attendance.patterns.in_lessons import LessonLooks
from belong.attendance.patterns.lesson_grid import SUBJECT, LessonGrid, Taught, lay_out
from belong.attendance.patterns.lesson_look import test_of as asked
from belong.attendance.patterns.look import unevenness
from belong.attendance.register import Register, Sessions
from belong.basics.terms import day_number

MONDAY = day_number(dt.date(2026, 9, 7))
SAYS = {
    index_of("/"): slow.CAME,
    index_of("L"): slow.CAME,
    index_of("O"): slow.MISSED,
    index_of("U"): slow.MISSED,
    index_of("M"): slow.FOR_A_REASON,
    index_of("V"): slow.FOR_A_REASON,
    NO_MARK: slow.BLANK,
}
HERE, AWAY, TRIP = index_of("/"), index_of("I"), index_of("V")
WEEKS, CHILDREN, PLACES = 4, 7, 3
HOW = load("lesson_patterns").settings


def school_days() -> np.ndarray:
    weekdays = np.arange(WEEKS * 7)
    return (MONDAY + weekdays[weekdays % 7 < 5]).astype(np.int32)


@st.composite
def schools(draw: st.DrawFn) -> tuple[Register, list[Lesson], list[int]]:
    """A few children over four weeks, in one class or two, and what was marked of them."""
    rng = np.random.default_rng(draw(st.integers(0, 2**32)))
    day = np.repeat(school_days(), 2)
    often = draw(st.sampled_from([0.0, 0.1, 0.4]))
    marks = np.where(rng.random((CHILDREN, len(day))) < often,
                     rng.choice([AWAY, TRIP], (CHILDREN, len(day))), HERE)  # fmt: skip
    number = np.arange(CHILDREN, dtype=np.int32)
    register = Register(
        enrolment=number,
        pupil=number,
        first=np.zeros(CHILDREN, dtype=np.int32),
        last=np.full(CHILDREN, len(day) - 1, dtype=np.int32),
        marks=marks.astype(np.uint8),
        sessions=Sessions(day, np.tile(np.array([0, 1], dtype=np.uint8), len(day) // 2)),
        open=np.ones((1, len(day)), dtype=bool),
        calendar_of=np.zeros(CHILDREN, dtype=np.uint16),
    )
    missed = draw(st.sampled_from([0.05, 0.3, 0.7]))
    p = [0.9 - missed, 0.04, missed * 0.8, missed * 0.2, 0.02, 0.02, 0.02]
    code = rng.choice(list(SAYS), (CHILDREN, len(day) // 2, 4), p=p)
    place = rng.integers(0, PLACES, (CHILDREN, len(day) // 2, 4))
    sets = draw(st.integers(1, 2))
    lessons = [
        Lesson(c, int(school_days()[d]), int(place[c, d, n]) + PLACES * (c % sets),
               int(place[c, d, n]), SAYS[int(code[c, d, n])])
        for c, d, n in np.ndindex(code.shape)
    ]  # fmt: skip
    return register, lessons, draw(st.lists(st.integers(0, 1), min_size=7, max_size=7))


def laid(register: Register, lessons: list[Lesson], group: list[int]) -> LessonGrid:
    columns = np.array([(x.child, x.day, x.klass, x.place) for x in lessons], dtype=np.int32).T
    code = {says: index for index, says in reversed(SAYS.items())}
    nobody = np.full(len(lessons), -1, dtype=np.int32)
    taught = Taught(
        row=columns[0], day=columns[1], klass=columns[2], subject=columns[3],
        code=np.array([code[x.says] for x in lessons], dtype=np.uint8),
        period=nobody, teacher=nobody, subjects=("Art", "Maths", "PE"), periods=(),
    )  # fmt: skip
    grid = lay_out_half_days(register, group=np.array(group, dtype=np.int16))
    return lay_out(taught, grid, register, first=0)


def in_plain_words(
    register: Register, lessons: list[Lesson]
) -> dict[tuple[int, int, int], Days]:  # fmt: skip
    here = {
        (row, int(register.sessions.day[n]))
        for row in range(CHILDREN)
        for n in range(0, register.marks.shape[1], 2)
        if (register.marks[row, n : n + 2] == HERE).all()
    }
    week = {int(d): (int(d) - MONDAY) // 7 for d in school_days()}
    return slow.days(lessons, here, week, HOW["apart"])


@given(schools())
def test_days_in_each_place_are_those_of_plain_loops(
    school: tuple[Register, list[Lesson], list[int]],
) -> None:
    register, lessons, group = school
    places = laid(register, lessons, group).families[SUBJECT]
    found = {
        (int(row), int(places.place[row, n]), int(week)): Days(
            *(int(v[row, n, week]) for v in (places.could, places.missed, places.unsure))
        )
        for row, n, week in zip(*np.nonzero(places.could.astype(int) + places.unsure), strict=True)
    }
    told = in_plain_words(register, lessons)
    assert found == {key: value for key, value in told.items() if value.could + value.unsure}


@given(schools(), st.integers(0, WEEKS - 1))
def test_what_is_expected_and_its_tail_are_those_of_plain_arithmetic(
    school: tuple[Register, list[Lesson], list[int]], week: int
) -> None:
    register, lessons, group = school
    grid = laid(register, lessons, group)
    looked, told = LessonLooks(grid).look(week), in_plain_words(register, lessons)
    every = np.array(slow.whole(told, group, week, HOW)).T
    alike = unevenness(every[0], every[1])
    expected = slow.expected(told, group, week, HOW["tests"]["weeks"][0], HOW, alike)
    places = grid.families[SUBJECT]
    for column in range(looked.p.shape[1]):
        test = asked(column)
        if (test.family, test.weeks) != (SUBJECT, HOW["tests"]["weeks"][0]):
            continue
        for row in range(CHILDREN):
            key = (row, int(places.place[row, test.place]))
            if key not in expected:
                continue
            times, firm = expected[key]
            assert looked.expected[row, column] == pytest.approx(times, rel=1e-5, abs=1e-9)
            count, of = int(looked.counted[row, column]), int(looked.chances[row, column])
            tail = 1.0
            if count >= HOW["tests"]["least"] and count > times:
                chance = min(max(times / of, HOW["tests"]["least_chance"]), 0.9)
                tail = min(1.0, at_least(count, of, chance, firm))
            assert looked.p[row, column] == pytest.approx(tail, rel=1e-4)
