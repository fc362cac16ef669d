"""Still within reach"""

from __future__ import annotations

from typing import Any

import numpy as np
from tests.drawing import drawn

from belong.attendance.measures.recovery import still_recoverable

CHAPTER = 11
COVERS = ("still_recoverable",)

IN_OCTOBER = """
    child | marks from Tue 1 Sep | sessions to come
    Ada   | 5 I, 45 /            | 330
    Ben   | 37 I, 13 /           | 330
    Cal   | 38 I, 12 /           | 330
    Dee   | 40 I, 10 /           | 330
    Eli   | 50 /                 | 0
    Fay   | 5 I, 45 /            | 0
    Gil   | 5 I, 45 /            | 331
"""


def reach(drawing: str, column: str) -> dict[str, Any]:
    """One column of what can still be reached."""
    there = drawn(drawing)
    remaining = np.array([int(n) for n in there.told["sessions to come"]], dtype=np.int64)
    values = still_recoverable(there.register, remaining=remaining)[column].to_pylist()
    return dict(zip(there.children, values, strict=True))


def test_coming_every_day_from_here_can_bring_the_year_under_a_tenth() -> None:
    """Possible sessions so far and those to come make the year. If less than a tenth of it was
    missed by now, coming every day from here keeps it so: yes for Ada and Ben, no for Cal, who
    has missed exactly a tenth of the year."""
    assert reach(IN_OCTOBER, "by_year_end") == {
        "Ada": 380,
        "Ben": 380,
        "Cal": 380,
        "Dee": 380,
        "Eli": 50,
        "Fay": 50,
        "Gil": 381,
    }
    assert reach(IN_OCTOBER, "recoverable") == {
        "Ada": True,
        "Ben": True,
        "Cal": False,
        "Dee": False,
        "Eli": True,
        "Fay": False,
        "Gil": True,
    }


def test_what_can_still_be_missed_before_it_is_a_tenth() -> None:
    """To spare is how many sessions can be missed until the year comes to a tenth. It is never
    less than none. Of Gil's 381 sessions 38 are less than a tenth, so 34 more make it one."""
    assert reach(IN_OCTOBER, "to_spare") == {
        "Ada": 33,
        "Ben": 1,
        "Cal": 0,
        "Dee": 0,
        "Eli": 5,
        "Fay": 0,
        "Gil": 34,
    }
