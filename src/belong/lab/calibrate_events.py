"""How sure are patterns after an event? Measured on simulated schools, week by week."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from belong.attendance.codes import index_of
from belong.attendance.patterns.after_events import EVENTS, AfterEvents, Events, first_weeks
from belong.attendance.patterns.grid import Grid, lay_out
from belong.attendance.patterns.looks import Year, looks_of, replay
from belong.attendance.patterns.measured import Line
from belong.basics.cores import side_by_side
from belong.basics.terms import date_of
from belong.lab.calibrate import School, line
from belong.lab.simulated import USUAL, Draw, Drawn, Habit, Kind, draw

WEEKS = 6
FEW, MANY = 0.1, 1.0
"""The share of children with an event in a year: as schools are; everybody, for the table."""
MOST = 4


@dataclass(frozen=True)
class Effect:
    """What an event does to half of the children it happens to.

    times  how many times the child's own rate, in the six school weeks after it
    """

    name: str
    times: float


EFFECTS = (
    Effect("absence begins twice as often after an event", 2),
    Effect("absence begins three times as often after an event", 3),
    Effect("absence begins six times as often after an event", 6),
)
Job = tuple[Kind, Effect | None, float, int, int]


def drawn_events(rng: Draw, drawn: Drawn, share: float) -> Events:
    """Events on days drawn by chance, in the second year: one to four for some children."""
    rows = np.flatnonzero(rng.random(len(drawn.group)) < share)
    row = np.repeat(rows, rng.integers(1, MOST + 1, len(rows))).astype(np.int32)
    days = np.unique(drawn.register.sessions.day)
    day = rng.choice(days[len(days) // 2 :], len(row)).astype(np.int32)
    return Events(row, day, rng.integers(0, 3, len(row)).astype(np.int32))


def table_of(job: Job) -> NDArray[np.float64]:
    """The smallest tail of a year of looks at each child with an event, in one school where an
    event changes nothing."""
    kind, _, share, seed, nth = job
    rng = np.random.default_rng([seed, nth])
    drawn = draw(rng, kind)
    grid = lay_out(drawn.register, group=drawn.group)
    looks = AfterEvents(grid, drawn_events(rng, drawn, share))
    smallest = np.ones(len(drawn.group))
    for week in looks_of(grid, _last_day(drawn)):
        smallest = np.minimum(smallest, looks.look(week).p.min(axis=1))
    return np.asarray(smallest[np.unique(looks.events.row)])


def one(job: Job) -> School:
    """Draw one school with events and look at it every week of its second year, half-days too."""
    kind, effect, share, seed, nth = job
    rng = np.random.default_rng([seed, nth])
    drawn = draw(rng, kind)
    told = drawn_events(rng, drawn, share)
    grid = lay_out(drawn.register, group=drawn.group)
    if effect is not None:
        drawn, whose = changed(rng, drawn, told, grid, effect)
        grid = lay_out(drawn.register, group=drawn.group)
        told = replace(told, row=told.row[whose], day=told.day[whose], kind=told.kind[whose])
    year = replay(grid, until=_last_day(drawn), beside=(AfterEvents(grid, told),))
    return _school(drawn, year)


def changed(
    rng: Draw, drawn: Drawn, events: Events, grid: Grid, effect: Effect
) -> tuple[Drawn, NDArray[np.intp]]:
    """The school in which half of the children with an event are away for a day more often after
    it; and the events that stay, one a child, those with six weeks after them."""
    first = first_weeks(grid, events)
    early = np.flatnonzero(first + WEEKS < grid.weeks)
    _, at = np.unique(events.row[early], return_index=True)
    whose = early[at]
    has = np.zeros(len(drawn.group), dtype=bool)
    has[events.row[whose][rng.random(len(whose)) < 0.5]] = True
    marks = drawn.register.marks.copy()
    often = grid.onset.sum(axis=(1, 2)) / (grid.weeks * 5)
    for n in whose[has[events.row[whose]]].tolist():
        row, day = int(events.row[n]), int(events.day[n])
        last = int(grid.monday[first[n] + WEEKS - 1]) + 4
        for more in _days_away(rng, drawn, day, last, often[row] * (effect.times - 1)):
            marks[row, more] = index_of("O")
    register = replace(drawn.register, marks=marks)
    return replace(drawn, register=register, habit=has), whose


def _days_away(
    rng: Draw, drawn: Drawn, day: int, last: int, chance: float
) -> list[NDArray[np.intp]]:
    """The sessions of each day on which absence begins once more."""
    sessions = drawn.register.sessions.day
    days = np.unique(sessions[(sessions >= day) & (sessions <= last)])
    return [np.flatnonzero(sessions == d) for d in days if rng.random() < chance]


def _last_day(drawn: Drawn) -> dt.date:
    return date_of(int(drawn.register.sessions.day[-1]))


def _school(drawn: Drawn, year: Year) -> School:
    has, like = drawn.habit, drawn.habit & drawn.usual
    shown = np.zeros(len(has), dtype=bool)
    shown[list(year.found)] = True
    told = np.zeros(len(has), dtype=bool)
    told[[r for r, found in year.found.items() if EVENTS in {f.stream for f in found}]] = True
    return School(
        shown=int(shown.sum()),
        false=int((shown & ~has).sum()),
        has=int(like.sum()),
        found=int((like & told).sum()),
        in_time=int((like & shown).sum()),
        all_has=int(has.sum()),
        all_found=int((has & told).sum()),
        smallest=year.smallest.get(EVENTS, np.ones(len(has))),
    )


def tails(*, schools: int, seed: int, cores: int = 2) -> NDArray[np.float64]:
    """The smallest tails of many schools in which every child has events."""
    jobs: list[Job] = [(USUAL, None, MANY, seed, n) for n in range(schools)]
    with side_by_side(cores) as pool:
        return np.concatenate(list(pool.map(table_of, jobs)))


def report(
    *, schools: int, with_effect: int, seed: int, cores: int = 2,
    progress: Callable[[Line], None] = lambda line: None,
) -> list[Line]:  # fmt: skip
    """Schools in which an event changes nothing, and those in which it does.

    In a line, `found` are children told of what came after their event; `in_time` are those told
    of any pattern.
    """
    out: list[Line] = []
    for effect in (None, *EFFECTS):
        many = schools if effect is None else with_effect
        jobs: list[Job] = [(USUAL, effect, FEW, seed, n) for n in range(many)]
        with side_by_side(cores) as pool:
            done = line(USUAL, Habit(effect.name) if effect else None, list(pool.map(one, jobs)))
        out.append(done)
        progress(done)
    return out
