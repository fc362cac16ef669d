"""What can still be reached this year: a number for a hopeful conversation."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from belong.attendance.definitions import number
from belong.attendance.measures.absence import absence
from belong.attendance.register import Register


def still_recoverable(register: Register, *, remaining: NDArray[np.int64]) -> pa.Table:
    """Whether a child can end the year having missed less than a tenth, and with what to spare.

    remaining  int64 [rows], sessions left in the year on each row's calendar
    returns    enrolment, pupil; by_year_end [possible sessions so far and to come]; to_spare
               [sessions that can still be missed before it is a tenth; 0 if none]; recoverable
               [bool]: coming every day from here brings the year under a tenth
    source     definitions/still_recoverable.toml
    """
    percent = number("persistent_absence", "percent")
    sums = absence(register)
    missed, possible = sums["missed"].to_numpy(), sums["possible"].to_numpy()
    by_year_end = possible + remaining
    reached_at = -(-percent * by_year_end // 100)
    return pa.table(
        {
            "enrolment": register.enrolment,
            "pupil": register.pupil,
            "by_year_end": by_year_end,
            "to_spare": np.maximum(0, reached_at - missed),
            "recoverable": 100 * missed < percent * by_year_end,
        }
    )
