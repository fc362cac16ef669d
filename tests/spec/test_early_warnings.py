"""Early warnings"""

from __future__ import annotations

from tests.drawing import drawn

from belong.attendance.warnings.rules import standing

CHAPTER = 20
COVERS = ("early_warnings",)

TEN_WEEKS = """
    child | marks from Tue 1 Sep
    Ada   | 74 /, 4 I, 20 /
    Ben   | 70 /, 6 I, 22 /
    Cal   | 80 /, 2 I, 4 /, 2 I, 4 /, 2 I, 4 /
    Dee   | 60 /, 24 I, 14 /
    Eli   | 60 /, 30 I, 8 /
    Fay   | 70 /, 3 N, 25 /
    Gus   | 95 /, 3 N
    Hal   | 78 /, 6 L, 14 /
    Ida   | 40 /, 40 I, 18 I
    Joe   | 4 I, 14 /
"""


def _stands(drawing: str) -> dict[str, list[str]]:
    there = drawn(drawing)
    found: dict[str, list[str]] = {child: [] for child in there.children}
    for one in standing(there.register):
        found[there.children[one.row]].append(one.rule)
    return found


def test_each_rule_is_about_the_childs_own_marks_and_falls_silent_after_three_weeks() -> None:
    """Cal was away in three short spells. Eli came back after fifteen days and has been in for four
    days; Dee came back, after twelve days, too long ago. Fay's three sessions still have no reason;
    Gus's are too fresh to be asked about. Hal began to be late: six of the last twenty arrivals.
    Ada and Ben were ill once. Ida has been away so long that the rules have said what they had to
    say: whoever is away is kept in mind by other ways. Joe is too new to be compared."""
    assert _stands(TEN_WEEKS) == {
        "Ada": [],
        "Ben": [],
        "Cal": ["lately", "spells"],
        "Dee": [],
        "Eli": ["back"],
        "Fay": ["unexplained"],
        "Gus": [],
        "Hal": ["later"],
        "Ida": [],
        "Joe": [],
    }


TWO_YEARS = """
    child | marks from Mon 1 Sep 2025
    Ada   | 462 /, 60 I, 10 /, 3 I, 7 /
    Ben   | 462 /, 60 I, 20 /
    Cal   | 500 /, 22 I, 10 /, 3 I, 7 /
"""


def test_much_of_last_year_missed_speaks_only_beside_a_beginning_with_sessions_missed() -> None:
    """Ada and Ben missed more than a tenth of last year; Ben has come every day since."""
    found = _stands(TWO_YEARS)
    assert {child: "last_year" in rules for child, rules in found.items()} == {
        "Ada": True,
        "Ben": False,
        "Cal": False,
    }


def test_numbers_a_sentence_can_say() -> None:
    """What stands for a child carries the numbers that its sentence says: of the last 20 sessions,
    and of the child's own time before."""
    there = drawn(TEN_WEEKS)
    cal = [one for one in standing(there.register) if there.children[one.row] == "Cal"]
    assert cal[0].facts == {"missed": 6, "of": 20, "earlier": 0, "before": 78}
    assert cal[1].facts == {"spells": 3}
