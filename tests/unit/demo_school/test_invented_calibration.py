"""The invented school against published figures for state-funded secondary schools.

The comparison follows the national rules: sums over children, the exact integer line for
persistent and severe absence, and no Year 11 after the Whitsun half-term.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pytest
from demo_school.invented import Invented
from demo_school.season import Sessions, sessions
from numpy.typing import NDArray

from belong.attendance.codes import (
    MISSED_KINDS,
    NO_MARK,
    NOT_ON_ROLL,
    POSSIBLE_KINDS,
    Kind,
    index_of,
    lookup,
)

pytestmark = pytest.mark.slow

LAST_YEAR = 2025
AUTUMN = (0, 1)
POSSIBLE = lookup(kinds=POSSIBLE_KINDS).astype(bool)
MISSED = lookup(kinds=MISSED_KINDS).astype(bool)
UNAUTHORISED = lookup(kinds=frozenset({Kind.UNAUTH})).astype(bool)


@dataclass(frozen=True)
class Span:
    """Marks of one school year or some of its half-terms, by the national rules."""

    school: Invented
    when: Sessions
    columns: NDArray[np.intp]
    marks: NDArray[np.uint8]

    @property
    def possible(self) -> NDArray[np.int64]:
        return POSSIBLE[self.marks].sum(axis=1)

    @property
    def missed(self) -> NDArray[np.int64]:
        return MISSED[self.marks].sum(axis=1)

    def percent(self, hits: NDArray[np.bool_], rows: NDArray[np.bool_] | None = None) -> float:
        rows = np.ones(len(self.marks), dtype=bool) if rows is None else rows
        return float(100 * hits[rows].sum() / self.possible[rows].sum())

    def absence(self, rows: NDArray[np.bool_] | None = None) -> float:
        return self.percent(MISSED[self.marks], rows)

    def share(self, code: str) -> float:
        return self.percent(self.marks == index_of(code))

    def persistent(self, times: int, rows: NDArray[np.bool_] | None = None) -> float:
        here = self.possible > 0
        here = here if rows is None else here & rows
        return float(100 * (times * self.missed >= self.possible)[here].mean())

    def children(self, **wanted: object) -> NDArray[np.bool_]:
        return np.array(
            [all(getattr(c, k) == v for k, v in wanted.items()) for c in self.school.children]
        )

    def group(self, number: int) -> NDArray[np.bool_]:
        return np.array([c.year_group(LAST_YEAR) == number for c in self.school.children])

    def by_cell(self) -> NDArray[np.float64]:
        """Absence in percent by half (rows) and weekday (columns)."""
        weekday, half = self.when.weekday[self.columns], self.when.half[self.columns]
        return np.array(
            [[self._over((weekday == d) & (half == h)) for d in range(5)] for h in (0, 1)]
        )

    def in_week(self, half_term: int, nths: slice) -> float:
        """Absence in percent in some school days of a half-term."""
        days = np.unique(self.when.day[self.when.half_term == half_term])[nths]
        return self._over(np.isin(self.when.day[self.columns], days))

    def _over(self, cells: NDArray[np.bool_]) -> float:
        marks = self.marks[:, cells]
        return float(100 * MISSED[marks].sum() / POSSIBLE[marks].sum())


def span(school: Invented, half_terms: tuple[int, ...]) -> Span:
    when = sessions(LAST_YEAR)
    columns = np.flatnonzero(np.isin(when.half_term, half_terms))
    first = int(np.searchsorted(school.day, when.day[0]))
    marks = school.marks[:, first + columns].copy()
    oldest = np.array([c.year_group(LAST_YEAR) == 11 for c in school.children])
    marks[np.ix_(oldest, when.half_term[columns] == 5)] = NOT_ON_ROLL
    return Span(school, when, columns, marks)


@pytest.fixture(scope="module")
def year(school: Invented) -> Span:
    return span(school, (0, 1, 2, 3, 4, 5))


@pytest.fixture(scope="module")
def autumn(school: Invented) -> Span:
    return span(school, AUTUMN)


def test_overall_absence_is_that_of_secondary_schools(year: Span, autumn: Span) -> None:
    assert 8.0 <= year.absence() <= 8.7
    assert 7.5 <= autumn.absence() <= 8.4
    assert autumn.absence() < year.absence()


def test_about_half_of_absence_is_illness(year: Span) -> None:
    assert 0.47 <= year.share("I") / year.absence() <= 0.58


def test_unauthorised_absence_is_about_two_and_a_half_to_three_percent(
    year: Span, autumn: Span
) -> None:
    assert 2.4 <= year.percent(UNAUTHORISED[year.marks]) <= 3.2
    assert 2.4 <= autumn.percent(UNAUTHORISED[autumn.marks]) <= 3.2


def test_persistent_and_severe_absence_are_near_the_published_shares(
    year: Span, autumn: Span
) -> None:
    assert 22.5 <= year.persistent(10) <= 25.5
    assert 20.5 <= autumn.persistent(10) <= 25.0
    assert 2.2 <= year.persistent(2) <= 4.0
    assert 2.0 <= autumn.persistent(2) <= 4.0


def test_absence_rises_from_year_7_to_year_11(year: Span) -> None:
    rates = [year.absence(year.group(n)) for n in range(7, 12)]
    assert rates == sorted(rates)
    assert rates[4] / rates[0] >= 1.4
    persistent = [year.persistent(10, year.group(n)) for n in range(7, 12)]
    assert min(persistent) == persistent[0]
    assert min(persistent[3:]) >= max(persistent[:2])


def test_children_with_free_school_meals_miss_about_twice_as_much(year: Span) -> None:
    ratio = year.absence(year.children(fsm=True)) / year.absence(year.children(fsm=False))
    assert 1.7 <= ratio <= 2.3


def test_children_with_special_needs_miss_more(year: Span) -> None:
    none, support, plan = (year.absence(year.children(sen=s)) for s in "NKE")
    assert 1.3 <= support / none <= 1.9
    assert 1.5 <= plan / none <= 2.6


def test_friday_afternoon_is_the_worst_and_midweek_the_best(year: Span) -> None:
    cells = year.by_cell()
    assert cells.max() == cells[1, 4]
    assert 1.4 <= cells[1, 4] - cells.min() <= 2.4
    assert cells[0, 4] > cells[0, :4].max()


def test_afternoons_are_slightly_above_mornings(year: Span) -> None:
    morning, afternoon = year.by_cell().mean(axis=1)
    assert 0.05 <= afternoon - morning <= 0.45


def test_absence_climbs_through_each_half_term_and_drops_after_the_break(year: Span) -> None:
    firsts = [year.in_week(n, slice(0, 5)) for n in range(6)]
    lasts = [year.in_week(n, slice(-5, None)) for n in range(6)]
    assert all(last > first + 1 for first, last in zip(firsts, lasts, strict=True))
    assert all(first < last - 1.5 for first, last in zip(firsts[1:], lasts[:-1], strict=True))


def test_the_first_week_of_september_is_low_and_the_last_before_christmas_high(
    year: Span,
) -> None:
    whole = span(year.school, AUTUMN).absence()
    assert 0.5 <= year.in_week(0, slice(0, 5)) / whole <= 0.8
    assert 1.2 <= year.in_week(1, slice(-5, None)) / whole <= 1.6


def test_lateness_is_as_common_as_in_a_school(year: Span) -> None:
    assert 1.8 <= year.share("L") <= 3.0
    assert 0.15 <= year.share("U") <= 0.4


def test_other_marks_are_there_in_small_shares(year: Span) -> None:
    assert 0.2 <= year.share("M") <= 0.5
    assert 0.1 <= year.share("E") <= 0.3
    assert 0.03 <= year.share("C2") <= 0.25
    assert 0.05 <= year.share("G") <= 0.4
    assert 0.04 <= year.share("R") <= 0.15
    assert 0.01 <= year.share("C") <= 0.15


def test_about_two_marks_in_a_thousand_are_missing(year: Span) -> None:
    assert 0.1 <= year.percent(year.marks == NO_MARK) <= 0.3


def test_most_children_miss_little_and_a_few_miss_very_much(year: Span) -> None:
    here = year.possible > 0
    rates = 100 * year.missed[here] / year.possible[here]
    assert 4.0 <= np.median(rates) <= 5.5
    assert 15 <= np.quantile(rates, 0.9) <= 22
    assert np.quantile(rates, 0.99) >= 50
