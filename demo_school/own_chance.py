"""Chance that hangs on one child and one question, whoever else is listed."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from demo_school.chance import even, own_numbers
from demo_school.invented import Child, Floats


def drawn(children: Sequence[Child], seed: int, *, about: str) -> Floats:
    """A number in 0..1 for each child [children], for one question."""
    return even(own_numbers(children, seed) + np.uint64(salt(about)))


def salt(about: str) -> int:
    """A number for a question; the same question always has the same one."""
    total = 0
    for letter in about:
        total = (total * 131 + ord(letter)) % 1_000_003
    return total % (1 << 19)


def on_days(own: np.ndarray, days: np.ndarray, *, about: str) -> Floats:
    """A number in 0..1 for each pair of a child's own number and a day."""
    mixed = even(np.atleast_1d(own) + np.uint64(salt(about)))
    spun = (mixed * 2.0**53).astype(np.uint64)
    return even(spun + days.astype(np.uint64) * np.uint64(4099))
