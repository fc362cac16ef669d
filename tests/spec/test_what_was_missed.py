"""What was missed, and what was attended"""

from __future__ import annotations

from tests.drawing import answer, drawn

from belong.attendance.measures.absence import absence

CHAPTER = 2
COVERS = ("absence", "attendance", "approved_activity", "authorised", "unauthorised")

MONDAY = """
    child | Mon 7 Sep am | Mon 7 Sep pm
    Ada   | O            | /
    Ben   | /            | \\
    Cal   | Y3           | Y3
"""

LATE = """
    child | Mon 7 Sep am | Mon 7 Sep pm
    Ada   | U            | \\
    Ben   | L            | \\
"""

REASONS = """
    child | Mon 7 Sep am | Mon 7 Sep pm | Tue 8 Sep am | Tue 8 Sep pm | Wed 9 Sep am
    Ada   | C            | C1           | C2           | E            | I
    Ben   | J1           | M            | R            | S            | T
    Cal   | G            | N            | O            | U            | /
"""

ELSEWHERE = """
    child | Mon 7 Sep am | Mon 7 Sep pm | Tue 8 Sep am | Tue 8 Sep pm | Wed 9 Sep am | Wed 9 Sep pm
    Ada   | K            | V            | P            | W            | B            | O
    Ben   | /            | \\           | L            | \\           | /            | \\
"""

NOT_KNOWN_YET = """
    child | Mon 7 Sep am | Mon 7 Sep pm
    Ada   | N            | N
    Ben   | N            | \\
"""


def attendance(drawing: str) -> dict[str, float | None]:
    """Present and approved, of possible: what the screens say as attendance."""
    there = drawn(drawing)
    rows = zip(there.children, absence(there.register).to_pylist(), strict=True)
    return {
        child: (r["attended"] + r["approved"]) / r["possible"] if r["possible"] else None
        for child, r in rows
    }


def test_the_share_missed_is_missed_over_possible() -> None:
    """The share is sessions missed, over sessions possible. Cal's school was shut: nothing was
    possible, so nothing can be said."""
    assert answer(absence, MONDAY, "share") == {"Ada": 1 / 2, "Ben": 0.0, "Cal": None}
    assert attendance(MONDAY) == {"Ada": 1 / 2, "Ben": 1.0, "Cal": None}


def test_late_after_the_register_closed_counts_as_missed() -> None:
    """U counts as missed, as in national figures, although the child was in the building. L, in
    time for the register, counts as attended."""
    assert answer(absence, LATE, "missed") == {"Ada": 1, "Ben": 0}
    assert answer(absence, LATE, "attended") == {"Ada": 1, "Ben": 2}


def test_what_the_school_accepted_and_what_it_did_not() -> None:
    """C, C1, C2, E, I, J1, M, R, S and T are authorised. G, N, O and U are not. All of them are
    missed."""
    assert answer(absence, REASONS, "authorised") == {"Ada": 5, "Ben": 5, "Cal": 0}
    assert answer(absence, REASONS, "unauthorised") == {"Ada": 0, "Ben": 0, "Cal": 4}
    assert answer(absence, REASONS, "missed") == {"Ada": 5, "Ben": 5, "Cal": 4}


def test_approved_learning_elsewhere_is_attended() -> None:
    """K, V, P, W and B are approved learning elsewhere: possible, and not missed. They are
    counted apart from being present."""
    assert answer(absence, ELSEWHERE, "approved") == {"Ada": 5, "Ben": 0}
    assert answer(absence, ELSEWHERE, "attended") == {"Ada": 0, "Ben": 6}
    assert answer(absence, ELSEWHERE, "missed") == {"Ada": 1, "Ben": 0}
    assert attendance(ELSEWHERE) == {"Ada": 5 / 6, "Ben": 1.0}


def test_no_reason_yet_is_counted_while_it_stands() -> None:
    """N, no reason yet, is missed and not authorised for as long as nobody has put another mark
    in its place."""
    assert answer(absence, NOT_KNOWN_YET, "unauthorised") == {"Ada": 2, "Ben": 1}
    assert answer(absence, NOT_KNOWN_YET, "share") == {"Ada": 1.0, "Ben": 1 / 2}
