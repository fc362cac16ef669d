"""What comes after an event"""

from __future__ import annotations

import datetime as dt

import numpy as np
from tests.drawing import drawn

from belong.attendance.patterns.after_events import MOVE, AfterEvents, Events
from belong.attendance.patterns.grid import lay_out
from belong.basics.terms import day_number

CHAPTER = 18
COVERS = ("event_patterns",)

TWO_WEEKS = """
    child | Thu 10 Sep am | Thu 10 Sep pm | Fri 11 Sep am | Fri 11 Sep pm | Mon 14 Sep am | Mon 14 Sep pm
    Ada   | I             | \\            | O             | \\            | I             | \\
    Ben   | /             | \\            | E             | E             | O             | O
    Cal   | I             | I             | I             | I             | I             | \\
"""  # noqa: E501


def began_after(drawing: str, day: dt.date) -> dict[str, str]:
    """Beginnings of absence from a day on, of how many chances, for an event of each child."""
    there = drawn(drawing)
    grid = lay_out(there.register)
    rows = np.arange(len(there.children), dtype=np.int32)
    told = Events(rows, np.full(len(rows), day_number(day), dtype=np.int32), rows * 0 + MOVE)
    looked = AfterEvents(grid, told).look(grid.weeks - 1)
    counted = zip(looked.counted[:, 0].tolist(), looked.chances[:, 0].tolist(), strict=True)
    return dict(zip(there.children, [f"{n} of {of}" for n, of in counted], strict=True))


def test_beginnings_are_counted_from_the_first_day_after_an_event() -> None:
    """On Friday 11 September something was over or new. What began before it does not count: Cal
    was ill already. The days of a suspension (E) are stepped over."""
    assert began_after(TWO_WEEKS, dt.date(2026, 9, 11)) == {
        "Ada": "2 of 2",
        "Ben": "1 of 1",
        "Cal": "0 of 0",
    }


def test_an_event_at_a_weekend_counts_from_the_next_school_day() -> None:
    """Sunday 13 September: the first day after it is Monday."""
    assert began_after(TWO_WEEKS, dt.date(2026, 9, 13)) == {
        "Ada": "1 of 1",
        "Ben": "1 of 1",
        "Cal": "0 of 0",
    }
