"""Whom the gate looks out for, and its words: gate.toml, read once."""

from __future__ import annotations

import tomllib
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files


@dataclass(frozen=True)
class Rules:
    """gate.toml as its comments say."""

    most: int
    new_days: int
    kind_words: tuple[str, ...]
    words_that_help: tuple[str, ...]


@cache
def rules() -> Rules:
    """The rules there are."""
    said = tomllib.loads((files(__package__) / "gate.toml").read_text(encoding="utf-8"))
    return Rules(
        said["most"], said["new_days"], tuple(said["kind_words"]), tuple(said["words_that_help"])
    )


def how_they_like_it(pupils: Collection[int]) -> Mapping[int, str]:
    """How each child likes to be greeted, by key, in words that a family at the gate may read; a
    child of whom nobody asked yet is not in it. Nobody is asked yet."""
    return {}
