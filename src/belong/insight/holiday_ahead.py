"""The holiday that comes next, by what the school said of its days. Marks know nothing of it."""

from __future__ import annotations

import datetime as dt
import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from belong.insight import today_ahead
from belong.intake import calendar, calendar_said

DAY = dt.timedelta(days=1)
FARTHEST = 120
"""Days looked ahead: longer than any half-term and the holiday after it."""


@dataclass(frozen=True)
class Holiday:
    """first, last: the days without school, weekends included. back: the first day with school."""

    first: dt.date
    last: dt.date
    back: dt.date


@cache
def least() -> int:
    """Weekdays without school in a row that are a holiday."""
    place = files("belong.insight") / "in_touch.toml"
    return int(tomllib.loads(place.read_text(encoding="utf-8"))["holiday_weekdays"])


def of(school_id: int, asked: dt.date) -> Holiday | None:
    """The holiday that runs on a day, or the next; None where nobody said when terms are, or none
    ends within the days looked ahead."""
    terms = calendar.terms(school_id)
    if not terms or terms[-1].last < asked:
        return None
    closures = calendar_said.standing(school_id)
    return found(lambda day: today_ahead.may_be_open(day, closures, terms), asked)


def found(is_open: Callable[[dt.date], bool], asked: dt.date) -> Holiday | None:
    """The same, over any calendar."""
    first, weekdays = None, 0
    for n in range(FARTHEST):
        day = asked + n * DAY
        if not is_open(day):
            first = first or day
            weekdays += day.weekday() < today_ahead.SATURDAY
        elif first is not None and weekdays >= least():
            return Holiday(first, day - DAY, day)
        else:
            first, weekdays = None, 0
    return None
