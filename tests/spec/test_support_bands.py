"""The support adults bring"""

from __future__ import annotations

from tests.drawing import drawn

from belong.attendance.measures.absence import absence
from belong.attendance.measures.bands import band_of, bands

CHAPTER = 7
COVERS = ("support_bands",)

LOW_EDGES = """
    child | marks from Tue 1 Sep
    Ada   | 1 I, 19 /
    Ben   | 5 I, 94 /
    Cal   | 1 I, 9 /
    Dee   | 18 I, 172 /
    Eli   | 190 /
"""

HIGH_EDGES = """
    child | marks from Tue 1 Sep
    Ada   | 1 I, 4 /
    Ben   | 37 I, 153 /
    Cal   | 95 I, 95 /
    Dee   | 94 I, 96 /
"""

NOTHING = """
    child | Mon 7 Sep am | Mon 7 Sep pm
    Ada   | D            | D
    Ben   |              |
"""


def band(drawing: str) -> dict[str, str | None]:
    """The name of each child's band."""
    there = drawn(drawing)
    sums = absence(there.register)
    found = band_of(sums["missed"].to_numpy(), sums["possible"].to_numpy())
    named = [bands()[n].name if n >= 0 else None for n in found.tolist()]
    return dict(zip(there.children, named, strict=True))


def test_exactly_five_percent_is_still_universal() -> None:
    """Up to and including 5 percent is universal; anything over it, to the session, is notice and
    connect; a tenth is the next. Ben missed 5 of 99 sessions, just over 5 percent."""
    assert band(LOW_EDGES) == {
        "Ada": "Universal",
        "Ben": "Notice and connect",
        "Cal": "Assess, plan, do, review",
        "Dee": "Notice and connect",
        "Eli": "Universal",
    }


def test_a_fifth_and_a_half_open_the_next_bands() -> None:
    """A fifth or more brings in several agencies; half or more a plan that is looked at each
    week."""
    assert band(HIGH_EDGES) == {
        "Ada": "Several agencies",
        "Ben": "Assess, plan, do, review",
        "Cal": "Intensive, reviewed each week",
        "Dee": "Several agencies",
    }


def test_without_a_possible_session_there_is_no_band() -> None:
    """Where nothing was possible, or no mark was entered, there is no band."""
    assert band(NOTHING) == {"Ada": None, "Ben": None}
