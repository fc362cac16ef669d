"""Reasons for what was missed"""

from __future__ import annotations

from tests.drawing import drawn

from belong.attendance.codes import table
from belong.attendance.measures.absence import reasons

CHAPTER = 3
COVERS = ("reasons",)

THREE_DAYS = """
    child | Mon 7 Sep am | Mon 7 Sep pm | Tue 8 Sep am | Tue 8 Sep pm | Wed 9 Sep am | Wed 9 Sep pm
    Ada   | I            | I            | M            | \\           | /            | \\
    Ben   | Y7           | O            | O            | O            |              | \\
"""


def mark_counts(drawing: str) -> dict[str, str]:
    """Each child's marks in the order of the code table."""
    there = drawn(drawing)
    said: dict[str, list[str]] = {child: [] for child in there.children}
    for line in reasons(there.register).to_pylist():
        said[there.children[line["enrolment"]]].append(f"{table()[line['code']].code} {line['n']}")
    return {child: ", ".join(words) for child, words in said.items()}


def test_each_mark_is_counted() -> None:
    """Each mark is counted for each child. A session without a mark is not a reason."""
    assert mark_counts(THREE_DAYS) == {"Ada": "/ 1, \\ 2, I 2, M 1", "Ben": "\\ 1, O 3, Y7 1"}
