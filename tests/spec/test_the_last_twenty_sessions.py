"""The last 20 sessions"""

from __future__ import annotations

from tests.drawing import answer

from belong.attendance.measures.recent import recent

CHAPTER = 10
COVERS = ("recent_change",)

THREE_WEEKS = """
    child | marks from Tue 1 Sep
    Ada   | 10 /, 4 I, 16 /
    Ben   | 10 I, 20 /
    Cal   | 11 I, 19 /
    Dee   | 4 /, 4 I, 18 D, 12 /
    Eli   | 5 I, 5 /
"""


def test_the_last_twenty_possible_sessions_beside_the_childs_own_time_before() -> None:
    """The share missed of a child's last 20 possible sessions, beside the share of all possible
    sessions before them. Dee's sessions at another school (D) are stepped over."""
    assert answer(recent, THREE_WEEKS, "recent_missed") == {
        "Ada": 4,
        "Ben": 0,
        "Cal": 1,
        "Dee": 4,
        "Eli": 5,
    }
    assert answer(recent, THREE_WEEKS, "recent_share") == {
        "Ada": 4 / 20,
        "Ben": 0.0,
        "Cal": 1 / 20,
        "Dee": 4 / 20,
        "Eli": 5 / 10,
    }


def test_a_child_without_an_earlier_time_has_nothing_to_compare_with() -> None:
    """Dee and Eli have had 20 possible sessions or fewer: there is no time before to set beside
    them."""
    assert answer(recent, THREE_WEEKS, "before_possible") == {
        "Ada": 10,
        "Ben": 10,
        "Cal": 10,
        "Dee": 0,
        "Eli": 0,
    }
    assert answer(recent, THREE_WEEKS, "before_share") == {
        "Ada": 0.0,
        "Ben": 1.0,
        "Cal": 1.0,
        "Dee": None,
        "Eli": None,
    }
