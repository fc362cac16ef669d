"""Every measure's meaning, as data people can review: code reads it, docs and screens quote it."""

from __future__ import annotations

import datetime as dt
import tomllib
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import Any

WORDS = ("title", "question", "rule", "denominator", "not_this", "source", "written_by",
         "checked_by", "measure")  # fmt: skip


@dataclass(frozen=True)
class Definition:
    """One measure in words.

    settings  thresholds and lists that the code reads
    why_other why another system may say something else, one sentence each
    pk        what in it rests on knowledge that was not verified; empty if nothing
    """

    name: str
    title: str
    question: str
    rule: str
    denominator: str
    not_this: str
    source: str
    written_by: str
    checked_by: str
    measure: str
    version: int
    review_due: dt.date
    since: dt.date | None
    pk: str
    why_other: tuple[str, ...]
    settings: dict[str, Any] = field(default_factory=dict)


@cache
def load(name: str) -> Definition:
    """One definition. Raises KeyError for a name without a file."""
    place = files(__package__) / f"{name}.toml"
    if not place.is_file():
        raise KeyError(f"no definition called {name!r}")
    data = tomllib.loads(place.read_text(encoding="utf-8"))
    return Definition(
        name=name,
        **{word: data[word] for word in WORDS},
        version=data["version"],
        review_due=data["review_due"],
        since=data.get("since"),
        pk=data.get("pk", ""),
        why_other=tuple(data.get("why_other", ())),
        settings=data.get("settings", {}),
    )


def number(name: str, setting: str) -> int:
    """A whole-number threshold of a definition. Raises KeyError where there is none."""
    return int(load(name).settings[setting])


@cache
def names() -> tuple[str, ...]:
    """Every definition there is, in order of name."""
    found = (entry.name for entry in files(__package__).iterdir())
    return tuple(sorted(n.removesuffix(".toml") for n in found if n.endswith(".toml")))
