"""One school year of a school's calendar: the marks, the register, and what people said."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from belong.attendance.register import Register
from belong.basics.terms import year_of
from belong.insight import school_days
from belong.insight.school_days import SchoolDays
from belong.intake import calendar, calendar_said, queries
from belong.intake.calendar_models import Closure, Term
from belong.intake.queries import Laid
from belong.registers.joining import Saying


@dataclass(frozen=True)
class CalendarYear:
    """What a school year's calendar is worked out from.

    laid      the stored marks and stays; None before any marks
    days      the year day by day; None where it has no marks
    register  the whole register, with everything that was said in it
    standing  statements nobody has taken back, the earlier first
    terms     the terms somebody said that begin in the year
    """

    year: int
    today: dt.date
    laid: Laid | None
    days: SchoolDays | None
    register: Register | None
    standing: list[Closure]
    terms: list[Term]

    @property
    def sayings(self) -> list[Saying]:
        """What is said, as the register understands it."""
        return calendar_said.sayings(self.standing, self.laid.groups) if self.laid else []


def gathered(school_id: int, today: dt.date, year: int | None = None) -> CalendarYear:
    """Everything about one school year; of the one of today where none is asked for."""
    year = year_of(today) if year is None else year
    laid, whole = queries.laid(school_id), queries.whole(school_id)
    standing = calendar_said.standing(school_id)
    days = school_days.of_laid(laid, standing, year, today) if laid else None
    terms = [t for t in calendar.terms(school_id) if year_of(t.first) == year]
    return CalendarYear(year, today, laid, days, whole.register if whole else None, standing, terms)
