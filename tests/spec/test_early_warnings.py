"""Early warnings"""

from __future__ import annotations

import numpy as np
from tests.drawing import drawn

from belong.attendance.warnings.events import Written, standing_events
from belong.attendance.warnings.rules import standing

CHAPTER = 20
COVERS = ("early_warnings",)

TEN_WEEKS = """
    child | marks from Tue 1 Sep
    Ada   | 74 /, 4 I, 20 /
    Ben   | 70 /, 6 I, 22 /
    Cal   | 74 /, 2 I, 4 /, 2 I, 4 /, 2 I, 4 /, 2 I, 4 /
    Dee   | 60 /, 24 I, 14 /
    Eli   | 60 /, 30 I, 8 /
    Fay   | 70 /, 3 N, 25 /
    Gus   | 95 /, 3 N
    Hal   | 78 /, 6 L, 14 /
    Ida   | 40 /, 40 I, 18 I
    Joe   | 4 I, 14 /
    Kim   | 10 /, 6 I, 14 /
"""


def rules_that_speak(drawing: str) -> dict[str, str]:
    """The rules that stand for each child, the weightiest first."""
    there = drawn(drawing)
    found: dict[str, list[str]] = {child: [] for child in there.children}
    for one in standing(there.register):
        found[there.children[one.row]].append(one.rule)
    return {child: ", ".join(rules) or "none" for child, rules in found.items()}


def what_is_said(drawing: str, child: str, rule: str) -> dict[str, int]:
    """The numbers that the sentence of one rule says of one child."""
    there = drawn(drawing)
    every = standing(there.register)
    row = there.children.index(child)
    return next(dict(s.facts) for s in every if (s.row, s.rule) == (row, rule))


def test_each_rule_is_about_the_childs_own_marks_and_falls_silent_after_three_weeks() -> None:
    """Cal was away in four short spells. Eli came back after fifteen days and has been in for four
    days; Dee came back, after twelve days, too long ago. Fay's three sessions still have no reason;
    Gus's are too fresh to be asked about. Hal began to be late: six of the last twenty arrivals.
    Ada and Ben were ill once. Ida has been away so long that the rules have said what they had to
    say: whoever is away is kept in mind by other ways. Joe and Kim are too new to be compared."""
    assert rules_that_speak(TEN_WEEKS) == {
        "Ada": "none",
        "Ben": "none",
        "Cal": "lately, spells",
        "Dee": "none",
        "Eli": "back",
        "Fay": "unexplained",
        "Gus": "none",
        "Hal": "later",
        "Ida": "none",
        "Joe": "none",
        "Kim": "none",
    }


TWO_YEARS = """
    child | marks from Mon 1 Sep 2025
    Ada   | 462 /, 60 I, 10 /, 3 I, 7 /
    Ben   | 462 /, 60 I, 20 /
    Cal   | 500 /, 22 I, 10 /, 3 I, 7 /
"""


def test_much_of_last_year_missed_speaks_only_beside_a_beginning_with_sessions_missed() -> None:
    """Ada and Ben missed more than a tenth of last year; Ben has come every day since.
    Cal missed less of last year."""
    assert rules_that_speak(TWO_YEARS) == {"Ada": "last_year", "Ben": "none", "Cal": "none"}


def test_numbers_a_sentence_can_say() -> None:
    """What stands for a child carries the numbers that its sentence says: of the last 20 sessions,
    and of the child's own time before."""
    assert what_is_said(TEN_WEEKS, "Cal", "lately") == {
        "missed": 6,
        "of": 20,
        "earlier": 2,
        "before": 78,
    }
    assert what_is_said(TEN_WEEKS, "Cal", "spells") == {"spells": 4}


FIFTY_DAYS = """
    child | marks from Tue 1 Sep
    Ada   | 98 /
    Ben   | 98 /
    Cal   | 98 /
    Dee   | 98 /
"""


def events_that_speak(drawing: str, written: dict[str, list[int]]) -> dict[str, dict[str, int]]:
    """What the rule about events says of each child; the school day of each event, from 0."""
    there = drawn(drawing)
    days = np.unique(there.register.sessions.day)
    told = [(there.children.index(child), days[n]) for child, at in written.items() for n in at]
    rows, at = np.array(told, dtype=np.int32).T
    found = standing_events(there.register, Written(rows, at, int(days[0])))
    return {there.children[one.row]: dict(one.facts) for one in found}


def test_events_are_held_beside_the_childs_own_usual() -> None:
    """Of Ada nothing was written down before, and three events lately. Of Ben as much was written
    all the time. Of Cal there are two: too few. Of Dee there were four before, and four lately, in
    fewer days: not yet twice as often as before."""
    written = {
        "Ada": [42, 44, 46],
        "Ben": [3, 8, 13, 20, 26, 33, 38, 44],
        "Cal": [45, 46],
        "Dee": [2, 10, 17, 25, 35, 38, 42, 45],
    }
    assert events_that_speak(FIFTY_DAYS, written) == {
        "Ada": {"now": 3, "days": 20, "earlier": 0, "before": 29},
    }
