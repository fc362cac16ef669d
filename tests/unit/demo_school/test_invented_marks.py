from __future__ import annotations

import datetime as dt
from itertools import pairwise

import numpy as np
import pytest
from demo_school.absence import HERE, spells
from demo_school.invented import Invented
from demo_school.occasions import eid_days, snow_day
from demo_school.register import register_of
from demo_school.season import sessions
from demo_school.secondary import invent

from belong.attendance.codes import NO_MARK, NOT_ON_ROLL, index_of, table
from belong.basics.terms import date_of, day_number

pytestmark = pytest.mark.slow

SMALL = 150
N = index_of("N")
DAYS = [
    dt.date(2026, 8, 15),
    dt.date(2026, 9, 2),
    dt.date(2026, 11, 20),
    dt.date(2026, 11, 21),
    dt.date(2026, 12, 1),
    dt.date(2027, 1, 4),
    dt.date(2027, 6, 30),
    dt.date(2027, 9, 20),
]


def by_upn(school: Invented, upns: list[str]) -> np.ndarray:
    row = {c.upn: n for n, c in enumerate(school.children)}
    return school.marks[[row[u] for u in upns]]


def test_the_same_three_arguments_give_the_same_school(small: Invented) -> None:
    again = invent(today=small.today, pupils=SMALL)
    assert again.children == small.children
    assert again.adults == small.adults
    assert again.marks.tobytes() == small.marks.tobytes()
    assert again.minutes.tobytes() == small.minutes.tobytes()
    assert again.lesson_marks.code.tobytes() == small.lesson_marks.code.tobytes()


def test_another_seed_gives_another_school(small: Invented) -> None:
    other = invent(today=small.today, seed=8, pupils=SMALL)
    assert [c.surname for c in other.children] != [c.surname for c in small.children]


@pytest.mark.parametrize("today", DAYS)
def test_marks_end_on_the_last_school_day_before_today(today: dt.date) -> None:
    school = invent(today=today, pupils=SMALL)
    last = date_of(school.day[-1])
    expected = [c for c in school.closures if last < c.on < today and not c.years]
    weekdays = [last + dt.timedelta(days=n) for n in range(1, (today - last).days)]
    assert last < today
    assert {on for on in weekdays if on.weekday() < 5} <= {c.on for c in expected}
    assert school.half[-2:].tolist() == [0, 1]


@pytest.mark.parametrize(("earlier", "later"), list(pairwise(DAYS)))
def test_a_later_day_only_adds_marks_and_gives_reasons(earlier: dt.date, later: dt.date) -> None:
    before, after = invent(today=earlier, pupils=SMALL), invent(today=later, pupils=SMALL)
    shared = np.flatnonzero(np.isin(before.day, after.day))
    both = [c.upn for c in before.children if c.upn in {x.upn for x in after.children}]
    old = by_upn(before, both)[:, shared]
    new = by_upn(after, both)[:, np.isin(after.day, before.day)]
    changed = old != new
    assert set(old[changed].tolist()) <= {N, NO_MARK}
    # Only the last five school days may still change: ten sessions.
    assert not changed[:, :-10].any()
    assert not (changed & (old == NO_MARK))[:, :-1].any()


def test_n_stands_in_the_last_five_school_days_only(small: Invented) -> None:
    waiting = (small.marks == N).any(axis=0)
    assert waiting[-2:].any()
    assert not waiting[:-10].any()


def test_one_form_has_not_taken_its_register_on_the_latest_afternoon(school: Invented) -> None:
    untaken = school.marks[:, -1] == NO_MARK
    forms = {c.form(2026) for c, gone in zip(school.children, untaken, strict=True) if gone}
    # A register that nobody will ever take may fall on the same afternoon.
    assert 1 <= len(forms) <= 2
    assert 20 * len(forms) <= untaken.sum() <= 34 * len(forms)


def test_marks_stand_exactly_between_admission_and_leaving(small: Invented) -> None:
    for child, marks in zip(small.children, small.marks, strict=True):
        last = day_number(child.left) if child.left else int(small.day[-1])
        on_roll = (small.day >= day_number(child.admitted)) & (small.day <= last)
        assert ((marks != NOT_ON_ROLL) == on_roll).all(), child.upn


def test_every_mark_was_a_code_in_force_on_its_day(small: Invented) -> None:
    lines = table()
    used = np.unique(small.marks)
    for index in used[used < len(lines)]:
        line = lines[index]
        assert line.code_set == "england"
        assert all(line.in_force(date_of(d)) for d in (small.day[0], small.day[-1])), line.code
    assert set(used[used >= len(lines)].tolist()) <= {NO_MARK, NOT_ON_ROLL}


def test_the_stroke_fits_the_half_of_the_day(small: Invented) -> None:
    assert not (small.marks[:, small.half == 0] == index_of("\\")).any()
    assert not (small.marks[:, small.half == 1] == index_of("/")).any()


def test_minutes_stand_beside_late_marks_only(small: Invented) -> None:
    before, after = small.marks == index_of("L"), small.marks == index_of("U")
    assert (small.minutes[before] >= 1).all()
    assert (small.minutes[before] <= 30).all()
    assert (small.minutes[after] > 30).all()
    assert not small.minutes[~before & ~after].any()


def test_every_code_a_school_like_this_would_use_is_used(school: Invented) -> None:
    codes = {table()[n].code for n in np.unique(school.marks) if n < len(table())}
    usual = set("/\\LKVPWBCEIMRSTGNOUDQ") | {"C1", "C2", "J1", "Y1", "Y2", "Y4", "Y7"}
    assert codes == usual


def test_snow_closed_the_school_at_noon_once(school: Invented) -> None:
    on = snow_day(2025, school.seed)
    assert on is not None
    morning, afternoon = np.flatnonzero(school.day == on)
    here = school.marks[:, afternoon] != NOT_ON_ROLL
    assert (school.marks[here, afternoon] == index_of("Y4")).all()
    assert (school.marks[here, morning] == index_of("Y2")).sum() >= 20
    assert (school.marks == index_of("Y4")).any(axis=0).sum() == 1
    assert [c.reason for c in school.closures if c.am_open] == ["Snow: closed at noon"]


@pytest.mark.parametrize(
    ("year", "eids"),
    [
        (2024, [dt.date(2025, 3, 31), dt.date(2025, 6, 7)]),
        (2025, [dt.date(2026, 3, 20), dt.date(2026, 5, 27)]),
    ],
)
def test_eid_is_within_a_day_of_the_printed_calendars(year: int, eids: list[dt.date]) -> None:
    found = eid_days(year)
    assert len(found) == len(eids)
    assert all(abs((a - b).days) <= 1 for a, b in zip(found, eids, strict=True))


def test_eid_in_term_is_a_spike_of_religious_observance(school: Invented) -> None:
    observed = (school.marks == index_of("R")).sum(axis=0)
    days = set(school.day[observed > 0].tolist())
    in_term = {day_number(on) for y in school.years for on in eid_days(y)} & set(
        school.day.tolist()
    )
    assert days == in_term
    assert observed.max() >= 80


def test_a_spell_runs_on_over_a_weekend_and_ends_in_a_holiday() -> None:
    # Friday afternoon, Monday, Tuesday, and a Monday after two weeks away.
    clock = np.array([9, 14, 15, 16, 17, 42], dtype=np.int32)
    chance = np.array([[1.0, 0, 0, 0, 0, 0]])
    lengths = np.full((1, 6), 7)
    away = spells(np.random.default_rng(1), chance=chance, lengths=lengths, clock=clock)
    assert away[0].tolist() == [0, 0, 0, HERE, HERE, HERE]


def test_no_chance_is_no_absence() -> None:
    clock = sessions(2026).clock
    nothing = np.zeros((3, len(clock)))
    away = spells(
        np.random.default_rng(1),
        chance=nothing,
        lengths=np.full(nothing.shape, 9),
        clock=clock,
    )
    assert (away == HERE).all()


def test_the_register_holds_the_same_marks(small: Invented) -> None:
    register = register_of(small)
    listed = (small.marks != NOT_ON_ROLL).any(axis=1)
    assert len(register) == listed.sum()
    assert (register.marks == small.marks[listed]).all()
    first = register.first[0]
    assert register.marks[0, first] != NOT_ON_ROLL
    assert (register.marks[0, :first] == NOT_ON_ROLL).all()
