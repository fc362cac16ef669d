"""How much one day's list holds: today.toml, read once."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files


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
    seconds: Mapping[str, int]
    again_days: Mapping[str, int]


@cache
def rules() -> Rules:
    """The rules there are."""
    said = tomllib.loads((files(__package__) / "today.toml").read_text(encoding="utf-8"))
    kinds = said.pop("kind")
    names = ("most_lines", "most_seconds", "long_days", "stale_days", "subjects_named")
    return Rules(
        **{name: said[name] for name in names},
        seconds={kind: of["seconds"] for kind, of in kinds.items()},
        again_days={kind: of["again_days"] for kind, of in kinds.items()},
    )
