"""Where an absence begins, and patterns of the week"""

from __future__ import annotations

import numpy as np
from tests.drawing import drawn

from belong.attendance.patterns.grid import HALF_DAY, LONGER, WHOLE_DAY, lay_out

CHAPTER = 16
COVERS = ("patterns",)
PLACES = (
    "Mon am", "Mon pm", "Tue am", "Tue pm", "Wed am", "Wed pm", "Thu am", "Thu pm", "Fri am",
    "Fri pm",
)  # fmt: skip
HOW_LONG = {HALF_DAY: "half day", WHOLE_DAY: "whole day", LONGER: "longer"}

BEGINNINGS = """
    child | Mon 7 Sep am | Mon 7 Sep pm | Tue 8 Sep am | Tue 8 Sep pm | Wed 9 Sep am | Wed 9 Sep pm
    Ada   | I            | \\           | /            | \\           | /            | \\
    Ben   | O            | O            | /            | \\           | /            | \\
    Cal   | /            | I            | I            | \\           | /            | \\
    Dee   | I            | I            | I            | I            | I            | I
"""

EXPLAINED = """
    child | Mon 7 Sep am | Mon 7 Sep pm | Tue 8 Sep am | Tue 8 Sep pm
    Ada   | M            | \\           | /            | \\
    Ben   | C2           | \\           | /            | \\
    Cal   | E            | E            | /            | \\
    Dee   | I            | M            | I            | \\
"""

CHANCES = """
    child | Mon 7 Sep am | Mon 7 Sep pm | Tue 8 Sep am | Tue 8 Sep pm
    Ada   | /            | \\           | /            | \\
    Ben   | I            | I            | I            | \\
    Cal   | /            | closed       |              | \\
"""


def beginnings(drawing: str) -> dict[str, list[str]]:
    """Where each child's absences begin and how long they are."""
    there = drawn(drawing)
    grid = lay_out(there.register)
    return {
        child: [
            f"{PLACES[cell]}, {HOW_LONG[int(grid.length[row, week, cell])]}"
            for week, cell in zip(*np.nonzero(grid.onset[row]), strict=True)
        ]
        for row, child in enumerate(there.children)
    }


def could_have_begun(drawing: str) -> dict[str, int]:
    """In how many sessions of each child an absence could have begun."""
    there = drawn(drawing)
    grid = lay_out(there.register)
    return dict(zip(there.children, grid.risk.sum(axis=(1, 2)).tolist(), strict=True))


def test_a_pattern_counts_beginnings_not_sessions() -> None:
    """One cold is several sessions. What is counted is where an absence begins, and whether it was
    half a day, one whole day, or longer. An absence that is not over yet counts as longer."""
    assert beginnings(BEGINNINGS) == {
        "Ada": ["Mon am, half day"],
        "Ben": ["Mon am, whole day"],
        "Cal": ["Mon pm, longer"],
        "Dee": ["Mon am, longer"],
    }


def test_an_absence_with_its_reason_is_stepped_over() -> None:
    """An appointment (M), a part-time timetable (C2) and a suspension (E) have their reason
    already. They begin no pattern, and they do not break an absence in two."""
    assert beginnings(EXPLAINED) == {
        "Ada": [],
        "Ben": [],
        "Cal": [],
        "Dee": ["Mon am, longer"],
    }


def test_an_absence_can_only_begin_where_the_child_was_there_before() -> None:
    """A session counts as a chance where the child came to the possible session before it. Closed
    sessions and missing marks are stepped over."""
    assert could_have_begun(CHANCES) == {"Ada": 4, "Ben": 1, "Cal": 2}
