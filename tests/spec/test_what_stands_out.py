"""What stands out in the marks"""

from __future__ import annotations

import numpy as np
from tests.drawing import answer, drawn

from belong.attendance.measures.part_time import part_time
from belong.attendance.measures.uneven import uneven
from belong.attendance.measures.unexplained import unexplained

CHAPTER = 15
COVERS = ("unexplained", "uneven", "part_time")

WAITING = """
    child | marks from Tue 1 Sep
    Ada   | 2 N, 12 /
    Ben   | 1 /, 1 N, 2 N, 10 /
    Cal   | 1 I, 13 /
"""

SHUT = """
    child | year | Mon 7 Sep am | Mon 7 Sep pm | Tue 8 Sep am | Tue 8 Sep pm
    Ada   | 7    | /            | \\           | closed       | closed
    Ben   | 7    | Y3           | I            | closed       | closed
    Cal   | 7    | /            | D            | /            |
    Dee   | 8    | Y4           | Y4           | closed       | gone
    Eve   | 8    | Y4           | Y7           | closed       | closed
"""

SHORT_DAYS = """
    child | marks from Tue 1 Sep
    Ada   | 1 C2, 59 /, 1 C2
    Ben   | 1 C2, 19 /, 1 C2, 19 /, 1 C2, 19 /, 1 C2
    Cal   | 61 /
    Dee   | 1 C2, 60 /
"""


def by_year(drawing: str, column: str) -> dict[str, int]:
    """A column of the answer, each year group compared with itself."""
    there = drawn(drawing)
    values = uneven(there.register, np.array(there.told["year"]))[column].to_pylist()
    return dict(zip(there.children, values, strict=True))


def test_a_mark_waits_too_long_from_the_sixth_school_day() -> None:
    """The register ends on Wed 9 Sep. Six school days have come after Tue 1 Sep, which is long.
    After Wed 2 Sep five have come, which is still in time."""
    assert answer(unexplained, WAITING, "marks") == {"Ada": 2, "Ben": 1, "Cal": 0}


def test_most_of_a_year_group_says_whether_school_was_open() -> None:
    """On Monday morning Year 7 came to school and Ben's class was sent home: one session fewer. On
    Tuesday Year 7 was shut and Cal has a mark: one more. D and Y7 are about one child, and Year 8
    was shut for everybody."""
    assert by_year(SHUT, "fewer") == {"Ada": 0, "Ben": 1, "Cal": 0, "Dee": 0, "Eve": 0}
    assert by_year(SHUT, "more") == {"Ada": 0, "Ben": 0, "Cal": 1, "Dee": 0, "Eve": 0}


def test_a_part_time_timetable_runs_while_its_pauses_are_short() -> None:
    """Ben has had C2 every other week for six weeks: that is long. Ada had it once in September and
    once now: it begins now. Dee's is over."""
    assert answer(part_time, SHORT_DAYS, "weeks") == {"Ada": 0, "Ben": 6, "Cal": None, "Dee": None}
    assert answer(part_time, SHORT_DAYS, "long") == {
        "Ada": False,
        "Ben": True,
        "Cal": False,
        "Dee": False,
    }
