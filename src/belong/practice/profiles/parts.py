"""The parts of what helps, the general words and the sorts of grace: parts.toml, read once."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

TOP = "own_words"
GREETING = "greeting"
ARRIVAL = "arrival"
CHANGES = "changes"
PRAISE = "praise"


@dataclass(frozen=True)
class Sort:
    """One part there may be; the fields as parts.toml says them."""

    key: str
    title: str
    ask: str
    group: str
    supply: bool


@dataclass(frozen=True)
class Step:
    """One of the three steps of Help now, and general words for it."""

    key: str
    title: str
    words: str


@dataclass(frozen=True)
class Rules:
    """parts.toml.

    agreed_days, grace_days  days [1..]
    parts   by key, in the order of the page
    graces  words by key
    """

    agreed_days: int
    grace_days: int
    parts: Mapping[str, Sort]
    steps: tuple[Step, ...]
    graces: Mapping[str, str]


@cache
def rules() -> Rules:
    """The rules there are."""
    said = tomllib.loads((files(__package__) / "parts.toml").read_text(encoding="utf-8"))
    return Rules(
        said["agreed_days"],
        said["grace_days"],
        {one["key"]: Sort(**one) for one in said["part"]},
        tuple(Step(**one) for one in said["step"]),
        {one["key"]: one["words"] for one in said["grace"]},
    )
