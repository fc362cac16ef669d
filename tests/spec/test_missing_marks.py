"""Missing marks"""

from __future__ import annotations

from tests.drawing import answer

from belong.attendance.measures.absence import absence
from belong.attendance.measures.missing import missing_marks

CHAPTER = 5
COVERS = ("missing_marks",)

BLANKS = """
    child | Mon 7 Sep am | Mon 7 Sep pm | Tue 8 Sep am | Tue 8 Sep pm
    Ada   |              |              | I            | \\
    Ben   | /            | \\           | I            | \\
    Cal   |              |              |              |
    Dee   | closed       | closed       | gone         | gone
"""

MANY = """
    child | marks from Tue 1 Sep
    Ada   | 1 -, 18 /
    Ben   | 1 -, 19 /
    Cal   | 1 D, 18 /
"""


def test_a_mark_nobody_entered_is_on_neither_side() -> None:
    """A blank is not possible and not missed. It changes no share: Ada and Ben were both here for
    every session but one that anybody wrote down."""
    assert answer(absence, BLANKS, "possible") == {"Ada": 2, "Ben": 4, "Cal": 0, "Dee": 0}
    assert answer(absence, BLANKS, "missed") == {"Ada": 1, "Ben": 1, "Cal": 0, "Dee": 0}
    assert answer(absence, BLANKS, "share") == {
        "Ada": 1 / 2,
        "Ben": 1 / 4,
        "Cal": None,
        "Dee": None,
    }


def test_missing_marks_are_counted_while_on_roll_with_the_school_open() -> None:
    """Missing is counted where a mark should be: on roll, with the school open. The share is of
    possible sessions and missing marks together."""
    assert answer(missing_marks, BLANKS, "missing") == {"Ada": 2, "Ben": 0, "Cal": 4, "Dee": 0}
    assert answer(missing_marks, BLANKS, "missing_share") == {
        "Ada": 1 / 2,
        "Ben": 0.0,
        "Cal": 1.0,
        "Dee": None,
    }


def test_over_five_percent_missing_makes_a_figure_doubtful() -> None:
    """With more than 5 percent of the marks missing, persistent and severe should not be said.
    Ada lacks 1 of 19 marks, Ben 1 of 20, which is exactly 5 percent. A session at another school
    (D) is not a missing mark."""
    assert answer(missing_marks, MANY, "doubtful") == {"Ada": True, "Ben": False, "Cal": False}
