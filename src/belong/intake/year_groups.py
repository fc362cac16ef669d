"""Year groups over several school years: who sat together, and what it was called then."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from belong.attendance.codes import NO_MARK
from belong.basics.terms import date_of, year_of
from belong.registers.store import YearMatrix

_NUMBER = re.compile(r"(?:year|yr|y)?\s*(\d{1,2})", re.I)
_EARLY = {"r": 0, "rec": 0, "reception": 0, "n": -1, "n2": -1, "n1": -2, "nursery": -1}
OLDEST = 14

Cohort = int | str
"""The school year in which a year group is or was in reception; its own words where it has no
number."""


def number_of(year: str) -> int | None:
    """7 for "7", "Y7" or "Year 7"; 0 for reception, below 0 for nursery; None for other words."""
    text = year.strip().casefold()
    found = _NUMBER.fullmatch(text)
    if found and 0 < int(found[1]) <= OLDEST:
        return int(found[1])
    return _EARLY.get(text)


def year_text(number: int) -> str:
    """How a year group's number is written: 7, R, N2."""
    return {0: "R", -1: "N2", -2: "N1"}.get(number, str(number))


def plain_year(year: str) -> str:
    """A year group as it is kept, whatever way it was written; other words stay as they are."""
    number = number_of(year)
    return year.strip() if number is None else year_text(number)


def in_order(years: Iterable[str]) -> list[str]:
    """Year groups, the youngest first, words without a number last."""
    return sorted(set(years), key=lambda y: (n if (n := number_of(y)) is not None else 99, y))


def cohort_of(year: str, school_year: int) -> Cohort:
    """Which children sat in a year group in the school year that began in `school_year`."""
    number = number_of(year)
    return year.strip() if number is None else school_year - number


def in_year(cohort: Cohort, school_year: int) -> str:
    """What a cohort's year group is called in a school year."""
    return cohort if isinstance(cohort, str) else year_text(school_year - cohort)


@dataclass(frozen=True)
class YearGroups:
    """The calendars of a register: children who sat in one year group share one.

    cohorts  the cohort of each calendar
    """

    cohorts: tuple[Cohort, ...]

    def calendars(self, years: Sequence[str], school_year: int) -> tuple[int, ...]:
        """The calendars of some year groups as they were in a school year."""
        wanted = {cohort_of(year, school_year) for year in years}
        return tuple(n for n, cohort in enumerate(self.cohorts) if cohort in wanted)

    def year(self, calendar: int, school_year: int) -> str:
        """The year group that keeps a calendar, as it was called in a school year."""
        return in_year(self.cohorts[calendar], school_year)


def standing_in(years: Sequence[YearMatrix]) -> int:
    """The school year that children's year groups are of: the last one with a register.

    Leave entered ahead is not yet a register: a session counts from a quarter of the fullest.
    Without marks, 0.
    """
    last = max(years, key=lambda y: y.year, default=None)
    if last is None or not last.marks.size:
        return last.year if last else 0
    return year_of(_last_day(years))


def _last_day(years: Sequence[YearMatrix]) -> dt.date:
    full = [(y.day, (y.marks != NO_MARK).sum(axis=0)) for y in years if y.marks.size]
    most = max(int(count.max()) for _, count in full)
    return max(date_of(day[4 * count >= most][-1]) for day, count in full if _any(count, most))


def _any(count: np.ndarray, most: int) -> bool:
    return bool((4 * count >= most).any())
