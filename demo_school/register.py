"""The invented school as a register, for measuring it without writing a file first."""

from __future__ import annotations

import numpy as np

from belong.attendance.codes import NOT_ON_ROLL
from belong.attendance.register import Register, Sessions
from demo_school.invented import Invented


def register_of(invented: Invented) -> Register:
    """One row a child, in the order of the school's children; those without a session left out.

    Every session of an invented school was open to somebody, so none is marked closed: a snow
    day and a staggered start stand in the marks.
    """
    on_roll = invented.marks != NOT_ON_ROLL
    rows = np.flatnonzero(on_roll.any(axis=1)).astype(np.int32)
    here, width = on_roll[rows], len(invented.day)
    return Register(
        enrolment=rows,
        pupil=rows,
        first=here.argmax(axis=1).astype(np.int32),
        last=(width - 1 - here[:, ::-1].argmax(axis=1)).astype(np.int32),
        marks=invented.marks[rows],
        sessions=Sessions(invented.day, invented.half),
        open=np.ones((1, width), dtype=np.bool_),
        calendar_of=np.zeros(len(rows), dtype=np.uint16),
    )
