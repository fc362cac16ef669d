"""National figures to stand beside a school's own, with their series and period."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files


@dataclass(frozen=True)
class Benchmark:
    """One published figure."""

    measure: str
    phase: str
    percent: float
    series: str
    in_words: str
    source: str


@cache
def all_figures() -> tuple[Benchmark, ...]:
    """Every figure there is."""
    text = (files(__package__) / "benchmarks.toml").read_text(encoding="utf-8")
    return tuple(Benchmark(**line) for line in tomllib.loads(text)["figure"])


def beside(measure: str, phase: str) -> Benchmark | None:
    """The figure for a measure and a kind of school, or None where none was published."""
    for figure in all_figures():
        if (figure.measure, figure.phase) == (measure, phase):
            return figure
    return None
