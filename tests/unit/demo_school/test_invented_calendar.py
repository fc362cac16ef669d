from __future__ import annotations

import datetime as dt

import pytest
from demo_school.season import sessions
from demo_school.term_dates import easter, last_school_day_before, school_year

from belong.basics.terms import date_of, day_number, half_terms

YEARS = range(2019, 2040)


@pytest.mark.parametrize(
    ("year", "sunday"),
    [(2024, (3, 31)), (2025, (4, 20)), (2026, (4, 5)), (2027, (3, 28)), (2038, (4, 25))],
)
def test_easter_falls_where_the_church_has_it(year: int, sunday: tuple[int, int]) -> None:
    assert easter(year) == dt.date(year, *sunday)


@pytest.mark.parametrize("year", YEARS)
def test_children_come_on_190_weekdays_in_six_half_terms(year: int) -> None:
    days = school_year(year).days
    assert len(days) == 190
    assert all(date_of(d).weekday() < 5 for d in days)
    assert len(half_terms(days)) == 6
    assert school_year(year).half_term_of[-1] == 5


@pytest.mark.parametrize("year", YEARS)
def test_the_year_runs_from_early_september_to_about_the_twentieth_of_july(year: int) -> None:
    first, last = date_of(school_year(year).first), date_of(school_year(year).last)
    assert dt.date(year, 9, 3) <= first <= dt.date(year, 9, 6)
    assert dt.date(year + 1, 7, 14) <= last <= dt.date(year + 1, 7, 23)


@pytest.mark.parametrize("year", YEARS)
def test_no_child_comes_on_a_bank_holiday_or_at_christmas(year: int) -> None:
    shut = [
        dt.date(year, 12, 25),
        dt.date(year + 1, 1, 1),
        easter(year + 1) - dt.timedelta(days=2),
        easter(year + 1) + dt.timedelta(days=1),
    ]
    assert not {day_number(d) for d in shut} & set(school_year(year).days.tolist())


def test_this_autumn_has_its_half_term_in_the_last_week_of_october() -> None:
    reasons = {c.on: c.reason for c in school_year(2026).closed if not c.years}
    week = [dt.date(2026, 10, 26) + dt.timedelta(days=n) for n in range(5)]
    assert [reasons[on] for on in week] == ["Autumn half-term"] * 5
    assert reasons[dt.date(2026, 11, 2)] == "INSET day"
    assert dt.date(2026, 10, 23) not in reasons


def test_every_weekday_of_the_year_is_either_open_or_has_a_reason() -> None:
    year = school_year(2026)
    closed = [c.on for c in year.closed if not c.years]
    weekdays = [dt.date(2026, 9, 1) + dt.timedelta(days=n) for n in range(365)]
    assert len(closed) == len(set(closed))
    assert {on for on in weekdays if on.weekday() < 5} == set(closed) | {
        date_of(d) for d in year.days
    }
    assert sum(c.reason == "INSET day" for c in year.closed) == 5


@pytest.mark.parametrize(
    ("today", "last"),
    [
        (dt.date(2026, 11, 21), dt.date(2026, 11, 20)),
        (dt.date(2027, 1, 4), dt.date(2026, 12, 18)),
        (dt.date(2027, 6, 30), dt.date(2027, 6, 29)),
    ],
)
def test_the_last_school_day_is_before_today(today: dt.date, last: dt.date) -> None:
    assert date_of(last_school_day_before(today, 2026) or 0) == last


def test_before_the_first_morning_there_is_no_last_school_day() -> None:
    assert last_school_day_before(dt.date(2026, 9, 3), 2026) is None


def test_a_year_has_380_sessions_and_each_half_term_ends_with_a_last_week() -> None:
    when = sessions(2026)
    assert len(when) == 380
    assert [int(when.last_week[when.half_term == n].sum()) for n in range(6)] == [10] * 6
    assert len(when.on(when.nth_of_half_term(1, -1))) == 2
