"""Spells, and how long since the last one"""

from __future__ import annotations

from tests.drawing import answer

from belong.attendance.measures.spells import spells

CHAPTER = 8
COVERS = ("spells", "since_last_absence")

A_WEEKEND = """
    child | Fri 11 Sep am | Fri 11 Sep pm | Mon 14 Sep am | Mon 14 Sep pm | Tue 15 Sep am
    Ada   | /             | I             | I             | \\            | /
    Ben   | I             | \\            | I             | \\            | I
    Cal   | I             | \\            | /             | \\            | /
    Dee   | /             | \\            | /             | \\            | /
"""

STEPPED_OVER = """
    child | Mon 7 Sep am | Mon 7 Sep pm | Tue 8 Sep am | Tue 8 Sep pm | Wed 9 Sep am | Wed 9 Sep pm
    Ada   | I            | I            | closed       | closed       | I            | \\
    Ben   | I            | I            | D            | D            | I            | \\
    Cal   | I            | I            |              |              | I            | \\
    Dee   | I            | I            | Y2           | #            | I            | \\
    Eli   | I            | I            | /            | D            | I            | \\
"""

SINCE = """
    child | Mon 7 Sep am | Mon 7 Sep pm | Tue 8 Sep am | Tue 8 Sep pm | Wed 9 Sep am | Wed 9 Sep pm
    Ada   | I            | \\           | /            | \\           | /            | \\
    Ben   | I            | \\           | D            | D            |              | \\
    Cal   | /            | \\           | /            | \\           | I            | I
    Dee   | /            | \\           | /            | I            | closed       | closed
    Eli   | /            | \\           | /            | \\           | /            | \\
"""


def test_a_weekend_does_not_end_a_spell() -> None:
    """A spell is a run of missed sessions. Friday afternoon and Monday morning follow each other:
    nobody could have come in between."""
    assert answer(spells, A_WEEKEND, "spells") == {"Ada": 1, "Ben": 3, "Cal": 1, "Dee": 0}
    assert answer(spells, A_WEEKEND, "mean_length") == {
        "Ada": 2.0,
        "Ben": 1.0,
        "Cal": 1.0,
        "Dee": None,
    }


def test_what_was_not_possible_neither_ends_nor_lengthens_a_spell() -> None:
    """A closed day, a day at another school (D), a day nobody could come and a mark nobody entered
    are stepped over. Only a session the child came to ends a spell."""
    assert answer(spells, STEPPED_OVER, "spells") == {
        "Ada": 1,
        "Ben": 1,
        "Cal": 1,
        "Dee": 1,
        "Eli": 2,
    }
    assert answer(spells, STEPPED_OVER, "mean_length") == {
        "Ada": 3.0,
        "Ben": 3.0,
        "Cal": 3.0,
        "Dee": 3.0,
        "Eli": 3 / 2,
    }


def test_how_long_since_the_last_missed_session() -> None:
    """Counted in possible sessions after the last missed one. There is no answer for a child who
    has missed none. The last column is the length of a spell that is still running."""
    assert answer(spells, SINCE, "since_last") == {
        "Ada": 5,
        "Ben": 2,
        "Cal": 0,
        "Dee": 0,
        "Eli": None,
    }
    assert answer(spells, SINCE, "now") == {"Ada": 0, "Ben": 0, "Cal": 2, "Dee": 1, "Eli": 0}
