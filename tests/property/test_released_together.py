"""What is told of a whole scale, attacked: beside the tables it gives no hidden count away."""

from __future__ import annotations

import os
import random
from dataclasses import dataclass
from functools import cached_property, partial

import numpy as np
import pytest
from tests.attack_on_tables import WAYS, Puzzle, could_be, puzzle

from belong.practice.voice import hanging, released, scales
from belong.practice.voice.counting import WHOLE, Answered, Counted, Question, counted, way
from belong.practice.voice.hiding import LEFT, LEFT_OF_TOLD, told
from belong.practice.voice.models import OwnScale, Survey
from belong.practice.voice.results_models import Together

SURVEYS = int(os.environ.get("BELONG_SURVEYS", "6"))
STARTS, TRIES = 4, 400
MARKS = {"yes": 4, "some": 3, "no": 2}
"""An answer of each way, of five."""
TOLD = ("people", "statements", "mean", "mean_low", "mean_high", "alpha", "alpha_low", "alpha_high",
        "omega", "omega_low", "omega_high")  # fmt: skip


@pytest.fixture(autouse=True)
def drawn_less_often(monkeypatch):
    """The limits of omega from fewer draws: what they are worked out from is the same."""
    monkeypatch.setattr(scales, "omega", partial(scales.omega, again=40))


@dataclass
class Scale:
    """Answers to a scale that adds up: one row a person, nobody skipped; of how many asked."""

    answers: np.ndarray
    options: int
    asked: int

    @property
    def questions(self) -> list[Question]:
        places = range(self.answers.shape[1])
        return [Question(f"s{n}", self.options, lowest_first=True) for n in places]

    @cached_property
    def lines(self) -> list[Counted]:
        rows = [Answered("all", "".join(map(str, row))) for row in self.answers]
        return list(counted(self.questions, rows, (), {WHOLE: self.asked}))

    @cached_property
    def together(self) -> Together | None:
        scale = OwnScale(pk=1, share=80, adds_up=True)
        return hanging.told(
            Survey(pk=1, scale=scale), "", self.answers.astype(float), self.varies, self.options,
            self.asked,
        )  # fmt: skip

    @property
    def varies(self) -> tuple[bool, ...]:
        """Of each statement whether alpha is told of it."""
        return released._told_to_divide(self.lines)

    @property
    def page(self) -> tuple[object, ...]:
        """Every figure the page has of it."""
        made = self.together
        return (self.lines, told(len(self.answers), self.asked),
                [getattr(made, name) for name in TOLD] if made else None)  # fmt: skip

    def count(self, at: int, kind: str) -> int:
        question = self.questions[at]
        return sum(way(str(one), question) == kind for one in self.answers[:, at])


def scale(seed: int) -> Scale:
    """Often all or nearly all of those asked answered, and nearly all of them one way."""
    dice = random.Random(seed)
    options, people = dice.choice([2, 3, 5, 5, 5, 7]), dice.randrange(55, 75)
    leaning = [[0.02, 0.1, 1], [0.05, 0, 1], [1, 0.03, 0.4], [1, 1, 1], [0, 0, 1]]
    leans = [dice.choice(leaning) for _ in range(dice.randrange(3, 5))]
    feels = [dice.random() for _ in range(people)]
    rows = [[_answer(dice, lean, options, feel) for lean in leans] for feel in feels]
    return Scale(np.array(rows), options, people + dice.choice([0, 1, 2, 9, 60]))


def _answer(dice: random.Random, lean: list[float], options: int, feel: float) -> int:
    at = feel if dice.random() < 0.7 else dice.random()
    low, some, high = lean
    part = at * (low + some + high)
    ends = {"low": [1, 2][: options // 2], "high": list(range(options, 0, -1))[: options // 2]}
    if part < low:
        return dice.choice(ends["low"])
    if part < low + some and options > 2:
        return (options + 1) // 2
    return dice.choice(ends["high"])


def tables(one: Scale) -> tuple[Puzzle, dict[int, float]]:
    """What the tables say to somebody who was told that nobody skipped anything; and the sum of all
    answers, in its terms."""
    made = puzzle(one.lines, [], {WHOLE: told(len(one.answers), one.asked)}, {WHOLE: one.asked})
    total: dict[int, float] = {}
    for question in one.questions:
        made.adds_up(("sent", WHOLE), [(question.key, WHOLE, "said")])
        for kind in WAYS:
            marks = [n for n in range(1, one.options + 1) if way(str(n), question) == kind]
            each = [(question.key, WHOLE, kind, str(n)) for n in marks]
            made.adds_up((question.key, WHOLE, kind), each)
            total |= {made.at(*name): float(n) for name, n in zip(each, marks, strict=True)}
    return made, total


def with_the_mean(one: Scale) -> Puzzle:
    """The same, and the mean, of as many people as it says."""
    made, total = tables(one)
    found, sent = one.together, ("sent", WHOLE)
    if found is None or found.mean is None:
        return made
    made.within(sent, could_be(found.people, one.asked))
    for sign in (-1, 1):
        edge = one.answers.shape[1] * (found.mean + sign * 0.05)
        made.equal.append(total | {made.at(*sent): -edge, made.at("spare", str(sign)): float(sign)})
    return made


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(2 * SURVEYS))
def test_whoever_reads_the_mean_too_is_left_with_half_of_what_a_count_may_be(seed):
    one = scale(seed)
    before, after = tables(one)[0], with_the_mean(one)
    for at, line in enumerate(one.lines):
        for kind in WAYS:
            least = LEFT if getattr(line, kind) is None else LEFT_OF_TOLD
            was, now = (made.left((line.question, WHOLE, kind)) for made in (before, after))
            assert now[0] <= one.count(at, kind) <= now[1]
            assert now[1] - now[0] + 1 >= min(least, was[1] - was[0] + 1), (seed, line, kind, now)


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(max(2, SURVEYS // 3)))
def test_whoever_reads_alpha_too_can_rule_out_half_at_the_most(seed, monkeypatch):
    """For each hidden count other answers are looked for that look the very same on the page, but
    for omega: looking for that as well takes too long here."""
    monkeypatch.setattr(scales, "omega", lambda *_, **__: None)
    one = of_five(seed)
    dice = random.Random(seed)
    hidden = [(at, kind) for at, line in enumerate(one.lines) for kind in WAYS
              if any((line.yes, line.some, line.no)) and getattr(line, kind) is None]  # fmt: skip
    for at, kind in hidden[:2]:
        found = {one.count(at, kind)}
        for value in dice.sample(range(10), 10):
            if (
                len(found) < LEFT
                and value not in found
                and _looks_alike(dice, one, at, kind, value)
            ):
                found.add(value)
        assert len(found) >= LEFT, (seed, at, kind, found)


def of_five(seed: int) -> Scale:
    """One of five answers, of which something is told, and a count is hidden."""
    for more in range(seed * 1000, seed * 1000 + 1000):
        one = scale(more)
        made = one.together
        few = [line for line in one.lines if line.yes and line.some and line.no is None]
        if one.options == 5 and few and made and made.alpha is not None:
            return one
    raise AssertionError("no such survey was made up")


def _looks_alike(dice: random.Random, one: Scale, at: int, kind: str, value: int) -> bool:
    """Whether answers with another hidden count were found, of which the page says the same."""
    return any(_climbs(dice, one, _moved(dice, one, at, kind, value)) for _ in range(STARTS))


def _climbs(dice: random.Random, one: Scale, other: Scale) -> bool:
    """Whether other answers come, step by step, to look the same."""
    far = _far(one, other)
    for _ in range(TRIES):
        if far == 0 and other.page == one.page:
            return True
        tried = _changed(dice, other)
        now = _far(one, tried)
        if now <= far or far == 0:
            other, far = tried, now
    return False


def _moved(dice: random.Random, one: Scale, at: int, kind: str, value: int) -> Scale:
    """As many more or fewer as it takes, to or from the other ways or of more or fewer people, so
    that the tables say the same where that can be."""
    more = value - one.count(at, kind)
    for _ in range(60):
        people = dice.choice([0, 0, min(more, one.asked - len(one.answers))])
        answers = _of_people(dice, one, people, at, kind)
        other = _of_ways(dice, Scale(answers, one.options, one.asked), at, kind, more - people)
        if other.lines == one.lines:
            break
    return other


def _of_people(dice: random.Random, one: Scale, more: int, at: int, kind: str) -> np.ndarray:
    """With more people who answered like that, and otherwise like somebody, or all the same in a
    statement; or with fewer."""
    rows = range(len(one.answers))
    if more <= 0:
        gone = [n for n in rows if way(str(one.answers[n, at]), one.questions[at]) == kind]
        return np.delete(one.answers, dice.sample(gone, -more), axis=0)
    new = one.answers[[dice.choice(rows) for _ in range(more)]].copy()
    if dice.random() < 0.7:
        new[:] = [dice.choice([*MARKS.values()]) for _ in range(new.shape[1])]
    new[:, at] = MARKS[kind]
    return np.vstack([one.answers, new])


def _of_ways(dice: random.Random, one: Scale, at: int, kind: str, more: int) -> Scale:
    ways, answers = [each for each in WAYS if each != kind], one.answers.copy()
    rest = ways if dice.random() < 0.5 else [dice.choice(ways)]
    gone, to = (rest, [kind]) if more > 0 else ([kind], rest)
    rows = [n for n, mark in enumerate(answers[:, at])
            if way(str(mark), one.questions[at]) in gone]  # fmt: skip
    for row in dice.sample(rows, min(len(rows), abs(more))):
        answers[row, at] = MARKS[dice.choice(to)]
    return Scale(answers, one.options, one.asked)


def _changed(dice: random.Random, one: Scale) -> Scale:
    """Two people change places in one statement, or one answers more or less strongly."""
    answers = one.answers.copy()
    at, (row, other) = dice.randrange(answers.shape[1]), dice.sample(range(len(answers)), 2)
    if dice.random() < 0.5:
        answers[[row, other], at] = answers[[other, row], at]
    else:
        answers[row, at] = {1: 2, 2: 1, 3: 3, 4: 5, 5: 4}[int(answers[row, at])]
    return Scale(answers, one.options, one.asked)


def _far(one: Scale, other: Scale) -> float:
    """How far apart alpha and mean are, beyond what rounding hides; the limits left out. Alpha is
    that of the statements it is told of."""
    here, there = (scales.alpha(each.answers[:, np.array(one.varies)].astype(float)) or 0.0
                   for each in (one, other))  # fmt: skip
    mean = round(float(one.answers.mean()), 1)
    apart = abs(mean - float(other.answers.mean()))
    return max(0.0, abs(round(here, 2) - there) - 0.005) + max(0.0, apart - 0.05)


def test_everything_beside_a_figure_is_worked_out_from_what_is_told():
    """Alpha's limits from alpha and the people as rounded, so that nobody turns them back."""
    seen = set()
    for people in range(55, 65):
        made = _sixty(people).together
        assert made is not None
        assert made.people == 60
        seen.add((made.alpha, made.alpha_low, made.alpha_high, made.mean_low, made.mean_high))
    assert len({(low, high) for _, low, high, *_ in seen}) == len({alpha for alpha, *_ in seen})
    assert len({tuple(mean) for *_, mean in ((0, one[3:]) for one in seen)}) == 1


def _sixty(people: int) -> Scale:
    rows = np.array([[1, 2, 1], [3, 3, 3], [5, 4, 5], [2, 1, 4]])
    return Scale(np.array([rows[n % 4] for n in range(people)]), 5, 200)


def test_that_all_of_those_asked_answered_is_not_told_beside_the_tables_either():
    """Fifty-five of fifty-five: about 50 answered, and nothing says about 60."""
    everybody, all_but_one = _sixty(55), _sixty(54)
    everybody.asked = all_but_one.asked = 55
    assert everybody.together is None
    assert all_but_one.together is None


@pytest.mark.parametrize("no", range(9))
def test_whether_anybody_at_all_disagrees_changes_nothing_that_is_told(no):
    """The pulse where nearly all tap the same: alpha is not told, of none as of eight."""
    rows = np.full((60, 4), 5)
    rows[:no] = 1
    made = Scale(rows, 5, 200).together
    assert made is not None
    assert (made.alpha, made.omega) == (None, None)
    assert (made.mean, made.mean_high) == (4.5, 5.0)


@pytest.mark.parametrize("statements", [1, 2])
def test_of_one_or_two_statements_there_is_no_mean(statements):
    assert Scale(np.array([[n % 5 + 1] * statements for n in range(70)]), 5, 200).together is None


@pytest.mark.parametrize(
    ("asked", "people"), [(60, 57), (120, 110), (200, 180), (400, 200), (0, 300)]
)
def test_the_printed_range_of_a_mean_holds_that_of_everybody_95_times_in_100(asked, people):
    rng = np.random.default_rng(people)
    held, times = 0, 60
    for _ in range(times):
        everybody = rng.integers(1, 6, (asked or 20_000, 5))
        made = Scale(rng.permutation(everybody)[:people], 5, asked).together
        assert made is not None
        held += made.mean_low <= everybody.mean() <= made.mean_high
    assert held >= 0.95 * times
