"""Whatever register there may be, every rule of early warnings agrees with plain arithmetic."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from tests import reference, reference_warnings

from belong.attendance.register import Register, Sessions, assemble
from belong.attendance.warnings import events
from belong.attendance.warnings.rules import RULES, settings_of, standing
from belong.attendance.warnings.timeline import Timeline
from belong.basics.terms import date_of, day_number

LETTERS = [reference.number_of(letter) for letter in ("/", "L", "U", "N", "I", "B", "Y3")]
VALUES = [*LETTERS, reference.NO_MARK, reference.CLOSED, reference.NOT_ON_ROLL]
SMALL: Mapping[str, Mapping[str, int]] = {
    "back": {"missed": 3, "since": 2},
    "lately": {"sessions": 5, "least": 2, "apart_percent": 20, "before": 4},
    "later": {"sessions": 5, "least": 2, "apart_percent": 20, "before": 4},
    "last_year": {"share_percent": 25, "possible": 6, "first": 8, "least": 2},
    "spells": {"weeks": 2, "least": 2},
    "unexplained": {"weeks": 3, "days": 2, "least": 2},
}
"""The rules with numbers small enough that a drawn register meets them."""


@st.composite
def registers(draw: st.DrawFn) -> Register:
    """One to four children, some weeks around the turn of a school year, weekends left out."""
    rows, days = draw(st.integers(1, 4)), draw(st.integers(1, 40))
    first = day_number(dt.date(2026, 8, 3)) + draw(st.integers(0, 30))
    every = first + np.arange(days * 2, dtype=np.int32)
    day = np.repeat(every[(every + 3) % 7 < 5][:days], 2).astype(np.int32)
    palette = draw(st.lists(st.sampled_from(VALUES), min_size=1, max_size=4))
    marks = draw(arrays(np.uint8, (rows, len(day)), elements=st.sampled_from(palette)))
    row, column = (at.astype(np.int32) for at in np.nonzero(np.ones(marks.shape)))
    shut = draw(st.none() | arrays(np.bool_, (1, len(day))))
    return assemble(
        enrolment=np.arange(rows, dtype=np.int32), pupil=np.arange(rows, dtype=np.int32),
        sessions=Sessions(day, (np.arange(len(day)) % 2).astype(np.uint8)),
        row=row, column=column, code=marks.ravel(), closed=shut,
        calendar_of=np.zeros(rows, dtype=np.uint16),
    )  # fmt: skip


def _slowly(rule: str, register: Register, row: int, cut: int) -> tuple[bool, dict[str, int]]:
    marks = [int(mark) for mark in register.marks[row, :cut]]
    days = [date_of(int(day)) for day in register.sessions.day[:cut]]
    open_at = register.open.any(axis=0)[:cut].tolist()
    weeks = reference_warnings.weeks_of(days, open_at)
    of = SMALL[rule]
    ask: dict[str, Callable[[], tuple[bool, dict[str, int]]]] = {
        "back": lambda: reference_warnings.back(marks, of),
        "lately": lambda: reference_warnings.lately(marks, of),
        "later": lambda: reference_warnings.later(marks, of),
        "last_year": lambda: reference_warnings.last_year(marks, days, of),
        "spells": lambda: reference_warnings.spells(marks, days, weeks, of),
        "unexplained": lambda: reference_warnings.unexplained(marks, days, open_at, weeks, of),
    }
    return ask[rule]()


@pytest.mark.parametrize("rule", sorted(RULES))
@given(register=registers(), data=st.data())
def test_every_rule_is_plain_arithmetic_at_any_moment(
    rule: str, register: Register, data: st.DataObject
) -> None:
    cut = data.draw(st.integers(1, len(register.sessions)))
    seen = RULES[rule](Timeline(register), cut, SMALL[rule])
    for row in range(len(register)):
        true, facts = _slowly(rule, register, row, cut)
        assert bool(seen.true[row]) is true
        assert {name: int(values[row]) for name, values in seen.facts.items()} == facts


@given(register=registers())
def test_what_stands_is_what_is_true_now_and_became_so_lately(register: Register) -> None:
    line = Timeline(register)
    cuts = [int(cut) for cut in line.cuts()]
    stands = {(one.row, one.rule): one for one in standing(register)}
    for rule, ask in RULES.items():
        looks = [ask(line, cut, settings_of(rule)).true for cut in cuts]
        for row in range(len(register)):
            run = 0
            while run < len(looks) and looks[-1 - run][row]:
                run += 1
            found = stands.get((row, rule))
            assert (found is not None) is (1 <= run <= 3)
            assert found is None or found.since == cuts[-run]


EVENTS = {"days": 4, "least": 2, "before": 3, "times_percent": 200}


@given(register=registers(), data=st.data())
def test_events_are_held_beside_the_childs_own_time_day_by_day(
    register: Register, data: st.DataObject
) -> None:
    cut = data.draw(st.integers(1, len(register.sessions)))
    first, last = (int(register.sessions.day[n]) for n in (0, -1))
    known = data.draw(st.integers(first - 2, last + 1))
    one = st.tuples(st.integers(0, len(register) - 1), st.integers(first - 3, last + 3))
    drawn = data.draw(st.lists(one, max_size=20))
    rows, days = np.array(drawn, dtype=np.int32).reshape(-1, 2).T
    seen = events.more(Timeline(register), cut, EVENTS, events.Written(rows, days, known))
    at = [date_of(int(day)) for day in register.sessions.day[:cut]]
    open_at = register.open.any(axis=0)[:cut].tolist()
    for row in range(len(register)):
        mine = [date_of(day) for n, day in drawn if n == row]
        here = min(int(register.first[row]), len(register.sessions) - 1)
        begins = date_of(int(register.sessions.day[here]))
        told = reference_warnings.events(mine, date_of(known), at, open_at, begins, EVENTS)
        found = {name: int(values[row]) for name, values in seen.facts.items()}
        assert (bool(seen.true[row]), found) == told
