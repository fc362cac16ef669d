"""Patterns after an event: what is counted, what is held beside it, and what is said."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from tests.unit.attendance.test_patterns import CHILD, SMALL, changed, end, laid

from belong.attendance.patterns import after_events
from belong.attendance.patterns.after_events import (
    ADULT,
    MOVE,
    SUSPENSION,
    AfterEvents,
    Events,
    latest,
    said,
)
from belong.attendance.patterns.cards import card
from belong.attendance.patterns.facts import Facts
from belong.attendance.patterns.grid import Grid
from belong.attendance.patterns.half_days import HalfDays
from belong.attendance.patterns.looks import Year, replay, take
from belong.attendance.patterns.streams import Found
from belong.lab.simulated import Drawn, draw

FROM, UNTIL = 50, 55
"""The six school weeks after the event, both included."""


@pytest.fixture(scope="module")
def quiet() -> Drawn:
    return draw(np.random.default_rng(5), SMALL)


def events(*told: tuple[int, int, int]) -> Events:
    row, day, kind = (np.array(part, dtype=np.int32) for part in zip(*told, strict=True))
    return Events(row, day, kind)


@pytest.fixture(scope="module")
def grid(quiet: Drawn) -> Grid:
    """One child otherwise always here, away on two mornings a week in the six weeks."""
    return laid(quiet, changed(quiet, range(FROM, UNTIL + 1), {2, 6}, "I"))


def stream(grid: Grid, *told: tuple[int, int, int]) -> AfterEvents:
    return AfterEvents(grid, events(*told))


def monday(grid: Grid, week: int = FROM) -> int:
    return int(grid.monday[week])


def pattern(week: int, test: int = 0) -> Found:
    return Found(CHILD, week, test, 0, 0, 0.0, 0.0, 0.0, 0.0, stream="events")


def test_beginnings_are_counted_from_the_day_of_the_event_for_six_school_weeks(grid: Grid) -> None:
    looks = stream(grid, (CHILD, monday(grid), SUSPENSION))
    counted = [int(looks.look(week).counted[CHILD, 0]) for week in range(FROM - 1, UNTIL + 2)]
    assert counted == [0, 2, 4, 6, 8, 10, 12, 0], "nothing before, nothing once its weeks are over"
    in_the_week = stream(grid, (CHILD, monday(grid) + 2, SUSPENSION)).look(UNTIL)
    assert in_the_week.counted[CHILD, 0] == 11, "Tuesday of its week came before it"


def test_an_event_in_a_holiday_begins_with_the_next_school_week(grid: Grid) -> None:
    sunday = stream(grid, (CHILD, monday(grid) - 1, MOVE))
    assert sunday.look(FROM - 1).counted.sum() == 0
    assert sunday.look(UNTIL).counted[CHILD, 0] == 12


def test_only_the_latest_two_events_of_a_child_are_looked_at(grid: Grid) -> None:
    days = [monday(grid) + n for n in (0, 1, 7, 7)]
    told = events(*((CHILD, day, n % 3) for n, day in enumerate(days)))
    chosen = latest(grid, told, FROM + 1)[CHILD]
    assert told.day[chosen].tolist() == [days[2], days[1]], "of two on one day, one"
    assert latest(grid, told, FROM)[CHILD].tolist() == [1, 0], "what is to come is not known"
    assert (latest(grid, told, UNTIL + 2)[CHILD] == -1).all()


def test_a_child_is_asked_of_in_the_school_years_that_the_weeks_after_an_event_lie_in(
    grid: Grid,
) -> None:
    """Before it, and in a later year, the child has the whole chance of other patterns."""
    new_year = grid.year_begins(FROM)
    told = (CHILD, monday(grid), MOVE), (CHILD + 1, monday(grid, new_year - 20), MOVE)
    late = (CHILD + 2, monday(grid, new_year - 2), MOVE)
    looks = stream(grid, *told, late)

    def asked(week: int) -> list[int]:
        asks = looks.look(week).asks
        assert asks is not None
        return [int(row) - CHILD for row in np.flatnonzero(asks)]

    assert asked(new_year - 3) == [1]
    assert asked(FROM - 1) == [2]
    assert asked(FROM) == asked(UNTIL + 9) == [0, 2]


def test_a_look_knows_no_mark_that_came_later(grid: Grid, quiet: Drawn) -> None:
    register = changed(quiet, range(FROM, UNTIL + 1), {2, 6}, "I")
    cut = laid(quiet, register.until(end(grid, FROM + 2)))
    told = (CHILD, monday(grid), SUSPENSION)
    whole, part = (stream(g, told).look(FROM + 2) for g in (grid, cut))
    assert np.array_equal(whole.counted, part.counted)
    assert np.allclose(whole.p, part.p)
    assert whole.p[CHILD, 0] < 1e-3


def test_a_child_who_is_often_away_is_held_beside_their_own_earlier_time(quiet: Drawn) -> None:
    often = laid(quiet, changed(quiet, range(10, UNTIL + 1), {2, 6}, "I"))
    new = laid(quiet, changed(quiet, range(FROM, UNTIL + 1), {2, 6}, "I"))
    told = (CHILD, monday(new), SUSPENSION)
    usual, unusual = (stream(g, told).look(UNTIL) for g in (often, new))
    assert usual.counted[CHILD, 0] == unusual.counted[CHILD, 0]
    assert usual.expected[CHILD, 0] > 3 * unusual.expected[CHILD, 0]
    assert usual.p[CHILD, 0] > 1000 * unusual.p[CHILD, 0]


def test_too_little_time_before_asks_nothing(grid: Grid) -> None:
    short = replace(grid, risk=grid.risk.copy())
    short.risk[CHILD, : FROM - 1] = 0
    assert stream(short, (CHILD, monday(grid), MOVE)).look(UNTIL).p[CHILD, 0] == 1


def test_what_was_found_is_told_with_its_counts(grid: Grid) -> None:
    looks = stream(grid, (CHILD, monday(grid), SUSPENSION), (CHILD, monday(grid) + 1, ADULT))
    first, second = (looks.told(pattern(UNTIL, test), UNTIL + 9) for test in (0, 1))
    assert second.said == (
        "Away 12 separate times in the six school weeks after coming back from a suspension; in the"
        " 14 weeks before it not once. Recorded as ill each time."
    )
    early = looks.told(pattern(FROM + 2, 1), UNTIL)
    assert early.said.startswith("Away 6 separate times in the first three weeks of school after")
    assert first.kind == "after_adult/any"
    assert first.contrast.startswith("Came to every session on Mondays, Wednesdays and Fridays")
    assert (first.since, first.cells) == ("", ())


def test_weeks_before_are_those_in_which_the_child_could_have_been_away(grid: Grid) -> None:
    """A child who joined eight weeks before it, and was never here for two of them."""
    joined = replace(grid, risk=grid.risk.copy())
    joined.risk[CHILD, : FROM - 8] = 0
    joined.risk[CHILD, FROM - 5 : FROM - 3] = 0
    told = stream(joined, (CHILD, monday(grid), SUSPENSION)).told(pattern(UNTIL), UNTIL)
    assert "; in the 6 weeks before it not once." in told.said
    new = replace(grid, risk=grid.risk.copy())
    new.risk[CHILD, :FROM] = 0
    told = stream(new, (CHILD, monday(grid), SUSPENSION)).told(pattern(UNTIL), UNTIL)
    assert "; nothing is known of the weeks before." in told.said


BEFORE = Facts(3, 20, 0, 14, 0, (), 2)


@pytest.mark.parametrize(
    ("seen", "words"),
    [
        (BEFORE, "Away 3 separate times in the first two weeks of school after a change of form or"
                 " place; in the 14 weeks before it not once."),
        (replace(BEFORE, weeks=6, other=1), "Away 3 separate times in the six school weeks after a"
                                            " change of form or place; in the 14 weeks before it"
                                            " once."),
        (replace(BEFORE, weeks=1, other=2, of_other=1), "Away 3 separate times in the first week of"
                                       " school after a change of form or place; in the week before"
                                       " it twice."),
        (replace(BEFORE, there=1, weeks=6, of_other=0), "Away once in the six school weeks after a"
                                       " change of form or place; nothing is known of the weeks"
                                       " before."),
    ],
)  # fmt: skip
def test_what_came_after_is_said_with_what_came_before(seen: Facts, words: str) -> None:
    assert said(MOVE, seen) == words


@pytest.mark.parametrize("family", after_events.CARDS)
def test_every_kind_of_event_has_a_card_with_chance_on_it(family: str) -> None:
    shown = card(family)
    assert len(shown.may_be) >= 3
    assert any("Chance" in line for line in shown.may_be)
    assert shown.ask.endswith("?")


def test_a_child_is_shown_for_what_came_after_an_event(grid: Grid) -> None:
    looks = stream(grid, (CHILD, monday(grid), SUSPENSION))
    year = replay(grid, until=end(grid, UNTIL), beside=(looks,))
    assert "events" in {found.stream for found in year.found[CHILD]}
    alone = Year(len(grid.group))
    take(alone, (HalfDays(grid), looks), FROM - 1)
    assert CHILD not in alone.found
