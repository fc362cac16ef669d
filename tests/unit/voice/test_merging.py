"""Groups that are too small are joined before anything is counted."""

from __future__ import annotations

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from belong.practice.voice.merging import ELSE, FEWEST, TOGETHER, merged

SIZES = st.lists(st.integers(0, 40), min_size=1, max_size=9)


def test_neighbouring_years_are_joined() -> None:
    years = [("Year 7", 30), ("Year 8", 4), ("Year 9", 12), ("Year 10", 40)]
    assert merged(years, in_a_row=True) == {
        "Year 7": "Year 7", "Year 8": "Year 8 to 9", "Year 9": "Year 8 to 9",
        "Year 10": "Year 10",
    }  # fmt: skip


def test_small_forms_are_everybody_else() -> None:
    forms = [("7A", 12), ("7B", 6), ("7C", 5), ("7D", 30)]
    found = merged(forms, in_a_row=False)
    assert found == {"7A": "7A", "7B": ELSE, "7C": ELSE, "7D": "7D"}


def test_too_few_in_all_of_them_take_the_smallest_other_with_them() -> None:
    found = merged([("7A", 12), ("7B", 6), ("7D", 30)], in_a_row=False)
    assert found == {"7A": ELSE, "7B": ELSE, "7D": "7D"}


def test_of_fewer_than_ten_there_is_nothing() -> None:
    assert merged([("7A", 9)], in_a_row=True) is None
    assert merged([("7A", 4), ("7B", 5)], in_a_row=False) is None


def test_one_that_is_left_has_no_name() -> None:
    assert merged([("7A", 9), ("7B", 3)], in_a_row=True) == {"7A": TOGETHER, "7B": TOGETHER}
    assert merged([("7A", 12)], in_a_row=False) == {"7A": TOGETHER}


@given(SIZES, st.booleans())
def test_no_group_of_fewer_than_ten_is_ever_left(sizes: list[int], in_a_row: bool) -> None:
    groups = [(f"g{n}", size) for n, size in enumerate(sizes)]
    found = merged(groups, in_a_row=in_a_row)
    if sum(sizes) < FEWEST:
        assert found is None
        return
    assert found is not None
    assert set(found) == {name for name, _ in groups}
    counted: Counter[str] = Counter()
    for name, size in groups:
        counted[found[name]] += size
    assert min(counted.values()) >= FEWEST
    assert sum(counted.values()) == sum(sizes)
