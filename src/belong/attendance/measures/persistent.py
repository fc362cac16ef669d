"""Which children have missed a tenth, or half, of the school they could have had."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from belong.attendance.definitions import number
from belong.attendance.measures.absence import absence
from belong.attendance.register import Register

Sessions = NDArray[np.int64]
Flags = NDArray[np.bool_]


def is_persistent(missed: Sessions, possible: Sessions) -> Flags:
    """A tenth or more of the possible sessions, in whole numbers: no rounding can move a child."""
    return _at_least(number("persistent_absence", "percent"), missed, possible)


def is_severe(missed: Sessions, possible: Sessions) -> Flags:
    """Half or more of the possible sessions. Whoever is here is in `is_persistent` too."""
    return _at_least(number("severe_absence", "percent"), missed, possible)


def is_provisional(possible: Sessions) -> Flags:
    """Too few possible sessions for a percentage to mean much yet."""
    return np.asarray(possible < number("persistent_absence", "provisional_below"))


def _at_least(percent: int, missed: Sessions, possible: Sessions) -> Flags:
    return np.asarray((possible > 0) & (100 * missed >= percent * possible))


def persistent(register: Register) -> pa.Table:
    """Persistent, severe and provisional, one row an enrolment.

    returns  enrolment, pupil, persistent, severe, provisional [bool]; a child with two enrolments
             is counted in each
    source   definitions/persistent_absence.toml, definitions/severe_absence.toml
    """
    sums = absence(register)
    missed, possible = sums["missed"].to_numpy(), sums["possible"].to_numpy()
    return pa.table(
        {
            "enrolment": register.enrolment,
            "pupil": register.pupil,
            "persistent": is_persistent(missed, possible),
            "severe": is_severe(missed, possible),
            "provisional": is_provisional(possible),
        }
    )
