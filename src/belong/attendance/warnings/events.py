"""Events that were written down of a child, beside the child's own usual."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial

import numpy as np
from numpy.typing import NDArray

from belong.attendance.register import Register
from belong.attendance.warnings.paces import USUAL, settings_of
from belong.attendance.warnings.rules import Seen, Standing, standing_of
from belong.attendance.warnings.timeline import Ints, Timeline

NAME = "events"


@dataclass(frozen=True)
class Written:
    """Events of the rows of a register, as somebody wrote them down.

    row, day  int32 [events]: the row, and the day number
    known     the first day of which events of the school are known at all
    """

    row: Ints
    day: Ints
    known: int


def more(line: Timeline, cut: int, of: Mapping[str, int], written: Written) -> Seen:
    """More events in the last school days than of the child's own time before.

    A child's time begins with their first session, and not before events are known. Days on which
    school was open to nobody count for nobody; an event of such a day counts where it fell.
    """
    register = line.register
    days = _open_days(register, cut, written.known)
    rows = len(register)
    first = register.sessions.day[np.minimum(register.first, len(register.sessions) - 1)]
    there = np.maximum(len(days) - np.searchsorted(days, first, side="left"), 0)
    lately = np.minimum(there, of["days"])
    since = days[-of["days"]] if len(days) >= of["days"] else np.iinfo(np.int32).max
    until = days[-1] if len(days) else written.known - 1
    told = (written.day >= np.maximum(first[written.row], written.known)) & (written.day <= until)
    now = np.bincount(written.row[told & (written.day >= since)], minlength=rows)
    earlier = np.bincount(written.row[told & (written.day < since)], minlength=rows)
    before = there - lately
    enough = (now >= of["least"]) & (lately >= of["days"]) & (before >= of["before"])
    higher = 100 * now * before >= of["times_percent"] * earlier * lately
    facts = {"now": now, "days": lately, "earlier": earlier, "before": before}
    return Seen(
        np.asarray(enough & higher, dtype=bool),
        {name: value.astype(np.int32) for name, value in facts.items()},
    )


def _open_days(register: Register, cut: int, known: int) -> NDArray[np.int32]:
    days = np.unique(register.sessions.day[:cut][register.open[:, :cut].any(axis=0)])
    return days[days >= known]


def standing_events(register: Register, written: Written, pace: str = USUAL) -> list[Standing]:
    """For whom it is true at the end of a register, and has not been for too long, as
    `rules.standing` says it."""
    ask = partial(more, written=written)
    return standing_of(Timeline(register), NAME, lambda line, cut, of: ask(line, cut, of), pace)


def days_looked_at() -> int:
    """School days in which a warm contact stands beside the events."""
    return settings_of(NAME)["days"]
