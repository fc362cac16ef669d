"""A share told from rounded counts alone, as wide as the rounding and those who did not answer make
it. Nothing here knows an exact count, so nothing here can tell one."""

from __future__ import annotations

from dataclasses import dataclass
from math import inf

from belong.basics.disclosure import PUBLIC
from belong.basics.intervals import of_difference, of_share
from belong.practice.voice.results_models import Released

HALF = PUBLIC.round_to // 2
FEW = 30
"""Answers, rounded, under which a share says too little to be told."""


@dataclass(frozen=True)
class Share:
    """About so many of so many, and where the share of everybody asked may lie [0..1].

    about  None for fewer than ten
    """

    about: int | None
    of: int
    low: float
    high: float

    @property
    def middle(self) -> float:
        """What the rounded counts say [0..1]; of fewer than ten the middle of what it may be."""
        return min(1.0, (HALF if self.about is None else self.about) / self.of)


def agreeing(line: Released, asked: int = 0) -> Share | None:
    """The share that agrees of a released line; None where that is not told.

    asked  how many were asked, rounded, to speak of them; 0 to speak of what is usual here
    """
    if not line.told:
        return None
    return share(line.yes, line.said, asked + HALF if asked else inf)


def share(part: int | None, whole: int | None, asked: float = inf) -> Share | None:
    """A share of rounded counts; None where fewer than thirty answered.

    part   None for fewer than ten: it may be anything from none to nine
    asked  how many were asked at most, to speak of them; inf to speak of what is usual here
    """
    if whole is None or whole < FEW:
        return None
    ends = [of_share(p, w, asked=max(asked, w)) for p, w in _corners(part, whole)]
    return Share(part, whole, min(low for low, _ in ends), max(high for _, high in ends))


def _corners(part: int | None, whole: int) -> list[tuple[int, int]]:
    """The counts that stand furthest apart and are told like these."""
    parts = (0, PUBLIC.hide_below - 1) if part is None else _ends(part)
    return [(min(p, w), w) for p in parts for w in _ends(whole)]


def _ends(count: int) -> tuple[int, int]:
    """A half is rounded up, but down where it is everybody who was asked."""
    return max(PUBLIC.hide_below, count - HALF), count + HALF


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
