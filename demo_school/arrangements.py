"""What is arranged for a few children: other places to learn, shorter days, suspensions."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from demo_school import sources
from demo_school.chance import Topic, stream
from demo_school.page import Page
from demo_school.season import PM

SUSPENSIONS = 0.13
"""Suspensions a child and a year; they fall on few children, and mostly from Year 8 on."""


def enter_arrangements(page: Page, *, seed: int) -> None:
    """Arrangements that last, drawn once a cohort; then this year's, then suspensions."""
    lasting = stream(seed, Topic.ARRANGEMENTS, page.cohort.year)
    told = len(sources.parts())
    picked = told + lasting.permutation(len(page.cohort) - told)
    for arrange, row in zip(_LASTING, picked.tolist(), strict=False):
        arrange(page, int(row))
    rng = stream(seed, Topic.ARRANGEMENTS, page.cohort.year, page.year)
    _short_days(page, rng)
    _suspensions(page, rng)


def _elsewhere(page: Page, row: int, weekdays: tuple[int, ...], code: str) -> None:
    """Somewhere else on some weekdays all year; where ill that day, still ill."""
    page.put_if_here(row, np.flatnonzero(np.isin(page.when.weekday, weekdays)), code)


def _workshop(page: Page, row: int) -> None:
    if page.year_group >= 9:
        _elsewhere(page, row, (2,), "B")


def _farm(page: Page, row: int) -> None:
    if page.year_group >= 10:
        _elsewhere(page, row, (1, 4), "B")


def _council_tuition(page: Page, row: int) -> None:
    if page.cohort.year % 3 == 0 and page.year_group >= 9:
        _elsewhere(page, row, (0, 1, 2), "K")


def _two_schools(page: Page, row: int) -> None:
    if page.cohort.year % 2 == 0:
        columns = np.flatnonzero(np.isin(page.when.weekday, (3, 4)))
        page.put(row, columns, "D")


def _fair_season(page: Page, row: int) -> None:
    """A family that travels for its work between Easter and Whitsun."""
    page.put(row, np.flatnonzero((page.when.half_term == 4) & (page.when.through > 0.35)), "T")


def _no_taxi(page: Page, row: int) -> None:
    """The council's transport takes a fortnight to be arranged in Year 7."""
    if page.year_group == 7 and page.cohort.year % 2 == 1:
        page.put(row, np.flatnonzero((page.when.nth >= 3) & (page.when.nth < 12)), "Q")


def _on_stage(page: Page, row: int) -> None:
    if page.cohort.year % 4 == 2 and page.year_group in (8, 9):
        page.put(row, np.flatnonzero((page.when.half_term == 1) & (page.when.through > 0.88)), "C1")


_LASTING: tuple[Callable[[Page, int], None], ...] = (
    _workshop, _farm, _council_tuition, _two_schools, _fair_season, _no_taxi, _on_stage,
)  # fmt: skip


def _heaviest(page: Page, count: int, rng: np.random.Generator) -> NDArray[np.intp]:
    """Children whose school life weighs heavily: where such arrangements are made."""
    told = len(sources.parts())
    weight = np.exp(page.cohort.life[told:])
    return told + rng.choice(len(weight), size=count, replace=False, p=weight / weight.sum())


def _short_days(page: Page, rng: np.random.Generator) -> None:
    """An agreed part-time timetable: the afternoons of one half-term."""
    for row in _heaviest(page, 1 if page.year_group < 9 else 2, rng).tolist():
        half_term = int(rng.integers(1, 5))
        columns = np.flatnonzero((page.when.half == PM) & (page.when.half_term == half_term))
        page.put(int(row), columns, "C2")


def _suspensions(page: Page, rng: np.random.Generator) -> None:
    often = SUSPENSIONS * (0.4 if page.year_group == 7 else 1.2)
    count = int(rng.poisson(often * len(page.cohort)))
    if not count:
        return
    few = _heaviest(page, max(1, count // 2), rng)
    for row in rng.choice(few, size=count).tolist():
        first = int(rng.integers(10, len(page.when) // 2 - 8))
        days = int(rng.choice((1, 2, 3, 5), p=(0.38, 0.3, 0.2, 0.12)))
        columns = np.flatnonzero((page.when.nth >= first) & (page.when.nth < first + days))
        page.put(int(row), columns, "E")
