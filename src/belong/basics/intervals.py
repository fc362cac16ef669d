"""Where a share, and the difference of two shares, may lie: 95 times in 100."""

from __future__ import annotations

from math import inf, sqrt
from statistics import NormalDist


def of_share(
    part: float, whole: float, *, compared: int = 1, asked: float = inf
) -> tuple[float, float]:
    """Where a share may lie, 95 times in 100, by Wilson's score (1927) [0..1].

    compared  how many shares are read beside each other: then all of them lie there as often
              (Bonferroni's way, which is wide rather than narrow)
    asked     how many there are, where the question is only of them and `whole` of them answered:
              the fewer did not answer, the narrower (finite population correction); where all
              did, the share itself twice
    raises    ValueError for a share of nobody
    """
    if not whole:
        raise ValueError("a share of nobody")
    z, p = NormalDist().inv_cdf(1 - 0.025 / compared), part / whole
    if asked <= whole:
        return p, p
    n = whole if asked == inf else whole * (asked - 1) / (asked - whole)
    middle, below = p + z * z / (2 * n), 1 + z * z / n
    reach = z * sqrt(p * (1 - p) / n + z * z / (4 * n * n))
    return max(0.0, (middle - reach) / below), min(1.0, (middle + reach) / below)


def of_difference(one: tuple[float, float], other: tuple[float, float]) -> tuple[float, float]:
    """Where one share less another may lie, 95 times in 100 [-1..1]; two independent samples.

    one, other  part and whole of each
    source  Newcombe 1998, method 10: the Wilson limits of both, put together
    raises  ValueError for a share of nobody
    """
    p, q = one[0] / one[1], other[0] / other[1]
    (low, high), (below, above) = of_share(*one), of_share(*other)
    lower = p - q - sqrt((p - low) ** 2 + (above - q) ** 2)
    upper = p - q + sqrt((high - p) ** 2 + (q - below) ** 2)
    return max(-1.0, lower), min(1.0, upper)
