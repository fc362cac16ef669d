"""School years and half-terms, over term dates as real schools keep them."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pytest

from belong.basics.terms import (
    date_of,
    day_number,
    half_terms,
    monday_of,
    weekday_of,
    year_end,
    year_name,
    year_of,
    year_start,
)

Term = tuple[str, str]


def school_days(*terms: Term, closed: tuple[str, ...] = ()) -> np.ndarray:
    """The weekdays of some runs of dates, as day numbers."""
    days = []
    for first, last in terms:
        on = dt.date.fromisoformat(first)
        while on <= dt.date.fromisoformat(last):
            if on.weekday() < 5 and on.isoformat() not in closed:
                days.append(day_number(on))
            on += dt.timedelta(days=1)
    return np.array(days, dtype=np.int32)


def told(days: np.ndarray) -> list[tuple[str, str, str]]:
    return [(h.title, h.first.isoformat(), h.last.isoformat()) for h in half_terms(days)]


def test_a_year_of_one_week_breaks() -> None:
    """2025/26: Easter on 5 April, an INSET day and a bank holiday that end nothing."""
    days = school_days(
        ("2025-09-02", "2025-10-24"),
        ("2025-11-03", "2025-12-19"),
        ("2026-01-05", "2026-02-13"),
        ("2026-02-23", "2026-03-27"),
        ("2026-04-13", "2026-05-22"),
        ("2026-06-01", "2026-07-21"),
        closed=("2025-11-28", "2026-05-04", "2026-07-03"),
    )
    assert told(days) == [
        ("Autumn 1, 2025", "2025-09-02", "2025-10-24"),
        ("Autumn 2, 2025", "2025-11-03", "2025-12-19"),
        ("Spring 1, 2026", "2026-01-05", "2026-02-13"),
        ("Spring 2, 2026", "2026-02-23", "2026-03-27"),
        ("Summer 1, 2026", "2026-04-13", "2026-05-22"),
        ("Summer 2, 2026", "2026-06-01", "2026-07-21"),
    ]
    assert {h.year for h in half_terms(days)} == {2025}


def test_two_weeks_off_in_october() -> None:
    days = school_days(("2025-09-03", "2025-10-17"), ("2025-11-03", "2025-12-19"))
    assert [name for name, _, _ in told(days)] == ["Autumn 1, 2025", "Autumn 2, 2025"]


def test_two_weeks_off_early_in_october() -> None:
    days = school_days(("2025-09-01", "2025-10-10"), ("2025-10-27", "2025-12-19"))
    assert [name for name, _, _ in told(days)] == ["Autumn 1, 2025", "Autumn 2, 2025"]


def test_easter_in_march() -> None:
    """2024: Easter on 31 March. Some schools broke up on 22 March and came back on 8 April."""
    days = school_days(
        ("2024-01-03", "2024-02-09"),
        ("2024-02-19", "2024-03-22"),
        ("2024-04-08", "2024-05-24"),
        ("2024-06-03", "2024-07-19"),
    )
    assert told(days) == [
        ("Spring 1, 2024", "2024-01-03", "2024-02-09"),
        ("Spring 2, 2024", "2024-02-19", "2024-03-22"),
        ("Summer 1, 2024", "2024-04-08", "2024-05-24"),
        ("Summer 2, 2024", "2024-06-03", "2024-07-19"),
    ]
    assert {h.year for h in half_terms(days)} == {2023}


def test_easter_late_in_april() -> None:
    """2025: Easter on 20 April; spring ran into April and summer began on the 22nd."""
    days = school_days(
        ("2025-01-06", "2025-02-14"),
        ("2025-02-24", "2025-04-04"),
        ("2025-04-22", "2025-05-23"),
        ("2025-06-02", "2025-07-22"),
        closed=("2025-05-05",),
    )
    assert [(name, first) for name, first, _ in told(days)] == [
        ("Spring 1, 2025", "2025-01-06"),
        ("Spring 2, 2025", "2025-02-24"),
        ("Summer 1, 2025", "2025-04-22"),
        ("Summer 2, 2025", "2025-06-02"),
    ]


def test_good_friday_and_easter_monday_alone_end_nothing() -> None:
    days = school_days(("2025-04-14", "2025-04-25"), closed=("2025-04-18", "2025-04-21"))
    assert told(days) == [("Summer 1, 2025", "2025-04-14", "2025-04-25")]


def test_four_weekdays_off_end_nothing_and_five_do() -> None:
    week = tuple(f"2025-12-0{n}" for n in (2, 3, 4, 5))
    four = school_days(("2025-11-24", "2025-12-12"), closed=week)
    five = school_days(("2025-11-24", "2025-12-12"), closed=(*week, "2025-12-01"))
    assert (len(told(four)), len(told(five))) == (1, 2)


def test_a_school_that_begins_in_august_begins_its_own_year() -> None:
    (autumn,) = half_terms(school_days(("2025-08-27", "2025-10-10")))
    assert (autumn.title, autumn.year) == ("Autumn 1, 2025", 2025)


def test_two_years_of_marks_from_the_middle_of_one() -> None:
    days = school_days(("2025-06-02", "2025-07-22"), ("2025-09-02", "2025-10-24"))
    assert [(h.name, h.year) for h in half_terms(days)] == [("Summer 2", 2024), ("Autumn 1", 2025)]


@pytest.mark.parametrize(
    ("first", "last", "again", "end", "wanted"),
    [
        ("2025-10-20", "2025-10-24", "2025-11-03", "2025-12-19", ["Autumn 1", "Autumn 2"]),
        ("2026-02-11", "2026-02-13", "2026-02-23", "2026-03-27", ["Spring 1", "Spring 2"]),
        ("2026-05-18", "2026-05-22", "2026-06-01", "2026-07-21", ["Summer 1", "Summer 2"]),
    ],
)
def test_marks_that_begin_just_before_a_break(
    first: str, last: str, again: str, end: str, wanted: list[str]
) -> None:
    """A school that begins with its last week before half-term has not got two of the same name."""
    days = school_days((first, last), (again, end))
    assert [h.name for h in half_terms(days)] == wanted


def test_no_open_day_has_no_half_term() -> None:
    assert half_terms(np.zeros(0, dtype=np.int32)) == ()


def test_one_open_day_is_a_half_term() -> None:
    assert told(school_days(("2025-09-02", "2025-09-02"))) == [
        ("Autumn 1, 2025", "2025-09-02", "2025-09-02")
    ]


@pytest.mark.parametrize(
    ("on", "year"),
    [("2026-08-31", 2025), ("2026-09-01", 2026), ("2026-12-31", 2026), ("2027-01-01", 2026)],
)
def test_a_school_year_turns_on_the_first_of_september(on: str, year: int) -> None:
    day = dt.date.fromisoformat(on)
    assert year_of(day) == year
    assert year_start(year) <= day <= year_end(year)


def test_a_school_year_ends_the_day_before_the_next_begins() -> None:
    assert year_start(2026) == dt.date(2026, 9, 1)
    assert year_end(2026) == dt.date(2027, 8, 31)


@pytest.mark.parametrize(
    ("year", "name"), [(2026, "2026/27"), (1999, "1999/00"), (2008, "2008/09")]
)
def test_a_year_is_named_as_schools_name_it(year: int, name: str) -> None:
    assert year_name(year) == name


def test_a_day_number_is_days_since_1970() -> None:
    assert day_number(dt.date(1970, 1, 1)) == 0
    assert day_number(dt.date(2026, 11, 21)) == 20778
    assert date_of(20778) == dt.date(2026, 11, 21)


def test_weekdays_and_mondays() -> None:
    week = np.arange(day_number(dt.date(2026, 11, 16)), day_number(dt.date(2026, 11, 24)))
    assert weekday_of(week).tolist() == [0, 1, 2, 3, 4, 5, 6, 0]
    assert [date_of(d).isoformat() for d in monday_of(week)] == ["2026-11-16"] * 7 + ["2026-11-23"]


def test_weekdays_before_1970() -> None:
    sunday = np.array([day_number(dt.date(1969, 12, 28))])
    assert weekday_of(sunday).tolist() == [6]
    assert date_of(monday_of(sunday)[0]) == dt.date(1969, 12, 22)
