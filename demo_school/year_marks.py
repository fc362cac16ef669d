"""A school year's register of one cohort: written in full, then shown as it stands on a day."""

from __future__ import annotations

from functools import cache

import numpy as np

from belong.attendance.codes import NO_MARK, NOT_ON_ROLL, index_of
from demo_school.absence import away
from demo_school.arrangements import enter_arrangements
from demo_school.chance import Topic, stream
from demo_school.cohorts import Cohort
from demo_school.invented import FIRST_YEAR_GROUP, Bits, Marks
from demo_school.lateness import late
from demo_school.occasions import enter_closures, enter_occasions
from demo_school.page import Page, enter_absence, enter_lateness, fresh_page
from demo_school.season import PM, sessions
from demo_school.stories import enter_stories

NOT_TAKEN_AM, NOT_TAKEN_PM = 0.0006, 0.0022
YEAR_GROUPS = 5
ASKED_ABOUT = ("I", "O", "C")
"""Reasons that come from home, often some days later."""
ENTERED_BY_FORM = ("/", "\\", "L", "U", "I", "O", "C", "M")
"""Marks that a form's own register brings; the others are entered by the office beforehand."""


def written(cohort: Cohort, year: int, *, seed: int) -> Page:
    """The whole year as it will stand in the end, every reason known and all registers taken."""
    page = fresh_page(cohort, year, sessions(year))
    enter_lateness(page, *late(cohort, year, seed=seed))
    enter_absence(page, away(cohort, year, seed=seed))
    enter_occasions(page, seed=seed)
    enter_arrangements(page, seed=seed)
    enter_stories(page, seed=seed)
    enter_closures(page, seed=seed)
    return page


def as_it_stands(page: Page, last: int | None, *, settled: bool, seed: int) -> Marks:
    """The marks of a page as they can be read after day number `last`, None before the first.

    settled  whether the school year is over and the office has tidied up after it
    returns  uint8 [children x sessions so far]
    """
    shown = 0 if last is None else int(np.searchsorted(page.when.day, last, side="right"))
    marks = page.marks[:, :shown].copy()
    not_taken(page, marks, seed=seed)
    if shown and not settled:
        _not_taken_yet(page, marks)
        without_reason(page, marks, int(page.when.nth[shown - 1]))
    off_roll(page, marks)
    return marks


def _member(codes: tuple[str, ...]) -> Bits:
    found = np.zeros(256, dtype=np.bool_)
    found[[index_of(code) for code in codes]] = True
    return found


@cache
def _asked_about() -> Bits:
    return _member(ASKED_ABOUT)


@cache
def entered_by_form() -> Bits:
    return _member(ENTERED_BY_FORM)


def without_reason(page: Page, marks: Marks, last_nth: int) -> None:
    """N where home has not answered yet."""
    unknown = page.known[:, : marks.shape[1]] > last_nth
    marks[unknown & _asked_about()[marks]] = index_of("N")


def not_taken(page: Page, marks: Marks, *, seed: int) -> None:
    """Registers nobody ever took."""
    rng = stream(seed, Topic.REGISTERS, page.cohort.year, page.year, 1)
    often = np.where(page.when.half == PM, NOT_TAKEN_PM, NOT_TAKEN_AM)
    missing = rng.random((len(page.cohort.forms), len(page.when))) < often
    gone = missing[page.cohort.form][:, : marks.shape[1]]
    marks[gone & entered_by_form()[marks]] = NO_MARK


def _not_taken_yet(page: Page, marks: Marks) -> None:
    """One form of one year group whose register of the latest afternoon is still to come."""
    days = marks.shape[1] // 2
    if page.year_group == FIRST_YEAR_GROUP + days * 3 % YEAR_GROUPS:
        form = page.cohort.form == days * 5 % len(page.cohort.forms)
        late = form & entered_by_form()[marks[:, -1]]
        marks[late, -1] = NO_MARK


def off_roll(page: Page, marks: Marks) -> None:
    day = page.when.day[: marks.shape[1]]
    on_roll = (day >= page.cohort.admitted[:, None]) & (day <= page.cohort.left[:, None])
    marks[~on_roll] = NOT_ON_ROLL
