"""Plays the tales of the trust: what one child's school year looks like."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache
from typing import Any

import numpy as np

from belong.basics.terms import day_number
from demo_school import sources
from demo_school.chance import Topic, stream
from demo_school.occasions import RAMADAN, eid_days, islamic_month
from demo_school.page import IN_SCHOOL, Page
from demo_school.season import AM, FRIDAY, MONDAY, PM
from demo_school.stories import some_of

ME = 0
"""A tale has a page of its own with one row."""
TUESDAY, WEDNESDAY, THURSDAY = 1, 2, 3
Draw = np.random.Generator


@dataclass(frozen=True)
class Tale:
    """A tale waiting for its child: who plays it while 2026/27 is the year, and where.

    form        the tree of a form or the name of a class
    every_year  whether it follows one child through every year
    family      children of one name here live together
    traits      {characteristic: value}
    """

    key: str
    school: str
    child: str
    known_as: str
    sex: str
    year_group: int
    form: str
    says: str
    look: str
    every_year: bool = False
    family: str = ""
    traits: dict[str, str] = field(default_factory=dict)


@cache
def tales(school: str = "") -> tuple[Tale, ...]:
    """Every tale in the order of the list, or those of one school of the trust."""
    told: list[dict[str, Any]] = sources.listed("tales")["tale"]
    return tuple(Tale(**one) for one in told if school in ("", one["school"]))


def play(tale: Tale, page: Page, *, seed: int) -> None:
    """Write a tale on a page that holds its child alone."""
    rng = stream(seed, Topic.TALES, sum(map(ord, tale.family or tale.key)), page.year)
    page.come(ME, np.arange(len(page.when)))
    PLAYERS[tale.key](page, rng)


def _cold(page: Page, *nths: int) -> None:
    page.put(ME, np.flatnonzero(np.isin(page.when.nth, nths)), "I")


def _on(page: Page, *weekdays: int) -> np.ndarray:
    return np.isin(page.when.weekday, weekdays)


def _steady(page: Page, _: Draw) -> None:
    """In every session and on time."""


def _nearly_steady(page: Page, rng: Draw) -> None:
    _cold(page, int(rng.integers(12, 40)), int(rng.integers(70, 150)))


def _late_by(page: Page, columns: np.ndarray, low: int, high: int, rng: Draw) -> None:
    for column in columns.tolist():
        page.arrive_late(ME, column, int(rng.integers(low, high)))


def _thursday_carer(page: Page, rng: Draw) -> None:
    mornings = np.flatnonzero(_on(page, THURSDAY) & (page.when.half == AM))
    _late_by(page, mornings[rng.random(len(mornings)) < 0.68], 65, 100, rng)


def _moved_placement(page: Page, _: Draw) -> None:
    before = page.when.half_term == 0
    page.put(ME, np.flatnonzero(before & _on(page, TUESDAY, FRIDAY)), "B")
    page.put(ME, np.flatnonzero(~before & _on(page, WEDNESDAY, THURSDAY)), "B")


def _new_home_in_care(page: Page, rng: Draw) -> None:
    nth = page.when.nth
    page.put(ME, np.flatnonzero((nth >= 24) & (nth < 27)), "C")
    after = np.flatnonzero((nth >= 27) & (nth < 37) & (page.when.half == AM))
    _late_by(page, after, 9, 48, rng)


def _three_tutors(page: Page, rng: Draw) -> None:
    since = np.flatnonzero(page.when.half_term >= 1)
    days = since[rng.random(len(since)) < 0.17]
    page.put(ME, days, "O")


def _moved_house(page: Page, rng: Draw) -> None:
    mornings = np.flatnonzero((page.when.nth >= 22) & (page.when.half == AM))
    _late_by(page, mornings[rng.random(len(mornings)) < 0.66], 35, 56, rng)


def _one_good_day(page: Page, rng: Draw) -> None:
    others = np.flatnonzero(~_on(page, WEDNESDAY))
    some_of(page, ME, columns=others, share=0.84, rng=rng)


def _after_a_loss(page: Page, rng: Draw) -> None:
    nth = page.when.nth
    page.put(ME, np.flatnonzero((nth >= 27) & (nth < 34)), "C")
    afternoons = np.flatnonzero((nth >= 34) & (page.when.half == PM))
    page.put(ME, afternoons[rng.random(len(afternoons)) < 0.4], "O")


def _keeps_ramadan(page: Page, rng: Draw) -> None:
    for month in islamic_month(page.year, RAMADAN):
        first, last = day_number(month[0]), day_number(month[1])
        inside = (page.when.day >= first) & (page.when.day <= last) & (page.when.half == AM)
        mornings = np.flatnonzero(inside)
        _late_by(page, mornings[rng.random(len(mornings)) < 0.5], 4, 18, rng)
    for on in eid_days(page.year):
        page.put(ME, page.when.on(day_number(on)), "R")


def _same_days(page: Page, rng: Draw) -> None:
    days = np.unique(page.when.nth)
    missed = days[rng.random(len(days)) < 0.11]
    ill = rng.random(len(days)) < 0.5
    for nth in missed.tolist():
        page.put(ME, np.flatnonzero(page.when.nth == nth), "I" if ill[nth] else "O")


def _coaxed_at_the_door(page: Page, rng: Draw) -> None:
    mornings = np.flatnonzero(page.when.half == AM)
    _late_by(page, mornings[rng.random(len(mornings)) < 0.8], 8, 21, rng)


def _settling_in(page: Page, _: Draw) -> None:
    page.put(ME, np.flatnonzero((page.when.half_term == 0) & (page.when.half == PM)), "X")
    _cold(page, 9, 10, 23)


def _new_baby(page: Page, rng: Draw) -> None:
    for n, first in enumerate((22, 27, 32, 37, 42, 46)):
        length = 1 + n % 2
        days = range(first + int(rng.integers(0, 2)), first + 2 + length)
        page.put(ME, np.flatnonzero(np.isin(page.when.nth, list(days)[:length])), "IO"[n % 2])


def _holiday_each_june(page: Page, _: Draw) -> None:
    week = [page.when.nth_of_half_term(5, n) for n in range(5, 10)]
    page.put(ME, np.flatnonzero(np.isin(page.when.day, week)), "G")


def _parent_deployed(page: Page, rng: Draw) -> None:
    since = (page.when.nth >= 19) & _on(page, MONDAY, FRIDAY)
    days = np.unique(page.when.nth[since])
    away = days[rng.random(len(days)) < 0.5]
    page.put(ME, np.flatnonzero(np.isin(page.when.nth, away)), "I")


def _two_schools(page: Page, _: Draw) -> None:
    _cold(page, 30, 31, 88)
    page.put(ME, np.flatnonzero(_on(page, THURSDAY, FRIDAY)), "D")


def _two_schools_there(page: Page, _: Draw) -> None:
    _cold(page, 30, 31, 88)
    page.put(ME, np.flatnonzero(~_on(page, THURSDAY, FRIDAY)), "D")


TOLD_IN = 2026
"""The autumn in which a child who had been ill for long comes back."""


def _back_after_illness(page: Page, _: Draw) -> None:
    if page.year == TOLD_IN - 1:
        page.put(ME, np.flatnonzero(page.when.half_term >= 2), "I")
    if page.year == TOLD_IN:
        early = page.when.nth < 20
        page.put(ME, np.flatnonzero(early), "I")
        page.put(ME, np.flatnonzero(early & _on(page, TUESDAY, THURSDAY)), "K")
        short = ~early & (page.when.half == PM) & (page.when.half_term <= 2)
        page.put(ME, np.flatnonzero(short), "C2")


def _no_taxi_yet(page: Page, _: Draw) -> None:
    page.put(ME, np.flatnonzero(page.when.nth < 12), "Q")
    _cold(page, 40)


def _shared_taxi(page: Page, _: Draw) -> None:
    mornings = np.isin(page.when.nth, (6, 13, 20, 28, 35, 41, 49)) & (page.when.half == AM)
    page.put(ME, np.flatnonzero(mornings), "Y1")


def _farm_fridays(page: Page, rng: Draw) -> None:
    days = np.unique(page.when.nth[~_on(page, FRIDAY)])
    away = days[rng.random(len(days)) < 0.25]
    page.put(ME, np.flatnonzero(np.isin(page.when.nth, away)), "O")
    page.put(ME, np.flatnonzero(_on(page, FRIDAY)), "B")


def _clinic_tuesdays(page: Page, _: Draw) -> None:
    afternoons = np.flatnonzero(_on(page, TUESDAY) & (page.when.half == PM))
    page.put(ME, afternoons[::2], "M")


PLAYERS: dict[str, Callable[[Page, Draw], None]] = {
    "slipping_from_maths": _nearly_steady,
    "thursday_carer": _thursday_carer,
    "moved_placement": _moved_placement,
    "new_home_in_care": _new_home_in_care,
    "three_tutors": _three_tutors,
    "moved_house": _moved_house,
    "one_good_day": _one_good_day,
    "after_a_loss": _after_a_loss,
    "keeps_ramadan": _keeps_ramadan,
    "same_days_older": _same_days,
    "same_days_younger": _same_days,
    "coaxed_at_the_door": _coaxed_at_the_door,
    "settling_in": _settling_in,
    "new_baby": _new_baby,
    "holiday_each_june": _holiday_each_june,
    "parent_deployed": _parent_deployed,
    "one_parent_not_called": _nearly_steady,
    "two_schools": _two_schools,
    "quietly_here": _steady,
    "two_schools_there": _two_schools_there,
    "back_after_illness": _back_after_illness,
    "no_taxi_yet": _no_taxi_yet,
    "shared_taxi": _shared_taxi,
    "farm_fridays": _farm_fridays,
    "clinic_tuesdays": _clinic_tuesdays,
}
WINS_OVER_COMING = ("V", "W", "R", "X", "P")
"""Marks of the whole class that stay where the child of a tale would have been in school."""
STANDS = ("Y1", "Y2", "Y4", "Y7")
"""Marks that nobody's tale can change."""


def comes(marks: np.ndarray) -> np.ndarray:
    """Whether each mark of a tale says that the child is in school."""
    return np.asarray(IN_SCHOOL[marks])
