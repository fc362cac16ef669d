"""How often absence begins at this school in each session: what a child's marks are held beside."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from belong.attendance.definitions import load

Floats = NDArray[np.float64]
ROUNDS = 3
"""Weeks and cells are fitted to each other in turn; more rounds move nothing that is seen."""


@dataclass(frozen=True)
class Shock:
    """A session in which far more children than usual began to be away: snow, Eid, a strike.

    group  a year group's number in the grid; None for the whole school
    """

    week: int
    cell: int
    group: int | None
    began: int
    expected: float


def settings() -> dict[str, float]:
    """The thresholds of definitions/patterns.toml."""
    return load("patterns").settings["profile"]


def shocks(began: Floats, could: Floats) -> list[Shock]:
    """Sessions set apart, for the whole school or for year groups alone.

    A session that stands out for the school is the school's where it stands out for most of its
    year groups, or for none by itself; else it is theirs for whom it stands out.

    began, could  [groups x weeks x cells], beginnings and chances to begin
    """
    how = settings()
    share = np.full(len(began) + 1, how["shock_share_group"])
    share[0] = how["shock_share"]
    whole, *by_group = _stand_out(_with_all(began), _with_all(could), share)
    found = []
    for place, said in whole.items():
        those = sum(place in group for group in by_group)
        if not those or 2 * those > len(by_group):
            found.append(Shock(*place, None, *said))
    the_schools = {(s.week, s.cell) for s in found}
    for number, group in enumerate(by_group if len(by_group) > 1 else []):
        found += [Shock(*p, number, *said) for p, said in group.items() if p not in the_schools]
    return found


def _with_all(counts: Floats) -> Floats:
    """The whole school, and then each of its year groups."""
    return np.concatenate([counts.sum(axis=0, keepdims=True), counts])


Said = dict[tuple[int, int], tuple[int, float]]
"""By week and cell: how many began to be away, and how many usually do."""


def _stand_out(began: Floats, could: Floats, share: Floats) -> list[Said]:
    """Sessions far above what the middle week of each group would have given.

    share  [groups] of those who could have begun, the least that counts
    """
    how = settings()
    usual = _robust(began, could) * could
    spread = np.sqrt(usual + (how["shock_spread"] * usual) ** 2)
    odd = (began >= how["shock_least"]) & (began > how["shock_times"] * usual)
    odd &= began - usual > how["shock_far"] * spread
    odd &= began >= share[:, None, None] * could
    out: list[Said] = [{} for _ in began]
    for g, w, c in zip(*np.nonzero(odd), strict=True):
        out[g][int(w), int(c)] = (int(began[g, w, c]), float(usual[g, w, c]))
    return out


def _robust(began: Floats, could: Floats) -> Floats:
    """A first idea of the rate in each group, week and cell, from medians, so that a shock cannot
    hide itself in the mean."""
    mean = began.sum(axis=1) / np.maximum(could.sum(axis=1), 1)
    middle = _middle(began / np.maximum(could, 1), could > 0, axis=1)
    cell = np.maximum(middle, mean / 2)[:, None, :]
    share = began.sum(axis=2) / np.maximum((could * cell).sum(axis=2), 1e-9)
    beside = began / np.maximum(could * cell, 1e-9)
    of_week = _middle(beside, could * cell > 0, axis=2)
    week = np.clip(np.minimum(share, of_week * 1.5), 0.5, 2.5)
    return np.asarray(week[:, :, None] * cell)


def _middle(values: Floats, seen: NDArray[np.bool_], *, axis: int) -> Floats:
    """Medians of what was seen; 0 where nothing was."""
    ordered = np.sort(np.where(seen, values, np.inf), axis=axis)
    half = (np.maximum(seen.sum(axis=axis), 1) - 1) // 2
    found = np.take_along_axis(ordered, np.expand_dims(half, axis), axis=axis)
    return np.where(seen.any(axis=axis), found.squeeze(axis), 0.0)


def expected(began: Floats, could: Floats) -> Floats:
    """The chance, for a child of each year group, of beginning to be away in each session.

    began, could  [groups x weeks x cells], shocks already taken out
    returns       the same shape, 0..1: the school's weeks and cells fitted to each other, each
                  session drawn towards what was seen in it, then the year group's own part
    """
    how = settings()
    whole, chances = began.sum(axis=0), could.sum(axis=0)
    fitted = _weeks_and_cells(whole, chances)
    firm = how["firm_session"]
    seen = fitted * (whole + firm) / (fitted * chances + firm)
    own = _towards_one(began.sum(axis=(1, 2)), (could * seen).sum(axis=(1, 2)), how["firm_group"])
    by_group = own[:, None, None] * seen[None]
    of_cell = _towards_one(began.sum(axis=1), (could * by_group).sum(axis=1), how["firm_group"])
    return np.asarray(np.minimum(by_group * of_cell[:, None, :], 0.9))


def _towards_one(seen: Floats, awaited: Floats, firm: float) -> Floats:
    return np.asarray((seen + firm) / (awaited + firm))


def _weeks_and_cells(began: Floats, could: Floats) -> Floats:
    firm = settings()["firm_week"]
    week = np.ones(len(began))
    cell = began.sum(axis=0) / np.maximum(could.sum(axis=0), 1)
    for _ in range(ROUNDS):
        week = _towards_one(began.sum(axis=1), (could * cell).sum(axis=1), firm)
        cell = began.sum(axis=0) / np.maximum((could * week[:, None]).sum(axis=0), 1e-9)
    return np.asarray(week[:, None] * np.maximum(cell, 1e-7)[None, :])
