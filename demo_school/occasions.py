"""Days that are unlike the others for many children at once."""

from __future__ import annotations

import datetime as dt

import numpy as np
from numpy.typing import NDArray

from belong.attendance.codes import index_of
from belong.basics.terms import day_number
from demo_school.chance import Topic, chosen, stream
from demo_school.invented import Ints
from demo_school.page import IN_SCHOOL, Page
from demo_school.season import AM, PM, sessions
from demo_school.term_dates import school_year

AUTUMN_1, AUTUMN_2, SPRING_1, SPRING_2, SUMMER_1, SUMMER_2 = range(6)
KEEPS_EID = 0.86
ISLAMIC_EPOCH = dt.date(622, 7, 19)
RAMADAN, SHAWWAL, DHU_AL_HIJJAH = 9, 10, 12
RESIDENTIAL_YEAR_GROUP, RESIDENTIAL_SHARE = 8, 0.2
PLACEMENT_YEAR_GROUP = 10
SNOW_SLOWS, BUS_SHARE = 0.09, 0.03


def _islamic(year: int, month: int, day: int) -> dt.date:
    """A date of the arithmetic Islamic calendar, within a day of what is seen in the sky."""
    leap_days = (3 + 11 * year) // 30
    days = day - 1 + (59 * (month - 1) + 1) // 2 + (year - 1) * 354 + leap_days
    return ISLAMIC_EPOCH + dt.timedelta(days=days)


def eid_days(year: int) -> tuple[dt.date, ...]:
    """The first day of each Eid in the school year that begins in `year`."""
    first, last = dt.date(year, 9, 1), dt.date(year + 1, 8, 31)
    found = [
        _islamic(y, month, day)
        for y in _islamic_years(year)
        for month, day in ((SHAWWAL, 1), (DHU_AL_HIJJAH, 10))
    ]
    return tuple(sorted(on for on in found if first <= on <= last))


def islamic_month(year: int, month: int) -> tuple[tuple[dt.date, dt.date], ...]:
    """First and last day of an Islamic month in the school year that begins in `year`."""
    first, last = dt.date(year, 9, 1), dt.date(year + 1, 8, 31)
    begins = [(_islamic(y, month, 1), _islamic(y, month + 1, 1)) for y in _islamic_years(year)]
    return tuple((a, b - dt.timedelta(days=1)) for a, b in begins if first <= a <= last)


def _islamic_years(year: int) -> range:
    """The Islamic years that a school year may touch."""
    return range((year - 622) * 33 // 32 - 1, (year - 622) * 33 // 32 + 4)


def snow_day(year: int, seed: int) -> int | None:
    """The day on which snow closes the school at noon, every other winter; else None."""
    if year % 2 == 0:
        return None
    winter = sessions(year)
    rng = stream(seed, Topic.OCCASIONS, year)
    return winter.nth_of_half_term(SPRING_1, int(rng.integers(8, 22)))


def enter_occasions(page: Page, *, seed: int) -> None:
    """Trips, sport, placements, interviews, Eid and study leave, in the order they override."""
    rng = stream(seed, Topic.OCCASIONS, page.cohort.year, page.year)
    everybody = np.arange(len(page.cohort), dtype=np.int32)
    _day_trips(page, rng, everybody)
    _sport(page, rng, everybody)
    if page.year_group == RESIDENTIAL_YEAR_GROUP:
        _days(page, chosen(rng, RESIDENTIAL_SHARE, everybody), SUMMER_2, range(9, 12), "V")
    if page.year_group == PLACEMENT_YEAR_GROUP:
        _days(page, chosen(rng, 0.9, everybody), SUMMER_2, range(20, 25), "W")
    _eid(page, rng)
    if page.year_group == 11:
        _interviews(page, rng, everybody)
        _study_leave(page, rng)


def enter_closures(page: Page, *, seed: int) -> None:
    """What keeps children out through nobody's choice: a staggered start, a bus, snow."""
    rng = stream(seed, Topic.REGISTERS, page.cohort.year, page.year)
    everybody = np.arange(len(page.cohort), dtype=np.int32)
    if page.year_group > 7:
        page.put(everybody, np.array([0]), "Y7")
    bus = page.when.on(page.when.nth_of_half_term(AUTUMN_2, 8))[:1]
    page.put_if_here(chosen(rng, BUS_SHARE, everybody), bus, "Y1")
    snow = snow_day(page.year, seed)
    if snow is not None:
        morning, afternoon = page.when.on(snow)
        stuck = chosen(rng, SNOW_SLOWS, everybody)
        page.put_if_here(stuck, np.array([morning]), "Y2")
        page.put(everybody, np.array([afternoon]), "Y4")


def _days(page: Page, rows: Ints, half_term: int, nths: range, code: str) -> None:
    days = [page.when.nth_of_half_term(half_term, n) for n in nths]
    page.put_if_here(rows, np.flatnonzero(np.isin(page.when.day, days)), code)


def _day_trips(page: Page, rng: np.random.Generator, everybody: Ints) -> None:
    """Two or three days out for a class or two."""
    for _ in range(int(rng.integers(2, 4))):
        half_term = int(rng.choice([AUTUMN_2, SPRING_2, SUMMER_1, SUMMER_2]))
        nth = int(rng.integers(4, 18))
        _days(page, chosen(rng, 0.16, everybody), half_term, range(nth, nth + 1), "V")


def _sport(page: Page, rng: np.random.Generator, everybody: Ints) -> None:
    team = chosen(rng, 0.06, everybody)
    afternoons = np.flatnonzero((page.when.half == PM) & (page.when.weekday == 2))
    page.put_if_here(team, np.sort(rng.choice(afternoons, 7, replace=False)), "P")


def _eid(page: Page, rng: np.random.Generator) -> None:
    keeps = page.cohort.eid & (rng.random(len(page.cohort)) < KEEPS_EID)
    for on in eid_days(page.year):
        columns = page.when.on(day_number(on))
        if len(columns):
            page.put_if_here(np.flatnonzero(keeps).astype(np.int32), columns, "R")


def _interviews(page: Page, rng: np.random.Generator, everybody: Ints) -> None:
    winter = np.flatnonzero(np.isin(page.when.half_term, [AUTUMN_2, SPRING_1, SPRING_2]))
    for row in chosen(rng, 0.2, everybody).tolist():
        page.put_if_here(row, rng.choice(winter, 1), "J1")


def _study_leave(page: Page, rng: np.random.Generator) -> None:
    """After the Whitsun half-term Year 11 come in for their examinations only."""
    last = day_number(school_year(page.year).leaving)
    summer = (page.when.half_term == SUMMER_2) & (page.when.day <= last)
    slots: NDArray[np.intp] = np.flatnonzero(summer)
    sitting = slots[rng.random(len(slots)) < np.where(page.when.half[slots] == AM, 0.34, 0.22)]
    away = IN_SCHOOL[page.marks] | (page.marks == index_of("O")) | (page.marks == index_of("I"))
    away &= summer[None, :]
    away[:, sitting] = False
    page.put_where(away, "S")
