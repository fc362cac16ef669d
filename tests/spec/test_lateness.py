"""Late"""

from __future__ import annotations

from tests.drawing import answer

from belong.attendance.measures.absence import absence
from belong.attendance.measures.lateness import lateness

CHAPTER = 9
COVERS = ("lateness",)

TWO_DAYS = """
    child | Mon 7 Sep am | Mon 7 Sep pm | Tue 8 Sep am | Tue 8 Sep pm
    Ada   | L            | \\           | U            | \\
    Ben   | U            | I            | V            | \\
    Cal   | I            | I            | I            | I
"""


def test_late_before_and_after_the_register_closed_are_counted_apart() -> None:
    """L is late and attended. U is late and missed. They are never added to one figure of what
    was missed."""
    assert answer(lateness, TWO_DAYS, "late_before") == {"Ada": 1, "Ben": 0, "Cal": 0}
    assert answer(lateness, TWO_DAYS, "late_after") == {"Ada": 1, "Ben": 1, "Cal": 0}
    assert answer(absence, TWO_DAYS, "missed") == {"Ada": 1, "Ben": 2, "Cal": 4}


def test_the_share_late_is_of_the_sessions_the_child_came_to() -> None:
    """L and U together, of the sessions the child came to: present, and U. A trip is not one of
    them. A child who came to none has no share."""
    assert answer(lateness, TWO_DAYS, "late_share") == {"Ada": 1 / 2, "Ben": 1 / 2, "Cal": None}
