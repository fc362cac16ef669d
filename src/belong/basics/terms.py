"""School years, weeks and half-terms, worked out from dates alone."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

SEPTEMBER = 9
BREAK_OF_DAYS = 5
"""Weekdays without school that end a half-term (a bank holiday or an INSET pair does not)."""

Days = NDArray[np.int32]
"""Days since 1970-01-01."""


def year_of(on: dt.date) -> int:
    """The calendar year in which the school year of this date began (2026 for 2026/27)."""
    return on.year if on.month >= SEPTEMBER else on.year - 1


def year_name(year: int) -> str:
    """How a school writes the year that began in `year`: 2026/27."""
    return f"{year}/{(year + 1) % 100:02d}"


def year_start(year: int) -> dt.date:
    """The first of September."""
    return dt.date(year, SEPTEMBER, 1)


def year_end(year: int) -> dt.date:
    """The last of August."""
    return dt.date(year + 1, SEPTEMBER, 1) - dt.timedelta(days=1)


def day_number(on: dt.date) -> int:
    """Days since 1970-01-01."""
    return on.toordinal() - dt.date(1970, 1, 1).toordinal()


def date_of(day: int) -> dt.date:
    """The date of a day number."""
    return dt.date.fromordinal(int(day) + dt.date(1970, 1, 1).toordinal())


def weekday_of(days: Days) -> NDArray[np.uint8]:
    """Monday 0 to Sunday 6."""
    return np.asarray((days + 3) % 7, dtype=np.uint8)


def monday_of(days: Days) -> Days:
    """The Monday on or before each day."""
    return np.asarray(days - (days + 3) % 7, dtype=np.int32)


@dataclass(frozen=True)
class HalfTerm:
    """A run of school weeks between two breaks, named as a school would name it."""

    year: int
    name: str
    first: dt.date
    last: dt.date

    @property
    def title(self) -> str:
        """The name with the calendar year in which it falls: Autumn 1, 2026."""
        return f"{self.name}, {self.first.year}"


def half_terms(open_days: Days) -> tuple[HalfTerm, ...]:
    """The half-terms that a list of open school days falls into.

    open_days  sorted day numbers on which the school was open to somebody.
    returns    half-terms in order. A new one begins after a gap of at least `BREAK_OF_DAYS`
               weekdays. Names follow the month of the first day, since a school that shares two
               years of marks may start in the middle of either.
    """
    if not len(open_days):
        return ()
    gaps = _weekdays_between(open_days)
    starts = np.flatnonzero(gaps >= BREAK_OF_DAYS) + 1
    edges = [0, *starts.tolist(), len(open_days)]
    runs = [(date_of(open_days[a]), date_of(open_days[b - 1])) for a, b in pairwise(edges)]
    return _named(runs)


def _weekdays_between(days: Days) -> NDArray[np.int64]:
    """Weekdays strictly between each day and the next."""
    stamps = days.astype("datetime64[D]")
    return np.busday_count(stamps[:-1] + 1, stamps[1:])


@dataclass(frozen=True)
class _Turn:
    """A half-term break in the middle of a term, loosely enough for any authority's dates.

    sure  a run that begins on or after this (month, day) lies after the break
    over  one that begins in the month of the break, but ends by this, lies before it
    """

    term: str
    months: frozenset[int]
    sure: tuple[int, int]
    over: tuple[int, int]

    def is_before(self, first: dt.date, last: dt.date) -> bool:
        """Whether a run of this term lies before its break, going by its dates alone."""
        begins = (first.month, first.day)
        if begins < (self.sure[0], 1):
            return True
        return begins < self.sure and (last.month, last.day) <= self.over


_TURNS = (
    _Turn("Autumn", frozenset({8, 9, 10, 11, 12}), (10, 25), (11, 5)),
    _Turn("Spring", frozenset({1, 2, 3}), (2, 16), (2, 27)),
    _Turn("Summer", frozenset({4, 5, 6, 7}), (5, 26), (6, 4)),
)


def _named(runs: list[tuple[dt.date, dt.date]]) -> tuple[HalfTerm, ...]:
    """Name runs of school weeks in order: a term's second run is its second half."""
    out: list[HalfTerm] = []
    for first, last in runs:
        turn = next(t for t in _TURNS if first.month in t.months)
        # A school that opens in the last days of August has begun its new year.
        year = first.year if first.month == 8 else year_of(first)
        before = (year, f"{turn.term} 1") in {(h.year, h.name) for h in out}
        half = 1 if turn.is_before(first, last) and not before else 2
        out.append(HalfTerm(year, f"{turn.term} {half}", first, last))
    return tuple(out)
