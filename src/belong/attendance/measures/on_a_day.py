"""Where each child was on one day, by the last mark anybody entered on it."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from belong.attendance import codes
from belong.attendance.codes import NO_MARK, NOT_ON_ROLL, Kind
from belong.attendance.register import Register

AWAY = codes.lookup(kinds=codes.MISSED_KINDS) & (1 - codes.late("after"))
"""U is missed in every national figure, and the child is in the building."""
ELSEWHERE = codes.lookup(kinds=frozenset({Kind.AEA}))


def _nobody_knows() -> NDArray[np.uint8]:
    """Marks that say a child is missing and nothing more: N, or an absence of no kind."""
    out = np.zeros(256, dtype=np.uint8)
    out[[c.index for c in codes.table() if c.group in ("no_reason_yet", "absent_unclassified")]] = 1
    return out


NOBODY_KNOWS = _nobody_knows()


def last_mark(marks: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """The last mark entered in each row; NO_MARK where there is none.

    marks  uint8 [rows x sessions of a day]
    """
    out = np.full(len(marks), NO_MARK, dtype=np.uint8)
    for column in range(marks.shape[1]):
        entered = marks[:, column] < NO_MARK
        out[entered] = marks[entered, column]
    return out


def on_a_day(register: Register) -> pa.Table:
    """Who was not here, why nobody knows yet, and who learned elsewhere.

    register  the sessions of one day
    returns   one row an enrolment: enrolment, pupil; mark (index of the last mark, NO_MARK where
              there is none); on_roll [bool] at the last session; not_here, no_reason_yet,
              learning_elsewhere [bool], never true of who is not on roll
    source    definitions/not_here.toml, definitions/no_reason_yet.toml,
              definitions/learning_elsewhere.toml
    """
    last = last_mark(register.marks)
    on_roll = register.marks[:, -1] != NOT_ON_ROLL
    return pa.table(
        {
            "enrolment": register.enrolment,
            "pupil": register.pupil,
            "mark": last,
            "on_roll": on_roll,
            "not_here": on_roll & AWAY[last].astype(bool),
            "no_reason_yet": on_roll & NOBODY_KNOWS[last].astype(bool),
            "learning_elsewhere": on_roll & ELSEWHERE[last].astype(bool),
        }
    )
