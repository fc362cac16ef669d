"""The invented school as a register, for measuring it without writing a file first."""

from __future__ import annotations

import numpy as np

from belong.attendance.codes import NOT_ON_ROLL
from belong.attendance.patterns.lesson_grid import NOBODY_SAID, Taught
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


def taught_in(invented: Invented, register: Register) -> Taught:
    """The school's lesson marks of this year beside its register, for the same."""
    marks, teaching = invented.lesson_marks, invented.teaching
    subjects = tuple(sorted(set(teaching.subjects)))
    subject = np.array([subjects.index(name) for name in teaching.subjects], dtype=np.int32)
    row = np.full(len(invented.children), NOBODY_SAID, dtype=np.int32)
    row[register.pupil] = np.arange(len(register))
    nobody = np.full(len(marks.code), NOBODY_SAID, dtype=np.int32)
    return Taught(
        row=row[marks.pupil],
        day=marks.day,
        code=marks.code,
        klass=marks.klass,
        subject=subject[marks.klass] if len(subject) else nobody,
        period=(marks.period - 1).astype(np.int32),
        teacher=nobody,
        subjects=subjects,
        periods=tuple(str(n) for n in range(1, int(marks.period.max(initial=0)) + 1)),
    )
