"""How much one day's list holds: today.toml, read once."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

ABOUT = {"source", "author", "reviewed", "review_again"}
"""What today.toml says of itself."""


@dataclass(frozen=True)
class Rules:
    """today.toml as its comments say.

    seconds, again_days  by kind
    """

    most_lines: int
    most_seconds: int
    long_days: int
    stale_days: int
    subjects_named: int
    hello_days: int
    hellos_a_day: int
    news_a_day: int
    new_days: int
    holiday_ahead_days: int
    holiday_days: int
    seconds: Mapping[str, int]
    again_days: Mapping[str, int]


@cache
def rules() -> Rules:
    """The rules there are."""
    said = tomllib.loads((files(__package__) / "today.toml").read_text(encoding="utf-8"))
    kinds = said.pop("kind")
    numbers = {name: said[name] for name in said.keys() - ABOUT}
    return Rules(
        **numbers,
        seconds={kind: of["seconds"] for kind, of in kinds.items()},
        again_days={kind: of["again_days"] for kind, of in kinds.items()},
    )
