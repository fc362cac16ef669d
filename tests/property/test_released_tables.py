"""Tables of a survey that is closed, attacked: what was hidden stays hidden."""

from __future__ import annotations

import os
import random
from collections import Counter

import pytest
from tests.attack_on_tables import WAYS, puzzle

from belong.basics.disclosure import safe_count
from belong.practice.voice.counting import Answered, Counted, Question, counted
from belong.practice.voice.merging import merged

SURVEYS = int(os.environ.get("BELONG_SURVEYS", "6"))
LEFT = 5
"""Values of the ten that a hidden count may have, of which the attacker must be left this many."""
ASKED = [Question("a", 5), Question("b", 5, reverse=True)]


def survey(seed: int) -> tuple[list[Answered], list[str], dict[str, int | None]]:
    """Made-up answers of one school: some years small, some statements nearly all one way."""
    dice = random.Random(seed)
    sizes = {f"Year {y}": dice.choice([0, 4, 9, 11, 14, 27, 31, 58]) for y in range(1, 8)}
    lean = {q.key: dice.choice([0.5, 0.8, 0.97]) for q in ASKED}
    goes = merged(list(sizes.items()), in_a_row=True)
    assert goes is not None, "one year alone has enough"
    answers = [
        Answered(goes[year], "".join(_choice(dice, lean[q.key]) for q in ASKED))
        for year, size in sizes.items()
        for _ in range(size)
    ]
    sent = Counter(one.group for one in answers)
    groups = [g for g in dict.fromkeys(goes.values()) if g]
    return answers, groups, {"": safe_count(len(answers)), **{g: safe_count(sent[g]) for g in sent}}


def _choice(dice: random.Random, lean: float) -> str:
    if dice.random() < 0.05:
        return "-"
    return dice.choice("12") if dice.random() < lean else dice.choice("345")


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(SURVEYS))
def test_an_attacker_who_solves_for_it_is_left_with_half_of_what_it_may_be(seed):
    answers, groups, sent = survey(seed)
    lines = list(counted(ASKED, answers, groups))
    made = puzzle(lines, groups, sent)
    for line in lines:
        for way in WAYS:
            if line.said is None:
                continue
            low, high = made.left((line.question, line.group, way))
            least = LEFT if getattr(line, way) is None else 2
            assert high - low + 1 >= least, (seed, line, way, low, high)
            assert low <= _true(answers, line, way) <= high


def _true(answers: list[Answered], line: Counted, kind: str) -> int:
    from belong.practice.voice.counting import way

    at = [q.key for q in ASKED].index(line.question)
    whom = [x for x in answers if line.group in ("", x.group)]
    return sum(way(x.choices[at], ASKED[at]) == kind for x in whom)


@pytest.mark.parametrize("seed", range(200))
def test_two_released_groups_differ_by_nobody_or_by_ten_at_least(seed):
    dice = random.Random(seed)
    sizes = {str(y): dice.randrange(0, 40) for y in range(dice.randrange(1, 9))}
    goes = merged(list(sizes.items()), in_a_row=bool(seed % 2))
    whole = sum(sizes.values())
    assert (goes is None) == (whole < 10), "of fewer than ten nothing may be kept"
    groups: Counter[str] = Counter()
    for name, size in sizes.items() if goes else ():
        groups[goes[name]] += size
    for size in groups.values():
        assert size >= 10
        assert whole - size == 0 or whole - size >= 10
