"""How likely a count this high is where only chance and the child's usual are at work."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


def at_least(
    count: NDArray[np.int64], of: NDArray[np.int64], chance: Floats, firm: Floats
) -> Floats:
    """The chance of `count` or more out of `of`, where the chance of one is known only roughly.

    The chance of one varies as a Beta distribution does, with mean `chance` and first parameter
    `firm`: the beta-binomial distribution. A larger `firm` is a chance known better.

    count, of  whole numbers, one of each for every chance
    chance     above 0, below 1
    firm       above 0; how many onsets the knowledge is worth
    returns    0..1, summed from the far end, so that tiny values keep their digits
    """
    # The most chances first: each step is then about the first few alone, and most have few.
    order = np.argsort(-of, kind="stable")
    count, of, chance, firm = count[order], of[order], chance[order], firm[order]
    other = firm * (1 - chance) / chance
    more = np.searchsorted(-of, -np.arange(of.max(initial=0))).tolist()
    here = np.ones(len(of))
    for n, k in enumerate(more):
        here[:k] = here[:k] * (other[:k] + n) / (firm[:k] + other[:k] + n)
    total = np.where(count <= 0, here, 0.0)
    for n, k in enumerate(more):
        far = np.maximum(of[:k] - n - 1 + other[:k], 1e-300)
        here[:k] *= (of[:k] - n) / (n + 1) * (n + firm[:k]) / far
        total[:k] += np.where(n + 1 >= count[:k], here[:k], 0.0)
    out = np.empty(len(of))
    out[order] = np.minimum(total, 1.0)
    return out
