"""Arriving late: before the register closes, or after it."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from belong.attendance.codes import index_of
from demo_school.absence import SECONDARY, Weights
from demo_school.chance import Topic, stream
from demo_school.cohorts import Cohort
from demo_school.invented import Marks
from demo_school.season import AM, MONDAY, sessions

REGISTER_CLOSES = 30
"""Minutes after the start of a session."""
SPREAD = 1.05
AFTER_CLOSE = 0.085
MEAN_MINUTES, MEAN_AFTER = 8.0, 38.0
LONGEST = 150


def late(
    cohort: Cohort, year: int, *, seed: int, how: Weights = SECONDARY
) -> tuple[Marks, NDArray[np.uint8]]:
    """L or U where a child who comes would come late, else 0; and the minutes.

    returns  uint8 [children x sessions] twice: an index into the code table or 0, minutes
    """
    rng = stream(seed, Topic.LATENESS, cohort.year, year)
    when, children = sessions(year), len(cohort)
    own = 0.55 * cohort.life + 0.83 * rng.standard_normal(children)
    habit = np.exp(SPREAD * own - SPREAD**2 / 2)
    usual = np.where(when.half == AM, how.morning, how.afternoon)
    usual = usual * np.where(when.weekday == MONDAY, 1.2, 1)
    comes_late = rng.random((children, len(when))) < np.minimum(habit[:, None] * usual, 0.6)
    after = rng.random(comes_late.shape) < AFTER_CLOSE
    code = np.where(after, index_of("U"), index_of("L"))
    before = np.minimum(rng.geometric(1 / MEAN_MINUTES, comes_late.shape), REGISTER_CLOSES)
    beyond = REGISTER_CLOSES + rng.geometric(1 / MEAN_AFTER, comes_late.shape)
    minutes = np.minimum(np.where(after, beyond, before), LONGEST)
    return (
        np.where(comes_late, code, 0).astype(np.uint8),
        np.where(comes_late, minutes, 0).astype(np.uint8),
    )
