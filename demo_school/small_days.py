"""Days and arrangements of the primary and the special school, entered on one cohort's page."""

from __future__ import annotations

import numpy as np

from belong.attendance.codes import NO_MARK
from belong.basics.terms import day_number
from demo_school.chance import Topic, chosen, stream
from demo_school.invented import Ints
from demo_school.occasions import KEEPS_EID, eid_days, snow_day
from demo_school.page import Page
from demo_school.plan import Plan
from demo_school.season import AM, PM
from demo_school.year_marks import NOT_TAKEN_AM, NOT_TAKEN_PM, entered_by_form

SETTLING_DAYS = 6
"""School days on which a new Reception class comes in the mornings only."""
SUSPENSIONS = {"primary": 0.012, "special": 0.09}
ROUTES, ON_A_ROUTE = 9, 0.72
FARM_DAY, TUITION_DAYS = 4, (0, 1)
DUAL_DAYS = (3, 4)


def enter_days(page: Page, plan: Plan, *, seed: int) -> None:
    """What one cohort of a small school does in a year beyond coming and being away."""
    rng = stream(plan.seed(seed), Topic.OCCASIONS, page.cohort.year, page.year)
    everybody = np.arange(len(page.cohort), dtype=np.int32)
    _trips(page, rng, everybody)
    _eid(page, rng)
    if plan.key == "primary":
        _settling(page, everybody)
    else:
        _elsewhere(page)
        _transport(page, rng, seed=plan.seed(seed))
    _suspensions(page, plan, rng)


def enter_snow(page: Page, *, seed: int) -> None:
    """The day on which snow closes every school of the trust at noon."""
    snow = snow_day(page.year, seed)
    if snow is not None:
        rows = np.arange(len(page.cohort), dtype=np.int32)
        page.put(rows, page.when.on(snow)[1:], "Y4")


def miss_registers(page: Page, plan: Plan, marks: np.ndarray, *, seed: int) -> None:
    """Registers that a class teacher never took: alike for every child of the class."""
    place = min(page.year - page.cohort.year, len(plan.roll.classes) - 1)
    number = plan.roll.classes.index(plan.roll.classes[place])
    rng = stream(plan.seed(seed), Topic.REGISTERS, number, page.year)
    often = np.where(page.when.half == PM, NOT_TAKEN_PM, NOT_TAKEN_AM)
    gone = (rng.random(len(page.when)) < often)[: marks.shape[1]]
    marks[gone[None, :] & entered_by_form()[marks]] = NO_MARK


def _trips(page: Page, rng: np.random.Generator, everybody: Ints) -> None:
    """The whole class is out for a day, twice a year."""
    for half_term in (1, 5):
        day = page.when.nth_of_half_term(half_term, int(rng.integers(3, 20)))
        page.put_if_here(everybody, page.when.on(day), "V")


def _eid(page: Page, rng: np.random.Generator) -> None:
    keeps = page.cohort.eid & (rng.random(len(page.cohort)) < KEEPS_EID)
    for on in eid_days(page.year):
        columns = page.when.on(day_number(on))
        if len(columns):
            page.put_if_here(np.flatnonzero(keeps).astype(np.int32), columns, "R")


def _settling(page: Page, everybody: Ints) -> None:
    """Reception is not of compulsory school age yet, and begins with mornings."""
    if page.year_group == 0:
        first = np.flatnonzero((page.when.nth < SETTLING_DAYS) & (page.when.half == PM))
        page.put(everybody, first, "X")


def _elsewhere(page: Page) -> None:
    """The farm on Fridays, tuition by the council, two days a week at another school."""
    last = len(page.cohort) - 1
    weekday = page.when.weekday
    if page.year_group >= 10:
        rows = np.arange(2, last, dtype=np.int32)
        page.put_if_here(rows, np.flatnonzero(weekday == FARM_DAY), "B")
    if page.year_group >= 8 and page.cohort.year % 2 == 0:
        page.put_if_here(last, np.flatnonzero(np.isin(weekday, TUITION_DAYS)), "K")
    if page.year_group in (3, 4, 5, 6) and page.cohort.year % 2 == 1:
        page.put(2, np.flatnonzero(np.isin(weekday, DUAL_DAYS)), "D")


def _transport(page: Page, rng: np.random.Generator, *, seed: int) -> None:
    """A taxi that does not come leaves all its children at home for a morning; for one new child
    the council has not arranged a taxi yet."""
    route = np.where(
        rng.random(len(page.cohort)) < ON_A_ROUTE, rng.integers(0, ROUTES, len(page.cohort)), -1
    )
    for n in range(ROUTES):
        broken = stream(seed, Topic.ARRANGEMENTS, n, page.year)
        mornings = broken.choice(np.flatnonzero(page.when.half == AM), 2, replace=False)
        page.put_if_here(np.flatnonzero(route == n).astype(np.int32), np.sort(mornings), "Y1")
    if page.year_group == 7 and page.cohort.year % 2 == 0:
        page.put(len(page.cohort) - 2, np.flatnonzero(page.when.nth < 12), "Q")


def _suspensions(page: Page, plan: Plan, rng: np.random.Generator) -> None:
    """Few, short, and hardly ever before Year 4."""
    everybody = np.arange(len(page.cohort), dtype=np.int32)
    count = int(rng.poisson(SUSPENSIONS[plan.key] * len(page.cohort)))
    if page.year_group < 4:
        return
    for _ in range(count):
        row = int(chosen(rng, 0.01, everybody)[0])
        first, days = int(rng.integers(10, len(page.when) // 2 - 8)), int(rng.integers(1, 3))
        columns = np.flatnonzero((page.when.nth >= first) & (page.when.nth < first + days))
        page.put(row, columns, "E")
