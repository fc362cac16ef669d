"""Groups"""

from __future__ import annotations

from tests.drawing import drawn

from belong.attendance.measures import rates
from belong.attendance.measures.rates import Rate

CHAPTER = 12
COVERS = ("group_rate",)

UNEQUAL = """
    child | marks from Tue 1 Sep
    Ada   | 2 I
    Ben   | 1 I, 17 /
    Cal   | 4 D
"""

A_WEEK = """
    child | Mon 7 Sep am | Mon 7 Sep pm | Tue 8 Sep am | Tue 8 Sep pm
    Ada   | I            | I            | /            | \\
    Ben   | /            | \\           | I            | \\
    Cal   | /            | \\           | /            | O
"""

FORMS = """
    child | form | from         | to
    Ada   | 7A   | Mon 7 Sep am | Mon 7 Sep pm
    Ada   | 7B   | Tue 8 Sep am | Tue 8 Sep pm
    Ben   | 7A   | Mon 7 Sep am | Tue 8 Sep pm
    Cal   | 7B   | Mon 7 Sep am | Tue 8 Sep pm
"""


def everybody(drawing: str) -> dict[str, float | int | None]:
    """The sums of a whole drawing."""
    rate = rates.rate(drawn(drawing).register)
    return {
        "children counted": rate.enrolments,
        "possible": rate.possible,
        "missed": rate.missed,
        "share": rate.share,
        "persistent": rate.persistent,
        "severe": rate.severe,
    }


def by_form(drawing: str, groups: str) -> dict[str, str]:
    """Missed of possible in each drawn group."""
    register = drawn(drawing, groups=groups).register
    return {g.value: _missed_of(rates.of_group(register, g)) for g in register.groups}


def _missed_of(rate: Rate) -> str:
    return f"{rate.missed} of {rate.possible}"


def test_sessions_are_added_first_and_divided_once() -> None:
    """A group's share adds what was missed, adds what was possible, and divides once. It is not a
    mean of shares, which here would be 19 of 36. Cal had nothing possible and is not counted."""
    assert everybody(UNEQUAL) == {
        "children counted": 2,
        "possible": 20,
        "missed": 3,
        "share": 3 / 20,
        "persistent": 1,
        "severe": 1,
    }


def test_a_child_who_moved_counts_in_each_form_for_the_time_in_it() -> None:
    """Ada moved from 7A to 7B on Tuesday. Monday counts in 7A, Tuesday in 7B, and nothing counts
    twice."""
    assert by_form(A_WEEK, FORMS) == {"7A": "3 of 6", "7B": "1 of 6"}
