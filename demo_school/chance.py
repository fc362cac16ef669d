"""Seeded chance: the same school, year and topic always draw the same numbers."""

from __future__ import annotations

from enum import IntEnum
from statistics import NormalDist

import numpy as np

from demo_school.invented import Floats, Ints


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


def stream(seed: int, topic: Topic, *keys: int) -> np.random.Generator:
    """A generator of its own for a topic, so that one part never moves another."""
    return np.random.Generator(np.random.PCG64([seed, int(topic), *keys]))


def spread(rng: np.random.Generator, count: int) -> Floats:
    """Standard normal draws [count] that fill the curve evenly, tails and all."""
    places = (rng.permutation(count) + rng.random(count)) / count
    normal = NormalDist()
    return np.array([normal.inv_cdf(min(max(p, 1e-9), 1 - 1e-9)) for p in places.tolist()])


def chosen(rng: np.random.Generator, share: float, among: Ints) -> Ints:
    """A share of `among`, drawn without repeats and in order; at least one where there is any."""
    count = min(len(among), max(1, round(share * len(among))))
    return np.sort(rng.choice(among, size=count, replace=False)) if len(among) else among
