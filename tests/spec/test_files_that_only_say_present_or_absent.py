"""Files that only say present or absent"""

from __future__ import annotations

from tests.drawing import answer

from belong.attendance.codes import PRESENCE
from belong.attendance.measures.absence import absence

CHAPTER = 13
COVERS = ("unclassified",)

PRESENT_OR_ABSENT = """
    child | Mon 7 Sep am | Mon 7 Sep pm | Tue 8 Sep am | Tue 8 Sep pm
    Ada   | P            | A            | P            | P
    Ben   | P            | P            | P            | P
"""

AN_ENGLISH_REGISTER = """
    child | Mon 7 Sep am | Mon 7 Sep pm | Tue 8 Sep am | Tue 8 Sep pm
    Ada   | P            | O            | P            | P
"""


def test_absent_without_a_reason_is_neither_authorised_nor_not() -> None:
    """In such a file P is present and A is missed. Whether it was authorised is unknown, and it
    is not shared out between the two."""
    assert answer(absence, PRESENT_OR_ABSENT, "attended", code_set=PRESENCE) == {"Ada": 3, "Ben": 4}
    assert answer(absence, PRESENT_OR_ABSENT, "unclassified", code_set=PRESENCE) == {
        "Ada": 1,
        "Ben": 0,
    }
    assert answer(absence, PRESENT_OR_ABSENT, "authorised", code_set=PRESENCE) == {
        "Ada": 0,
        "Ben": 0,
    }
    assert answer(absence, PRESENT_OR_ABSENT, "unauthorised", code_set=PRESENCE) == {
        "Ada": 0,
        "Ben": 0,
    }
    assert answer(absence, PRESENT_OR_ABSENT, "share", code_set=PRESENCE) == {
        "Ada": 1 / 4,
        "Ben": 0.0,
    }


def test_in_an_english_register_p_is_approved_sport() -> None:
    """The same letter in an English register is approved sport: learning elsewhere, not missed."""
    assert answer(absence, AN_ENGLISH_REGISTER, "approved") == {"Ada": 3}
    assert answer(absence, AN_ENGLISH_REGISTER, "attended") == {"Ada": 0}
