"""A share told from rounded counts alone, as wide as the rounding and those who did not answer make
it. Nothing here knows an exact count, so nothing here can tell one."""

from __future__ import annotations

from dataclasses import dataclass
from math import inf

from belong.basics.disclosure import PUBLIC
from belong.basics.intervals import of_difference, of_share

HALF = PUBLIC.round_to // 2
FEW = 30
"""Answers, rounded, under which a share says too little to be told."""


@dataclass(frozen=True)
class Share:
    """About so many of so many, and where the share of everybody asked may lie [0..1]."""

    about: int
    of: int
    low: float
    high: float

    @property
    def middle(self) -> float:
        """What the rounded counts say [0..1]."""
        return min(1.0, self.about / self.of)


def share(part: int | None, whole: int | None, asked: float = inf) -> Share | None:
    """A share of rounded counts; None where either is hidden, or fewer than thirty answered.

    asked  how many were asked, to speak of them; inf to speak of what is usual here
    """
    if part is None or whole is None or whole < FEW:
        return None
    ends = [of_share(p, w, asked=max(asked, w)) for p, w in _corners(part, whole)]
    return Share(part, whole, min(low for low, _ in ends), max(high for _, high in ends))


def _corners(part: int, whole: int) -> list[tuple[int, int]]:
    """The counts that stand furthest apart and round to these."""
    wholes = (max(PUBLIC.hide_below, whole - HALF), whole + HALF - 1)
    parts = (max(PUBLIC.hide_below, part - HALF), part + HALF - 1)
    return [(min(p, w), w) for p in parts for w in wholes]


def change(now: Share, before: Share) -> tuple[float, float]:
    """Where the difference of two shares may lie [-1..1]: two samples, nobody paired with anybody.

    source  Newcombe 1998, widest over every count that rounds to these
    """
    ends = [
        of_difference(one, other)
        for one in _corners(now.about, now.of)
        for other in _corners(before.about, before.of)
    ]
    return min(low for low, _ in ends), max(high for _, high in ends)
