"""Invent a small school of the trust as it stands on the morning of a day."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace

import numpy as np

from belong.attendance.codes import NOT_ON_ROLL, index_of
from belong.basics.terms import day_number, year_of
from demo_school.absence import away
from demo_school.invented import Child, Closure, Ints, Invented, LessonMarks, Marks, Teaching
from demo_school.lateness import late
from demo_school.page import Page, enter_absence, enter_lateness, fresh_page
from demo_school.plan import Plan, plan
from demo_school.season import sessions
from demo_school.secondary import FIRST_YEAR, YEARS_BACK, closures
from demo_school.small_cohorts import Intake, intake
from demo_school.small_days import enter_days, enter_snow, miss_registers
from demo_school.small_staff import small_staff
from demo_school.term_dates import last_school_day_before, school_year
from demo_school.year_marks import off_roll, without_reason

LATE = (index_of("L"), index_of("U"))


@dataclass(frozen=True)
class SmallSchool:
    """An invented small school. `older` is {UPN of a child: UPN of a sister or brother}."""

    invented: Invented
    older: dict[str, str]


@dataclass(frozen=True)
class _Days:
    """Sessions, marks and minutes of all cohorts, year after year."""

    day: Ints
    half: np.ndarray
    marks: Marks
    minutes: Marks


def invent_small(key: str, *, today: dt.date, seed: int = 7) -> SmallSchool:
    """The primary or the special school with every session before `today`.

    key    "primary" or "special"
    seed   that of the trust, so that sisters and brothers find each other
    """
    here = plan(key)
    years = range(max(FIRST_YEAR, year_of(today) - YEARS_BACK), year_of(today) + 1)
    first = years[0] - here.roll.years + 1
    intakes = [intake(here, year, seed=seed) for year in range(first, years[-1] + 1)]
    parts = [_one_year(here, intakes, year=year, today=today, seed=seed) for year in years]
    days = _Days(
        np.concatenate([p.day for p in parts]),
        np.concatenate([p.half for p in parts]),
        np.concatenate([p.marks for p in parts], axis=1),
        np.concatenate([p.minutes for p in parts], axis=1),
    )
    older = {child: sibling for found in intakes for child, sibling in found.older.items()}
    return SmallSchool(_assembled(here, intakes, days, tuple(years), today, seed), older)


def _one_year(here: Plan, intakes: list[Intake], *, year: int, today: dt.date, seed: int) -> _Days:
    when = sessions(year)
    last = last_school_day_before(today, year)
    shown = 0 if last is None else int(np.searchsorted(when.day, last, side="right"))
    marks, minutes = [], []
    for found in intakes:
        if 0 <= year - found.cohort.year < here.roll.years:
            page = _written(here, found, year, seed)
            marks.append(_stands(page, here, shown, settled=year < year_of(today), seed=seed))
            minutes.append(page.minutes[:, :shown])
        else:
            marks.append(np.full((len(found.cohort), shown), NOT_ON_ROLL, dtype=np.uint8))
            minutes.append(np.zeros((len(found.cohort), shown), dtype=np.uint8))
    rows, late_by = np.concatenate(marks), np.concatenate(minutes)
    late_by[~np.isin(rows, LATE)] = 0
    return _Days(when.day[:shown], when.half[:shown].astype(np.uint8), rows, late_by)


def _written(here: Plan, found: Intake, year: int, seed: int) -> Page:
    """One cohort's year as it will stand once every reason is known."""
    own = here.seed(seed)
    page = fresh_page(found.cohort, year, sessions(year))
    enter_lateness(page, *late(found.cohort, year, seed=own, how=here.weights))
    enter_absence(page, away(found.cohort, year, seed=own, how=here.weights))
    enter_days(page, here, seed=seed)
    enter_snow(page, seed=seed)
    return page


def _stands(page: Page, here: Plan, shown: int, *, settled: bool, seed: int) -> Marks:
    marks = page.marks[:, :shown].copy()
    miss_registers(page, here, marks, seed=seed)
    if shown and not settled:
        without_reason(page, marks, int(page.when.nth[shown - 1]))
    off_roll(page, marks)
    return marks


def _assembled(
    here: Plan,
    intakes: list[Intake],
    days: _Days,
    years: tuple[int, ...],
    today: dt.date,
    seed: int,
) -> Invented:
    everybody = [child for found in intakes for child in found.cohort.children]

    listed = _listed(everybody, first=school_year(years[0]).first, today=today)
    return Invented(
        school=here.school, today=today, seed=here.seed(seed), years=years,
        children=tuple(_as_known(everybody[n], today) for n in listed.tolist()),
        adults=small_staff(here, seed=seed), day=days.day, half=days.half,
        marks=days.marks[listed], minutes=days.minutes[listed],
        closures=_closures(years, today=today, seed=seed),
        teaching=_no_lessons(), lesson_marks=_no_marks(), stories=(),
    )  # fmt: skip


def _listed(everybody: list[Child], *, first: int, today: dt.date) -> np.ndarray:
    """Children on roll at some time in the years shown, this September's included."""
    latest = max(day_number(today), school_year(year_of(today)).first)
    return np.array(
        [
            n
            for n, child in enumerate(everybody)
            if day_number(child.admitted) <= latest
            and child.left is not None
            and day_number(child.left) >= first
        ]
    )


def _as_known(child: Child, today: dt.date) -> Child:
    """The child as the office knows it: nobody has a leaving date in the future."""
    assert child.left is not None
    return replace(child, left=child.left if child.left < today else None)


def _closures(years: tuple[int, ...], *, today: dt.date, seed: int) -> tuple[Closure, ...]:
    """The trust's own days; what is said of Year 11 alone holds for the secondary school."""
    return tuple(c for c in closures(years, today=today, seed=seed) if not c.years)


def _no_lessons() -> Teaching:
    none = np.zeros(0, dtype=np.int32)
    return Teaching((), (), (), none, none, none, none, none, none)


def _no_marks() -> LessonMarks:
    none = np.zeros(0, dtype=np.int32)
    return LessonMarks(none, none, none, none, np.zeros(0, dtype=np.uint8))
