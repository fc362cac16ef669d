"""Invent Saltmarsh Lane School as it stands on the morning of a day."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace

import numpy as np

from belong.attendance.codes import NOT_ON_ROLL, index_of
from belong.basics.terms import date_of, day_number, year_of
from demo_school import sources
from demo_school.cohorts import Cohort, cohort
from demo_school.invented import YEARS_AT_SCHOOL, Child, Closure, Ints, Invented, Marks, Story
from demo_school.lessons import lesson_marks
from demo_school.occasions import snow_day
from demo_school.page import Page
from demo_school.season import sessions
from demo_school.staff import adults
from demo_school.teaching import teaching
from demo_school.term_dates import last_school_day_before, school_year
from demo_school.year_marks import as_it_stands, written

FIRST_YEAR = 2024
"""The marks of August 2024 are the oldest this school knows."""
YEARS_BACK = 2
LATE, LATE_AFTER = index_of("L"), index_of("U")
FEWEST, MOST = 100, 2200


@dataclass(frozen=True)
class _Rolls:
    """Every cohort with its first row in the whole school's list."""

    cohorts: tuple[Cohort, ...]
    firsts: tuple[int, ...]

    def rows(self, n: int) -> slice:
        return slice(self.firsts[n], self.firsts[n] + len(self.cohorts[n]))


def invent(*, today: dt.date, seed: int = 7, pupils: int = 1050) -> Invented:
    """The school with every session before `today`; the same for the same three arguments.

    today   a date from October 2024 on; the day itself holds no marks yet
    pupils  about how many children are on roll at one time, from 100 to 2,200

    A later `today` keeps every mark but two kinds: N is replaced within five school days, and
    the afternoon register one form had not taken yet is filled in.
    Raises ValueError for a date or a size outside these.
    """
    if today < dt.date(FIRST_YEAR, 10, 1):
        raise ValueError(f"the school's marks begin in September 2024, so not for {today}")
    if not FEWEST <= pupils <= MOST:
        raise ValueError(f"a school of {FEWEST} to {MOST} children, not {pupils}")
    years = tuple(range(max(FIRST_YEAR, year_of(today) - YEARS_BACK), year_of(today) + 1))
    rolls = _rolls(years, seed=seed, pupils=pupils)
    pages = {year: _pages(rolls, year, seed=seed) for year in years}
    whole = _whole(rolls, pages, today=today, seed=seed)
    return _assembled(rolls, pages, whole, today=today, seed=seed)


@dataclass(frozen=True)
class _Whole:
    """The marks of all cohorts over all years, before anybody is left out."""

    day: Ints
    half: np.ndarray
    marks: Marks
    minutes: Marks


def _rolls(years: tuple[int, ...], *, seed: int, pupils: int) -> _Rolls:
    found = [
        cohort(year, seed=seed, pupils=pupils)
        for year in range(years[0] - YEARS_AT_SCHOOL + 1, years[-1] + 1)
    ]
    firsts = np.concatenate([[0], np.cumsum([len(c) for c in found])])
    return _Rolls(tuple(found), tuple(int(n) for n in firsts))


def _pages(rolls: _Rolls, year: int, *, seed: int) -> dict[int, Page]:
    return {
        n: written(c, year, seed=seed)
        for n, c in enumerate(rolls.cohorts)
        if 0 <= year - c.year < YEARS_AT_SCHOOL
    }


def _whole(
    rolls: _Rolls, pages: dict[int, dict[int, Page]], *, today: dt.date, seed: int
) -> _Whole:
    parts = [
        _one_year(rolls, found, today=today, year=year, seed=seed) for year, found in pages.items()
    ]
    return _Whole(
        day=np.concatenate([p.day for p in parts]),
        half=np.concatenate([p.half for p in parts]),
        marks=np.concatenate([p.marks for p in parts], axis=1),
        minutes=np.concatenate([p.minutes for p in parts], axis=1),
    )


def _one_year(
    rolls: _Rolls, pages: dict[int, Page], *, today: dt.date, year: int, seed: int
) -> _Whole:
    when = sessions(year)
    settled = year < year_of(today)
    last = last_school_day_before(today, year)
    shown = 0 if last is None else int(np.searchsorted(when.day, last, side="right"))
    marks = np.full((rolls.firsts[-1], shown), NOT_ON_ROLL, dtype=np.uint8)
    minutes = np.zeros_like(marks)
    for n, page in pages.items():
        marks[rolls.rows(n)] = as_it_stands(page, last, settled=settled, seed=seed)
        minutes[rolls.rows(n)] = page.minutes[:, :shown]
    late = (marks == LATE) | (marks == LATE_AFTER)
    minutes[~late] = 0
    return _Whole(when.day[:shown], when.half[:shown].astype(np.uint8), marks, minutes)


def _assembled(
    rolls: _Rolls,
    pages: dict[int, dict[int, Page]],
    whole: _Whole,
    *,
    today: dt.date,
    seed: int,
) -> Invented:
    this_year = max(pages)
    everybody = [child for c in rolls.cohorts for child in c.children]
    listed = np.flatnonzero(_listed(rolls, first=school_year(min(pages)).first, today=today))
    children = tuple(_as_known(everybody[n], today) for n in listed.tolist())
    staff = adults(rolls.cohorts, this_year, seed=seed)
    row_of = np.full(len(everybody), -1, dtype=np.int32)
    row_of[listed] = np.arange(len(listed), dtype=np.int32)
    here = tuple(row_of[rolls.rows(n)] for n in range(len(rolls.cohorts)))
    taught = teaching(rolls.cohorts, this_year, adults=staff, row_of=here, seed=seed)
    marks = whole.marks[listed]
    return Invented(
        school=sources.school(), today=today, seed=seed, years=tuple(pages),
        children=children, adults=staff, day=whole.day, half=whole.half,
        marks=marks, minutes=whole.minutes[listed],
        closures=closures(tuple(pages), today=today, seed=seed), teaching=taught,
        lesson_marks=lesson_marks(
            taught, children=children, day=whole.day, marks=marks, year=this_year, seed=seed
        ),
        stories=_stories(rolls, this_year, row_of),
    )  # fmt: skip


def _listed(rolls: _Rolls, *, first: int, today: dt.date) -> np.ndarray:
    """Children on roll at some time in the years shown, this September's included."""
    latest = max(day_number(today), school_year(year_of(today)).first)
    admitted = np.concatenate([c.admitted for c in rolls.cohorts])
    left = np.concatenate([c.left for c in rolls.cohorts])
    return np.asarray((admitted <= latest) & (left >= first))


def _as_known(child: Child, today: dt.date) -> Child:
    """The child as the office knows it: nobody has a leaving date in the future."""
    assert child.left is not None
    return replace(child, left=child.left if child.left < today else None)


def closures(years: tuple[int, ...], *, today: dt.date, seed: int) -> tuple[Closure, ...]:
    snow = (snow_day(year, seed) for year in years)
    fallen = [date_of(day) for day in snow if day is not None and date_of(day) < today]
    unplanned = [Closure(on, True, False, (), "Snow: closed at noon") for on in fallen]
    planned = [c for year in years for c in school_year(year).closed]
    return tuple(sorted(planned + unplanned, key=lambda c: (c.on, c.years)))


def _stories(rolls: _Rolls, this_year: int, row_of: Ints) -> tuple[Story, ...]:
    """The stories played this year, by whom."""
    found = []
    for n, c in enumerate(rolls.cohorts):
        for place, part in enumerate(sources.parts()):
            row = int(row_of[rolls.firsts[n] + place])
            if c.year_group(this_year) == part.year_group and row >= 0:
                found.append(Story(part.key, row, part.says, part.look))
    return tuple(found)
