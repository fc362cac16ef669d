"""Marks that should be there and are not: a question about the data, never about a child."""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from belong.attendance.codes import NO_MARK
from belong.attendance.definitions import number
from belong.attendance.measures.absence import share
from belong.attendance.measures.counts import POSSIBLE
from belong.attendance.register import Register


def missing_marks(register: Register) -> pa.Table:
    """Sessions on roll, with the school open, where nothing was entered.

    returns  enrolment, pupil; missing, expected [sessions: possible and missing together];
             missing_share [0..1], null where nothing was expected; doubtful [bool]: so many are
             missing that persistent and severe should not be said
    source   definitions/missing_marks.toml
    """
    missing = (register.marks == NO_MARK).sum(axis=1)
    expected = missing + POSSIBLE[register.marks].sum(axis=1, dtype=np.int64)
    percent = number("missing_marks", "doubtful_over_percent")
    return pa.table(
        {
            "enrolment": register.enrolment,
            "pupil": register.pupil,
            "missing": missing,
            "expected": expected,
            "missing_share": share(missing, expected),
            "doubtful": 100 * missing > percent * expected,
        }
    )
