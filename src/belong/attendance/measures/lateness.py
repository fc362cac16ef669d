"""Arriving after the register began, and after it closed."""

from __future__ import annotations

import pyarrow as pa

from belong.attendance.codes import Kind
from belong.attendance.measures import counts as counting
from belong.attendance.measures.absence import share
from belong.attendance.measures.counts import chosen, total
from belong.attendance.register import Register


def lateness(register: Register) -> pa.Table:
    """Late before and after the register closed.

    returns  one row an enrolment: enrolment, pupil; late_before (L, attended), late_after (U,
             counted as missed) [sessions]; late_share [0..1] of the sessions the child came to,
             null where they came to none
    source   definitions/lateness.toml
    """
    counts = counting.by_code(register)
    before = chosen(counts, counting.LATE_BEFORE)
    after = chosen(counts, counting.LATE_AFTER)
    came = total(counts, Kind.PRES) + after
    return pa.table(
        {
            "enrolment": register.enrolment,
            "pupil": register.pupil,
            "late_before": before,
            "late_after": after,
            "late_share": share(before + after, came),
        }
    )
