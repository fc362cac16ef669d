"""One look at every child, at the end of a school week, knowing nothing later."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, cached_property

import numpy as np
from numpy.typing import NDArray

from belong.attendance.definitions import load
from belong.attendance.patterns.asked import (
    AFTER_BREAK,
    ANY,
    DAY,
    HALF,
    LATE,
    LATELY,
    WEEKDAY,
    Test,
    edges,
    tests,
    weeks_in,
    weights,
)
from belong.attendance.patterns.grid import CELLS, Grid
from belong.attendance.patterns.profile import Shock, expected, shocks
from belong.attendance.patterns.streams import Looked
from belong.attendance.patterns.tails import at_least
from belong.attendance.patterns.turned import Floats, Turned, Wide


@dataclass(frozen=True)
class _Sums:
    """What was seen, and what the school's own rate would give: float64 [rows x cells] each."""

    seen: Floats
    usual: Floats

    def only(self, rows: NDArray[np.intp]) -> _Sums:
        """The same for some children, in the order given."""
        return _Sums(self.seen[rows], self.usual[rows])

    def within(self, cells: Floats) -> tuple[Floats, Floats]:
        """Over the cells of some tests [cells x tests]: two [rows x tests]."""
        return self.seen @ cells, self.usual @ cells

    @cached_property
    def whole(self) -> tuple[Floats, Floats]:
        """Over every cell: two [rows x 1]."""
        return self.seen.sum(axis=1, keepdims=True), self.usual.sum(axis=1, keepdims=True)


@dataclass(frozen=True)
class _Kind:
    """One kind of thing that is counted, summed over all weeks and over each stretch asked about.

    parts    by the stretch: a number of weeks, or the family of a test about breaks
    chances  float64 [rows x cells] by the same stretch
    alike    how alike the children of the school are, as `unevenness` says it
    """

    ever: _Sums
    parts: dict[int | str, _Sums]
    chances: dict[int | str, Floats]
    chances_ever: Floats
    alike: float

    def only(self, stretch: int | str, rows: NDArray[np.intp]) -> _Kind:
        """The same for some children, in the order given, and for one stretch."""
        return _Kind(
            self.ever.only(rows),
            {stretch: self.parts[stretch].only(rows)},
            {stretch: self.chances[stretch][rows]},
            self.chances_ever[rows],
            self.alike,
        )

    def chances_before(self, stretch: int | str) -> Floats:
        """[rows x 1] chances in all weeks before a stretch."""
        inside = self.chances[stretch].sum(axis=1, keepdims=True)
        return np.asarray(self.chances_ever.sum(axis=1, keepdims=True) - inside)


def look(grid: Grid, week: int) -> Looked:
    """Every test of every child at the end of a school week.

    week     a week of the grid; what came later is not known
    returns  the tests' tails; sessions set apart are left out of everything
    source   definitions/patterns.toml
    """
    span, turned = weeks_in(grid, week), grid.turned
    over = turned.back[..., span] <= week
    seen = {
        ANY: turned.onset[..., span], HALF: turned.half[..., span] * over,
        DAY: turned.day[..., span] * over, LATE: turned.late[..., span],
    }  # fmt: skip
    chances = {ANY: turned.risk[..., span], LATE: turned.here[..., span]}
    could = {kind: turned.tally(values) for kind, values in chances.items()}
    found = shocks(turned.tally(seen[ANY]), could[ANY])
    stretches = _stretches(grid, span, week)
    weights = _kept(found, could[ANY].shape)[..., None] * np.stack([*stretches.values()], axis=-1)
    about = _About(turned, tuple(stretches), weights)
    kinds = _kinds(about, seen, chances, could)
    apart = tuple(Shock(s.week + span.start, s.cell, s.group, s.began, s.expected) for s in found)
    return _asked(kinds, len(grid.group), apart)


def _kept(found: list[Shock], shape: tuple[int, ...]) -> Floats:
    """[groups x weeks x cells] 0 where a shock sets a session apart for a year group, else 1."""
    keep = np.ones(shape)
    for shock in found:
        keep[slice(None) if shock.group is None else shock.group, shock.week, shock.cell] = 0
    return keep


def _stretch(test: Test) -> int | str:
    return test.family if test.is_break else test.weeks


EVER = "ever"


def _stretches(grid: Grid, span: slice, week: int) -> dict[int | str, Floats]:
    """[weeks x cells] 1 for the sessions that each stretch of time is about."""
    first, last = edges(grid.monday[span], grid.open[span])
    out: dict[int | str, Floats] = {EVER: np.ones(first.shape)}
    for test in tests():
        stretch = _stretch(test)
        if stretch in out:
            continue
        if test.is_break:
            out[stretch] = (first if test.family == AFTER_BREAK else last).astype(np.float64)
        else:
            out[stretch] = np.zeros(first.shape)
            out[stretch][test.first_week(grid, week) - span.start :] = 1
    return out


@dataclass(frozen=True)
class _About:
    """What every kind of thing is counted with at one look.

    stretches  EVER, numbers of weeks, and families of tests about breaks
    weights    float64 [groups x weeks x cells x stretches], 1 for sessions that count
    """

    turned: Turned
    stretches: tuple[int | str, ...]
    weights: Floats


def _kinds(
    about: _About, seen: dict[str, Wide], chances: dict[str, Wide], could: dict[str, Floats]
) -> dict[str, _Kind]:
    """Everything that is counted, over each stretch, beside what the school's rate would give."""
    out = {}
    for base, values in chances.items():
        these = [kind for kind in seen if (kind == LATE) == (base == LATE)]
        could_be, *usual = _usual(about, values, could[base], [seen[kind] for kind in these])
        for kind, awaited in zip(these, usual, strict=True):
            counted = about.turned.summed(seen[kind], about.weights)
            out[kind] = _kind(about.stretches, counted, awaited, could_be)
    return out


def _usual(about: _About, chances: Wide, could: Floats, seen: list[Wide]) -> list[Floats]:
    """Over each stretch [stretches x rows x cells]: the chances, and what the school's own rate of
    each kind would give in them."""
    weights, keep = about.weights, about.weights[..., about.stretches.index(EVER)]
    rates = [expected(about.turned.tally(values) * keep, could * keep) for values in seen]
    every = [weights, *(weights * rate[..., None] for rate in rates)]
    return np.split(about.turned.summed(chances, np.concatenate(every, axis=-1)), len(every))


def _kind(stretches: tuple[int | str, ...], seen: Floats, usual: Floats, chances: Floats) -> _Kind:
    """Three [stretches x rows x cells], by the name of the stretch."""
    parts = {name: _Sums(seen[n], usual[n]) for n, name in enumerate(stretches)}
    could_be = {name: chances[n] for n, name in enumerate(stretches)}
    ever = parts.pop(EVER)
    alike = unevenness(*(v[:, 0] for v in ever.whole))
    return _Kind(ever, parts, could_be, could_be.pop(EVER), alike)


def _asked(kinds: dict[str, _Kind], rows: int, apart: tuple[Shock, ...]) -> Looked:
    shape = (rows, len(tests()))
    counted, possible = np.zeros(shape), np.zeros(shape)
    awaited, firm = np.zeros(shape), np.ones(shape)
    least = load("patterns").settings["tests"]["least"]
    for (kind, stretch), columns in _together().items():
        base = LATE if kind == LATE else ANY
        cells = _cells(tuple(columns))
        counted[:, columns] = kinds[kind].parts[stretch].seen @ cells
        possible[:, columns] = kinds[base].chances[stretch] @ cells
        # Most children were away too seldom for anything to be asked of them.
        often = np.flatnonzero((counted[:, columns] >= least).any(axis=1))
        here = np.ix_(often, np.array(columns))
        few = {name: kinds[name].only(stretch, often) for name in (kind, base)}
        awaited[here], firm[here], enough = _held(few, tests()[columns[0]], cells)
        possible[here] *= enough
    whole = counted.round().astype(np.int64), possible.round().astype(np.int64)
    return Looked(_tails(*whole, awaited, firm), *whole, awaited, apart, weights())


def _held(kinds: dict[str, _Kind], test: Test, cells: Floats) -> tuple[Floats, Floats, Floats]:
    """What was to be expected of some children, and how firmly that is known: [rows x tests] each,
    for tests of one kind over one stretch; and [rows x 1] whether enough is known to ask."""
    base = LATE if test.kind == LATE else ANY
    kind, stretch = kinds[test.kind], _stretch(test)
    now, past = _elsewhere(kinds[base], test, cells)
    rate, firm = _own_rate(kinds[base], now, past)
    if test.kind != base:
        rate, firm = _own_kind(rate, _elsewhere(kind, test, cells))
    least = load("patterns").settings["tests"]["least_before"] if test.family == LATELY else 0
    enough = kinds[base].chances_before(stretch) >= least
    there = _usual_there(kind.parts[stretch], kinds[base].chances[stretch], test, cells)
    return rate * there, firm, enough.astype(float)


def _usual_there(part: _Sums, could: Floats, test: Test, cells: Floats) -> Floats:
    """What the school's own rate would give in the places of some tests: [rows x tests].

    Children who are away a lot are so on any day alike, whatever the school's week: where absence
    seldom begins, more is awaited of everybody, part of the way to a week that is even.
    """
    usual = part.usual @ cells
    if (test.family, test.kind) != (WEEKDAY, ANY):
        return usual
    rate = part.whole[1] / np.maximum(could.sum(axis=1, keepdims=True), 1)
    more = np.maximum(rate * (could @ cells) - usual, 0)
    return np.asarray(usual + load("patterns").settings["tests"]["even_week"] * more)


@cache
def _cells(columns: tuple[int, ...]) -> Floats:
    """[cells x tests] 1 where a test counts a cell."""
    return np.array([[c in tests()[n].cells for n in columns] for c in range(CELLS)], dtype=float)


@cache
def _together() -> dict[tuple[str, int | str], list[int]]:
    """Tests of one kind over one stretch are asked together; how the last weeks are held beside
    earlier ones is a question of its own."""
    out: dict[tuple[str, int | str], list[int]] = {}
    for n, test in enumerate(tests()):
        out.setdefault((test.kind, _stretch(test)), []).append(n)
    return out


Pair = tuple[Floats, Floats]


def _elsewhere(kind: _Kind, test: Test, cells: Floats) -> tuple[Pair, Pair]:
    """Seen and usual in the same weeks elsewhere, and earlier elsewhere: [rows x tests] each.

    Earlier sessions in the same place of the week tell nothing here: a habit may be old. For the
    last weeks, and for breaks, all earlier time is elsewhere.
    """
    part, ever = kind.parts[_stretch(test)], kind.ever
    inside, same = part.within(cells), ever.within(cells)
    if test.is_break:
        none = np.zeros_like(inside[0])
        now = tuple(e - i for e, i in zip(ever.whole, inside, strict=True))
        return (now[0], now[1]), (none, none)
    now = tuple(w - i for w, i in zip(part.whole, inside, strict=True))
    if test.family == LATELY:
        past = tuple(e - w + 0 * i for e, w, i in
                     zip(ever.whole, part.whole, inside, strict=True))  # fmt: skip
    else:
        past = tuple(e - s - n for e, s, n in zip(ever.whole, same, now, strict=True))
    return (now[0], now[1]), (past[0], past[1])


def unevenness(seen: Floats, awaited: Floats) -> float:
    """How alike children are: the first parameter of the Gamma their rates follow, by moments."""
    beyond = float(((seen - awaited) ** 2 - awaited).sum())
    return float(np.clip((awaited**2).sum() / max(beyond, 1e-9), 0.3, 5.0))


def _own_rate(kind: _Kind, now: Pair, past: Pair) -> tuple[Floats, Floats]:
    """How the child's own rate lies beside the school's, from every session but those tested,
    and how many beginnings that knowledge is worth. What is long ago counts for little."""
    how = load("patterns").settings["tests"]
    less = np.minimum(1.0, how["firm_history"] / (kind.alike + past[0]))
    firm = (kind.alike + past[0]) * less + now[0]
    rate = firm / ((kind.alike + past[1]) * less + now[1])
    return rate, np.minimum(firm, how["firm_most"])


def _own_kind(rate: Floats, around: tuple[Pair, Pair]) -> tuple[Floats, Floats]:
    """The same for half days or whole days alone: some children have more of one kind."""
    how = load("patterns").settings["tests"]
    seen, awaited = (around[0][n] + around[1][n] for n in (0, 1))
    firm = how["firm_kind"] + seen
    return firm / (how["firm_kind"] / rate + awaited), np.minimum(firm, how["firm_most"])


def _tails(
    counted: NDArray[np.int64], possible: NDArray[np.int64], awaited: Floats, firm: Floats
) -> Floats:
    how = load("patterns").settings["tests"]
    p = np.ones(counted.shape)
    use = (counted >= how["least"]) & (counted > awaited) & (possible > 0)
    chance = np.clip(awaited[use] / possible[use], how["least_chance"], 0.9)
    p[use] = at_least(counted[use], possible[use], chance, firm[use])
    return p
