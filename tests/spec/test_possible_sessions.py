"""Possible sessions"""

from __future__ import annotations

from tests.drawing import answer

from belong.attendance.measures.absence import absence

CHAPTER = 1
COVERS = ("possible",)

TWO_DAYS = """
    child | Mon 7 Sep am | Mon 7 Sep pm | Tue 8 Sep am | Tue 8 Sep pm
    Ada   | /            | \\           | L            | \\
    Ben   | V            | V            | /            | \\
    Cal   | I            | I            | O            | \\
"""

ELSEWHERE = """
    child | Mon 7 Sep am | Mon 7 Sep pm | Tue 8 Sep am | Tue 8 Sep pm
    Ada   | D            | D            | /            | \\
    Ben   | Q            | Q            | I            | \\
    Cal   | X            | X            | X            | X
"""

UNABLE = """
    child | Mon 7 Sep am | Mon 7 Sep pm | Tue 8 Sep am | Tue 8 Sep pm | Wed 9 Sep am | Wed 9 Sep pm
    Ada   | Y1           | Y2           | /            | \\           | /            | \\
    Ben   | Y3           | Y4           | Y5           | Y6           | /            | I
    Cal   | Y7           | Y7           | Y7           | Y7           | Y7           | Y7
"""

NOT_HERE = """
    child | Mon 7 Sep am | Mon 7 Sep pm | Tue 8 Sep am | Tue 8 Sep pm
    Ada   | gone         | gone         | /            | \\
    Ben   | #            | #            | I            | \\
    Cal   | closed       | closed       | /            | \\
    Dee   | Z            | Z            | /            | I
"""


def test_a_session_with_a_mark_that_says_here_or_missed_was_possible() -> None:
    """A session is half a day. It was possible if the mark says present, at approved learning
    elsewhere, or missed, whatever the reason."""
    assert answer(absence, TWO_DAYS, "possible") == {"Ada": 4, "Ben": 4, "Cal": 4}


def test_another_school_missing_transport_and_not_yet_required_are_on_neither_side() -> None:
    """D, Q and X are not possible and not missed: they change no share. Where nothing was
    possible there is no share at all."""
    assert answer(absence, ELSEWHERE, "possible") == {"Ada": 2, "Ben": 2, "Cal": 0}
    assert answer(absence, ELSEWHERE, "missed") == {"Ada": 0, "Ben": 1, "Cal": 0}
    assert answer(absence, ELSEWHERE, "share") == {"Ada": 0.0, "Ben": 1 / 2, "Cal": None}


def test_a_child_who_could_not_have_come_has_missed_nothing() -> None:
    """Y1 to Y7 all say that nobody could have come. They are on neither side."""
    assert answer(absence, UNABLE, "possible") == {"Ada": 4, "Ben": 2, "Cal": 0}
    assert answer(absence, UNABLE, "missed") == {"Ada": 0, "Ben": 1, "Cal": 0}
    assert answer(absence, UNABLE, "share") == {"Ada": 0.0, "Ben": 1 / 2, "Cal": None}


def test_before_joining_and_while_the_school_is_shut_nothing_is_possible() -> None:
    """Sessions before a child joins (also written Z), after a child leaves, and while the school
    is closed (also written #) are on neither side."""
    assert answer(absence, NOT_HERE, "possible") == {"Ada": 2, "Ben": 2, "Cal": 2, "Dee": 2}
    assert answer(absence, NOT_HERE, "missed") == {"Ada": 0, "Ben": 1, "Cal": 0, "Dee": 1}
