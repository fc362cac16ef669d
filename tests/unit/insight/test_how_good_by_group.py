"""The rules counted by group: small groups are left out for good, and chance is not a finding."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from belong.attendance.warnings.looked_back import Outcome
from belong.basics.intervals import of_share
from belong.basics.terms import HalfTerm
from belong.insight.questions import how_good_by_group
from belong.insight.questions.how_good_by_group import FEW, Group, counted, grouped, left_in

TERM = HalfTerm(2026, "Autumn 1", dt.date(2026, 9, 1), dt.date(2026, 10, 23))


def group(name: str, children: int, later: int = 0, both: int = 0) -> Group:
    return Group(name, children, both, later, both)


def names(*children: int) -> list[int]:
    every = sorted((group(str(n), size) for n, size in enumerate(children)),
                   key=lambda one: -one.children)  # fmt: skip
    return [one.children for one in left_in(every)]


def test_a_group_of_few_takes_the_next_smallest_with_it() -> None:
    assert names(100, 40, 12) == [100, 40, 12]
    assert names(100, 40, 12, 9) == [100, 40]
    assert names(100, 40, 12, 4, 3) == [100, 40], "seven of two groups are still few"
    assert names(100, 40, 12, 9, 8) == [100, 40, 12]
    assert names(100, 9) == []


@given(st.lists(st.integers(1, 60), max_size=8))
@pytest.mark.slow
def test_what_is_hidden_is_never_one_group_nor_a_few_children(sizes: list[int]) -> None:
    shown = names(*sizes)
    hidden = sorted(sizes)[: len(sizes) - len(shown)]
    assert all(size >= FEW for size in shown)
    assert not hidden or not shown or (len(hidden) > 1 and sum(hidden) >= FEW)


def outcome(rows: int) -> Outcome:
    """A rule spoke of the first half; every second child missed a tenth later."""
    n = np.arange(rows)
    return Outcome(TERM, TERM, n >= 0, n < rows // 2, n % 2 == 0)


def test_children_are_counted_once_and_not_said_is_a_group_of_its_own() -> None:
    values = dict.fromkeys(range(20), "F") | dict.fromkeys(range(20, 30), "M")
    rows = grouped("sex", values, np.arange(40, dtype=np.int32))
    found = counted(outcome(40), rows)
    assert [(one.name, one.children, one.spoke, one.later, one.both) for one in found] == [
        ("F", 20, 20, 10, 10), ("M", 10, 0, 5, 0), ("Not said", 10, 0, 5, 0),
    ]  # fmt: skip
    rows = grouped("fsm", {1: "yes"}, np.arange(3, dtype=np.int32))
    assert {name: mine.tolist() for name, mine in rows.items()} == {
        "no": [True, False, True], "yes": [False, True, False],
    }  # fmt: skip


def said(*groups: Group) -> str:
    return " ".join(how_good_by_group._said({"sex": list(groups)}, outcome(200)))


def test_what_chance_allows_is_said_to_be_chance() -> None:
    """Of the whole school 50 of 100 were told beforehand."""
    assert "None stands further" in said(group("F", 100, 20, 13), group("M", 100, 80, 37))
    assert "Further from the whole school than chance allows: Girls (by sex)" in said(
        group("F", 100, 20, 1), group("M", 100, 80, 49)
    )
    assert said(group("F", 100, 9, 0), group("M", 100, 8, 8)) == ""


def test_a_range_of_many_is_wider_than_of_one() -> None:
    one, many = of_share(10, 40), of_share(10, 40, compared=20)
    assert many[0] < one[0] < 0.25 < one[1] < many[1]
    with pytest.raises(ValueError, match="nobody"):
        of_share(0, 0, compared=3)
