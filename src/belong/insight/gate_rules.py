"""Whom the gate looks out for, and its words: gate.toml, read once."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files


@dataclass(frozen=True)
class Rules:
    """gate.toml as its comments say."""

    most: int
    new_days: int
    kind_words: tuple[str, ...]


@cache
def rules() -> Rules:
    """The rules there are."""
    said = tomllib.loads((files(__package__) / "gate.toml").read_text(encoding="utf-8"))
    return Rules(said["most"], said["new_days"], tuple(said["kind_words"]))
