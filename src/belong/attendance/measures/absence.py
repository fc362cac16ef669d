"""How much school each child could have had, and how much of it they missed."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from belong.attendance.codes import Kind, table
from belong.attendance.measures import counts as counting
from belong.attendance.measures.counts import Counts, chosen, total
from belong.attendance.register import Register


def absence(register: Register) -> pa.Table:
    """Possible sessions and what became of them.

    register  marks uint8 [rows x sessions]; a session is half a day
    returns   one row an enrolment: enrolment, pupil; possible, attended, approved, authorised,
              unauthorised, unclassified, missed [sessions]; share missed [0..1], null where
              nothing was possible
    source    definitions/absence.toml
    """
    return from_counts(register, counting.by_code(register))


def from_counts(register: Register, counts: Counts) -> pa.Table:
    """`absence` when the marks are already counted: int64 [rows x 256]."""
    possible = chosen(counts, counting.POSSIBLE)
    missed = chosen(counts, counting.MISSED)
    return pa.table(
        {
            "enrolment": register.enrolment,
            "pupil": register.pupil,
            "possible": possible,
            "attended": total(counts, Kind.PRES),
            "approved": total(counts, Kind.AEA),
            "authorised": total(counts, Kind.AUTH),
            "unauthorised": total(counts, Kind.UNAUTH),
            "unclassified": total(counts, Kind.UNCLASS),
            "missed": missed,
            "share": share(missed, possible),
        }
    )


def share(part: NDArray[np.int64], whole: NDArray[np.int64]) -> pa.Array:
    """part / whole [0..1], null where the whole is 0."""
    return pa.array(part / np.maximum(whole, 1), mask=np.asarray(whole == 0))


def reasons(register: Register) -> pa.Table:
    """Each mark a row has, and how often.

    returns  long: enrolment, code (index into the code table), n [sessions]; only n > 0
    source   definitions/reasons.toml
    """
    counts = counting.by_code(register)[:, : len(table())]
    rows, code = np.nonzero(counts)
    return pa.table(
        {
            "enrolment": register.enrolment[rows],
            "code": code.astype(np.uint8),
            "n": counts[rows, code],
        }
    )
