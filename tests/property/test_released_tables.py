"""Tables of a survey that is closed, attacked: what was hidden stays hidden."""

from __future__ import annotations

import os
import random
from collections import Counter
from dataclasses import dataclass

import pytest
from tests.attack_on_tables import WAYS, puzzle

from belong.practice.voice.counting import WHOLE, Answered, Counted, Question, counted
from belong.practice.voice.hiding import LEFT, LEFT_OF_TOLD, told
from belong.practice.voice.merging import merged

SURVEYS = int(os.environ.get("BELONG_SURVEYS", "6"))
ASKED = [Question("a", 5), Question("b", 5, reverse=True)]


@dataclass(frozen=True)
class Made:
    """A survey that was made up: its answers, what groups are called, and how many were asked."""

    answers: list[Answered]
    groups: list[str]
    asked: dict[str, int]

    @property
    def sent(self) -> dict[str, int | None]:
        """Who answered at all, as released."""
        sent = Counter(one.group for one in self.answers)
        sent[WHOLE] = len(self.answers)
        return {group: told(n, self.asked[group]) for group, n in sent.items()}


def survey(seed: int) -> Made:
    """Of one school: some years small, some statements nearly all one way, and often all who were
    asked answered, or all but one or two."""
    dice = random.Random(seed)
    sizes = {f"Year {y}": dice.choice([0, 4, 9, 11, 15, 20, 25, 31, 36, 58]) for y in range(1, 8)}
    away = {year: dice.choice([0, 0, 0, 1, 2, 9]) for year in sizes}
    leaning = [(0.5, 0.5, 0), (0.8, 0.1, 0.1), (0.97, 0.03, 0), (0.34, 0.33, 0.33), (1, 0, 0)]
    lean = {q.key: dice.choice(leaning) for q in ASKED}
    goes = merged(list(sizes.items()), in_a_row=True)
    assert goes is not None, "one year alone has enough"
    answers = [
        Answered(goes[year], "".join(_choice(dice, lean[q.key]) for q in ASKED))
        for year, size in sizes.items()
        for _ in range(size)
    ]
    asked = Counter({WHOLE: sum(sizes.values()) + sum(away.values())})
    for year, size in sizes.items():
        asked[goes[year]] += size + away[year]
    return Made(answers, list(dict.fromkeys(goes.values())), dict(asked))


def _choice(dice: random.Random, lean: tuple[float, ...]) -> str:
    if dice.random() < 0.02:
        return "-"
    return dice.choice({0: "12", 1: "3", 2: "45"}[dice.choices(range(3), lean)[0]])


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(SURVEYS))
def test_an_attacker_who_solves_for_it_is_left_with_half_of_what_it_may_be(seed):
    """Who knows to the last person how many were asked, in every group."""
    made = survey(seed)
    lines = list(counted(ASKED, made.answers, made.groups, made.asked))
    attack = puzzle(lines, made.groups, made.sent, made.asked)
    for line in lines:
        for way in WAYS:
            if line.said is None:
                continue
            low, high = attack.left((line.question, line.group, way))
            least = LEFT if getattr(line, way) is None else LEFT_OF_TOLD
            assert high - low + 1 >= least, (seed, line, way, low, high)
            assert low <= _true(made.answers, line, way) <= high


@pytest.mark.parametrize("asked", [10, 11, 13, 15, 16, 20, 25, 30])
def test_of_a_few_who_were_asked_every_table_there_is_leaves_enough(asked):
    """No inequalities: every way in which so many can have answered, beside what is told of it."""
    could: dict[Counted, list[tuple[int, int, int]]] = {}
    for said in range(10, asked + 1):
        for yes in range(said + 1):
            for some in range(said - yes + 1):
                counts = (yes, some, said - yes - some)
                could.setdefault(_told(counts, asked), []).append(counts)
    for line, tables in could.items():
        for at, way in enumerate(WAYS):
            least = LEFT if getattr(line, way) is None else LEFT_OF_TOLD
            assert len({counts[at] for counts in tables}) >= least, (line, way, tables[:3])
        if asked > 10:
            assert len({sum(counts) for counts in tables}) >= LEFT_OF_TOLD, line


def _told(counts: tuple[int, int, int], asked: int) -> Counted:
    sent = [
        Answered("all", choice) for choice, n in zip("135", counts, strict=True) for _ in range(n)
    ]
    (line,) = counted(ASKED[:1], sent, [], {WHOLE: asked})
    return line


def test_what_groups_together_with_everybody_give_away_is_not_told() -> None:
    """Each line alone leaves enough: but sixteen in between, as "about 20", are nine at most here
    and nine at most there, so that six at least are in each."""
    sizes = {"Year 7": (26, 7, 12), "Year 8": (27, 9, 19)}
    answers = [
        Answered(group, choice)
        for group, counts in sizes.items()
        for choice, n in zip("135", counts, strict=True)
        for _ in range(n)
    ]
    asked = {WHOLE: 100, "Year 7": 45, "Year 8": 55}
    whole, *groups = counted(ASKED[:1], answers, list(sizes), asked)
    assert whole == Counted("a", WHOLE, 100, 50, 20, 30)
    assert [(one.said, one.yes, one.some, one.no) for one in groups] == [
        (40, None, None, None), (50, None, None, None),
    ]  # fmt: skip


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
