"""Whatever marks there may be, spells, tails and what is shown agree with plain arithmetic."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from tests import reference_patterns as slow

from belong.attendance.codes import CLOSED, NO_MARK, NOT_ON_ROLL, index_of, table
from belong.attendance.patterns.after_events import AfterEvents, Events
from belong.attendance.patterns.asked import ANY, LATELY
from belong.attendance.patterns.asked import tests as questions
from belong.attendance.patterns.facts import facts, times
from belong.attendance.patterns.grid import CELLS, NEVER, lay_out
from belong.attendance.patterns.look import look
from belong.attendance.patterns.looks import adjusted, ever_as_small
from belong.attendance.patterns.streams import Found
from belong.attendance.patterns.tails import at_least
from belong.attendance.register import Register, Sessions
from belong.basics.terms import day_number

MONDAY = day_number(dt.date(2026, 9, 7))
SAYS = {
    index_of("/"): slow.CAME,
    index_of("L"): slow.CAME,
    index_of("V"): slow.CAME,
    index_of("I"): slow.MISSED,
    index_of("O"): slow.MISSED,
    index_of("U"): slow.MISSED,
    index_of("M"): slow.SAYS_NOTHING,
    index_of("C2"): slow.SAYS_NOTHING,
    index_of("D"): slow.SAYS_NOTHING,
    NO_MARK: slow.SAYS_NOTHING,
    CLOSED: slow.SAYS_NOTHING,
    NOT_ON_ROLL: slow.SAYS_NOTHING,
}
days = st.lists(st.integers(0, 27), min_size=1, max_size=20, unique=True).map(sorted)


@st.composite
def registers(draw: st.DrawFn) -> Register:
    """A few children over some days of four weeks, weekends among them."""
    on = draw(days)
    day = np.repeat(np.array(on, dtype=np.int32) + MONDAY, 2)
    half = np.tile(np.array([0, 1], dtype=np.uint8), len(on))
    rows = draw(st.integers(1, 4))
    marks = draw(
        st.lists(
            st.lists(st.sampled_from(list(SAYS)), min_size=len(day), max_size=len(day)),
            min_size=rows,
            max_size=rows,
        )
    )
    number = np.arange(rows, dtype=np.int32)
    return Register(
        enrolment=number,
        pupil=number,
        first=np.zeros(rows, dtype=np.int32),
        last=np.full(rows, len(day) - 1, dtype=np.int32),
        marks=np.array(marks, dtype=np.uint8),
        sessions=Sessions(day, half),
        open=np.ones((1, len(day)), dtype=bool),
        calendar_of=np.zeros(rows, dtype=np.uint16),
    )


def in_words(register: Register, row: int, mondays: list[int]) -> list[tuple[int, int, str]]:
    """One child's marks as the slow way takes them."""
    out = []
    for column, day in enumerate(register.sessions.day.tolist()):
        weekday = (day - MONDAY) % 7
        if weekday < 5:
            cell = weekday * 2 + int(register.sessions.half[column])
            week = mondays.index(day - weekday)
            out.append((week, cell, SAYS[int(register.marks[row, column])]))
    return out


LETTERS = {mark: table()[mark].code if mark < len(table()) else "-" for mark in SAYS}
GROUPS = {"I": "illness", "O": "other_unauthorised", "U": "late_after_close"}


def in_letters(register: Register, row: int, mondays: list[int]) -> list[tuple[int, int, str]]:
    """One child's sessions of school weeks with the letter in each, "-" for none."""
    marks = register.marks[row].tolist()
    days, halves = register.sessions.day.tolist(), register.sessions.half.tolist()
    every = zip(days, halves, marks, strict=True)
    return [
        (mondays.index(day - (day - MONDAY) % 7), (day - MONDAY) % 7 * 2 + half, LETTERS[mark])
        for day, half, mark in every
        if (day - MONDAY) % 7 < 5
    ]


@given(registers())
def test_reasons_recorded_are_those_of_plain_loops(register: Register) -> None:
    assume(any((d - MONDAY) % 7 < 5 for d in register.sessions.day.tolist()))
    grid = lay_out(register)
    mondays = grid.monday.tolist()
    any_time = [t for t in questions() if t.kind == ANY and t.weeks < 14]
    for row in range(len(register)):
        marks = in_letters(register, row, mondays)
        at = Found(row, grid.weeks - 1, 0, 0, 0, 0.0, 0.0, 0.0, 0.0)
        for test in any_time:
            slowly = (
                slow.written_first(marks)
                if test.family == LATELY
                else slow.written_in(marks, test.cells[0])
            )
            seen = facts(grid, at, test)
            found = dict(seen.reasons)
            assert times(grid, at, test).sum() == seen.there
            assert found == {GROUPS[letter]: n for letter, n in slowly.items()}


@given(registers())
def test_spells_and_the_chances_for_them_are_those_of_plain_loops(register: Register) -> None:
    assume(any((d - MONDAY) % 7 < 5 for d in register.sessions.day.tolist()))
    grid = lay_out(register)
    for row in range(len(register)):
        marks = in_words(register, row, grid.monday.tolist())
        found = [
            (
                int(w),
                int(c),
                int(grid.length[row, w, c]),
                None if grid.back[row, w, c] == NEVER else int(grid.back[row, w, c]),
            )
            for w, c in zip(*np.nonzero(grid.onset[row]), strict=True)
        ]
        assert found == sorted(slow.spells(marks))
        at_risk = set(zip(*(a.tolist() for a in np.nonzero(grid.risk[row])), strict=True))
        assert at_risk == slow.chances(marks)
        away = {(w, c) for w, c, says in marks if says == slow.MISSED}
        assert set(zip(*(a.tolist() for a in np.nonzero(grid.away[row])), strict=True)) == away


@given(registers(), st.data())
def test_what_began_after_an_event_is_that_of_plain_loops(
    register: Register, data: st.DataObject
) -> None:
    assume(any((d - MONDAY) % 7 < 5 for d in register.sessions.day.tolist()))
    grid = lay_out(register)
    week = data.draw(st.integers(0, grid.weeks - 1))
    day = data.draw(st.integers(MONDAY - 50, MONDAY + 30))
    rows = np.arange(len(register), dtype=np.int32)
    told = Events(rows, np.full(len(rows), day, dtype=np.int32), rows * 0)
    looked = AfterEvents(grid, told).look(week)
    mondays = grid.monday.tolist()
    apart = {(s.week, s.cell) for s in look(grid, week).shocks}
    assume(not apart)
    for row in rows.tolist():
        found = looked.counted[row, 0], looked.chances[row, 0]
        assert found == slow.after_an_event(in_words(register, row, mondays), mondays, day, week)


@given(registers())
def test_a_week_has_ten_places_and_nothing_falls_outside(register: Register) -> None:
    assume(any((d - MONDAY) % 7 < 5 for d in register.sessions.day.tolist()))
    grid = lay_out(register)
    assert grid.risk.shape == (len(register), grid.weeks, CELLS)
    assert not (grid.onset & ~grid.risk & 1).any(), "a spell began where none could"
    assert ((grid.length > 0) == (grid.onset > 0)).all()
    assert not grid.away[:, ~grid.open].any()


@given(
    st.integers(1, 70).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))),
    st.floats(0.001, 0.9),
    st.floats(0.3, 30),
)
def test_the_tail_is_that_of_the_formula(counted: tuple[int, int], q: float, firm: float) -> None:
    count, of = counted
    fast = at_least(np.array([count]), np.array([of]), np.array([q]), np.array([firm]))[0]
    assert fast == pytest.approx(min(1.0, slow.at_least(count, of, q, firm)), rel=1e-6, abs=1e-300)


counts = st.integers(0, 40).flatmap(lambda n: st.tuples(st.integers(0, n + 1), st.just(n)))


@given(
    st.lists(st.tuples(counts, st.floats(0.001, 0.9), st.floats(0.3, 30)), min_size=2, max_size=12)
)
def test_many_tails_at_once_are_those_of_each_alone(
    asked: list[tuple[tuple[int, int], float, float]],
) -> None:
    each = [(count, of, q, firm) for (count, of), q, firm in asked]
    count, of, q, firm = (np.array(part) for part in zip(*each, strict=True))
    slowly = [min(1.0, slow.at_least(*one)) for one in each]
    assert at_least(count, of, q, firm) == pytest.approx(slowly, rel=1e-6, abs=1e-300)


@given(
    st.lists(st.sampled_from([0.0001, 0.001, 0.004, 0.01, 0.02, 0.05, 0.5, 1.0]), min_size=1),
    st.sampled_from([0.01, 0.05, 0.2]),
)
def test_those_shown_are_those_benjamini_and_hochberg_would_show(
    p: list[float], share: float
) -> None:
    q = adjusted(np.array(p))
    # Numbers that meet the bound exactly may fall either way in binary fractions.
    for k in range(1, len(p) + 1):
        assume(all(abs(v - share * k / len(p)) > 1e-9 for v in p))
    assert set(np.flatnonzero(q <= share).tolist()) == slow.shown(p, share)


@given(st.lists(st.floats(1e-14, 1.0), min_size=2, max_size=30))
def test_a_smaller_tail_is_never_likelier_to_turn_up(tails: list[float]) -> None:
    ordered = np.sort(np.array(tails))
    ever = ever_as_small(ordered)
    assert (np.diff(ever) >= 0).all()
    assert (ever >= ordered).all(), "a year of looks makes nothing rarer than one look"
