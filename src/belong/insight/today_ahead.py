"""Which day a list is for: today, or where there is no school today the next day there is."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from belong.basics.bank_holidays import bank_holiday
from belong.basics.terms import date_of
from belong.insight.desk import Desk, in_force, one_row_a_child
from belong.intake import calendar, calendar_said, queries
from belong.intake.calendar_models import Closure, Term

SATURDAY = 5
DAY = dt.timedelta(days=1)
FARTHEST = 70
"""Days looked ahead: longer than any summer."""


@dataclass(frozen=True)
class Ahead:
    """The day a list is for; None where nobody can say when school is next.

    today  whether it is the day asked about
    """

    day: dt.date | None
    today: bool


def of(desk: Desk) -> Ahead:
    """The day a desk's list is for. A weekday without a register is a school day only if no other
    weekday went by without one: nobody says of a holiday that it is one."""
    if desk.is_today or desk.begun:
        return Ahead(desk.asked, today=True)
    closures = calendar_said.standing(desk.by.school_id)
    terms = calendar.terms(desk.by.school_id)
    between = _days(desk.day + DAY, desk.asked - DAY)
    known = not any(may_be_open(day, closures, terms) for day in between)
    if known and may_be_open(desk.asked, closures, terms):
        return Ahead(desk.asked, today=True)
    if not known and not terms:
        return Ahead(None, today=False)
    ahead = _days(desk.asked + DAY, desk.asked + FARTHEST * DAY)
    return Ahead(next((d for d in ahead if may_be_open(d, closures, terms)), None), today=False)


def is_school_day(school: int, day: dt.date) -> bool:
    """Whether there is school on a day, as far as can be said before its register. Where no terms
    are said, no weekday may have gone by without a register: nobody says of a holiday that it is
    one. Before the first register any weekday may be one.

    school  its key
    """
    closures, terms = calendar_said.standing(school), calendar.terms(school)
    if not may_be_open(day, closures, terms):
        return False
    whole = None if _stand(terms) else queries.whole(school)
    last = in_force(one_row_a_child(whole.register.until(day))) if whole else None
    if whole is None or last is None:
        return True
    latest = date_of(whole.register.sessions.day[last])
    return not any(may_be_open(one, closures, terms) for one in _days(latest + DAY, day - DAY))


@dataclass(frozen=True)
class Said:
    """What somebody said of the days to come. Without terms no holiday is known."""

    closures: tuple[Closure, ...]
    terms: tuple[Term, ...]

    def school_day_after(self, day: dt.date) -> dt.date | None:
        """The next school day after one; None where nobody can say."""
        ahead = _days(day + DAY, day + FARTHEST * DAY)
        return next((d for d in ahead if may_be_open(d, self.closures, self.terms)), None)

    def school_day_before(self, day: dt.date) -> dt.date | None:
        """The last school day before one; None where nobody can say."""
        before = reversed(_days(day - FARTHEST * DAY, day - DAY))
        return next((d for d in before if may_be_open(d, self.closures, self.terms)), None)


def said_of_days(desk: Desk) -> Said:
    """What a school's calendar says."""
    return said_at(desk.by.school_id)


def said_at(school: int) -> Said:
    """The same of a school, by its key."""
    return Said(tuple(calendar_said.standing(school)), tuple(calendar.terms(school)))


def _days(first: dt.date, last: dt.date) -> list[dt.date]:
    return [first + n * DAY for n in range((last - first).days + 1)]


def may_be_open(day: dt.date, closures: Sequence[Closure], terms: Sequence[Term]) -> bool:
    """A weekday of a term that nobody said was closed. Where no terms are said, any weekday may be
    one."""
    for one in reversed(closures):
        if one.first <= day <= one.last and one.half is None and not one.years:
            return one.kind == Closure.Kind.OPEN
    if day.weekday() >= SATURDAY or bank_holiday(day):
        return False
    standing = _stand(terms)
    return not standing or any(t.first <= day <= t.last for t in standing)


def _stand(terms: Sequence[Term]) -> list[Term]:
    return [term for term in terms if term.withdrawn_at is None]
