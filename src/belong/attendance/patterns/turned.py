"""A grid turned for adding up: what is asked of every child becomes products of matrices."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Wide = NDArray[np.float32]
Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Turned:
    """The beginnings of a grid, [cells x rows x weeks] each, children of a year group together.

    order    intp [rows], the row of the grid that stands in each place
    groups   the places of each year group
    onset, half, day  float32, 1 where a spell began: any, of half a day, of one whole day
    back     int16, the week in which the child came again
    risk, here, late  float32, as in the grid
    """

    order: NDArray[np.intp]
    groups: tuple[slice, ...]
    onset: Wide
    half: Wide
    day: Wide
    back: NDArray[np.int16]
    risk: Wide
    here: Wide
    late: Wide

    def tally(self, values: Wide) -> Floats:
        """Sums over the children of each year group: [groups x weeks x cells].

        values  [cells x rows x weeks], rows in this order; single precision holds whole numbers
                to 16 million
        """
        everybody = np.ones((1, len(self.order)), dtype=np.float32)
        sums = [np.matmul(everybody[:, rows], values[:, rows])[:, 0].T for rows in self.groups]
        return np.stack(sums).astype(np.float64)

    def summed(self, values: Wide, weights: Floats) -> Floats:
        """Sums over the weeks, of what counts in each of them for the child's year group.

        values   [cells x rows x weeks], rows in this order
        weights  [groups x weeks x cells x sums]
        returns  [sums x rows x cells], rows in the grid's order
        """
        out = np.empty((weights.shape[-1], len(self.order), len(values)))
        by_cell = weights.transpose(0, 2, 1, 3).astype(np.float32, order="C")
        for rows, weight in zip(self.groups, by_cell, strict=True):
            out[:, self.order[rows]] = np.matmul(values[:, rows], weight).transpose(2, 1, 0)
        return out


def turn(group: NDArray[np.int16], back: NDArray[np.int16], **values: np.ndarray) -> Turned:
    """What a grid holds as [rows x weeks x cells], turned. `group` counts from 0."""
    order = np.argsort(group, kind="stable")
    ends = np.cumsum(np.bincount(group, minlength=1))
    groups = tuple(slice(int(a), int(b)) for a, b in zip([0, *ends[:-1]], ends, strict=True))
    laid = {name: _turned(v, order).astype(np.float32) for name, v in values.items()}
    return Turned(order, groups, back=_turned(back, order), **laid)


def _turned(values: np.ndarray, order: NDArray[np.intp]) -> np.ndarray:
    return np.ascontiguousarray(values.transpose(2, 0, 1)[:, order])
