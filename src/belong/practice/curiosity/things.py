"""What there is to tap, and how long a kept word stays: seen.toml, read once."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files


@dataclass(frozen=True)
class Thing:
    """One plain thing that somebody may have seen; the fields as seen.toml says them."""

    key: str
    said: str
    hard: bool
    asks: str
    at_arrival: bool


@dataclass(frozen=True)
class Rules:
    """seen.toml.

    kept_days, arrival_days  days [1..]
    things  by key, in the order of the page
    """

    kept_days: int
    arrival_days: int
    things: Mapping[str, Thing]


@cache
def rules() -> Rules:
    """The rules there are."""
    said = tomllib.loads((files(__package__) / "seen.toml").read_text(encoding="utf-8"))
    every = {one["key"]: Thing(**one) for one in said["seen"]}
    return Rules(said["kept_days"], said["arrival_days"], every)


def hard() -> tuple[str, ...]:
    """Keys of what asks somebody for a quiet minute."""
    return tuple(key for key, thing in rules().things.items() if thing.hard)


def at_arrival() -> tuple[str, ...]:
    """Keys of what says something of coming in."""
    return tuple(key for key, thing in rules().things.items() if thing.at_arrival)
