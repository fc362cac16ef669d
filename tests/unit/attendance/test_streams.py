"""A child is judged once, however many places are looked at."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import pytest
from numpy.typing import NDArray
from tests.unit.attendance.test_patterns import CHILD, SMALL

from belong.attendance.patterns.grid import Grid, lay_out
from belong.attendance.patterns.half_days import HalfDays
from belong.attendance.patterns.looks import Year, take
from belong.attendance.patterns.streams import Found, Looked, Told, ever_as_small
from belong.lab.simulated import draw

WEEK = 60


@dataclass(frozen=True)
class Other:
    """A stream with the tails it is given, by week, row and tail; a test for each weight."""

    rows: int
    tails: dict[int, dict[int, float]] = field(default_factory=dict)
    name: str = "lessons"
    begins: int = 0
    asks: NDArray[np.bool_] | None = None
    weight: NDArray[np.float64] = field(default_factory=lambda: np.ones(1))

    def look(self, week: int) -> Looked:
        p = np.ones((self.rows, len(self.weight)))
        for row, tail in self.tails.get(week, {}).items():
            p[row] = tail
        some = np.full(p.shape, 5, dtype=np.int64)
        return Looked(p, some, some, np.ones(p.shape), weight=self.weight, asks=self.asks)

    def told(self, found: Found, until: int) -> Told:
        raise AssertionError("nobody asks")


@dataclass(frozen=True)
class Quiet(HalfDays):
    """Half-days in which nothing stands out but what is given."""

    other: Other | None = None

    def look(self, week: int) -> Looked:
        assert self.other is not None
        return self.other.look(week)


@pytest.fixture(scope="module")
def grid() -> Grid:
    drawn = draw(np.random.default_rng(3), SMALL)
    return lay_out(drawn.register, group=drawn.group)


def looked(grid: Grid, half_days: dict[int, float], lessons: dict[int, float]) -> Year:
    rows = len(grid.group)
    year = Year(rows)
    first = Quiet(grid, other=Other(rows, {WEEK: half_days}))
    take(year, (first, Other(rows, {WEEK: lessons})), WEEK)
    return year


def streams(year: Year, row: int) -> list[str]:
    return [f.stream for f in year.found.get(row, ())]


def test_what_is_found_beside_half_days_is_shown(grid: Grid) -> None:
    year = looked(grid, {}, {CHILD: 1e-12})
    assert streams(year, CHILD) == ["lessons"]
    assert set(year.found) == {CHILD}


def test_each_stream_has_its_share_of_a_childs_one_chance(grid: Grid) -> None:
    """Looking in two places makes anything likelier; the table alone does not say so."""
    (found,) = looked(grid, {}, {CHILD: 1e-12}).found[CHILD]
    alone = float(ever_as_small(np.array([1e-12]), "lessons")[0])
    assert found.ever == pytest.approx(alone / (0.15 / 0.95))


def test_a_child_shown_twice_over_has_both(grid: Grid) -> None:
    year = looked(grid, {CHILD: 1e-12}, {CHILD: 1e-12})
    assert sorted(streams(year, CHILD)) == ["lessons", "sessions"]


def test_what_is_likely_is_not_told_of_a_child_who_is_shown(grid: Grid) -> None:
    assert streams(looked(grid, {CHILD: 1e-12}, {CHILD: 0.01}), CHILD) == ["sessions"]


def test_a_pattern_in_lessons_may_come_after_one_in_half_days(grid: Grid) -> None:
    rows = len(grid.group)
    year = Year(rows)
    first = Quiet(grid, other=Other(rows, {WEEK: {CHILD: 1e-12}}))
    second = Other(rows, {WEEK + 2: {CHILD: 1e-12}})
    for week in range(WEEK, WEEK + 3):
        take(year, (first, second), week)
    assert streams(year, CHILD) == ["sessions", "lessons"]
    assert [f.week for f in year.found[CHILD]] == [WEEK, WEEK + 2]


def test_what_knows_nothing_yet_has_no_share(grid: Grid) -> None:
    """The first suspension of a school, or its first file of lessons, changes no look before it."""
    rows = len(grid.group)
    alone, later = Year(rows), Year(rows)
    first = Quiet(grid, other=Other(rows, {WEEK: {CHILD: 1e-7}}))
    take(alone, (first,), WEEK)
    take(later, (first, Other(rows, {WEEK: {CHILD: 1e-12}}, begins=WEEK + 1)), WEEK)
    assert later.found == alone.found
    assert list(later.smallest) == list(alone.smallest)


def test_a_week_without_the_child_shows_nothing_of_them(grid: Grid) -> None:
    gone = Grid(**{**grid.__dict__, "risk": grid.risk.copy(), "away": grid.away.copy()})
    gone.risk[CHILD, WEEK] = 0
    gone.away[CHILD, WEEK] = 0
    assert streams(looked(gone, {}, {CHILD: 1e-12}), CHILD) == []


def test_who_a_stream_knows_nothing_of_loses_nothing_to_it(grid: Grid) -> None:
    """A suspension of one child makes no other child's pattern less likely to be shown."""
    rows, asks = len(grid.group), np.zeros(len(grid.group), dtype=bool)
    asks[CHILD + 1] = True
    tails = {CHILD: 1e-12, CHILD + 1: 1e-12}
    year = Year(rows)
    beside = Other(rows, {WEEK: {}}, name="events", asks=asks)
    take(year, (Quiet(grid, other=Other(rows, {WEEK: tails})), beside), WEEK)
    alone = float(ever_as_small(np.array([1e-12]))[0])
    assert year.found[CHILD][0].ever == pytest.approx(alone)
    assert year.found[CHILD + 1][0].ever == pytest.approx(alone / (0.8 / 0.85))


def test_the_tail_that_weighs_most_is_told_and_counts(grid: Grid) -> None:
    rows = len(grid.group)
    weighed = Other(rows, {WEEK: {CHILD: 1e-12}}, weight=np.array([0.5, 3.0, 2.0]))
    year = Year(rows)
    take(year, (Quiet(grid, other=weighed),), WEEK)
    (found,) = year.found[CHILD]
    assert (found.test, found.p) == (1, 1e-12)
    assert found.ever == pytest.approx(float(ever_as_small(np.array([1e-12 / 3.0]))[0]))
    assert (year.smallest["sessions"] <= 1.0).all()
