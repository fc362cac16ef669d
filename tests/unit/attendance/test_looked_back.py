"""A rule that begins to speak in one half-term had not spoken in the half-term before."""

from __future__ import annotations

import datetime as dt

import numpy as np

from belong.attendance.codes import index_of
from belong.attendance.register import Register, Sessions, assemble
from belong.attendance.warnings.looked_back import looked_back
from belong.basics.terms import day_number

HERE, ILL = index_of("/"), index_of("I")
BEGINS = (dt.date(2026, 9, 7), dt.date(2026, 11, 2), dt.date(2027, 1, 4))
WEEKS = 6


def _three_half_terms() -> Register:
    """Ada is away for four separate days of the second half-term; Ben comes every day."""
    mondays = [day_number(first) + 7 * week for first in BEGINS for week in range(WEEKS)]
    day = np.repeat([monday + n for monday in mondays for n in range(5)], 2).astype(np.int32)
    marks = np.full((2, len(day)), HERE, dtype=np.uint8)
    away = [day_number(BEGINS[1]) + n for n in (14, 17, 21, 24)]
    marks[0, np.isin(day, away)] = ILL
    row, column = (at.astype(np.int32) for at in np.nonzero(marks >= 0))
    return assemble(
        enrolment=np.arange(2, dtype=np.int32), pupil=np.arange(2, dtype=np.int32),
        sessions=Sessions(day, (np.arange(len(day)) % 2).astype(np.uint8)),
        row=row, column=column, code=marks.ravel(), calendar_of=np.zeros(2, dtype=np.uint16),
    )  # fmt: skip


def test_what_comes_later_was_not_said_before() -> None:
    third, second = looked_back(_three_half_terms())
    assert second.ways["rules"].spoke == 0
    assert (second.children, second.later, second.over) == (2, 1, True)
    assert third.ways["rules"].spoke == 1
    assert (third.ways["rules"].true, third.later, third.over) == (0, 0, False)
