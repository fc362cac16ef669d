"""The two small schools of the trust against published figures.

The comparison follows the national rules: the exact integer line for persistent absence, and no
child under five at the start of the year. Two school years are taken together, since in one year of
a small school a few families move a share by points.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pytest
from demo_school.invented import Invented
from demo_school.season import sessions
from demo_school.trust import Trust
from numpy.typing import NDArray

from belong.attendance.codes import (
    MISSED_KINDS,
    NOT_ON_ROLL,
    POSSIBLE_KINDS,
    Kind,
    index_of,
    lookup,
)

pytestmark = pytest.mark.slow

YEARS = (2024, 2025)
AUTUMN, WHOLE = (0, 1), (0, 1, 2, 3, 4, 5)
POSSIBLE = lookup(kinds=POSSIBLE_KINDS).astype(bool)
MISSED = lookup(kinds=MISSED_KINDS).astype(bool)
UNAUTHORISED = lookup(kinds=frozenset({Kind.UNAUTH})).astype(bool)


@dataclass(frozen=True)
class Part:
    """Marks of one school in one school year, without Reception unless that is asked for."""

    school: Invented
    year: int
    marks: NDArray[np.uint8]

    @property
    def possible(self) -> NDArray[np.int64]:
        return POSSIBLE[self.marks].sum(axis=1)

    @property
    def missed(self) -> NDArray[np.int64]:
        return MISSED[self.marks].sum(axis=1)

    def rows(self, keep: Callable[[int, int], bool]) -> Part:
        """Only some children, by row and year group."""
        groups = [c.year_group(self.year) for c in self.school.children]
        marks = self.marks.copy()
        marks[[n for n, g in enumerate(groups) if not keep(n, g)]] = NOT_ON_ROLL
        return Part(self.school, self.year, marks)


def part(school: Invented, year: int, half_terms: tuple[int, ...]) -> Part:
    when = sessions(year)
    first = int(np.searchsorted(school.day, when.day[0]))
    columns = first + np.flatnonzero(np.isin(when.half_term, half_terms))
    return Part(school, year, school.marks[:, columns])


def both(school: Invented, half_terms: tuple[int, ...] = WHOLE) -> list[Part]:
    return [part(school, year, half_terms).rows(lambda _, g: g > 0) for year in YEARS]


def absence(parts: list[Part]) -> float:
    return float(100 * sum(p.missed.sum() for p in parts) / sum(p.possible.sum() for p in parts))


def persistent(parts: list[Part], times: int) -> float:
    over = [(times * p.missed >= p.possible)[p.possible > 0] for p in parts]
    return float(100 * np.concatenate(over).mean())


def share(parts: list[Part], hits: NDArray[np.bool_]) -> float:
    found = sum(hits[p.marks].sum() for p in parts)
    return float(100 * found / sum(p.possible.sum() for p in parts))


def only(code: str) -> NDArray[np.bool_]:
    found = np.zeros(256, dtype=bool)
    found[index_of(code)] = True
    return found


@pytest.fixture(scope="module")
def primary(trust: Trust) -> Invented:
    return trust.school("primary").invented


@pytest.fixture(scope="module")
def special(trust: Trust) -> Invented:
    return trust.school("special").invented


def test_the_schools_are_as_big_as_they_say(primary: Invented, special: Invented) -> None:
    here = [int((s.marks[:, -1] != NOT_ON_ROLL).sum()) for s in (primary, special)]
    assert 200 <= here[0] <= 220
    assert 58 <= here[1] <= 70


def test_absence_is_that_of_primary_schools(primary: Invented) -> None:
    assert 4.9 <= absence(both(primary)) <= 5.6
    assert 4.5 <= absence(both(primary, AUTUMN)) <= 5.4
    assert 11.0 <= persistent(both(primary), 10) <= 15.0
    assert 0.0 < persistent(both(primary), 2) <= 1.5


def test_absence_is_that_of_special_schools(special: Invented) -> None:
    assert 12.0 <= absence(both(special)) <= 13.8
    assert 10.5 <= absence(both(special, AUTUMN)) <= 13.2
    assert 31.0 <= persistent(both(special), 10) <= 39.0
    assert 3.0 <= persistent(both(special), 2) <= 10.0


def test_three_fifths_of_absence_in_small_schools_is_illness(
    primary: Invented, special: Invented
) -> None:
    for school in (primary, special):
        parts = both(school)
        assert 0.57 <= share(parts, only("I")) / absence(parts) <= 0.7
    assert 1.1 <= share(both(primary), UNAUTHORISED) <= 1.8


def test_the_youngest_miss_more_than_the_oldest_of_a_primary_school(primary: Invented) -> None:
    every = [part(primary, year, WHOLE) for year in YEARS]
    first = absence([p.rows(lambda _, g: g <= 1) for p in every])
    later = absence([p.rows(lambda _, g: g >= 3) for p in every])
    assert 1.1 <= first / later <= 1.8


def test_reception_begins_with_mornings(primary: Invented) -> None:
    september = part(primary, 2025, (0,)).rows(lambda _, g: g == 0).marks[:, :20]
    on_roll = september != NOT_ON_ROLL
    afternoons = september[:, 1:12:2][on_roll[:, 1:12:2]]
    assert (afternoons == index_of("X")).all()
    # One child of a story settles in for longer.
    assert (september[:, 13::2] == index_of("X")).any(axis=1).sum() == 1


def test_children_with_free_school_meals_miss_more(primary: Invented) -> None:
    fsm = np.array([c.fsm for c in primary.children])
    with_meals = absence([p.rows(lambda n, _: bool(fsm[n])) for p in both(primary)])
    without = absence([p.rows(lambda n, _: not fsm[n]) for p in both(primary)])
    assert 1.5 <= with_meals / without <= 2.4


def test_friday_afternoons_are_the_worst_in_a_primary_school(primary: Invented) -> None:
    cells = np.zeros((2, 5))
    for half in (0, 1):
        for weekday in range(5):
            hits = possible = 0
            for p in both(primary):
                when = sessions(p.year)
                chosen = p.marks[:, (when.half == half) & (when.weekday == weekday)]
                hits += int(MISSED[chosen].sum())
                possible += int(POSSIBLE[chosen].sum())
            cells[half, weekday] = 100 * hits / possible
    assert cells[:, 4].min() > cells[:, :4].max()
    assert 0.9 <= cells[1, 4] - cells.min() <= 2.2


def test_the_special_school_uses_the_marks_of_a_special_school(special: Invented) -> None:
    codes = [index_of(c) for c in ("D", "K", "B", "Q", "Y1", "M", "C2")]
    assert all((special.marks == code).any() for code in codes)
    assert not (special.marks == index_of("T")).any()


def test_every_child_of_the_special_school_has_a_plan_and_many_no_year(special: Invented) -> None:
    assert {c.sen for c in special.children} == {"E"}
    assert 0.3 <= np.mean([c.no_year for c in special.children]) <= 0.6


def test_classes_of_the_special_school_are_small(special: Invented) -> None:
    here = [c for c in special.children if c.left is None]
    sizes = {form: 0 for form in {c.form(2026) for c in here}}
    for child in here:
        sizes[child.form(2026)] += 1
    assert len(sizes) == 8
    assert max(sizes.values()) <= 15
