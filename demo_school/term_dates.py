"""When Saltmarsh Lane is open, worked out by rule for any school year."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import cache

import numpy as np

from belong.basics.terms import day_number, year_end, year_start
from demo_school.invented import Closure, Ints

PUPIL_DAYS = 190
INSET_DAYS = 5
YEAR_11 = 11
ONE_DAY = dt.timedelta(days=1)


@dataclass(frozen=True)
class SchoolYear:
    """One school year: the days children come, and why they do not come on the others.

    days          int32 [190], days since 1970-01-01
    half_term_of  int32 [190], which of the six half-terms, from 0
    leaving       the last day on roll of Year 11
    """

    year: int
    days: Ints
    half_term_of: Ints
    closed: tuple[Closure, ...]
    leaving: dt.date

    @property
    def first(self) -> int:
        """The first day with children."""
        return int(self.days[0])

    @property
    def last(self) -> int:
        """The last day with children."""
        return int(self.days[-1])


def easter(year: int) -> dt.date:
    """Easter Sunday by the Gregorian computus."""
    century, golden = year // 100, year % 19
    epact = (century - century // 4 - (8 * century + 13) // 25 + 19 * golden + 15) % 30
    epact -= (epact // 28) * (1 - (29 // (epact + 1)) * ((21 - golden) // 11))
    weekday = (year + year // 4 + epact + 2 - century + century // 4) % 7
    ahead = epact - weekday
    month = 3 + (ahead + 40) // 44
    return dt.date(year, month, ahead + 28 - 31 * (month // 4))


def monday_on_or_after(on: dt.date) -> dt.date:
    """The first Monday from a date on."""
    return on + dt.timedelta(days=-on.weekday() % 7)


def _last_monday(year: int, month: int) -> dt.date:
    return monday_on_or_after(dt.date(year, month, 25 if month in (5, 10) else 22))


def _fortnight(first: dt.date, reason: str) -> dict[dt.date, str]:
    return {first + dt.timedelta(days=n): reason for n in range(14)}


def _week(first: dt.date, reason: str) -> dict[dt.date, str]:
    return {first + dt.timedelta(days=n): reason for n in range(5)}


def _easter_holiday(year: int) -> dict[dt.date, str]:
    """Two weeks that hold Good Friday; a late Easter closes them, an early one opens them."""
    sunday = easter(year)
    late = (sunday.month, sunday.day) > (4, 15)
    days = _fortnight(sunday - dt.timedelta(days=13 if late else 6), "Easter holiday")
    days[sunday - dt.timedelta(days=2)] = "Good Friday"
    days[sunday + ONE_DAY] = "Easter Monday"
    return days


def _christmas(year: int) -> dict[dt.date, str]:
    days = _fortnight(monday_on_or_after(dt.date(year, 12, 19)), "Christmas holiday")
    new_year = dt.date(year + 1, 1, 1)
    while new_year.weekday() > 4:
        new_year += ONE_DAY
    return days | {new_year: "Bank holiday"}


def _holidays(year: int) -> dict[dt.date, str]:
    after = year + 1
    return (
        _week(_last_monday(year, 10), "Autumn half-term")
        | _christmas(year)
        | _week(monday_on_or_after(dt.date(after, 2, 14)), "February half-term")
        | _easter_holiday(after)
        | {monday_on_or_after(dt.date(after, 5, 1)): "May bank holiday"}
        | _week(_last_monday(after, 5), "Whitsun half-term")
    )


def _weekdays(first: dt.date, last: dt.date) -> list[dt.date]:
    length = (last - first).days + 1
    span = (first + dt.timedelta(days=n) for n in range(length))
    return [on for on in span if on.weekday() < 5]


def _inset(working: list[dt.date], holidays: dict[dt.date, str]) -> set[dt.date]:
    """Two days in September, one after the autumn half-term, one in January, and the last day."""
    after_half_term = max(d for d, why in holidays.items() if why == "Autumn half-term")
    first_of_year = min(d for d in working if d.month == 1)
    return {
        working[0],
        working[1],
        min(d for d in working if d > after_half_term),
        first_of_year,
        working[-1],
    }


def _half_term_of(days: Ints) -> Ints:
    """Numbers runs of days; four closed weekdays or more between two days open a new run."""
    stamps = days.astype("datetime64[D]")
    gaps = np.busday_count(stamps[:-1], stamps[1:]) - 1
    return np.concatenate([[0], np.cumsum(gaps >= 4)]).astype(np.int32)


def _last_friday_of_june(year: int) -> dt.date:
    end = dt.date(year, 6, 30)
    return end - dt.timedelta(days=(end.weekday() - 4) % 7)


@cache
def school_year(year: int) -> SchoolYear:
    """The school year that begins in September of `year`."""
    holidays = _holidays(year)
    weekdays = _weekdays(year_start(year), year_end(year))
    working = [d for d in weekdays if d not in holidays][: PUPIL_DAYS + INSET_DAYS]
    inset = _inset(working, holidays)
    open_days = [d for d in working if d not in inset]
    days = np.array([day_number(d) for d in open_days], dtype=np.int32)
    leaving = _last_friday_of_june(year + 1)
    reasons = holidays | dict.fromkeys(inset, "INSET day")
    closed = [
        Closure(d, False, False, (), reasons.get(d, "Summer holiday"))
        for d in weekdays
        if d not in set(open_days)
    ]
    gone = [
        Closure(d, False, False, (YEAR_11,), "Year 11 have left") for d in open_days if d > leaving
    ]
    every = tuple(sorted(closed + gone, key=lambda c: (c.on, c.years)))
    return SchoolYear(year, days, _half_term_of(days), every, leaving)


def last_school_day_before(today: dt.date, year: int) -> int | None:
    """The latest day with children before `today` in a school year, or None before its first."""
    days = school_year(year).days
    n = int(np.searchsorted(days, day_number(today), side="left"))
    return int(days[n - 1]) if n else None
