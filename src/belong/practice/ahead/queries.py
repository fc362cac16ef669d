"""What is ahead, asked for. Whoever shows a child's name with a tender date has noted the look at
that child, and asked whether they may read it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from belong.practice.ahead.models import DayAhead, Tender

MOST = 100
"""Days that a list tells of at most."""


def days(school_id: int, first: dt.date, last: dt.date) -> list[DayAhead]:
    """What is different from a day to another, the soonest first."""
    found = DayAhead.objects.filter(school_id=school_id, on__gte=first, on__lte=last)
    return list(found.select_related("by").order_by("on", "group", "pk")[:MOST])


def one(school_id: int, key: int) -> DayAhead | None:
    """One day of a school; None for any other."""
    return DayAhead.objects.filter(school_id=school_id, pk=key).first()


def of_child(school_id: int, pupil_id: int, today: dt.date) -> list[Tender]:
    """What is tender for one child and has not ended: days first, the soonest at the front."""
    found = Tender.objects.filter(school_id=school_id, pupil=pupil_id, until__gte=today)
    every = list(found.select_related("by").order_by("pk"))
    return sorted(every, key=lambda t: (t.on is None, next_on(t, today) or today, t.pk))


def of_school(school_id: int, today: dt.date) -> list[Tender]:
    """What is tender for any child of a school and has not ended."""
    found = Tender.objects.filter(school_id=school_id, until__gte=today, pupil__merged_into=None)
    return list(found.order_by("pk"))


def next_on(one: Tender, today: dt.date) -> dt.date | None:
    """The next day of a tender date from a day on; None for a topic, and for a day that is past.
    The 29th of February is the 28th in a year without one."""
    if one.on is None or not one.yearly:
        return one.on if one.on is not None and one.on >= today else None
    every = (_in_year(one.on, year) for year in (today.year, today.year + 1))
    return next(day for day in every if day >= today)


def _in_year(on: dt.date, year: int) -> dt.date:
    try:
        return on.replace(year=year)
    except ValueError:
        return dt.date(year, 2, 28)


def coming(every: Iterable[Tender], first: dt.date, last: dt.date) -> list[Tender]:
    """Those whose day comes from one day to another."""
    return [one for one in every if (day := next_on(one, first)) is not None and day <= last]
