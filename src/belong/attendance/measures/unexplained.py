"""Sessions for which a reason is still looked for long after they were missed."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from belong.attendance.codes import index_of
from belong.attendance.definitions import number
from belong.attendance.register import Register

NO_REASON_YET = index_of("N")


def unexplained(register: Register) -> pa.Table:
    """N marks that have stood for longer than a reason should take.

    register  up to the day asked about
    returns   one row an enrolment: enrolment, pupil; marks [sessions]; oldest [days since
              1970-01-01], null where there is none
    source    definitions/unexplained.toml
    """
    old = stands_long(register)
    marks = old.sum(axis=1)
    first = register.sessions.day[old.argmax(axis=1)] if old.size else np.zeros(len(old), np.int32)
    return pa.table(
        {
            "enrolment": register.enrolment,
            "pupil": register.pupil,
            "marks": marks,
            "oldest": pa.array(first, mask=marks == 0),
        }
    )


def stands_long(register: Register) -> NDArray[np.bool_]:
    """bool [rows x sessions]: N, with more school days after it than the rule gives."""
    is_n = register.marks == NO_REASON_YET
    return np.asarray(is_n & (school_days_since(register) > number("unexplained", "school_days")))


def school_days_since(register: Register) -> NDArray[np.int64]:
    """How many days of school came after each session, up to the end of the register [sessions]."""
    open_days = np.unique(register.sessions.day[register.open.any(axis=0)])
    after = np.searchsorted(open_days, register.sessions.day, side="right")
    return np.asarray(len(open_days) - after)
