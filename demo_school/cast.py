"""Gives the tales of the trust to children, and lays them over the registers as they stand."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from belong.attendance.codes import NO_MARK, NOT_ON_ROLL, index_of
from demo_school import sources
from demo_school.chance import even, own_numbers
from demo_school.cohorts import NAMED_FOR, Cohort
from demo_school.invented import FIRST_YEAR_GROUP, Child, Invented, LessonMarks, Marks, Story
from demo_school.lessons import lesson_marks
from demo_school.page import Page, fresh_page
from demo_school.season import sessions
from demo_school.tales import STANDS, WINS_OVER_COMING, Tale, comes, play, tales
from demo_school.term_dates import school_year
from demo_school.year_marks import entered_by_form

CohortOf = Callable[[int], Cohort]
"""A cohort of one school by the year of its first September."""
MATHS = "Mathematics"
MISSED_FIRST, MISSED_LAST = 0.2, 0.75
"""Share of maths lessons missed in September, and twelve weeks on."""
WEEKS = 60
"""School days over which it grows."""


@dataclass(frozen=True)
class Part:
    """One child in one tale in one school year."""

    tale: Tale
    year: int
    upn: str


def parts(
    key: str, years: tuple[int, ...], cohort_of: CohortOf, *, rows: Sequence[int], entry: int
) -> list[Part]:
    """Who plays what in each year: the same whatever today's date is.

    rows     the rows of a cohort that tales may be given to
    entry    the first year group. In a secondary school a tale belongs to a form as well
    """
    found = []
    by_form = entry == FIRST_YEAR_GROUP
    for n, tale in enumerate(tales(key)):
        before = sum(not by_form or other.form == tale.form for other in tales(key)[:n])
        for year in years:
            began = (NAMED_FOR if tale.every_year else year) - tale.year_group + entry
            cohort = cohort_of(began)
            if year < cohort.year:
                continue
            at = _candidates(cohort, rows, tale.form if by_form else "")
            found.append(Part(tale, year, cohort.children[at[before % len(at)]].upn))
    return found


def _candidates(cohort: Cohort, rows: Sequence[int], tree: str) -> list[int]:
    """Of some rows of a cohort, those who were there from the first day to the last."""
    first, last = int(cohort.admitted.min()), int(cohort.left.max())
    return [
        n
        for n in rows
        if cohort.admitted[n] == first
        and cohort.left[n] == last
        and tree in ("", cohort.children[n].tree)
    ]


def retold(invented: Invented, given: list[Part], cohort_of: CohortOf, *, seed: int) -> Invented:
    """The school with its tales in its marks and their children under their names."""
    row_of = {child.upn: n for n, child in enumerate(invented.children)}
    marks, minutes = invented.marks.copy(), invented.minutes.copy()
    for part in given:
        if part.upn in row_of:
            row = row_of[part.upn]
            page = _page(invented.children[row], part, cohort_of, seed=seed)
            columns = np.flatnonzero(_in_year(invented, part.year))
            _lay_over(marks, minutes, row=row, columns=columns, page=page)
    told = _told(invented, given, row_of)
    retold = replace(
        invented, marks=marks, minutes=minutes, children=_renamed(invented, given),
        stories=invented.stories + told,
    )  # fmt: skip
    return with_lessons(retold) if len(invented.teaching.classes) else retold


def _page(child: Child, part: Part, cohort_of: CohortOf, *, seed: int) -> Page:
    alone = fresh_page(cohort_of(child.cohort), part.year, sessions(part.year))
    page = Page(
        alone.cohort, alone.year, alone.when, alone.marks[:1], alone.known[:1], alone.minutes[:1]
    )
    play(part.tale, page, seed=seed)
    return page


def _in_year(invented: Invented, year: int) -> np.ndarray:
    found = school_year(year)
    return np.asarray((invented.day >= found.first) & (invented.day <= found.last))


def _lay_over(marks: Marks, minutes: Marks, *, row: int, columns: np.ndarray, page: Page) -> None:
    """Enter a tale, except where the whole class or the whole school has another mark."""
    new, old = page.marks[0, : len(columns)], marks[row, columns]
    keep = (old == NOT_ON_ROLL) | np.isin(old, [index_of(code) for code in STANDS])
    keep |= (old == NO_MARK) & entered_by_form()[new]
    keep |= comes(new) & np.isin(old, [index_of(code) for code in WINS_OVER_COMING])
    marks[row, columns] = np.where(keep, old, new)
    minutes[row, columns] = np.where(keep, 0, page.minutes[0, : len(columns)])


def _told(invented: Invented, given: list[Part], row_of: dict[str, int]) -> tuple[Story, ...]:
    return tuple(
        Story(p.tale.key, row_of[p.upn], p.tale.says, p.tale.look)
        for p in given
        if p.year == invented.this_year and p.upn in row_of
    )


def _renamed(invented: Invented, given: list[Part]) -> tuple[Child, ...]:
    """The children of 2026/27 under the names of their tales, in whatever year it is."""
    named = {p.upn: p.tale for p in given if p.tale.every_year or p.year == NAMED_FOR}
    named |= _of_the_named_year(invented, given)
    return tuple(
        _as_told(child, named[child.upn]) if child.upn in named else child
        for child in invented.children
    )


def _of_the_named_year(invented: Invented, given: list[Part]) -> dict[str, Tale]:
    """Players whose cohort is in the tale's year group in 2026/27."""
    groups = {child.upn: child.year_group(NAMED_FOR) for child in invented.children}
    return {p.upn: p.tale for p in given if groups.get(p.upn) == p.tale.year_group}


def _as_told(child: Child, tale: Tale) -> Child:
    forename, surname = tale.child.split(" ", 1)
    return replace(
        child, legal_forename=forename, legal_surname=surname, forename=forename,
        surname=surname, known_as=tale.known_as, say=sources.say(forename), sex=tale.sex,
        sen=tale.traits.get("SEN", child.sen),
    )  # fmt: skip


def with_lessons(invented: Invented) -> Invented:
    """The school with lesson marks that follow its session marks, and one tale of lessons."""
    taken = lesson_marks(
        invented.teaching, children=invented.children, day=invented.day, marks=invented.marks,
        year=invented.this_year, seed=invented.seed,
    )  # fmt: skip
    for told in invented.stories:
        if told.key == "slipping_from_maths":
            taken = _slipping(invented, taken, told.child)
    return replace(invented, lesson_marks=taken)


def _slipping(invented: Invented, taken: LessonMarks, row: int) -> LessonMarks:
    """Maths lessons missed more and more, by a child who is in school."""
    maths = np.array([s == MATHS for s in invented.teaching.subjects])
    here = np.isin(taken.code, [index_of(code) for code in ("/", "\\", "L")])
    at = np.flatnonzero((taken.pupil == row) & maths[taken.klass] & here)
    first = school_year(invented.this_year).first
    through = np.minimum((taken.day[at] - first) / 7 * 5 / WEEKS, 1)
    share = MISSED_FIRST + (MISSED_LAST - MISSED_FIRST) * through
    own = own_numbers(invented.children[row : row + 1], invented.seed)[0]
    drawn = even(own + (taken.day[at] * 8 + taken.period[at]).astype(np.uint64) + np.uint64(7))
    code = taken.code.copy()
    code[at[drawn < share]] = index_of("O")
    return replace(taken, code=code)
