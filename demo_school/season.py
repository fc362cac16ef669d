"""The shape of a school year: how much likelier absence is in one session than in another."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from demo_school.invented import Bits, Floats, Ints
from demo_school.term_dates import school_year

AM, PM = 0, 1
MONDAY, FRIDAY = 0, 4

# Where each half-term starts and ends, against the average of the year. Absence climbs towards
# every holiday and is lowest in the first weeks of September.
CLIMB = ((0.66, 1.08), (0.92, 1.2), (0.96, 1.12), (0.98, 1.12), (0.95, 1.08), (0.98, 1.2))
LAST_WEEK = 1.04
FIRST_MORNING = 1.25
"""On the first morning after a break, spells that began in the break come in at once."""

# A spell is likeliest to begin on a Monday morning, since weekends make children ill as well.
SPELL_BEGINS = {AM: (2.25, 1.2, 1.0, 1.1, 1.27), PM: (0.6, 0.6, 0.6, 0.62, 0.75)}
# A single day or afternoon missed has little to do with health and much with the weekend.
DAY_BEGINS = {AM: (1.1, 0.6, 0.5, 0.6, 1.0), PM: (0.35, 0.4, 0.4, 0.45, 0.9)}


@dataclass(frozen=True)
class Sessions:
    """The 380 sessions of a school year, in order.

    day, half, weekday  int32 [sessions]
    nth                 int32 [sessions], which school day of the year, from 0
    half_term           int32 [sessions], which half-term, from 0
    clock               int32 [sessions], half-days since 1970-01-01, weekends counted
    last_week           bool [sessions], in the last five days before a holiday
    """

    day: Ints
    half: Ints
    weekday: Ints
    nth: Ints
    half_term: Ints
    clock: Ints
    through: Floats
    last_week: Bits

    def __len__(self) -> int:
        return len(self.day)

    def where(self, *, half_term: int | None = None, weekday: int | None = None) -> Bits:
        """The sessions of a half-term, of a weekday, or of both: bool [sessions]."""
        found = np.ones(len(self), dtype=np.bool_)
        if half_term is not None:
            found &= self.half_term == half_term
        if weekday is not None:
            found &= self.weekday == weekday
        return found

    def on(self, day: int) -> NDArray[np.intp]:
        """The indexes of the two sessions of a day."""
        return np.flatnonzero(self.day == day)

    def nth_of_half_term(self, half_term: int, nth: int) -> int:
        """The day number of the nth school day of a half-term, from 0; from behind below 0."""
        return int(self.day[self.half_term == half_term][::2][nth])


def _through(half_term: Ints) -> tuple[Floats, Bits]:
    """How far through its half-term each day is, 0 to 1, and whether it is in the last week."""
    through = np.zeros(len(half_term))
    last = np.zeros(len(half_term), dtype=np.bool_)
    for n in range(int(half_term[-1]) + 1):
        days = np.flatnonzero(half_term == n)
        through[days] = np.linspace(0, 1, len(days))
        last[days[-5:]] = True
    return through, last


@cache
def sessions(year: int) -> Sessions:
    """The sessions of the school year that begins in September of `year`."""
    found = school_year(year)
    through, last = _through(found.half_term_of)
    day = np.repeat(found.days, 2).astype(np.int32)
    half = np.tile([AM, PM], len(found.days)).astype(np.int32)
    return Sessions(
        day=day, half=half, weekday=np.asarray((day + 3) % 7, dtype=np.int32),
        nth=np.repeat(np.arange(len(found.days)), 2).astype(np.int32),
        half_term=np.repeat(found.half_term_of, 2).astype(np.int32),
        clock=np.asarray(day * 2 + half, dtype=np.int32),
        through=np.repeat(through, 2), last_week=np.repeat(last, 2),
    )  # fmt: skip


@cache
def climb(year: int) -> Floats:
    """How absence rises towards each holiday: [sessions], about 1 on average."""
    when = sessions(year)
    ends = np.array(CLIMB)[np.minimum(when.half_term, len(CLIMB) - 1)]
    rise = ends[:, 0] + (ends[:, 1] - ends[:, 0]) * when.through
    return rise * np.where(when.last_week, LAST_WEEK, 1.0)


def begins(year: int, weights: Mapping[int, tuple[float, ...]]) -> Floats:
    """How likely an absence is to begin in each session, 1 on average: [sessions]."""
    when = sessions(year)
    table = np.array([weights[AM], weights[PM]])
    found = table[when.half, when.weekday]
    found = found / found.mean() * climb(year)
    return np.asarray(found * np.where(when.through == 0, FIRST_MORNING, 1.0))
