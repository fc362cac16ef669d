"""Persistent and severe absence"""

from __future__ import annotations

from tests.drawing import answer

from belong.attendance.measures.absence import absence
from belong.attendance.measures.persistent import persistent

CHAPTER = 6
COVERS = ("persistent_absence", "severe_absence")

A_TENTH = """
    child | marks from Tue 1 Sep
    Ada   | 19 I, 171 /
    Ben   | 18 I, 172 /
    Cal   | 1 I, 9 /
"""

HALF = """
    child | marks from Tue 1 Sep
    Ada   | 95 O, 95 /
    Ben   | 94 O, 96 /
    Cal   | 17 C2, 17 /
    Dee   | 34 I
"""

TWO_STAYS = """
    child             | Mon 7 Sep am | Mon 7 Sep pm | Tue 8 Sep am | Tue 8 Sep pm
    Ada (first stay)  | /            | \\           | gone         | gone
    Ada (second stay) | gone         | gone         | I            | \\
"""

SEPTEMBER = """
    child | marks from Tue 1 Sep
    Ada   | 2 I, 17 /
    Ben   | 2 I, 18 /
    Cal   | 19 D, 1 /
"""

NOTHING_POSSIBLE = """
    child | Mon 7 Sep am | Mon 7 Sep pm
    Ada   | Y4           | Y4
    Ben   | D            | D
"""


def test_exactly_a_tenth_is_persistent() -> None:
    """A child who has missed a tenth or more of the possible sessions is counted as persistently
    absent, to the session: 19 of 190 is a tenth, 18 of 190 is not."""
    assert answer(absence, A_TENTH, "missed") == {"Ada": 19, "Ben": 18, "Cal": 1}
    assert answer(absence, A_TENTH, "possible") == {"Ada": 190, "Ben": 190, "Cal": 10}
    assert answer(persistent, A_TENTH, "persistent") == {"Ada": True, "Ben": False, "Cal": True}


def test_half_or_more_is_severe_and_still_persistent() -> None:
    """A child who has missed half or more is counted as severely absent, and as persistently
    absent too. The reason does not matter: Cal was on a part-time timetable, Dee was ill."""
    assert answer(persistent, HALF, "severe") == {
        "Ada": True,
        "Ben": False,
        "Cal": True,
        "Dee": True,
    }
    assert answer(persistent, HALF, "persistent") == {
        "Ada": True,
        "Ben": True,
        "Cal": True,
        "Dee": True,
    }


def test_each_stay_at_the_school_is_counted_by_itself() -> None:
    """A child who left and came back has two stays. Each is counted by itself, with its own
    possible sessions."""
    assert answer(absence, TWO_STAYS, "possible") == {"Ada (first stay)": 2, "Ada (second stay)": 2}
    assert answer(persistent, TWO_STAYS, "persistent") == {
        "Ada (first stay)": False,
        "Ada (second stay)": True,
    }


def test_below_twenty_possible_sessions_the_answer_is_provisional() -> None:
    """With fewer than 20 possible sessions an answer is provisional: one day can be a tenth.
    Sessions at another school (D) do not make it less so."""
    assert answer(persistent, SEPTEMBER, "provisional") == {
        "Ada": True,
        "Ben": False,
        "Cal": True,
    }
    assert answer(persistent, SEPTEMBER, "persistent") == {"Ada": True, "Ben": True, "Cal": False}


def test_a_child_with_nothing_possible_is_neither() -> None:
    """Where nothing was possible, nothing was missed: neither persistent nor severe."""
    assert answer(persistent, NOTHING_POSSIBLE, "persistent") == {"Ada": False, "Ben": False}
    assert answer(persistent, NOTHING_POSSIBLE, "severe") == {"Ada": False, "Ben": False}
