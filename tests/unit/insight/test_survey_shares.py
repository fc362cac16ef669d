"""Shares told from rounded counts: whatever the counts were, the truth lies within."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from belong.basics.disclosure import safe_count
from belong.basics.intervals import of_difference, of_share
from belong.insight.survey_shares import change, share

PEOPLE = st.integers(30, 400)


@given(st.data(), PEOPLE)
def test_what_one_would_say_of_the_true_counts_lies_within_what_is_said(data, whole):
    part = data.draw(st.integers(10, whole))
    found = share(safe_count(part), safe_count(whole))
    assert found
    low, high = of_share(part, whole)
    assert found.low <= low
    assert high <= found.high


@given(st.data(), PEOPLE, PEOPLE)
def test_so_does_a_change(data, one, other):
    p, q = data.draw(st.integers(10, one)), data.draw(st.integers(10, other))
    now, before = share(safe_count(p), safe_count(one)), share(safe_count(q), safe_count(other))
    assert now
    assert before
    low, high = change(now, before)
    true = of_difference((p, one), (q, other))
    assert low <= true[0] <= true[1] <= high


def test_of_few_no_share_is_told():
    assert share(10, 20) is None
    assert share(50, None) is None


@given(st.integers(0, 9), PEOPLE, st.data())
def test_of_fewer_than_ten_the_truth_lies_within_what_none_and_nine_would_say(part, whole, data):
    found, before = share(None, safe_count(whole)), share(90, 100)
    assert found
    assert before
    low, high = of_share(part, whole)
    assert found.low <= low
    assert high <= found.high
    true = of_difference((part, whole), (data.draw(st.integers(85, 94)), 100))
    assert change(found, before)[0] <= true[0] <= true[1] <= change(found, before)[1]


def test_the_more_of_those_asked_answered_the_narrower():
    all_of_them, some = share(50, 100, asked=104), share(50, 100, asked=400)
    assert all_of_them
    assert some
    assert some.low < all_of_them.low < 0.5 < all_of_them.high < some.high
