"""The bank holidays of England, worked out by rule; the few that were moved or added by name."""

from __future__ import annotations

import datetime as dt
from functools import cache

DAY = dt.timedelta(days=1)
SATURDAY = 5

MOVED = {
    2020: {"Early May bank holiday": dt.date(2020, 5, 8)},
    2022: {"Spring bank holiday": dt.date(2022, 6, 2)},
}
ADDED = {
    2022: {
        dt.date(2022, 6, 3): "Platinum Jubilee bank holiday",
        dt.date(2022, 9, 19): "Bank holiday for the State Funeral",
    },
    2023: {dt.date(2023, 5, 8): "Coronation bank holiday"},
}
"""Proclaimed for one year alone: no rule gives them."""


def easter(year: int) -> dt.date:
    """Easter Sunday in the Gregorian calendar, by counting from the full moon of the Church."""
    golden = year % 19
    century = year // 100
    skipped = century - century // 4 - (8 * century + 13) // 25
    moon = (19 * golden + skipped + 15) % 30
    if moon == 29 or (moon == 28 and golden > 10):
        moon -= 1
    full = dt.date(year, 3, 21) + moon * DAY
    return full + (6 - full.weekday() or 7) * DAY


@cache
def bank_holidays(year: int) -> dict[dt.date, str]:
    """The days of one calendar year and what each is called, in order of date."""
    moved = MOVED.get(year, {})
    found = {moved.get(name, on): name for on, name in _by_rule(year)}
    return dict(sorted((found | ADDED.get(year, {})).items()))


def bank_holiday(on: dt.date) -> str:
    """What a bank holiday is called; "" for any other day."""
    return bank_holidays(on.year).get(on, "")


def _by_rule(year: int) -> list[tuple[dt.date, str]]:
    sunday = easter(year)
    return [
        (_weekday_from(dt.date(year, 1, 1)), "New Year's Day"),
        (sunday - 2 * DAY, "Good Friday"),
        (sunday + DAY, "Easter Monday"),
        (_monday_from(dt.date(year, 5, 1)), "Early May bank holiday"),
        (_monday_from(dt.date(year, 5, 25)), "Spring bank holiday"),
        (_monday_from(dt.date(year, 8, 25)), "Summer bank holiday"),
        *_christmas(year),
    ]


def _monday_from(on: dt.date) -> dt.date:
    return on + (-on.weekday() % 7) * DAY


def _weekday_from(on: dt.date) -> dt.date:
    """The day itself, or the Monday after it where it falls on a weekend."""
    return on if on.weekday() < SATURDAY else _monday_from(on)


def _christmas(year: int) -> list[tuple[dt.date, str]]:
    """Christmas and Boxing Day, each on a weekday of its own: one on a weekend takes the next
    weekday that the other has not got."""
    christmas, boxing = dt.date(year, 12, 25), dt.date(year, 12, 26)
    if christmas.weekday() == SATURDAY:
        christmas, boxing = christmas + 2 * DAY, boxing + 2 * DAY
    elif boxing.weekday() == SATURDAY:
        boxing += 2 * DAY
    elif boxing.weekday() == 0:
        christmas += 2 * DAY
    return [(christmas, "Christmas Day"), (boxing, "Boxing Day")]
