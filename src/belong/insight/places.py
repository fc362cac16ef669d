"""Places of a school year that a school's pattern is told by, and the sums in each of them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from belong.attendance.definitions import number
from belong.attendance.measures.counts import MISSED, POSSIBLE
from belong.attendance.patterns.grid import CELLS
from belong.attendance.register import HALVES, PM, Register
from belong.basics.terms import HalfTerm, date_of, year_of, year_start
from belong.insight import words
from belong.insight.desk import Desk
from belong.insight.marks import DAYS, HALF_NAMES
from belong.insight.words import say
from belong.intake.year_groups import cohort_of, in_order, in_year

SAME_DAYS = dt.timedelta(weeks=52)
"""So far back, a Monday is a Monday."""
SHORT_DAYS = ("mon", "tue", "wed", "thu", "fri")
Bools = NDArray[np.bool_]


@dataclass(frozen=True)
class Sum:
    """Sessions of a group in a place: one division, never a mean of shares.

    children  who had a possible session there
    """

    missed: int
    possible: int
    children: int

    @property
    def is_told(self) -> bool:
        """Whether there is anything to count, of children enough to be a group."""
        return self.possible > 0 and self.children >= number("group_rate", "smallest_group")

    @property
    def share(self) -> float | None:
        """Missed of possible [0..1]; None where it is not told."""
        return self.missed / self.possible if self.is_told else None


@dataclass(frozen=True)
class Stretch:
    """A school year, or its part so far.

    year             [rows], the year group of each child in that school year
    missed, possible uint8 [rows x sessions], 0 or 1
    """

    register: Register
    year: NDArray[np.str_]
    missed: NDArray[np.uint8]
    possible: NDArray[np.uint8]

    @property
    def when(self) -> str:
        """2 Sep to 20 Nov 2026: from the first day with a possible session to the last."""
        days = self.register.sessions.day[self.possible.any(axis=0)]
        if not len(days):
            return say("no possible session yet this school year")
        return words.stretch(date_of(days[0]), date_of(days[-1]))

    def sum(self, rows: Bools | slice = slice(None), columns: Bools | slice = slice(None)) -> Sum:
        """What some rows missed in some sessions."""
        missed, possible = self.missed[rows][:, columns], self.possible[rows][:, columns]
        return Sum(int(missed.sum()), int(possible.sum()), int(possible.any(axis=1).sum()))

    def at(self, cell: int) -> Bools:
        """[sessions] those in one cell of the week, Monday morning 0 to Friday afternoon 9."""
        sessions = self.register.sessions
        place = sessions.weekday.astype(int) * 2 + (sessions.half == PM)
        return np.asarray((place == cell) & (sessions.half <= PM))

    def within(self, term: HalfTerm | None) -> Bools:
        """[sessions] those in a half-term; none in one that there is not."""
        out = np.zeros(len(self.register.sessions), dtype=bool)
        if term is not None:
            out[self.register.sessions.between(term.first, term.last)] = True
        return out

    def term(self, name: str) -> HalfTerm | None:
        """The half-term of a name."""
        return next((t for t in self.register.half_terms() if t.name == name), None)


def so_far(desk: Desk) -> Stretch:
    """The school year of the day in force, up to it."""
    return _stretch(desk.this_year(), desk.year)


def the_year_before(desk: Desk) -> Stretch | None:
    """The same time of the school year before; None where there is none.

    Also for who works with some of the children alone: other children were in their groups then.
    """
    before = year_of(desk.day) - 1
    part = desk.register.window(year_start(before), desk.day - SAME_DAYS)
    if not desk.whom.everybody or not POSSIBLE[part.marks].any():
        return None
    return _stretch(part, _year_in(desk, before))


def _stretch(part: Register, year: NDArray[np.str_]) -> Stretch:
    return Stretch(part, year, MISSED[part.marks], POSSIBLE[part.marks])


def _year_in(desk: Desk, school_year: int) -> NDArray[np.str_]:
    """What each child's year group was called in a school year. Who has left keeps the year group
    of the day of leaving, so theirs is told back from that day."""
    now, register = year_of(desk.day), desk.register
    ends = register.sessions.day[np.maximum(register.last, 0)]
    stood = [
        min(now, year_of(date_of(day))) if left else now
        for day, left in zip(ends, desk.left, strict=True)
    ]
    cohorts = (cohort_of(str(y), at) for y, at in zip(desk.year, stood, strict=True))
    return np.array([in_year(one, school_year) for one in cohorts], dtype=np.str_)


@dataclass(frozen=True)
class Place:
    """One place with the children and sessions that are in it.

    key   as an address says it: `week:mon-am`, `term:autumn-1`, `year:8`, `form:8 Rowan`
    name  in words: Monday mornings, Autumn 1, Year 8, 8 Rowan
    of    as the register has it: Monday, Autumn 1, 8, 8 Rowan
    """

    key: str
    name: str
    of: str
    rows: Bools | slice
    columns: Bools | slice

    @property
    def kind(self) -> str:
        """week, term, year or form."""
        return self.key.partition(":")[0]


def places(desk: Desk, stretch: Stretch) -> dict[str, Place]:
    """Every place that a desk tells of, by key: no group of which a part alone is here."""
    every = (*_week(stretch), *_terms(stretch), *_groups(desk))
    return {place.key: place for place in every}


def _week(stretch: Stretch) -> Iterator[Place]:
    for cell in range(CELLS):
        day, half = divmod(cell, 2)
        name = say(f"{DAYS[day]} {HALF_NAMES[half]}s")
        key = f"week:{SHORT_DAYS[day]}-{HALVES[half].lower()}"
        yield Place(key, name, DAYS[day], slice(None), stretch.at(cell))


def _terms(stretch: Stretch) -> Iterator[Place]:
    for term in stretch.register.half_terms():
        key = f"term:{term.name.lower().replace(' ', '-')}"
        yield Place(key, say(term.name), term.name, slice(None), stretch.within(term))


def _groups(desk: Desk) -> Iterator[Place]:
    for year in in_order(desk.years()):
        if f"year:{year}" in desk.groups:
            rows = np.asarray(desk.year == year)
            yield Place(f"year:{year}", words.year_label(year), year, rows, slice(None))
    for form in desk.forms():
        if f"form:{form}" in desk.groups:
            yield Place(f"form:{form}", form, form, np.asarray(desk.form == form), slice(None))
