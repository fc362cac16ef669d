"""How long things stand: ahead.toml, read once."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files


@dataclass(frozen=True)
class Rules:
    """ahead.toml, in days [1..]."""

    most_days_ahead: int
    kept_days: int
    tender_days: int
    after_days: int


@cache
def rules() -> Rules:
    """The rules there are."""
    said = tomllib.loads((files(__package__) / "ahead.toml").read_text(encoding="utf-8"))
    return Rules(**{name: said[name] for name in Rules.__dataclass_fields__})
