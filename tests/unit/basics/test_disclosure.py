"""Small numbers are people: what may be shown to somebody who may not see the rows."""

from __future__ import annotations

import pytest

from belong.basics.disclosure import PUBLIC, Sharing, safe_count


@pytest.mark.parametrize("count", range(10))
def test_a_count_that_would_point_at_someone_is_not_shown(count: int) -> None:
    assert safe_count(count) is None


@pytest.mark.parametrize(
    ("count", "shown"), [(10, 10), (14, 10), (15, 20), (24, 20), (25, 30), (995, 1000)]
)
def test_a_larger_count_is_rounded_to_ten(count: int, shown: int) -> None:
    assert safe_count(count) == shown


def test_a_rule_of_ones_own() -> None:
    rule = Sharing(hide_below=6, round_to=5)
    assert [safe_count(n, rule) for n in (5, 6, 7, 8, 12, 13)] == [None, 5, 5, 10, 10, 15]


def test_what_is_shared_publicly_hides_below_ten_and_rounds_to_ten() -> None:
    assert (PUBLIC.hide_below, PUBLIC.round_to) == (10, 10)


def test_a_negative_count_is_a_mistake() -> None:
    with pytest.raises(ValueError, match="-1"):
        safe_count(-1)
