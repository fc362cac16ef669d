"""The children whose marks hold something to notice; each story changes one child's year."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from demo_school import sources
from demo_school.chance import Topic, stream
from demo_school.page import Page
from demo_school.season import AM, FRIDAY, MONDAY, PM

THURSDAY = 3
PAIR = 77
"""A key that both registers of the two siblings draw from."""

Draw = np.random.Generator


def enter_stories(page: Page, *, seed: int) -> None:
    """Play each story whose year group this is; steady children are steady every year."""
    for row, part in enumerate(sources.parts()):
        rng = stream(seed, Topic.STORIES, page.cohort.year, page.year, row)
        if part.key in ALWAYS:
            ALWAYS[part.key](page, row, rng)
        elif part.year_group == page.year_group and part.key in ONE_YEAR:
            _settle(page, row, rng)
            if part.key.startswith("sibling"):
                rng = stream(seed, Topic.STORIES, page.year, PAIR)
            ONE_YEAR[part.key](page, row, rng)


def _settle(page: Page, row: int, rng: Draw) -> None:
    """Clear the year and leave a cold or two, so that the story can be seen."""
    page.come(row, np.arange(len(page.when)))
    for first in (rng.integers(28, 60), rng.integers(70, 150)):
        page.put(row, np.flatnonzero((page.when.nth >= first) & (page.when.nth < first + 2)), "I")


def _steady(page: Page, row: int, _: Draw) -> None:
    page.come(row, np.arange(len(page.when)))


def _nearly_steady(page: Page, row: int, rng: Draw) -> None:
    page.come(row, np.arange(len(page.when)))
    page.put(row, page.when.on(int(page.when.day[rng.integers(60, 300)])), "I")


def some_of(page: Page, row: int, *, columns: np.ndarray, share: float, rng: Draw) -> None:
    """Miss a share of some sessions: mostly without a reason, sometimes said to be ill."""
    missed = columns[rng.random(len(columns)) < share]
    said_ill = rng.random(len(missed)) < 0.3
    page.put(row, missed[said_ill], "I")
    page.put(row, missed[~said_ill], "O")


def _monday_mornings(page: Page, row: int, rng: Draw) -> None:
    mornings = np.flatnonzero(page.when.where(weekday=MONDAY) & (page.when.half == AM))
    some_of(page, row, columns=mornings, share=0.6, rng=rng)


def _arriving_later(page: Page, row: int, rng: Draw) -> None:
    """About three minutes more each week, most mornings; a new start each January."""
    mornings = np.flatnonzero(page.when.half == AM)
    weeks = (page.when.day[mornings] - page.when.day[0]) // 7
    weeks = np.where(page.when.half_term[mornings] >= 2, weeks - 16, weeks)
    for column, week in zip(mornings.tolist(), weeks.tolist(), strict=True):
        minutes = round(3.1 * week - 4 + rng.normal(0, 2.2))
        if minutes > 0 and rng.random() < 0.8:
            page.arrive_late(row, column, min(minutes, 75))


def _term_of_illness(page: Page, row: int, _: Draw) -> None:
    autumn = (page.when.nth >= 10) & (page.when.half_term <= 1)
    page.put(row, np.flatnonzero(autumn), "I")
    mornings_only = (page.when.half_term == 2) & (page.when.half == PM) & (page.when.through < 0.8)
    page.put(row, np.flatnonzero(mornings_only), "C2")


def _part_time(page: Page, row: int, _: Draw) -> None:
    spans = (page.when.nth >= 20) & (page.when.half_term <= 2) & (page.when.half == PM)
    page.put(row, np.flatnonzero(spans), "C2")


def _back_from_suspension(page: Page, row: int, rng: Draw) -> None:
    first = page.when.nth_of_half_term(1, 4)
    last = page.when.nth_of_half_term(1, 6)
    before = np.flatnonzero((page.when.day < first) & (page.when.half_term == 1))
    some_of(page, row, columns=before, share=0.25, rng=rng)
    page.put(row, np.flatnonzero((page.when.day >= first) & (page.when.day <= last)), "E")
    after = np.flatnonzero((page.when.day > last) & (page.when.half == AM))[:15]
    for column in after[rng.random(len(after)) < 0.3].tolist():
        page.arrive_late(row, column, int(rng.integers(4, 18)))


def _thursday_pe(page: Page, row: int, rng: Draw) -> None:
    afternoons = np.flatnonzero(page.when.where(weekday=THURSDAY) & (page.when.half == PM))
    some_of(page, row, columns=afternoons, share=0.75, rng=rng)


def _same_days(page: Page, row: int, rng: Draw) -> None:
    """About one day in eight, drawn alike for both siblings."""
    days = np.unique(page.when.nth)
    page.come(row, np.arange(len(page.when)))
    missed = days[rng.random(len(days)) < 0.125]
    ill = rng.random(len(days)) < 0.5
    for nth in missed.tolist():
        page.put(row, np.flatnonzero(page.when.nth == nth), "I" if ill[nth] else "O")


def _new_here(page: Page, row: int, rng: Draw) -> None:
    autumn = np.flatnonzero(page.when.half_term == 1)
    page.put(row, np.sort(rng.choice(autumn, 3, replace=False)), "I")


def _recovered(page: Page, row: int, rng: Draw) -> None:
    first = np.flatnonzero(page.when.half_term == 0)
    whole_days = rng.random(len(first) // 2) < 0.45
    missed = first[np.repeat(whole_days, 2)]
    rest = np.flatnonzero(page.when.half_term > 0)
    page.come(row, rest)
    page.put(row, missed, "O")
    page.put(row, rng.choice(rest, 2, replace=False), "I")


def _friday_afternoons(page: Page, row: int, rng: Draw) -> None:
    afternoons = np.flatnonzero(page.when.where(weekday=FRIDAY) & (page.when.half == PM))
    some_of(page, row, columns=afternoons, share=0.6, rng=rng)


Player = Callable[[Page, int, Draw], None]
ALWAYS: dict[str, Player] = {"never_missed": _steady, "quietly_steady": _nearly_steady}
ONE_YEAR: dict[str, Player] = {
    "monday_mornings": _monday_mornings,
    "arriving_later": _arriving_later,
    "term_of_illness": _term_of_illness,
    "part_time": _part_time,
    "back_from_suspension": _back_from_suspension,
    "thursday_pe": _thursday_pe,
    "sibling_younger": _same_days,
    "sibling_older": _same_days,
    "joined_in_october": _new_here,
    "recovered": _recovered,
    "friday_afternoons": _friday_afternoons,
}
