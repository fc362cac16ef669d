"""Seeded chance: the same school, year and topic always draw the same numbers."""

from __future__ import annotations

from collections.abc import Sequence
from enum import IntEnum
from statistics import NormalDist

import numpy as np
from numpy.typing import NDArray

from demo_school.invented import Child, Floats, Ints


class Topic(IntEnum):
    """What a stream of random numbers is for. A number is never given a second meaning."""

    CHILDREN = 1
    MOVES = 2
    ABSENCE = 3
    REASONS = 4
    LATENESS = 5
    OCCASIONS = 6
    ARRANGEMENTS = 7
    STORIES = 8
    REGISTERS = 9
    STAFF = 10
    CLASSES = 11
    LESSONS = 12
    FAMILIES = 13
    TALES = 14
    RECORDS = 15


def stream(seed: int, topic: Topic, *keys: int) -> np.random.Generator:
    """A generator of its own for a topic, so that one part never moves another."""
    return np.random.Generator(np.random.PCG64([seed, int(topic), *keys]))


def spread(rng: np.random.Generator, count: int) -> Floats:
    """Standard normal draws [count] that fill the curve evenly, tails and all."""
    places = (rng.permutation(count) + rng.random(count)) / count
    normal = NormalDist()
    return np.array([normal.inv_cdf(min(max(p, 1e-9), 1 - 1e-9)) for p in places.tolist()])


def even(numbers: NDArray[np.uint64]) -> Floats:
    """A number in 0..1 for each whole number, the same wherever it stands in a list.

    What hangs on one child is drawn this way because a later date lists other children: a
    generator that runs down the list would give a child something new.
    """
    mixed = numbers + np.uint64(0x9E3779B97F4A7C15)
    for shift, factor in ((30, 0xBF58476D1CE4E5B9), (27, 0x94D049BB133111EB)):
        mixed = (mixed ^ (mixed >> np.uint64(shift))) * np.uint64(factor)
    mixed ^= mixed >> np.uint64(31)
    return np.asarray((mixed >> np.uint64(11)) * 2.0**-53)


def own_numbers(children: Sequence[Child], seed: int) -> NDArray[np.uint64]:
    """A whole number for each child of each invented school, far from every other."""
    own = np.array([int(child.adno) for child in children], dtype=np.uint64)
    return (own + np.uint64(seed % 4096) * np.uint64(1_000_000)) << np.uint64(20)


def chosen(rng: np.random.Generator, share: float, among: Ints) -> Ints:
    """A share of `among`, drawn without repeats and in order; at least one where there is any."""
    count = min(len(among), max(1, round(share * len(among))))
    return np.sort(rng.choice(among, size=count, replace=False)) if len(among) else among
