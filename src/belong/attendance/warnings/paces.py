"""How soon the rules speak: what a school chose by what its adults can hold."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from belong.attendance.definitions import load

NAME = "early_warnings"
USUAL = "as_it_comes"
PACES = ("sooner", USUAL, "later")
"""The one that speaks of most children first."""


@dataclass(frozen=True)
class Pace:
    """One of them, as a school reads it."""

    key: str
    named: str
    hint: str


def paces() -> tuple[Pace, ...]:
    """All of them, in the order of PACES. Source: definitions/early_warnings.toml, `paces`."""
    every = load(NAME).settings["paces"]
    return tuple(Pace(key, every[key]["named"], every[key]["hint"]) for key in PACES)


def known(pace: str) -> str:
    """A pace there is: what is usual in the place of one nobody knows, or of none."""
    return pace if pace in PACES else USUAL


def settings_of(rule: str, pace: str = USUAL) -> Mapping[str, int]:
    """The numbers of a rule at a pace. Raises KeyError for a pace or a rule there is none of."""
    return {key: at for key, at in _lines(rule, pace).items() if isinstance(at, int)}


def says(rule: str, pace: str = USUAL) -> str:
    """A rule as it can be said aloud, true of the numbers of that pace."""
    return str(_lines(rule, pace)["says"])


def _lines(rule: str, pace: str) -> dict[str, Any]:
    settings = load(NAME).settings
    return {**settings[rule], **settings["paces"][pace].get(rule, {})}
