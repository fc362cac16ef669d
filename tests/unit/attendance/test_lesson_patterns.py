"""Patterns among lessons: what is found, what is set apart, and what is never shown."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import numpy as np
import pytest

from belong.attendance.codes import NO_MARK, index_of
from belong.attendance.patterns.cards import card
from belong.attendance.patterns.grid import Grid
from belong.attendance.patterns.grid import lay_out as lay_out_half_days
from belong.attendance.patterns.in_lessons import LessonLooks
from belong.attendance.patterns.lesson_grid import (
    FAMILIES,
    PERIOD,
    SUBJECT,
    TEACHER,
    LessonGrid,
    Taught,
    lay_out,
)
from belong.attendance.patterns.lesson_look import test_of as asked
from belong.attendance.patterns.lesson_said import Facts, afterwards, contrast, facts, said
from belong.attendance.patterns.looks import Year, replay
from belong.attendance.patterns.streams import Found
from belong.attendance.register import Register
from belong.basics.terms import date_of
from belong.lab.simulated import USUAL, Drawn, Range, draw
from belong.lab.simulated_lessons import SUBJECTS, LessonHabit, draw_lessons
from belong.lab.simulated_lessons import USUAL as USUAL_LESSONS

SMALL = replace(USUAL, pupils=300, shocks=Range(0, 0), heavy=Range(0, 0))
NO_EVENTS = replace(USUAL_LESSONS, events=(0, 0), blank=(0, 0), reason=(0, 0))
CHILD = 7
YEAR = 38
"""The week of the grid in which the second year begins."""
MATHS = list(SUBJECTS).index("Maths")
School = tuple[Drawn, Taught]


@pytest.fixture(scope="module")
def quiet() -> School:
    """A school of 300 in which nobody has a habit, CHILD at school every day and in every
    lesson."""
    rng = np.random.default_rng(5)
    drawn = draw(rng, SMALL)
    half = drawn.register.sessions.half
    drawn.register.marks[CHILD] = np.where(half == 0, index_of("/"), index_of("\\"))
    taught = draw_lessons(rng, drawn, NO_EVENTS).taught
    return drawn, coded(taught, taught.row == CHILD, "/")


def coded(taught: Taught, which: np.ndarray, code: str) -> Taught:
    """The same lessons, some with another mark."""
    return replace(taught, code=np.where(which, np.uint8(index_of(code)), taught.code))


def week_of(drawn: Drawn, taught: Taught) -> np.ndarray:
    """[marks] the week of the grid."""
    mondays = np.unique(drawn.register.sessions.monday)
    return np.searchsorted(mondays, taught.day, side="right") - 1


def lessons_of(school: School, weeks: range, subject: int = MATHS, row: int = CHILD) -> np.ndarray:
    """[marks] the lessons of a child in a subject in some weeks."""
    drawn, taught = school
    inside = np.isin(week_of(drawn, taught), list(weeks))
    return inside & (taught.row == row) & (taught.subject == subject)


def laid(drawn: Drawn, taught: Taught, register: Register | None = None) -> tuple[Grid, LessonGrid]:
    register = register or drawn.register
    grid = lay_out_half_days(register, group=drawn.group)
    return grid, lay_out(taught, grid, register, first=YEAR)


def shown(drawn: Drawn, taught: Taught, week: int) -> tuple[Year, LessonGrid]:
    grid, lessons = laid(drawn, taught)
    until = date_of(int(grid.monday[week])) + dt.timedelta(days=4)
    return replay(grid, until=until, beside=(LessonLooks(lessons),)), lessons


def of_lessons(year: Year, row: int = CHILD) -> Found | None:
    return next((f for f in year.found.get(row, ()) if f.stream == "lessons"), None)


@pytest.mark.slow
def test_a_child_who_slips_from_maths_is_shown_with_counts_that_can_be_counted(
    quiet: School,
) -> None:
    drawn, taught = quiet
    maths = lessons_of(quiet, range(45, 52))
    year, lessons = shown(drawn, coded(taught, maths, "O"), 51)
    found = of_lessons(year)
    assert found is not None
    test = asked(found.test)
    assert test.family == SUBJECT
    seen = facts(lessons, found)
    since = lessons_of(quiet, range(found.week + 1 - seen.weeks, found.week + 1))
    missed = maths & since
    assert seen.of_there == len(np.unique(taught.day[since])), "two lessons on one day are one"
    assert seen.there == len(np.unique(taught.day[missed]))
    assert seen.other == 0
    told = LessonLooks(lessons).told(found, found.week)
    assert told.where == "Maths lessons"
    assert told.said.startswith(f"Missed Maths on {seen.there} of {seen.of_there} days with Maths")
    assert told.contrast.startswith("Came to every English, Science and")
    assert told.contrast.endswith(
        f"8 more subjects, on days in school in the same {seen.weeks} school weeks."
    )


def test_two_lessons_of_a_subject_on_a_day_are_one_chance(quiet: School) -> None:
    _, lessons = laid(*quiet)
    days = lessons.families[SUBJECT].could[CHILD].sum()
    periods = lessons.families[PERIOD].could[CHILD].sum()
    assert periods == 190 * 5
    assert days < periods


def test_days_away_are_in_no_count_of_lessons(quiet: School) -> None:
    """Away for a fortnight, and on afternoons of another: no lesson of those was missed."""
    drawn, taught = quiet
    sessions = drawn.register.sessions
    week = np.searchsorted(np.unique(sessions.monday), sessions.monday)
    marks = drawn.register.marks.copy()
    marks[CHILD, np.isin(week, [45, 46])] = index_of("O")
    marks[CHILD, np.isin(week, [47, 48]) & (sessions.half == 1)] = index_of("O")
    away = np.isin(week_of(drawn, taught), range(45, 49)) & (taught.row == CHILD)
    register = replace(drawn.register, marks=marks)
    _, lessons = laid(drawn, coded(taught, away, "O"), register)
    for family in (SUBJECT, PERIOD):
        places = lessons.families[family]
        assert not places.missed[CHILD].any()
        assert not places.could[CHILD, :, 7:11].any()
        assert places.could[CHILD, :, 11:].any()


@pytest.mark.slow
def test_a_child_who_misses_everything_evenly_has_no_pattern(quiet: School) -> None:
    drawn, taught = quiet
    rng = np.random.default_rng(2)
    some = (taught.row == CHILD) & (rng.random(len(taught)) < 0.35)
    year, _ = shown(drawn, coded(taught, some, "O"), 60)
    assert of_lessons(year) is None


@pytest.mark.slow
def test_a_trip_nobody_marked_is_set_apart_for_the_whole_class(quiet: School) -> None:
    """The maths class is marked away on three Tuesdays in a row: nobody has three of anything."""
    drawn, taught = quiet
    mine = lessons_of(quiet, range(45, 52))
    days = np.unique(taught.day[mine])[[2, 6, 10]]
    klass = taught.klass[np.flatnonzero(mine)[0]]
    away = (taught.klass == klass) & np.isin(taught.day, days)
    assert away.sum() > 30
    _, as_usual = laid(drawn, taught)
    _, lessons = laid(drawn, coded(taught, away, "O"))
    before, places = (x.families[SUBJECT] for x in (as_usual, lessons))
    assert (places.missed <= before.missed).all()
    assert places.could[CHILD].sum() == before.could[CHILD].sum() - 3, "nor could anybody have come"
    assert places.unsure[CHILD].sum() == 3
    year, _ = shown(drawn, coded(taught, away, "O"), 51)
    assert of_lessons(year) is None


@pytest.mark.parametrize(("slipped", "is_apart"), [(2, False), (3, False), (4, True)])
def test_children_of_a_class_are_counted_and_not_the_marks_of_a_double_lesson(
    quiet: School, slipped: int, is_apart: bool
) -> None:
    """Two of a set of eight who slip from both halves of a double are two, not four."""
    drawn, taught = quiet
    of_set = np.repeat(np.arange(8, dtype=np.int32), 2)
    marks = drawn.register.marks.copy()
    marks[:8] = marks[CHILD]
    nothing = np.zeros(16, dtype=np.int32)
    day = int(np.unique(taught.day[week_of(drawn, taught) == 50])[0])
    double = replace(
        taught, row=of_set, day=nothing + day, klass=nothing, subject=nothing, teacher=nothing - 1,
        period=np.tile(np.array([0, 1], dtype=np.int32), 8),
        code=np.where(of_set < slipped, index_of("O"), index_of("/")).astype(np.uint8),
    )  # fmt: skip
    places = laid(drawn, double, replace(drawn.register, marks=marks))[1].families[SUBJECT]
    assert places.missed.sum() == (0 if is_apart else slipped)
    assert places.unsure.sum() == (slipped if is_apart else 0)


def test_nothing_later_than_the_look_is_known(quiet: School) -> None:
    drawn, taught = quiet
    whole = coded(taught, lessons_of(quiet, range(45, 60)), "O")
    early = np.flatnonzero(week_of(drawn, whole) <= 48)
    part = replace(
        whole,
        **{
            name: getattr(whole, name)[early]
            for name in ("row", "day", "code", "klass", "subject", "period", "teacher")
        },
    )
    now, then = (LessonLooks(laid(drawn, one)[1]).look(48) for one in (whole, part))
    assert np.array_equal(now.counted, then.counted)
    assert np.allclose(now.p, then.p)
    assert now.counted.sum() > 0


@pytest.mark.parametrize("code", ["M", "C2", "E", "V", "B"])
def test_lessons_missed_with_their_reason_make_no_pattern_and_are_not_come_to(
    quiet: School, code: str
) -> None:
    drawn, taught = quiet
    maths = lessons_of(quiet, range(45, 60)) & (taught.day % 2 == 0)
    _, lessons = laid(drawn, coded(taught, maths, code))
    places = lessons.families[SUBJECT]
    assert not places.missed[CHILD].any()
    place = int(np.flatnonzero(places.place[CHILD] == MATHS)[0])
    assert places.unsure[CHILD, place, 7:22].sum() == len(np.unique(taught.day[maths]))
    found = Found(CHILD, 51, 0, 0, 0, 0.0, 1.0, 1.0, 1.0, "lessons")
    assert "Maths" not in facts(lessons, found).always
    assert "English" in facts(lessons, found).always


def test_a_blank_is_neither_missed_nor_come_to(quiet: School) -> None:
    drawn, taught = quiet
    maths = lessons_of(quiet, range(45, 52))
    blank = replace(taught, code=np.where(maths, np.uint8(NO_MARK), taught.code))
    places = laid(drawn, blank)[1].families[SUBJECT]
    place = int(np.flatnonzero(places.place[CHILD] == MATHS)[0])
    assert not places.could[CHILD, place, 7:14].any()
    assert not places.missed[CHILD].any()
    assert places.unsure[CHILD].sum() == len(np.unique(taught.day[maths]))


def test_a_subject_with_a_blank_register_is_not_one_come_to_every_time(quiet: School) -> None:
    drawn, taught = quiet
    maths = lessons_of(quiet, range(45, 52))
    blank = replace(taught, code=np.where(maths, np.uint8(NO_MARK), taught.code))
    first = maths & (taught.day == taught.day[maths].min())
    one = replace(taught, code=np.where(first, np.uint8(NO_MARK), taught.code))
    found = Found(CHILD, 51, 0, 0, 0, 0.0, 1.0, 1.0, 1.0, "lessons")
    assert "Maths" in facts(laid(*quiet)[1], found).always
    for some in (one, blank):
        always = facts(laid(drawn, some)[1], found).always
        assert "Maths" not in always
        assert "English" in always


def test_a_time_of_the_day_is_found_and_said_by_its_period(quiet: School) -> None:
    drawn, taught = quiet
    mine = (taught.row == CHILD) & np.isin(week_of(drawn, taught), range(45, 52))
    some = mine & (taught.period == 4) & (taught.day % 2 == 0)
    year, lessons = shown(drawn, coded(taught, some, "O"), 51)
    found = of_lessons(year)
    assert found is not None
    told = LessonLooks(lessons).told(found, found.week)
    assert (told.family, told.where) == (PERIOD, "period 5")
    assert told.said.startswith("Missed period 5 on ")
    assert told.contrast.startswith("Came to every lesson in period 1, period 2 and period 3")


def taught_by(taught: Taught, teacher: np.ndarray, count: int) -> Taught:
    names = tuple(f"T{n}" for n in range(count))
    return replace(taught, teacher=teacher.astype(np.int32), teachers=names)


def test_a_teacher_whose_lessons_are_those_of_a_subject_is_not_asked_about_twice(
    quiet: School,
) -> None:
    drawn, taught = quiet
    slip = coded(taught, lessons_of(quiet, range(45, 52)), "O")
    _, lessons = laid(drawn, taught_by(slip, taught.subject, len(SUBJECTS)))
    p = LessonLooks(lessons).look(51).p[CHILD]
    families = [asked(n).family for n in range(len(p))]
    assert min(v for v, f in zip(p, families, strict=True) if f == SUBJECT) < 1e-6
    assert {v for v, f in zip(p, families, strict=True) if f == TEACHER} == {1.0}


def test_a_teacher_with_as_many_days_as_a_subject_on_others_is_asked_about(quiet: School) -> None:
    """Maths is on Mondays and missed, the lessons of T1 on Tuesdays, and missed in other weeks."""
    drawn, taught = quiet
    mine = (taught.row == CHILD) & (taught.period == 0)
    weekday, week = (taught.day + 3) % 7, week_of(drawn, taught)
    maths, ones = (mine & (weekday == n) & (week >= 45) & (week < 52) for n in (0, 1))
    of = np.where(maths, 0, np.where(ones, 1, np.where(weekday < 3, 2, 3))).astype(np.int32)
    away = (maths & (week < 49)) | (ones & (week > 47))
    whole = coded(replace(taught, subject=of, subjects=("Maths", "Art", "PE", "RE")), away, "O")
    p = {}
    for name, subject in (("apart", of), ("with PE", np.where(of == 1, 2, of))):
        told = taught_by(replace(whole, subject=subject.astype(np.int32)), of, 4)
        grid = laid(drawn, told)[1]
        places = grid.families[TEACHER]
        place = int(np.flatnonzero(places.place[CHILD] == 1)[0])
        looked = LessonLooks(grid).look(51)
        tests = [asked(n) for n in range(looked.p.shape[1])]
        of_them = [(t.family, t.weeks, t.place) for t in tests].index((TEACHER, 7, place))
        p[name] = looked.p[CHILD, of_them]
    assert p["apart"] == 1.0, "the very weeks of Art"
    assert p["with PE"] < 0.05, "as many days as Maths, in other weeks"


@pytest.mark.slow
def test_lessons_with_one_teacher_are_told_without_a_name(quiet: School) -> None:
    """Maths is shared by two teachers, and only the lessons of one of them are missed."""
    drawn, taught = quiet
    shared = np.where((taught.subject == MATHS) & (taught.day % 2 == 0), 12, taught.subject)
    slip = lessons_of(quiet, range(45, 52)) & (shared == 12)
    year, lessons = shown(drawn, taught_by(coded(taught, slip, "O"), shared, 13), 51)
    found = of_lessons(year)
    assert found is not None
    told = LessonLooks(lessons).told(found, found.week)
    assert told.family == TEACHER
    assert told.where == "the Maths lessons with one teacher"
    assert told.said.startswith("Missed the Maths lessons with one teacher on ")
    assert "T12" not in f"{told.said}{told.contrast}{told.since}"


def test_a_new_subject_moves_no_place_of_a_child(quiet: School) -> None:
    """A pattern shown in October is still about the same subject when Latin begins in March."""
    drawn, taught = quiet
    late = (taught.subject == MATHS) & (week_of(drawn, taught) > 60)
    names = ("A new one", *taught.subjects)
    subject = np.where(late, 0, taught.subject + 1).astype(np.int32)
    _, before = laid(drawn, taught)
    _, after = laid(drawn, replace(taught, subject=subject, subjects=names))
    old, new = (x.families[SUBJECT] for x in (before, after))
    assert (new.place[CHILD, :12] == old.place[CHILD] + 1).all()
    assert new.place[CHILD, 12] == 0


def test_a_school_without_lessons_and_one_of_no_children_are_looked_at_without_ado(
    quiet: School,
) -> None:
    drawn, taught = quiet
    none = replace(
        taught,
        **{
            name: getattr(taught, name)[:0]
            for name in ("row", "day", "code", "klass", "subject", "period", "teacher")
        },
    )
    year, lessons = shown(drawn, none, 50)
    assert of_lessons(year) is None
    assert (LessonLooks(lessons).look(50).p == 1).all()
    assert LessonLooks(lessons).look(10).p.shape[0] == 300, "a week of the year before"
    nobody = drawn.register.rows(np.array([], dtype=np.int32))
    grid = lay_out_half_days(nobody, group=drawn.group[:0])
    strangers = replace(taught, row=np.full(len(taught), -1, dtype=np.int32))
    empty = lay_out(strangers, grid, nobody, first=YEAR)
    assert LessonLooks(empty).look(50).p.shape[0] == 0


SEEN = Facts(6, 9, 2, 80, ("Art",), 7)


@pytest.mark.parametrize(
    ("seen", "words"),
    [
        (SEEN, "Missed Maths on 6 of 9 days with Maths in the last 7 school weeks,"
               " and about 1 in 40 other lessons."),
        (replace(SEEN, there=9, other=0, weeks=1),
         "Missed Maths on all 9 days with Maths in the last 1 school week,"
         " and none of 80 other lessons."),
        (replace(SEEN, other=0, of_other=0),
         "Missed Maths on 6 of 9 days with Maths in the last 7 school weeks;"
         " there are no other lessons to compare."),
    ],
)  # fmt: skip
def test_a_pattern_among_lessons_is_said_with_its_counts(seen: Facts, words: str) -> None:
    whole = f"{words} Was in school each time, morning and afternoon."
    assert said(SUBJECT, "Maths", seen) == whole


def test_what_a_child_came_to_is_named_three_subjects_at_most() -> None:
    end = " on days in school in the same 7 school weeks."
    named = {
        1: "Came to every Art lesson",
        3: "Came to every Art, Drama and English lesson",
        4: "Came to every Art, Drama and English lesson, and to those of 1 more subject,",
        5: "Came to every Art, Drama and English lesson, and to those of 2 more subjects,",
    }
    every = ("Art", "Drama", "English", "French", "Music")
    for n, words in named.items():
        assert contrast(SUBJECT, replace(SEEN, always=every[:n])) == words + end
    assert contrast(SUBJECT, replace(SEEN, always=())) == ""


def test_what_came_after_is_said_of_days() -> None:
    assert afterwards(SUBJECT, 2, 5) == "Since then missed it on 2 of 5 days."
    assert afterwards(TEACHER, 0, 5) == "Since then missed them on none of 5 days."
    assert afterwards(PERIOD, 0, 1) == "Since then came the one time there was."
    assert afterwards(SUBJECT, 0, 0) == ""


def test_every_family_has_a_card_that_blames_nobody() -> None:
    for family in FAMILIES:
        one = card(family)
        assert len(one.may_be) >= 3
        assert any("Chance" in line for line in one.may_be)
        assert one.ask.endswith("?")
        assert one.look_at
        assert one.who_may_know


def test_simulated_lessons_are_the_same_for_the_same_seed(quiet: School) -> None:
    drawn, _ = quiet
    codes = [draw_lessons(np.random.default_rng(n), drawn, USUAL_LESSONS).taught.code
             for n in (1, 1, 2)]  # fmt: skip
    assert np.array_equal(codes[0], codes[1])
    assert not np.array_equal(codes[0], codes[2])


def test_a_habit_of_simulated_lessons_is_a_habit_of_maths_alone(quiet: School) -> None:
    """Half of the maths days of a term, and of nothing else."""
    drawn, _ = quiet
    habit = LessonHabit("half of maths", weeks=14, chance=0.5)
    with_it = draw_lessons(np.random.default_rng(3), drawn, NO_EVENTS, habit)
    _, lessons = laid(drawn, with_it.taught)
    places = lessons.families[SUBJECT]
    inside = slice(with_it.first - YEAR, with_it.last + 1 - YEAR)
    rates = []
    for is_maths in (True, False):
        those = (places.place == MATHS) == is_maths
        those &= with_it.habit[:, None] & (places.place >= 0)
        missed, could = (v[..., inside][those].sum() for v in (places.missed, places.could))
        rates.append(missed / could)
    assert 0.4 < rates[0] < 0.62
    assert rates[1] < 0.1
