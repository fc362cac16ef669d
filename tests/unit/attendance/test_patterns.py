"""Patterns on whole schools: what is found, what is set apart, and what is never shown."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import numpy as np
import pytest

from belong.attendance.codes import index_of, table
from belong.attendance.definitions import load
from belong.attendance.patterns import looks
from belong.attendance.patterns.asked import (
    ANY,
    BEFORE_BREAK,
    DAY,
    HALF,
    HALVES,
    LATE,
    LATELY,
    WEEKDAY,
    weights,
)
from belong.attendance.patterns.asked import tests as questions
from belong.attendance.patterns.cards import card
from belong.attendance.patterns.facts import Facts, facts, since
from belong.attendance.patterns.grid import Grid, counted, lay_out
from belong.attendance.patterns.half_days import HalfDays
from belong.attendance.patterns.look import _Sums, _usual_there, look
from belong.attendance.patterns.looks import Year, looks_of, replay
from belong.attendance.patterns.said import (
    WRITTEN,
    afterwards,
    contrast,
    said,
    surprise,
    too,
    where,
)
from belong.attendance.patterns.streams import Found
from belong.attendance.register import Register, Sessions
from belong.basics.terms import date_of
from belong.lab.simulated import USUAL, Drawn, Kind, Range, draw

SMALL = replace(USUAL, pupils=300, shocks=Range(0, 0), heavy=Range(0, 0))
CHILD = 7
MONDAY_MORNING = 0


@pytest.fixture(scope="module")
def quiet() -> Drawn:
    """A school of 300 in which nobody has a habit."""
    return draw(np.random.default_rng(5), SMALL)


def changed(drawn: Drawn, weeks: range, cells: set[int], code: str, row: int = CHILD) -> Register:
    """The same school with one child otherwise always here, marked so in some places."""
    register = drawn.register
    marks = register.marks.copy()
    sessions = register.sessions
    mondays = np.unique(sessions.monday)
    week = np.searchsorted(mondays, sessions.monday)
    cell = sessions.weekday.astype(int) * 2 + sessions.half
    marks[row] = np.where(sessions.half == 0, index_of("/"), index_of("\\"))
    marks[row, np.isin(week, list(weeks)) & np.isin(cell, list(cells))] = index_of(code)
    return replace(register, marks=marks)


def laid(drawn: Drawn, register: Register) -> Grid:
    return lay_out(register, group=drawn.group)


def end(grid: Grid, week: int) -> dt.date:
    """The Friday of a week of the grid."""
    return date_of(int(grid.monday[week]) + 4)


def test_a_child_who_misses_every_monday_morning_is_shown_with_true_counts(quiet: Drawn) -> None:
    grid = laid(quiet, changed(quiet, range(44, 51), {MONDAY_MORNING}, "O"))
    year = replay(grid, until=end(grid, 50))
    found = year.found[CHILD][0]
    test = questions()[found.test]
    assert (test.family, test.cells) == (WEEKDAY, (MONDAY_MORNING,))
    assert where(test) == "Monday mornings"
    seen = facts(grid, found, test)
    weeks = found.week - 43
    assert seen.there == weeks, "every Monday since the first one missed"
    assert said(test, seen).startswith(
        f"Missed {weeks} of {seen.of_there} Monday mornings in the last"
    )
    assert said(test, seen).endswith("Came in for the afternoon each time.")
    assert contrast(test, seen).startswith("Came to every session on Tuesdays, Wednesdays,")


def test_nothing_later_than_the_look_is_known(quiet: Drawn) -> None:
    """Marks after the look may be anything: the look says the same."""
    register = changed(quiet, range(44, 51), {MONDAY_MORNING}, "O")
    cut = register.until(end(laid(quiet, register), 48))
    whole, part = laid(quiet, register), laid(quiet, cut)
    now, then = look(whole, 48), look(part, 48)
    assert np.array_equal(now.counted, then.counted)
    assert np.allclose(now.p, then.p)
    assert now.counted.sum() > 0


@pytest.mark.parametrize("code", ["M", "C2", "E", "R", "S", "D", "V"])
@pytest.mark.slow
def test_sessions_with_their_reason_never_make_a_pattern(quiet: Drawn, code: str) -> None:
    grid = laid(quiet, changed(quiet, range(38, 60), {MONDAY_MORNING}, code))
    assert CHILD not in replay(grid, until=end(grid, 59)).found


@pytest.mark.slow
def test_a_shock_shows_nobody_and_is_set_apart(quiet: Drawn) -> None:
    """Every second child is away on one Tuesday: the day is named, no child is."""
    register = quiet.register
    marks = register.marks.copy()
    day = np.unique(register.sessions.day)[5 * 45 + 1]
    away = np.flatnonzero(register.sessions.day == day)
    marks[np.ix_(np.arange(0, 300, 2), away)] = index_of("O")
    grid = laid(quiet, replace(register, marks=marks))
    before = set(replay(laid(quiet, register), until=end(grid, 50)).found)
    year = replay(grid, until=end(grid, 50))
    assert {(s.week, s.cell, s.group) for s in year.shocks} == {(45, 2, None)}
    assert set(year.found) <= before, "nobody is shown for it"
    tuesdays = [n for n, t in enumerate(questions()) if t.family == WEEKDAY and t.cells == (2,)]
    as_usual, counted = (look(g, 50).counted[:, tuesdays] for g in (laid(quiet, register), grid))
    assert tuesdays
    assert (counted <= as_usual).all(), "no count of anybody's Tuesday mornings grows by it"


def test_a_shock_of_one_year_group_is_set_apart_for_it_alone(quiet: Drawn) -> None:
    register = quiet.register
    marks = register.marks.copy()
    day = np.unique(register.sessions.day)[5 * 45 + 2]
    away = np.flatnonzero(register.sessions.day == day)
    those = np.flatnonzero(quiet.group == 2)
    marks[np.ix_(those, away)] = index_of("O")
    grid = laid(quiet, replace(register, marks=marks))
    found = {(s.week, s.cell, s.group) for s in replay(grid, until=end(grid, 50)).shocks}
    assert (45, 4, 2) in found
    assert not any(group in {0, 1, 3, 4} for _, _, group in found)


@pytest.mark.slow
def test_once_shown_a_child_stays_counted(quiet: Drawn) -> None:
    grid = laid(quiet, changed(quiet, range(44, 51), {MONDAY_MORNING}, "O"))
    long = replay(grid, until=end(grid, 70))
    short = replay(grid, until=end(grid, 50))
    assert long.found[CHILD] == short.found[CHILD]


def test_the_looks_of_a_year_begin_after_its_third_week_and_only_on_a_friday(quiet: Drawn) -> None:
    grid = laid(quiet, quiet.register)
    friday = end(grid, 45)
    assert looks_of(grid, friday) == range(40, 46)
    assert looks_of(grid, friday - dt.timedelta(days=1)) == range(40, 45)
    assert not len(looks_of(grid, end(grid, 39)))


def test_the_last_weeks_are_held_beside_earlier_ones_only_where_there_are_some() -> None:
    first = draw(np.random.default_rng(6), replace(SMALL, earlier=False))
    grid = lay_out(first.register, group=first.group)
    columns = [n for n, t in enumerate(questions()) if t.family == LATELY]
    assert (look(grid, 5).p[:, columns] == 1).all()
    assert (look(grid, 30).p[:, columns] < 1).any()


def test_a_school_of_one_child_and_a_school_of_none_are_looked_at_without_ado(
    quiet: Drawn,
) -> None:
    for rows in ([3], []):
        register = quiet.register.rows(np.array(rows, dtype=np.int32))
        grid = lay_out(register, group=quiet.group[rows])
        assert replay(grid, until=end(grid, 50)).found == {}


def test_the_share_asked_for_is_what_decides(quiet: Drawn, monkeypatch: pytest.MonkeyPatch) -> None:
    """With every child counted as a discovery nobody is left out: the rule reads its threshold."""
    grid = laid(quiet, quiet.register)
    year = Year(300)
    monkeypatch.setattr(looks, "adjusted", lambda p: np.zeros(len(p)))
    looks.take(year, (HalfDays(grid),), 60)
    assert len(year.found) == 300


def test_a_weekday_counts_as_come_to_only_where_every_session_of_it_was(quiet: Drawn) -> None:
    """Suspended on Tuesdays, at appointments on Wednesday afternoons: neither is told so."""
    habit = changed(quiet, range(44, 51), {MONDAY_MORNING}, "O")
    marks = habit.marks.copy()
    weekday, half = habit.sessions.weekday, habit.sessions.half
    marks[CHILD, weekday == 1] = index_of("E")
    marks[CHILD, (weekday == 2) & (half == 1)] = index_of("M")
    grid = laid(quiet, replace(habit, marks=marks))
    found = replay(grid, until=end(grid, 50)).found[CHILD][0]
    assert facts(grid, found, questions()[found.test]).always == (3, 4)


def test_half_a_day_is_only_told_where_the_child_came_to_the_other_half(quiet: Drawn) -> None:
    """With an appointment each Monday afternoon nobody "came in for the afternoon"."""
    habit = changed(quiet, range(44, 51), {MONDAY_MORNING}, "O")
    marks = habit.marks.copy()
    marks[CHILD, (habit.sessions.weekday == 0) & (habit.sessions.half == 1)] = index_of("M")
    grid = laid(quiet, replace(habit, marks=marks))
    found = replay(grid, until=end(grid, 50)).found[CHILD][0]
    assert facts(grid, found, questions()[found.test]).came_back == 0


def test_one_break_is_one_break_wherever_in_the_week_it_begins(quiet: Drawn) -> None:
    """A break that begins on a Tuesday has its last two days in two weeks."""
    register = quiet.register
    tuesday = np.unique(register.sessions.day)[5 * 45 + 1]
    keep = (register.sessions.day < tuesday) | (register.sessions.day >= tuesday + 13)
    grid = lay_out(register, group=quiet.group)
    cut = replace(
        register,
        marks=register.marks[:, keep],
        sessions=Sessions(register.sessions.day[keep], register.sessions.half[keep]),
        open=register.open[:, keep],
    )
    before = [n for n, t in enumerate(questions()) if t.family == BEFORE_BREAK]
    laid_out = lay_out(cut, group=quiet.group)
    shown = Found(CHILD, laid_out.weeks - 1, before[0], 0, 0, 0.0, 1.0, 1.0, 1.0)
    known = Found(CHILD, grid.weeks - 1, before[0], 0, 0, 0.0, 1.0, 1.0, 1.0)
    test = questions()[before[0]]
    one_more = facts(laid_out, shown, test).of_there - facts(grid, known, test).of_there
    assert one_more == 1


def test_the_first_week_of_a_year_is_the_one_whose_friday_lies_in_it(quiet: Drawn) -> None:
    grid = laid(quiet, quiet.register)
    assert grid.monday[grid.first_of(2024)] == grid.monday[0]
    first = grid.first_of(2025)
    assert date_of(int(grid.monday[first]) + 4) >= dt.date(2025, 9, 1)
    assert date_of(int(grid.monday[first - 1]) + 4) < dt.date(2025, 9, 1)


def test_a_year_of_looks_at_many_places_makes_anything_likelier_by_far() -> None:
    tails = np.array([1e-6, 1e-5, 1e-4, 1e-3])
    assert (looks.ever_as_small(tails) > 20 * tails).all()


NOTHING = Facts(0, 0, 0, 0, 0, (), 7)


@pytest.mark.parametrize(
    ("seen", "words"),
    [
        (
            Facts(5, 7, 2, 28, 0, (), 7),
            "Missed 5 of 7 Monday mornings in the last 7 school weeks,"
            " and about 1 in 14 other mornings.",
        ),
        (
            Facts(5, 7, 0, 28, 5, (), 7),
            "Missed 5 of 7 Monday mornings in the last 7 school weeks,"
            " and none of 28 other mornings. Came in for the"
            " afternoon each time.",
        ),
        (
            Facts(5, 7, 0, 28, 0, (), 7, after_close=5),
            "Missed 5 of 7 Monday mornings in the last 7 school weeks,"
            " and none of 28 other mornings. Came each time, after the register had closed.",
        ),
        (
            Facts(5, 7, 0, 28, 1, (), 7, after_close=2),
            "Missed 5 of 7 Monday mornings in the last 7 school weeks,"
            " and none of 28 other mornings. Came after the register had closed twice."
            " Came in for the afternoon once.",
        ),
        (
            Facts(5, 7, 14, 28, 1, (), 7),
            "Missed 5 of 7 Monday mornings in the last 7 school weeks,"
            " and 14 of 28 other mornings. Came in for the"
            " afternoon once.",
        ),
        (
            Facts(5, 7, 0, 28, 0, (), 7, reasons=(("illness", 5),)),
            "Missed 5 of 7 Monday mornings in the last 7 school weeks,"
            " and none of 28 other mornings. Recorded as ill each time.",
        ),
        (
            Facts(5, 7, 0, 28, 5, (), 7, reasons=(("illness", 4), ("no_reason_yet", 1))),
            "Missed 5 of 7 Monday mornings in the last 7 school weeks,"
            " and none of 28 other mornings. Recorded as ill 4 times and with no reason yet once."
            " Came in for the afternoon each time.",
        ),
        (
            Facts(
                7,
                7,
                0,
                28,
                0,
                (),
                7,
                after_close=1,
                reasons=(
                    ("holiday", 2),
                    ("no_reason_yet", 2),
                    ("holiday_agreed", 1),
                    ("other_unauthorised", 1),
                ),
            ),
            "Missed all 7 Monday mornings in the last 7 school weeks,"
            " and none of 28 other mornings. Recorded as holiday 3 times, with no reason yet twice"
            " and as “other or unknown” once. Came after the register had closed once.",
        ),
        (
            Facts(1, 1, 0, 28, 0, (), 7, reasons=(("illness", 1),)),
            "Missed 1 of 1 Monday mornings in the last 7 school weeks,"
            " and none of 28 other mornings. Recorded as ill.",
        ),
        (
            Facts(5, 7, 0, 28, 0, (), 7, reasons=(("absent_unclassified", 5),)),
            "Missed 5 of 7 Monday mornings in the last 7 school weeks,"
            " and none of 28 other mornings.",
        ),
        (
            Facts(3, 3, 0, 0, 2, (), 3),
            "Missed all 3 Monday mornings in the last 3 school weeks;"
            " there are no other mornings to compare. Came in for"
            " the afternoon twice.",
        ),
    ],
)
def test_a_pattern_is_said_with_its_counts(seen: Facts, words: str) -> None:
    assert said(questions()[0], seen) == words


def test_every_mark_that_a_pattern_may_be_about_has_its_words_or_says_nothing() -> None:
    groups = {table()[index].group for index in np.flatnonzero(counted())}
    assert groups - set(WRITTEN) == {"absent_unclassified"}, "a file of present and absent"


def test_reasons_recorded_are_told_of_the_sessions_counted_alone(quiet: Drawn) -> None:
    """Ill on Mondays, and away for no known reason once on another morning."""
    register = changed(quiet, range(44, 51), {MONDAY_MORNING}, "I")
    late = changed(quiet, range(48, 49), {MONDAY_MORNING, 4}, "N").marks[CHILD]
    register.marks[CHILD] = np.where(late == index_of("N"), late, register.marks[CHILD])
    grid = laid(quiet, register)
    pattern = Found(CHILD, 50, 0, 0, 0, 0.0, 0.0, 0.0, 0.0)
    assert facts(grid, pattern, questions()[0]).reasons == (("illness", 6), ("no_reason_yet", 1))
    lateness = next(t for t in questions() if (t.family, t.kind) == (LATELY, LATE))
    assert facts(grid, pattern, lateness).reasons == ()


def test_every_kind_of_pattern_has_a_sentence_a_place_and_a_card() -> None:
    for test in questions():
        words = said(test, replace(NOTHING, there=1, of_there=1, weeks=1))
        assert words.endswith(".")
        assert words[0].isupper()
        assert where(test)
        shown = card(test.family)
        assert len(shown.may_be) >= 3
        assert any("Chance" in line for line in shown.may_be)
        assert shown.ask.endswith("?")
        assert shown.look_at
        assert shown.who_may_know


def test_how_surprising_is_said_for_a_school_of_a_thousand() -> None:
    assert surprise(3e-3).endswith("would show something this unlikely about 3 times a year.")
    assert surprise(1e-3).endswith("about once a year.")
    assert surprise(1e-4).endswith("about once every 10 years.")
    assert "less than once in 50 years" in surprise(1e-6)
    assert "less than once in 50 years" in surprise(0.0)


def test_what_came_after_is_said_with_its_counts(quiet: Drawn) -> None:
    grid = laid(quiet, changed(quiet, range(44, 51), {MONDAY_MORNING}, "O"))
    found = replay(grid, until=end(grid, 55)).found[CHILD][0]
    test = questions()[found.test]
    times, of = since(grid, found, test, 55)
    assert (times, of) == (50 - found.week, 55 - found.week), "missed until week 50"
    assert afterwards(test, times, of) == f"Since then missed {times or 'none'} of {of}."
    assert afterwards(test, 0, 4) == "Since then missed none of 4."
    assert afterwards(test, 4, 4) == "Since then missed all 4."
    assert afterwards(test, 0, 0) == ""


def test_the_one_time_since_is_said_without_a_share() -> None:
    monday = questions()[0]
    late = replace(monday, kind=LATE)
    halves = replace(monday, family=HALVES)
    words = [afterwards(test, n, 1) for test in (monday, late, halves) for n in (0, 1)]
    said_of_it = ["in school", "away", "on time", "late", "not the same", "the same"]
    assert words == [f"Since then {how} the one time there was." for how in said_of_it]
    assert afterwards(halves, 0, 4) == "Since then the same on none of 4 days."


def test_a_day_with_a_mark_after_the_register_is_no_day_of_every_session(quiet: Drawn) -> None:
    """A child marked U came in, and the session counts as missed: it cannot be both."""
    grid = laid(quiet, changed(quiet, range(44, 51), {MONDAY_MORNING}, "U"))
    found = replay(grid, until=end(grid, 50)).found[CHILD][0]
    seen = facts(grid, found, questions()[found.test])
    assert seen.there >= 3
    assert seen.always == (1, 2, 3, 4)


def test_times_away_together_are_said_from_half_of_them_on() -> None:
    assert too("Their sister", 3, 6) == "Their sister was away 3 of those 6 times too."
    assert too("Their sister", 5, 5) == "Their sister was away each of those 5 times too."
    assert [too("Their sister", n, of) for n, of in ((2, 5), (1, 2), (0, 0))] == ["", "", ""]


def test_another_child_is_counted_at_the_same_times_alone(quiet: Drawn) -> None:
    register = changed(quiet, range(44, 51), {MONDAY_MORNING}, "I")
    beside = replace(quiet, register=register)
    register = changed(beside, range(47, 60), {MONDAY_MORNING, 1, 5}, "I", row=CHILD + 1)
    half_days = HalfDays(laid(quiet, register))
    pattern = Found(CHILD, 50, 0, 0, 0, 0.0, 0.0, 0.0, 0.0)
    assert half_days.together(pattern, CHILD + 1) == (4, 7)
    lateness = [n for n, t in enumerate(questions()) if t.kind == LATE]
    assert half_days.together(replace(pattern, test=lateness[0]), CHILD + 1) == (0, 0)


def test_how_often_it_was_before_is_said_in_weeks() -> None:
    lately = next(t for t in questions() if (t.family, t.kind) == (LATELY, ANY))
    before = [(0, 120), (1, 120), (12, 120), (24, 120), (0, 0)]
    words = [said(lately, replace(NOTHING, there=6, other=n, of_other=of)) for n, of in before]
    assert [w.partition("; before that ")[2] for w in words] == [
        "not once.", "about once every 12 weeks.", "about once a week.", "about twice a week.",
        "nothing is known.",
    ]  # fmt: skip


def test_what_a_child_does_come_to_is_said_where_it_stands_out() -> None:
    monday = questions()[0]
    assert contrast(monday, replace(NOTHING, always=(1, 2))) == (
        "Came to every session on Tuesdays and Wednesdays in the same 7 school weeks."
    )
    assert contrast(monday, replace(NOTHING, always=(4,))).startswith(
        "Came to every session on Fri"
    )
    assert contrast(monday, NOTHING) == ""
    assert contrast(monday, replace(NOTHING, always=(0, 1, 2, 3, 4))) == ""


def test_simulated_schools_are_the_same_for_the_same_seed() -> None:
    kind = replace(SMALL, pupils=50)
    one, same, other = (draw(np.random.default_rng(n), kind) for n in (1, 1, 2))
    assert np.array_equal(one.register.marks, same.register.marks)
    assert not np.array_equal(one.register.marks, other.register.marks)


def test_simulated_schools_miss_about_what_their_kind_says() -> None:
    kind = Kind("known", pupils=1000, absence=Range(0.07, 0.07), shocks=Range(0, 0))
    marks = draw(np.random.default_rng(3), kind).register.marks
    away = np.isin(marks, [index_of(c) for c in "IOG"]).mean()
    assert 0.05 < away < 0.11


def test_where_absence_seldom_begins_more_is_awaited_than_the_schools_week_says() -> None:
    """Children who are away a lot are so on any day alike: a school's steep week makes no pattern
    of that. Where absence begins often anyway, nothing changes; nor does it for half days."""
    usual = np.array([[4.0, 1.0, *(2.0 for _ in range(7)), 1.0]])
    could = np.full((1, 10), 10.0)
    part, cells = _Sums(np.zeros((1, 10)), usual), np.eye(10)
    test = next(t for t in questions() if (t.family, t.kind) == (WEEKDAY, ANY))
    part_of_the_way = load("patterns").settings["tests"]["even_week"]
    there = _usual_there(part, could, test, cells)[0]
    assert there[[0, 2]].tolist() == [4.0, 2.0]
    assert there[1] == there[9] == pytest.approx(1 + part_of_the_way * (2 - 1))
    half = replace(test, kind=HALF)
    assert _usual_there(part, could, half, cells)[0].tolist() == usual[0].tolist()


def test_every_question_has_its_weight() -> None:
    """Half days in one place weigh most: chance brings the fewest of them."""
    by_kind = {(t.family, t.kind): w for t, w in zip(questions(), weights(), strict=True)}
    assert len(weights()) == len(questions())
    assert max(by_kind, key=lambda k: by_kind[k]) == (WEEKDAY, HALF)
    assert by_kind[WEEKDAY, DAY] > by_kind[WEEKDAY, ANY]
