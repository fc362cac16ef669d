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

    count, of  whole numbers, one shape
    chance     above 0, below 1
    firm       above 0; how many onsets the knowledge is worth
    returns    0..1, summed from the far end, so that tiny values keep their digits
    """
    other = firm * (1 - chance) / chance
    most = int(of.max(initial=0))
    here = np.ones_like(chance)
    for n in range(most):
        here = np.where(n < of, here * (other + n) / (firm + other + n), here)
    total = np.where(count <= 0, here, 0.0)
    for n in range(most):
        step = (of - n) / (n + 1) * (n + firm) / np.maximum(of - n - 1 + other, 1e-300)
        here = np.where(n < of, here * step, 0.0)
        total += np.where(n + 1 >= count, here, 0.0)
    return np.minimum(total, 1.0)
