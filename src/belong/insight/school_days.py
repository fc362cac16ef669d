"""A school year day by day: who had marks, as far as the register tells, and what was said."""

from __future__ import annotations

import datetime as dt
import tomllib
from dataclasses import dataclass
from functools import cache, cached_property
from importlib.resources import files

import numpy as np
from numpy.typing import NDArray

from belong.attendance.codes import Kind, lookup, table
from belong.basics.terms import HalfTerm, date_of, day_number, half_terms, weekday_of
from belong.intake import calendar_said, queries
from belong.intake.calendar_models import Closure
from belong.registers.joining import Tally, tallied, told_of

WEEKEND = 5
_OF_SCHOOL = lookup(kinds=frozenset(set(Kind) - {Kind.ADMIN})).astype(bool)
_CLOSURE = np.zeros(256, dtype=bool)
_CLOSURE[[code.index for code in table() if code.group == "closure"]] = True


@cache
def setting(name: str) -> int:
    """A threshold of school_calendar.toml, in percent or as its comment says."""
    place = files(__package__) / "school_calendar.toml"
    return int(tomllib.loads(place.read_text(encoding="utf-8"))[name])


@dataclass(frozen=True)
class SchoolDays:
    """The weekdays of a school year from the first to the last with marks, and any other day with
    marks. Nothing after the day somebody asks on.

    tally  children by mark
    told   uint8 [calendars x days x 2], what stands said: 0, SAID_CLOSED or SAID_OPEN
    years  what each calendar's year group was called in that year
    """

    year: int
    tally: Tally
    told: NDArray[np.uint8]
    years: tuple[str, ...]

    @property
    def day(self) -> NDArray[np.int32]:
        """int32 [days]"""
        return self.tally.day

    @cached_property
    def dates(self) -> list[dt.date]:
        """The same as dates."""
        return [date_of(day) for day in self.day]

    @cached_property
    def is_weekday(self) -> NDArray[np.bool_]:
        """bool [days]"""
        return np.asarray(weekday_of(self.day) < WEEKEND)

    @cached_property
    def marked(self) -> NDArray[np.int32]:
        """Children with a mark of school [calendars x days x 2]."""
        return np.asarray(self.tally.counts[..., _OF_SCHOOL].sum(axis=-1))

    @cached_property
    def says_closed(self) -> NDArray[np.bool_]:
        """Whether the file itself says "school closed" of most of a year group [same shape]."""
        shut = self.tally.counts[..., _CLOSURE].sum(axis=-1)
        return self._share(shut, "had_school_percent") & (self.marked < shut)

    @cached_property
    def had(self) -> NDArray[np.bool_]:
        """Whether a year group had school [calendars x days x 2]."""
        return self._share(self.marked, "had_school_percent")

    @cached_property
    def nobody(self) -> NDArray[np.bool_]:
        """Whether next to nobody of a year group has a mark, and no file says why [same shape]."""
        on_roll = self.tally.on_roll[..., None]
        few = 100 * self.marked <= setting("nobody_percent") * on_roll
        return np.asarray(few & (on_roll > 0) & ~self.says_closed)

    @cached_property
    def here(self) -> NDArray[np.bool_]:
        """Calendars that had school in this year at all [calendars]."""
        return np.asarray(self.had.any(axis=(1, 2)))

    @cached_property
    def school_day(self) -> NDArray[np.bool_]:
        """Days on which any year group had school [days]."""
        return np.asarray(self.had.any(axis=(0, 2)))

    def half_terms(self) -> tuple[HalfTerm, ...]:
        """The half-terms these days fall into."""
        return half_terms(self.day[self.school_day])

    def _share(self, count: NDArray[np.int32], percent: str) -> NDArray[np.bool_]:
        on_roll = self.tally.on_roll[..., None]
        return np.asarray((on_roll > 0) & (100 * count >= setting(percent) * on_roll))


def of_year(school_id: int, year: int, today: dt.date) -> SchoolDays | None:
    """The days of one school year up to today; None where it has no marks."""
    laid = queries.laid(school_id)
    return of_laid(laid, calendar_said.standing(school_id), year, today) if laid else None


def of_laid(
    laid: queries.Laid, said: list[Closure], year: int, today: dt.date
) -> SchoolDays | None:
    """The same from marks and statements that are at hand."""
    matrix = next((y for y in laid.years if y.year == year), None)
    if matrix is None:
        return None
    past = matrix.day[matrix.day <= day_number(today)]
    if not len(past):
        return None
    span = np.arange(past[0], past[-1] + 1, dtype=np.int32)
    day = span[(weekday_of(span) < WEEKEND) | np.isin(span, past)]
    tally = tallied(matrix, laid.stays, day)
    sayings = calendar_said.sayings(said, laid.groups)
    calendars = len(tally.on_roll)
    told = np.stack(
        [told_of(sayings, day, np.full(len(day), h, np.uint8), calendars) for h in (0, 1)], axis=-1
    )
    years = tuple(laid.groups.year(n, year) for n in range(calendars))
    return SchoolDays(year, tally, told, years)
