"""Runs of missed sessions, and how long it is since the last one."""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from belong.attendance.measures.absence import share
from belong.attendance.measures.counts import MISSED, POSSIBLE
from belong.attendance.register import Register


def spells(register: Register) -> pa.Table:
    """Runs of missed sessions over consecutive possible sessions.

    Sessions that were not possible (closed, at another school, no mark) are stepped over: they
    neither end a spell nor lengthen it.

    returns  one row an enrolment: enrolment, pupil; spells [runs]; mean_length [sessions], null
             without a spell; since_last [possible sessions after the last missed one], null if
             none was missed; now [length of a spell still running at the end]
    source   definitions/spells.toml, definitions/since_last_absence.toml
    """
    rows = len(register)
    row, column = np.nonzero(POSSIBLE[register.marks])
    missed = MISSED[register.marks[row, column]].astype(bool)
    new_row = np.ones(len(row), dtype=bool)
    new_row[1:] = row[1:] != row[:-1]
    before = np.zeros(len(row), dtype=bool)
    before[1:] = missed[:-1] & ~new_row[1:]
    begun = np.bincount(row[missed & ~before], minlength=rows)
    total = np.bincount(row[missed], minlength=rows)
    since = _possible_after_last(row, missed, rows)
    return pa.table(
        {
            "enrolment": register.enrolment,
            "pupil": register.pupil,
            "spells": begun,
            "mean_length": share(total, begun),
            "since_last": pa.array(since, mask=total == 0),
            "now": _running(row, missed, rows),
        }
    )


def _possible_after_last(row: np.ndarray, missed: np.ndarray, rows: int) -> np.ndarray:
    """Possible sessions after the last missed one in each row."""
    place = np.arange(len(row))
    last_missed = np.full(rows, -1)
    np.maximum.at(last_missed, row[missed], place[missed])
    end = np.cumsum(np.bincount(row, minlength=rows)) - 1
    return np.where(last_missed >= 0, end - last_missed, 0)


def _running(row: np.ndarray, missed: np.ndarray, rows: int) -> np.ndarray:
    """Missed sessions at the very end of each row, without a break."""
    place = np.arange(len(row))
    last_came = np.cumsum(np.bincount(row, minlength=rows)) - np.bincount(row, minlength=rows) - 1
    np.maximum.at(last_came, row[~missed], place[~missed])
    end = np.cumsum(np.bincount(row, minlength=rows)) - 1
    return np.asarray(end - last_came)
