"""What `belong calibrate` measured last: data that the docs and the page How sure are we? quote."""

from __future__ import annotations

import json
from dataclasses import dataclass, fields
from functools import cache
from importlib.resources import files
from typing import Any


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
class Run:
    """One run of `belong calibrate`: the command, its seed and its lines."""

    command: str
    seed: int
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class Measured:
    """Everything that was written down with this version.

    runs   kinds of schools and seeds; schools as tuned come first
    curve  habits of every strength, in schools as tuned
    lessons  the same as runs, for patterns among lessons
    """

    runs: tuple[Run, ...]
    curve: Run
    lessons: tuple[Run, ...] = ()

    @property
    def usual(self) -> tuple[Line, ...]:
        """Schools as tuned, every seed: one line a habit, those with nothing to find first."""
        kind = self.runs[0].lines[0].kind
        every = [line for run in self.runs for line in run.lines if line.kind == kind]
        habits = dict.fromkeys(line.habit for line in every)
        return tuple(_together([x for x in every if x.habit == habit]) for habit in habits)


def _together(lines: list[Line]) -> Line:
    """Lines of one kind and habit as one."""
    sums = {
        field.name: sum(getattr(line, field.name) for line in lines)
        for field in fields(Line)
        if field.type == "int"
    }
    return Line(lines[0].kind, lines[0].habit, **sums)


@cache
def measured() -> Measured:
    """The runs that were written down with this version."""
    told = json.loads((files(__package__) / "measured.json").read_text(encoding="utf-8"))
    runs, lessons = (tuple(_run(run) for run in told[name]) for name in ("runs", "lessons"))
    return Measured(runs, _run(told["curve"]), lessons)


def _run(told: dict[str, Any]) -> Run:
    lines = tuple(Line(**line) for line in told["lines"])
    return Run(command=told["command"], seed=told["seed"], lines=lines)
