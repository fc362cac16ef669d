"""Statements a school can look at itself with: our own words, read with ease, known where from."""

from __future__ import annotations

import datetime as dt
import re

import pytest

from belong.practice.audit import lists
from belong.practice.audit.lists import Item, StatementList

EVERY = [lists.shipped(key) for key in lists.SHIPPED]
AGE = 11.0
"""The reading age all words of a list together must not be above."""
OF_ONE = 15.0
"""And those of a single statement: a formula is rough for one sentence."""
BLOCKS = {"1A": 8, "1B": 7, "2A": 2, "2B": 6, "2C": 2, "3A": 3, "3B": 6, "3C": 6}
NEVER = re.compile(r"\b(truant|refuser|case|manage|risk|score|flagged|hard to reach)\b", re.I)


def syllables(word: str) -> int:
    """About how many a word has: runs of vowels, without an e nobody says."""
    plain = re.sub(r"(?<=[^aeioul])e[sd]?$|(?<=l)e[sd]$", "", word.lower())
    return max(1, len(re.findall(r"[aeiouy]+", plain)))


def reading_age(text: str) -> float:
    """The age at which a text is read with ease: the Flesch-Kincaid grade (Kincaid et al., 1975),
    and five years."""
    words = re.findall(r"[A-Za-z']+", text)
    sentences = max(1, len(re.findall(r"[.!?]+", text)))
    each = sum(map(syllables, words)) / len(words)
    return 0.39 * len(words) / sentences + 11.8 * each - 15.59 + 5


def words_of(one: Item) -> list[str]:
    prompts = [f"{prompt}." for prompt in one.prompts]
    return [t for t in (one.text, *prompts, one.pupils, one.families, one.staff) if t]


def test_the_formula_says_what_it_is_known_to_say() -> None:
    assert reading_age("The cat sat on the mat.") == pytest.approx(3.55, abs=0.1)
    hard = "Institutional accountability necessitates comprehensive organisational evaluation."
    assert reading_age(hard) > 25


@pytest.mark.parametrize("found", EVERY, ids=lambda one: one.key)
def test_a_list_says_where_it_comes_from_and_when_it_is_read_again(found: StatementList) -> None:
    assert all([found.title, found.licence, found.source, found.author])
    assert found.reviewed <= dt.date(2026, 11, 30) < found.review_again
    assert len({one.item for one in found.items}) == len(found.items)
    assert all(len(one.text) <= 120 for one in found.items)


def test_the_relational_list_has_its_blocks_and_what_is_optional() -> None:
    items = lists.shipped("relational").items
    counted = {key: sum(one.item.startswith(f"{key}.") for one in items) for key in BLOCKS}
    assert (counted, len(items)) == (BLOCKS, 40)
    for key, n in BLOCKS.items():
        assert [o.item for o in items if o.item.startswith(f"{key}.")] == [
            f"{key}.{nth}" for nth in range(1, n + 1)
        ]
    assert {one.item for one in items if one.optional} == {"1A.8", "1B.3"}
    assert {len(one.prompts) for one in items if one.item in ("1A.1", "3B.6")} == {5, 9}
    assert all(one.ties for one in items)


@pytest.mark.parametrize("found", EVERY, ids=lambda one: one.key)
def test_a_list_is_read_with_ease_at_eleven(found: StatementList) -> None:
    every = [text for one in found.items for text in words_of(one)]
    assert reading_age(" ".join(every)) <= AGE
    pupils = [one.pupils for one in found.items if one.pupils]
    assert reading_age(" ".join(pupils)) <= 9.0, "a child of nine reads the pupils' words"
    hard = {text: round(reading_age(text), 1) for text in every if reading_age(text) > OF_ONE}
    assert hard == {}
    assert [text for text in every if NEVER.search(text)] == []


def test_the_nurture_list_has_six_principles_in_a_childs_words() -> None:
    items = lists.shipped("nurture").items
    assert len(items) == 6
    assert all(one.pupils and one.families and one.staff for one in items)
