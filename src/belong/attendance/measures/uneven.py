"""Sessions that counted for some children of a year group and not for the others."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from belong.attendance import codes
from belong.attendance.codes import CLOSED
from belong.attendance.definitions import load
from belong.attendance.measures.counts import POSSIBLE
from belong.attendance.register import Register


def uneven(register: Register, group: NDArray[np.str_]) -> pa.Table:
    """How many sessions each child had fewer, and more, than most of their year group.

    group    str [rows], the year group; "" is compared with nobody
    returns  one row an enrolment: enrolment, pupil; fewer, more [sessions]
    source   definitions/uneven.toml
    """
    apart = stands_apart(register, group)
    return pa.table(
        {
            "enrolment": register.enrolment,
            "pupil": register.pupil,
            "fewer": (apart < 0).sum(axis=1),
            "more": (apart > 0).sum(axis=1),
        }
    )


def stands_apart(register: Register, group: NDArray[np.str_]) -> NDArray[np.int8]:
    """int8 [rows x sessions]: -1 shut for a child while open for most of the group, 1 the other
    way round, 0 the same, or nothing that can be told."""
    out = np.zeros(register.marks.shape, dtype=np.int8)
    shut_table = shut_for_all()
    for name in np.unique(group[group != ""]):
        rows = np.flatnonzero(group == name)
        marks = register.marks[rows]
        possible, shut = POSSIBLE[marks].astype(bool), shut_table[marks].astype(bool)
        n_open, n_shut = possible.sum(axis=0), shut.sum(axis=0)
        mostly_open = n_open >= n_shut
        out[rows] = np.where(mostly_open, -shut.astype(np.int8), possible & (n_shut > 0))
    return out


def shut_for_all() -> NDArray[np.uint8]:
    """A 256-long table of 0 and 1: marks that say the school was shut, not about one child."""
    out = np.zeros(256, dtype=np.uint8)
    shared = load("uneven").settings["marks"].split()
    out[[c.index for c in codes.table() if c.code in shared and c.kind is codes.Kind.NOTPOSS]] = 1
    out[CLOSED] = 1
    return out
