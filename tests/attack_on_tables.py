"""An attacker who knows the rule and how many were asked, to the last person, holds every released
line, and has a program that solves linear inequalities: how few values are left for each count?

Every count is a variable; whole numbers are let be any number, which finds a little less than all
there is to find, so a margin is kept: half of the values must be left.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache

import numpy as np
from scipy.optimize import linprog

from belong.practice.voice.counting import WHOLE, Counted
from belong.practice.voice.hiding import ALL_OR_NONE, told

WAYS = ("yes", "some", "no")
MOST = 500
"""People no made-up school has more of."""


@dataclass
class Puzzle:
    """Inequalities over named counts, as the attacker writes them down."""

    names: dict[tuple[str, ...], int] = field(default_factory=dict)
    bounds: list[tuple[float, float]] = field(default_factory=list)
    equal: list[dict[int, float]] = field(default_factory=list)

    def at(self, *name: str) -> int:
        if name not in self.names:
            self.names[name] = len(self.names)
            self.bounds.append((0, np.inf))
        return self.names[name]

    def within(self, name: tuple[str, ...], limits: tuple[float, float]) -> None:
        place = self.at(*name)
        low, high = self.bounds[place]
        self.bounds[place] = (max(low, limits[0]), min(high, limits[1]))

    def adds_up(self, whole: tuple[str, ...], parts: Sequence[tuple[str, ...]]) -> None:
        self.equal.append({self.at(*whole): -1.0, **{self.at(*p): 1.0 for p in parts}})

    def left(self, name: tuple[str, ...]) -> tuple[int, int]:
        """The least and the most a count can be."""
        rows = np.zeros((len(self.equal), len(self.names)))
        for row, terms in zip(rows, self.equal, strict=True):
            for place, by in terms.items():
                row[place] = by
        ends = []
        for sign in (1, -1):
            aim = np.zeros(len(self.names))
            aim[self.names[name]] = sign
            found = linprog(aim, A_eq=rows, b_eq=np.zeros(len(rows)), bounds=self.bounds)
            if not found.success:
                raise AssertionError(f"the attacker's inequalities contradict: {found.message}")
            ends.append(sign * found.fun)
        return int(np.ceil(ends[0] - 1e-7)), int(np.floor(ends[1] + 1e-7))


@cache
def could_be(shown: int | None, asked: int = 0) -> tuple[int, int]:
    """What a count may have been: the attacker asks the rule itself about every count there is."""
    counts = [count for count in range((asked or MOST) + 1) if told(count, asked) == shown]
    return counts[0], counts[-1]


def puzzle(
    lines: Sequence[Counted],
    groups: Sequence[str],
    answered: Mapping[str, int | None],
    asked: Mapping[str, int],
) -> Puzzle:
    """Everything that was released of one survey, as inequalities.

    answered  who sent an answer at all, by group, as released
    asked     how many were asked, by group, exactly: it stands in the register
    """
    made, parts = Puzzle(), tuple(groups) if len(groups) > 1 else ("all",)
    for group in (WHOLE, *(parts if len(groups) > 1 else ())):
        made.within(("sent", group), could_be(answered[group], asked[group]))
    made.adds_up(("sent", WHOLE), [("sent", g) for g in parts])
    for line in lines:
        _write(made, line, asked[line.group])
    for question in {line.question for line in lines}:
        for group in parts:
            skipped = [(question, group, "skipped"), (question, group, "said")]
            made.adds_up(("sent", group), skipped)
        for group in {WHOLE, *parts}:
            made.adds_up((question, group, "said"), [(question, group, w) for w in WAYS])
        for cell in ("said", *WAYS):
            made.adds_up((question, WHOLE, cell), [(question, g, cell) for g in parts])
    return made


def _write(made: Puzzle, line: Counted, asked: int) -> None:
    said = (line.question, line.group, "said")
    made.within(said, could_be(line.said, asked))
    shown = {way: getattr(line, way) for way in WAYS}
    if not any(shown.values()):
        return
    for way, count in shown.items():
        made.within((line.question, line.group, way), could_be(count, asked))
        if count and could_be(line.said, asked)[1] < ALL_OR_NONE:
            others = (line.question, line.group, f"not {way}")
            made.within(others, (1, np.inf))
            made.adds_up(said, [(line.question, line.group, way), others])
