"""Lessons as a stream: one look at what each child came to and missed on days in school."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from belong.attendance.definitions import load
from belong.attendance.patterns.lesson_grid import (
    FAMILIES,
    PERIOD,
    SUBJECT,
    TEACHER,
    LessonGrid,
    Places,
)
from belong.attendance.patterns.look import unevenness
from belong.attendance.patterns.streams import Looked
from belong.attendance.patterns.tails import at_least

Floats = NDArray[np.float64]
Wide = NDArray[np.float32]


@dataclass(frozen=True)
class Test:
    """One question about one of a child's places. `place` counts the child's own, from 0."""

    family: str
    weeks: int
    place: int


def windows() -> tuple[int, ...]:
    """School weeks looked back over, this one included."""
    return tuple(load("lesson_patterns").settings["tests"]["weeks"])


def test_of(column: int) -> Test:
    """What a column of a look is about. Columns of a child's first place come first, so that a
    place that is new moves none."""
    each = [(family, weeks) for family in FAMILIES for weeks in windows()]
    place, kind = divmod(column, len(each))
    return Test(*each[kind], place)


@dataclass(frozen=True)
class _Turned:
    """Days of a family, float32 [rows x places, weeks]: what is asked becomes a product."""

    could: Wide
    missed: Wide

    @staticmethod
    def of(places: Places) -> _Turned:
        return _Turned(*(
            v.reshape(-1, v.shape[-1]).astype(np.float32) for v in (places.could, places.missed)
        ))  # fmt: skip


@dataclass(frozen=True)
class _Sums:
    """Over each stretch: all weeks so far, then each window. float64 [stretches x rows x places].

    seen, could  days missed, and days with such a lesson
    usual        what the school's own rates would give
    """

    seen: Floats
    could: Floats
    usual: Floats


@dataclass(frozen=True)
class Lessons:
    """The lessons of one school year, laid out for looking. Rows are those of the grid."""

    grid: LessonGrid

    @cached_property
    def _turned(self) -> dict[str, _Turned]:
        return {family: _Turned.of(places) for family, places in self.grid.families.items()}

    def look(self, week: int) -> Looked:
        """Every test of every child at the end of a school week, knowing nothing later.

        week     a week of the grid of half-days
        returns  columns as `test_of` reads them
        source   definitions/lesson_patterns.toml
        """
        grid, last = self.grid, week - self.grid.first
        most = max(places.place.shape[1] for places in grid.families.values())
        shape = (grid.rows, most, len(FAMILIES), len(windows()))
        seen, could, awaited = (np.zeros(shape) for _ in range(3))
        firm = np.ones(shape)
        for n, family in enumerate(FAMILIES if last >= 0 else ()):
            places = grid.families[family]
            wide = places.place.shape[1]
            if not wide:
                continue
            sums = _sums(places, self._turned[family], grid.group, last)
            own, firm[:, :wide, n] = (_by_place(v) for v in _own_rate(sums))
            seen[:, :wide, n], could[:, :wide, n], usual = (
                _by_place(v[1:]) for v in (sums.seen, sums.could, sums.usual)
            )
            awaited[:, :wide, n] = own * usual
        for n in (FAMILIES.index(family) for family in (PERIOD, TEACHER)):
            could[:, :, n] *= ~_same_as_a_subject(grid, (seen, could), n, last)
        columns = most * len(FAMILIES) * len(windows())
        flat = (v.reshape(grid.rows, columns) for v in (seen, could, awaited, firm))
        return _looked(*flat)


def _by_place(values: Floats) -> Floats:
    """[windows x rows x places] as [rows x places x windows]."""
    return np.moveaxis(values, 0, -1)


def _stretches(last: int) -> Floats:
    """[weeks x stretches] 1 for the weeks of each: all so far, then each window."""
    back = last - np.arange(last + 1)
    return np.stack([np.ones(last + 1), *(back < weeks for weeks in windows())], axis=1)


def _sums(places: Places, turned: _Turned, group: NDArray[np.int16], last: int) -> _Sums:
    """Days of one family by stretch, beside what the school's own rates would give."""
    could, missed = turned.could[:, : last + 1], turned.missed[:, : last + 1]
    stretches = _stretches(last)
    usual_week = _of_weeks(missed.sum(axis=0, dtype=float), could.sum(axis=0, dtype=float))
    weights = np.concatenate([stretches, stretches * usual_week[:, None]], axis=1)
    shape = places.place.shape
    laid = np.moveaxis((could @ weights.astype(np.float32)).reshape(*shape, -1), -1, 0)
    found = np.moveaxis((missed @ stretches.astype(np.float32)).reshape(*shape, -1), -1, 0)
    seen = found.astype(np.float64)
    chances, usual = np.split(laid.astype(np.float64), 2)
    usual = usual * _of_places(places, group, seen[0], usual[0])
    return _Sums(seen, chances, usual)


def _towards(seen: Floats, awaited: Floats, firm: float) -> Floats:
    return np.asarray((seen + firm) / (awaited + firm))


def _of_weeks(missed: Floats, could: Floats) -> Floats:
    """[weeks] the school's chance of missing a lesson on a day, each week drawn to the middle."""
    rate = missed.sum() / max(could.sum(), 1)
    firm = load("lesson_patterns").settings["profile"]["firm_week"]
    return rate * _towards(missed, could * rate, firm)


def _of_places(
    places: Places, group: NDArray[np.int16], seen: Floats, usual: Floats
) -> Floats:  # fmt: skip
    """[rows x places] how the place lies beside all of its family, at the school and then in the
    child's year group."""
    how = load("lesson_patterns").settings["profile"]
    number = len(places.names) + 1
    place = places.place.astype(np.int64) + 1
    m, u = (_tally(place, v, number) for v in (seen, usual))
    whole = _towards(m, u, how["firm_place"])
    both = group.astype(np.int64)[:, None] * number + place
    size = (int(group.max(initial=0)) + 1) * number
    m, u = (_tally(both, v, size) for v in (seen, usual * whole[place]))
    return whole[place] * _towards(m, u, how["firm_group"])[both]


def _tally(at: NDArray[np.int64], values: Floats, size: int) -> Floats:
    return np.bincount(at.ravel(), values.ravel(), minlength=size).astype(np.float64)


def _own_rate(sums: _Sums) -> tuple[Floats, Floats]:
    """How the child's own rate lies beside the school's, from every place but the one tested, and
    how many missed days that knowledge is worth: [windows x rows x places] each.

    The same weeks elsewhere count in full, earlier weeks elsewhere for little. Earlier days in the
    same place tell nothing: a habit may be old.
    """
    how = load("lesson_patterns").settings["tests"]
    every = [v.sum(axis=2, keepdims=True) for v in (sums.seen, sums.usual)]
    alike = unevenness(*(v[0, :, 0] for v in every))
    now = [e[1:] - v[1:] for e, v in zip(every, (sums.seen, sums.usual), strict=True)]
    past = [e[:1] - v[:1] - n
            for e, v, n in zip(every, (sums.seen, sums.usual), now, strict=True)]  # fmt: skip
    less = np.minimum(1.0, how["firm_history"] / (alike + past[0]))
    firm = (alike + past[0]) * less + now[0]
    rate = firm / ((alike + past[1]) * less + now[1])
    return rate, np.minimum(firm, how["firm_most"])


def _same_as_a_subject(
    grid: LessonGrid, sums: tuple[Floats, Floats], family: int, last: int
) -> NDArray[np.bool_]:
    """[rows x places x windows] periods or teachers whose weeks are the very weeks of a subject, as
    many days and as many missed in each: one question asked twice would only be found twice as
    often by chance.

    sums  days missed and days there were, [rows x places x families x windows]; where these differ
          no week need be looked at
    """
    subject = FAMILIES.index(SUBJECT)
    own, others = (_weeks(grid.families[FAMILIES[n]], last) for n in (family, subject))
    recent = np.arange(own.shape[2])[::-1] < np.array(windows())[:, None]
    seen, could = sums
    out = np.zeros((*seen.shape[:2], seen.shape[3]), dtype=bool)
    for place in np.flatnonzero(could[:, :, family].any(axis=(0, 2))):
        same = could[:, :, subject] > 0
        for v in sums:
            same &= v[:, place, None, family] == v[:, :, subject]
        row, at, window = np.nonzero(same)
        other = (own[row, place] != others[row, at]) & recent[window]
        alike = ~other.any(axis=1)
        out[row[alike], place, window[alike]] = True
    return out


def _weeks(places: Places, last: int) -> NDArray[np.uint8]:
    """[rows x places x weeks] of each of the latest weeks, the days and those missed, as one
    number."""
    span = slice(max(0, last + 1 - max(windows())), last + 1)
    return np.asarray(places.could[..., span] * 16 + places.missed[..., span], dtype=np.uint8)


def _looked(seen: Floats, could: Floats, awaited: Floats, firm: Floats) -> Looked:
    how = load("lesson_patterns").settings["tests"]
    whole = seen.round().astype(np.int64), could.round().astype(np.int64)
    p = np.ones(seen.shape)
    use = (whole[0] >= how["least"]) & (whole[0] > awaited) & (whole[1] > 0)
    chance = np.clip(awaited[use] / whole[1][use], how["least_chance"], 0.9)
    p[use] = at_least(whole[0][use], whole[1][use], chance, firm[use])
    return Looked(p, *whole, awaited)
