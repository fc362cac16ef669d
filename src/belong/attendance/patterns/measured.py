"""What `belong calibrate` measured last: data that the docs and the page How sure are we? quote."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from importlib.resources import files


@dataclass(frozen=True)
class Line:
    """Many simulated schools of one kind, with one habit or with nothing to find.

    schools_that_show  schools that showed anybody in their year
    shown, false       children shown; those of them without a habit
    has, found         children with the habit, otherwise like the school; those shown within the
                       weeks of the habit and one half-term
    in_time            those shown before the habit ended
    all_has, all_found the same for every child with the habit
    """

    kind: str
    habit: str
    schools: int
    schools_that_show: int
    shown: int
    false: int
    has: int
    found: int
    in_time: int
    all_has: int
    all_found: int

    @property
    def false_share(self) -> float:
        """Share of the children shown who have no habit; 0 where nobody was shown."""
        return self.false / self.shown if self.shown else 0.0

    @property
    def power(self) -> float | None:
        """Share found of the children with a habit, otherwise like the school; None without."""
        return self.found / self.has if self.has else None


@dataclass(frozen=True)
class Measured:
    """One run of `belong calibrate`: the command, its seed and its lines, those as tuned first."""

    command: str
    seed: int
    lines: tuple[Line, ...]


@cache
def measured() -> Measured:
    """The run that was written down with this version."""
    told = json.loads((files(__package__) / "measured.json").read_text(encoding="utf-8"))
    lines = tuple(Line(**line) for line in told["lines"])
    return Measured(command=told["command"], seed=told["seed"], lines=lines)
