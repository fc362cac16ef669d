"""The last weeks beside the child's own earlier time: is something different now?"""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from belong.attendance.definitions import number
from belong.attendance.measures.absence import share
from belong.attendance.measures.counts import MISSED, POSSIBLE
from belong.attendance.register import Register


def recent(register: Register) -> pa.Table:
    """The last 20 possible sessions against all the child's possible sessions before them.

    returns  enrolment, pupil; recent_possible, recent_missed, before_possible, before_missed
             [sessions]; recent_share, before_share [0..1], null where nothing was possible
    source   definitions/recent_change.toml
    """
    last = number("recent_change", "sessions")
    possible = POSSIBLE[register.marks].astype(bool)
    missed = MISSED[register.marks].astype(bool)
    from_the_end = np.cumsum(possible[:, ::-1], axis=1, dtype=np.int32)[:, ::-1]
    lately = possible & (from_the_end <= last)
    in_all, missed_in_all = possible.sum(axis=1), missed.sum(axis=1)
    now, missed_now = lately.sum(axis=1), (missed & lately).sum(axis=1)
    return pa.table(
        {
            "enrolment": register.enrolment,
            "pupil": register.pupil,
            "recent_possible": now,
            "recent_missed": missed_now,
            "before_possible": in_all - now,
            "before_missed": missed_in_all - missed_now,
            "recent_share": share(missed_now, now),
            "before_share": share(missed_in_all - missed_now, in_all - now),
        }
    )
