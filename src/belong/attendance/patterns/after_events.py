"""After an event: the stream of patterns that begin when something in a child's school changed."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from belong.attendance.definitions import load
from belong.attendance.patterns.asked import ANY, EVERY, LATELY, Test, weeks_in
from belong.attendance.patterns.facts import Facts, always, written
from belong.attendance.patterns.grid import CELLS, FRIDAY, Grid
from belong.attendance.patterns.look import unevenness
from belong.attendance.patterns.profile import expected, shocks
from belong.attendance.patterns.said import contrast, reasons
from belong.attendance.patterns.streams import Found, Looked, Told
from belong.attendance.patterns.tails import at_least

EVENTS = "events"
SUSPENSION, MOVE, ADULT = 0, 1, 2
CARDS = ("after_suspension", "after_move", "after_adult")
"""The card of each kind of event."""
Ints = NDArray[np.int32]
Floats = NDArray[np.float64]
Places = NDArray[np.bool_]


@dataclass(frozen=True)
class Events:
    """What happened, one entry an event, in any order.

    row   int32, the child's row in the grid
    day   int32, the first day after it: the day of coming back, or the first day of what is new
    kind  int32, SUSPENSION, MOVE or ADULT
    """

    row: Ints
    day: Ints
    kind: Ints

    def __len__(self) -> int:
        return len(self.row)


def settings() -> dict[str, float]:
    """The numbers of definitions/event_patterns.toml."""
    return load("event_patterns").settings


def first_weeks(grid: Grid, events: Events) -> NDArray[np.intp]:
    """The school week each event's weeks begin with: the first whose Friday is not before it."""
    return np.searchsorted(grid.monday + FRIDAY, events.day, side="left")


def latest(grid: Grid, events: Events, week: int) -> NDArray[np.intp]:
    """The events that a look at the end of a week asks about, [rows x latest]: places in
    `events`, the latest first, -1 for none. Those whose weeks are over are none."""
    many = int(settings()["latest"])
    first = first_weeks(grid, events)
    out = np.full((len(grid.group), many), -1, dtype=np.intp)
    known = np.flatnonzero(first <= week)
    order = known[np.lexsort((events.kind[known], -events.day[known], events.row[known]))]
    before = (-1, -1)
    slot = 0
    for n in order.tolist():
        row, day = int(events.row[n]), int(events.day[n])
        slot = 0 if row != before[0] else slot + (day != before[1])
        if slot < many and (row, day) != before and first[n] + settings()["weeks_after"] > week:
            out[row, slot] = n
        before = (row, day)
    return out


def after(grid: Grid, events: Events, which: NDArray[np.intp], week: int) -> Places:
    """[events x weeks x cells] The sessions after some events that a look counts."""
    day = grid.monday[:, None] + np.arange(CELLS) // 2
    first = first_weeks(grid, events)[which]
    weeks = np.arange(grid.weeks)
    inside = (weeks < first[:, None] + settings()["weeks_after"]) & (weeks <= week)
    return np.asarray((day >= events.day[which][:, None, None]) & inside[..., None])


def before(grid: Grid, events: Events, which: NDArray[np.intp]) -> Places:
    """[events x weeks x cells] The sessions before some events."""
    day = grid.monday[:, None] + np.arange(CELLS) // 2
    return np.asarray(day < events.day[which][:, None, None])


@dataclass(frozen=True)
class AfterEvents:
    """Beginnings of absence in the school weeks after an event, beside the school's rate in them
    and the child's own earlier time.

    source  definitions/event_patterns.toml
    """

    grid: Grid
    events: Events
    name: str = EVENTS

    @property
    def begins(self) -> int:
        """The week of the first event."""
        return int(first_weeks(self.grid, self.events).min(initial=self.grid.weeks))

    def look(self, week: int) -> Looked:
        """The latest events of every child, one column each, at the end of a school week."""
        chosen = latest(self.grid, self.events, week)
        looked = _nothing(chosen.shape, self._asks(week))
        at = np.nonzero(chosen >= 0)
        which = chosen[at]
        if not len(which):
            return looked
        usual = _usual(self.grid, week)
        rows = self.events.row[which]
        now = after(self.grid, self.events, which, week)
        past = before(self.grid, self.events, which)
        began, could, awaited = usual.of(self.grid, rows)
        looked.counted[at], looked.chances[at] = _sum(began, now), _sum(could, now)
        rate, firm = _own(_sum(began, past), _sum(awaited, past), usual.alike)
        looked.expected[at] = rate * _sum(awaited, now)
        enough = _sum(could, past) >= settings()["least_before"]
        counts = looked.counted[at], looked.chances[at]
        looked.p[at] = _tails(*counts, looked.expected[at], firm, enough)
        return looked

    def _asks(self, week: int) -> NDArray[np.bool_]:
        """[rows] Children after whose events a week of this school year has been looked at."""
        first = first_weeks(self.grid, self.events)
        over = first + settings()["weeks_after"] <= self.grid.year_begins(week)
        out = np.zeros(len(self.grid.group), dtype=bool)
        out[self.events.row[(first <= week) & ~over]] = True
        return out

    def told(self, found: Found, until: int) -> Told:
        """A pattern of this stream in words. How it went on cannot be told: its weeks are six."""
        which = latest(self.grid, self.events, found.week)[found.row, [found.test]]
        kind = int(self.events.kind[which[0]])
        seen = self._facts(found, which)
        test = Test(LATELY, ANY, EVERY, seen.weeks)
        return Told(
            family=CARDS[kind],
            kind=f"{CARDS[kind]}/{ANY}",
            where=where(kind),
            said=said(kind, seen),
            contrast=contrast(test, seen),
            since="",
            cells=(),
            weeks=seen.weeks,
        )

    def _facts(self, found: Found, which: NDArray[np.intp]) -> Facts:
        """The weeks after an event beside the few before it; `of_other` counts the school weeks in
        which an absence of the child could have begun."""
        grid, row = self.grid, found.row
        first = int(first_weeks(grid, self.events)[which[0]])
        now = after(grid, self.events, which, found.week)[0]
        past = before(grid, self.events, which)[0]
        begins = max(0, first - int(settings()["weeks_before"]))
        past[:begins] = False
        began, could = grid.onset[row].astype(bool), grid.risk[row].astype(bool)
        return Facts(
            there=int((began & now).sum()),
            of_there=int((could & now).sum()),
            other=int((began & past).sum()),
            of_other=int((could & past).any(axis=1).sum()),
            came_back=0,
            always=always(grid, row, slice(first, found.week + 1), late=False),
            weeks=found.week + 1 - first,
            reasons=written(grid.marked(row)[began & now]),
        )


@dataclass(frozen=True)
class _Usual:
    """What the school's weeks were like by the end of one.

    rate   float64 [groups x weeks x cells], the chance of a beginning; 0 where nothing is counted
    keep   the same shape, 1 where a session counts: known, recent, and no shock
    alike  how alike the children of the school are, as `unevenness` says it
    """

    rate: Floats
    keep: Floats
    alike: float

    def of(self, grid: Grid, rows: Ints) -> tuple[Floats, Floats, Floats]:
        """[rows x weeks x cells] each: beginnings, chances, and what the rate would give."""
        groups = grid.group[rows]
        keep = self.keep[groups]
        could = grid.risk[rows] * keep
        return grid.onset[rows] * keep, could, could * self.rate[groups]


def _usual(grid: Grid, week: int) -> _Usual:
    span, turned = weeks_in(grid, week), grid.turned
    onset, risk = turned.onset[..., span], turned.risk[..., span]
    began, could = turned.tally(onset), turned.tally(risk)
    known = np.ones(began.shape)
    for shock in shocks(began, could):
        known[slice(None) if shock.group is None else shock.group, shock.week, shock.cell] = 0
    rates = expected(began * known, could * known) * known
    seen, awaited = (
        turned.summed(values, weights[..., None])[0].sum(axis=1)
        for values, weights in ((onset, known), (risk, rates))
    )
    rate, keep = (np.zeros((len(known), grid.weeks, CELLS)) for _ in range(2))
    rate[:, span], keep[:, span] = rates, known
    return _Usual(rate, keep, unevenness(seen, awaited))


def _nothing(shape: tuple[int, ...], asks: NDArray[np.bool_]) -> Looked:
    none = np.zeros(shape, dtype=np.int64)
    return Looked(np.ones(shape), none, none.copy(), np.zeros(shape), asks=asks)


def _sum(values: Floats, inside: Places) -> Floats:
    return np.asarray((values * inside).sum(axis=(1, 2)))


def _own(began: Floats, awaited: Floats, alike: float) -> tuple[Floats, Floats]:
    """How the child's own earlier rate lies beside the school's, and how many beginnings that
    knowledge is worth: as for the last weeks among half-days."""
    how = settings()
    less = np.minimum(1.0, how["firm_history"] / (alike + began))
    firm = (alike + began) * less
    return firm / ((alike + awaited) * less), np.minimum(firm, how["firm_most"])


def _tails(
    counted: NDArray[np.int64], chances: NDArray[np.int64], awaited: Floats, firm: Floats,
    enough: Places,
) -> Floats:  # fmt: skip
    how = settings()
    p = np.ones(counted.shape)
    use = enough & (counted >= how["least"]) & (counted > awaited) & (chances > 0)
    chance = np.clip(awaited[use] / chances[use], how["least_chance"], 0.9)
    p[use] = at_least(counted[use], chances[use], chance, firm[use])
    return p


EVENT = ("coming back from a suspension", "a change of form or place", "a change of adult")
"""What happened, in words: nothing of why, or of whose doing it was."""
NUMBERS = ("no", "one", "two", "three", "four", "five", "six")


def where(kind: int) -> str:
    """The place in the year: the six school weeks after a change of form or place."""
    return f"the {NUMBERS[int(settings()['weeks_after'])]} school weeks after {EVENT[kind]}"


def said(kind: int, seen: Facts) -> str:
    """What came after an event, and the weeks before it, in a sentence that can be counted again
    by hand."""
    away = "Away once" if seen.there == 1 else f"Away {seen.there} separate times"
    weeks = "week" if seen.weeks == 1 else f"{NUMBERS[seen.weeks]} weeks"
    when = f"in the first {weeks} of school after {EVENT[kind]}"
    if seen.weeks == settings()["weeks_after"]:
        when = f"in {where(kind)}"
    return f"{away} {when}; {_before(seen)}." + reasons(seen)


def _before(seen: Facts) -> str:
    if not seen.of_other:
        return "nothing is known of the weeks before"
    how_often = {0: "not once", 1: "once", 2: "twice"}.get(seen.other, f"{seen.other} times")
    weeks = "week" if seen.of_other == 1 else f"{seen.of_other} weeks"
    return f"in the {weeks} before it {how_often}"
