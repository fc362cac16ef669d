"""What stands on a pattern card beside the counts: data that people can review."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files


@dataclass(frozen=True)
class Card:
    """Other explanations (at least two, chance among them), what may help to look at, a question
    for the child, who else may know, and a question for the adult."""

    may_be: tuple[str, ...]
    look_at: tuple[str, ...]
    ask: str
    who_may_know: tuple[str, ...]
    fair: str


@cache
def card(family: str) -> Card:
    """The card of a family of patterns. Raises KeyError for one that has none."""
    data = tomllib.loads((files(__package__) / "cards.toml").read_text(encoding="utf-8"))
    own = data[family]
    return Card(
        may_be=tuple(own["may_be"]),
        look_at=tuple(own["look_at"]),
        ask=own["ask"],
        who_may_know=tuple(own["who_may_know"]),
        fair=data["everywhere"]["fair"],
    )
