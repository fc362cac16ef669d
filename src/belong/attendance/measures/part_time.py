"""Part-time timetables that still run, and since when."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from belong.attendance.codes import index_of
from belong.attendance.definitions import number
from belong.attendance.measures.unexplained import school_days_since
from belong.attendance.register import Register

PART_TIME = index_of("C2")


def part_time(register: Register) -> pa.Table:
    """The run of C2 marks each child is in now.

    register  up to the day asked about
    returns   one row an enrolment: enrolment, pupil; begins, latest [days since 1970-01-01] and
              weeks [whole weeks from the first to the last of them], null for who is in no run;
              long [bool]
    source    definitions/part_time.toml
    """
    pause = number("part_time", "pause_school_days")
    since = school_days_since(register)
    begins, latest = np.zeros((2, len(register)), dtype=np.int32)
    runs = np.zeros(len(register), dtype=bool)
    is_c2 = register.marks == PART_TIME
    for row in np.flatnonzero(is_c2.any(axis=1)):
        at = _run(np.flatnonzero(is_c2[row]), since, pause)
        if len(at):
            runs[row] = True
            begins[row], latest[row] = register.sessions.day[at[[0, -1]]]
    weeks = (latest - begins) // 7
    return pa.table(
        {
            "enrolment": register.enrolment,
            "pupil": register.pupil,
            "begins": pa.array(begins, mask=~runs),
            "latest": pa.array(latest, mask=~runs),
            "weeks": pa.array(weeks, mask=~runs),
            "long": runs & (weeks >= number("part_time", "weeks")),
        }
    )


def _run(at: NDArray[np.int64], since: NDArray[np.int64], pause: int) -> NDArray[np.int64]:
    """The last places that follow one another without a longer pause; none if they are over."""
    if since[at[-1]] > pause:
        return at[:0]
    gaps = since[at[:-1]] - since[at[1:]]
    broken = np.flatnonzero(gaps > pause)
    return at[broken[-1] + 1 :] if len(broken) else at
