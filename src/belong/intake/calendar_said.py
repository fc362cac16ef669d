"""What people said of a school's days, as the register understands it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence

from belong.basics.terms import day_number, year_end, year_of, year_start
from belong.intake.calendar_models import Closure
from belong.intake.year_groups import YearGroups
from belong.registers.joining import Saying


def standing(school_id: int) -> list[Closure]:
    """Every statement that was not withdrawn, in the order in which they were made."""
    found = Closure.objects.filter(school_id=school_id, withdrawn_at__isnull=True)
    return list(found.order_by("revision", "pk"))


def sayings(closures: Sequence[Closure], groups: YearGroups) -> list[Saying]:
    """The same for a register whose calendars are these year groups."""
    return [one for closure in closures for one in sayings_of(closure, groups)]


def sayings_of(closure: Closure, groups: YearGroups) -> Iterator[Saying]:
    """One statement, a part for each school year it touches: year groups move up in between."""
    for first, last in _by_year(closure.first, closure.last):
        whom = groups.calendars(closure.years, year_of(first)) if closure.years else None
        if whom is None or whom:
            yield Saying(
                day_number(first), day_number(last), closure.half,
                closure.kind == Closure.Kind.OPEN, whom,
            )  # fmt: skip


def _by_year(first: dt.date, last: dt.date) -> Iterator[tuple[dt.date, dt.date]]:
    for year in range(year_of(first), year_of(last) + 1):
        yield max(first, year_start(year)), min(last, year_end(year))
