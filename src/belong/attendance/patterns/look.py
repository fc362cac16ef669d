"""One look at every child, at the end of a school week, knowing nothing later."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

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
    Test,
    edges,
    tests,
    weeks_in,
)
from belong.attendance.patterns.grid import CELLS, HALF_DAY, LONGER, WHOLE_DAY, Grid
from belong.attendance.patterns.profile import (
    Shock,
    expected,
    membership,
    shocks,
    tally,
)
from belong.attendance.patterns.tails import at_least

Floats = NDArray[np.float64]
Wide = NDArray[np.float32]


@dataclass(frozen=True)
class Looked:
    """What one look found, one column a test of `asked.tests`.

    p         float64 [rows x tests] the chance of so many or more; 1 where too few were seen
    counted   int64, same shape, what was counted
    chances   int64, same shape, sessions in which it could have been
    expected  float64, same shape, how many were to be expected of this child
    shocks    sessions set apart; weeks are numbered as in the grid
    """

    p: Floats
    counted: NDArray[np.int64]
    chances: NDArray[np.int64]
    expected: Floats
    shocks: tuple[Shock, ...]


@dataclass(frozen=True)
class _Sums:
    """What was seen, and what the school's own rate would give: float64 [rows x cells] each."""

    seen: Floats
    usual: Floats

    def within(self, cells: Floats) -> tuple[Floats, Floats]:
        """Over the cells of some tests [cells x tests]: two [rows x tests]."""
        return self.seen @ cells, self.usual @ cells

    @property
    def whole(self) -> tuple[Floats, Floats]:
        """Over every cell: two [rows x 1]."""
        return self.seen.sum(axis=1, keepdims=True), self.usual.sum(axis=1, keepdims=True)


@dataclass(frozen=True)
class _Kind:
    """One kind of thing that is counted, summed over all weeks and over each stretch asked about.

    parts    by the stretch: a number of weeks, or the family of a test about breaks
    chances  float64 [rows x cells] by the same stretch
    """

    ever: _Sums
    parts: dict[int | str, _Sums]
    chances: dict[int | str, Floats]
    chances_ever: Floats

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
    span = weeks_in(grid, week)
    length = np.where(grid.back[:, span] <= week, grid.length[:, span], LONGER)
    onset, risk = _by_week(grid.onset[:, span]), _by_week(grid.risk[:, span])
    groups = membership(grid)
    began, could = tally(groups, onset), tally(groups, risk)
    found = shocks(began, could)
    keep = _kept(found, began.shape)
    mine = keep.transpose(1, 0, 2)[:, grid.group]
    onset, risk = onset * mine, risk * mine
    seen = {ANY: onset}
    seen |= {k: onset * _by_week(length == n) for k, n in ((HALF, HALF_DAY), (DAY, WHOLE_DAY))}
    near = edges(grid.monday[span], grid.open[span])
    long = {t.weeks: week + 1 - t.first_week(grid, week) for t in tests() if not t.is_break}
    about = _About(grid.group, groups, near, long)
    kinds = {k: _kind(about, v, could * keep, risk) for k, v in seen.items()}
    here, late = (_by_week(v[:, span]) * mine for v in (grid.here, grid.late))
    kinds[LATE] = _kind(about, late, tally(groups, here), here)
    apart = tuple(Shock(s.week + span.start, s.cell, s.group, s.began, s.expected) for s in found)
    return _asked(kinds, len(grid.group), apart)


def _by_week(values: np.ndarray) -> Wide:
    """[weeks x rows x cells] from [rows x weeks x cells]: so that sums over weeks run through
    memory in one go."""
    return values.transpose(1, 0, 2).astype(np.float32, order="C")


def _kept(found: list[Shock], shape: tuple[int, ...]) -> Wide:
    """[groups x weeks x cells] 0 where a shock sets a session apart for a year group, else 1."""
    keep = np.ones(shape, dtype=np.float32)
    for shock in found:
        keep[slice(None) if shock.group is None else shock.group, shock.week, shock.cell] = 0
    return keep


def _stretch(test: Test) -> int | str:
    return test.family if test.is_break else test.weeks


@dataclass(frozen=True)
class _About:
    """What every kind of thing is counted with at one look.

    near  bool [weeks x cells] twice: the first days after breaks, the last before them
    long  for each number of weeks a test asks for, how many of them lie in this school year
    """

    group: NDArray[np.int16]
    groups: Floats
    near: tuple[np.ndarray, np.ndarray]
    long: dict[int, int]


def _kind(about: _About, seen: Wide, could: Floats, chances: Wide) -> _Kind:
    rate = expected(tally(about.groups, seen), could).astype(np.float32)
    usual = rate.transpose(1, 0, 2)[:, about.group] * chances
    parts: dict[int | str, _Sums] = {}
    could_be: dict[int | str, Floats] = {}
    for test in tests():
        stretch = _stretch(test)
        if stretch in parts:
            continue
        if test.is_break:
            where = about.near[0] if test.family == AFTER_BREAK else about.near[1]
            week, cell = np.nonzero(where)
            parts[stretch] = _Sums(*(_gathered(v, week, cell) for v in (seen, usual)))
            could_be[stretch] = _gathered(chances, week, cell)
            continue
        lately = slice(len(seen) - about.long[test.weeks], None)
        parts[stretch] = _Sums(*(_sum(v[lately]) for v in (seen, usual)))
        could_be[stretch] = _sum(chances[lately])
    return _Kind(_Sums(_sum(seen), _sum(usual)), parts, could_be, _sum(chances))


def _sum(values: np.ndarray) -> Floats:
    """Over the weeks: [rows x cells]."""
    return np.asarray(values.sum(axis=0), dtype=np.float64)


def _gathered(values: np.ndarray, week: np.ndarray, cell: np.ndarray) -> Floats:
    """Sums over chosen sessions, in their cells: [rows x cells]."""
    out = np.zeros(values.shape[1:])
    for w, c in zip(week.tolist(), cell.tolist(), strict=True):
        out[:, c] += values[w, :, c]
    return out


def _asked(kinds: dict[str, _Kind], rows: int, apart: tuple[Shock, ...]) -> Looked:
    shape = (rows, len(tests()))
    counted, possible = np.zeros(shape), np.zeros(shape)
    awaited, firm = np.zeros(shape), np.ones(shape)
    for (kind, stretch), columns in _together().items():
        base = LATE if kind == LATE else ANY
        these = [tests()[n] for n in columns]
        cells = np.array([[c in t.cells for t in these] for c in range(CELLS)], dtype=float)
        counted[:, columns], plain = kinds[kind].parts[stretch].within(cells)
        possible[:, columns] = kinds[base].chances[stretch] @ cells
        now, past = _elsewhere(kinds[base], these[0], cells)
        rate, firm[:, columns] = _own_rate(kinds[base], now, past)
        if kind != base:
            around = _elsewhere(kinds[kind], these[0], cells)
            rate, firm[:, columns] = _own_kind(rate, around)
        awaited[:, columns] = rate * plain
        if these[0].family == LATELY:
            least = load("patterns").settings["tests"]["least_before"]
            before = kinds[base].chances_before(stretch)
            possible[:, columns] *= before >= least
    whole = counted.round().astype(np.int64), possible.round().astype(np.int64)
    return Looked(_tails(*whole, awaited, firm), *whole, awaited, apart)


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
    alike = unevenness(*(v[:, 0] for v in kind.ever.whole))
    less = np.minimum(1.0, how["firm_history"] / (alike + past[0]))
    firm = (alike + past[0]) * less + now[0]
    rate = firm / ((alike + past[1]) * less + now[1])
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
