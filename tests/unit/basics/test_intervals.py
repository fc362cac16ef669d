"""Intervals of shares and of differences against figures that others published."""

from __future__ import annotations

import pytest

from belong.basics.intervals import of_difference, of_share

WILSON = [((81, 263), (0.2553, 0.3662)), ((15, 148), (0.0624, 0.1605)),
          ((0, 20), (0.0, 0.1611)), ((1, 29), (0.0061, 0.1718))]  # fmt: skip
"""Newcombe 1998, two-sided intervals for the single proportion, method 3."""
DIFFERENCES = [((56, 70), (48, 80), (0.0524, 0.3339)), ((9, 10), (3, 10), (0.1705, 0.8090)),
               ((10, 10), (0, 10), (0.6075, 1.0))]  # fmt: skip
"""Newcombe 1998, interval estimation for the difference, method 10."""


@pytest.mark.parametrize(("counts", "limits"), WILSON)
def test_a_share_lies_where_wilson_says(counts, limits):
    assert of_share(*counts) == pytest.approx(limits, abs=0.00005)


@pytest.mark.parametrize(("one", "other", "limits"), DIFFERENCES)
def test_a_difference_lies_where_newcombe_says(one, other, limits):
    assert of_difference(one, other) == pytest.approx(limits, abs=0.00005)


def test_a_worked_example_of_persistent_absence():
    """9 of 30 beside 24 of 160: 16.7 to 47.9 per cent, and 0.2 to 33.5 points more."""
    assert [round(100 * x, 1) for x in of_share(9, 30)] == [16.7, 47.9]
    assert [round(100 * x, 1) for x in of_difference((9, 30), (24, 160))] == [0.2, 33.5]


def test_where_all_who_were_asked_answered_there_is_nothing_left_to_guess():
    assert of_share(12, 40, asked=40) == (0.3, 0.3)


def test_the_more_of_those_asked_answered_the_narrower():
    low, high = of_share(12, 40, asked=60)
    wide_low, wide_high = of_share(12, 40)
    assert wide_low < low < 0.3 < high < wide_high


def test_many_shares_beside_each_other_are_each_told_more_widely():
    low, high = of_share(10, 40, compared=20)
    assert low < of_share(10, 40)[0]
    assert of_share(10, 40)[1] < high


def test_a_share_of_nobody_is_refused():
    with pytest.raises(ValueError, match="nobody"):
        of_share(0, 0)
