"""The pulse that comes with Belong, and its languages: pulse.toml and languages/, read once."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

KEY = "pulse"
ENGLISH = "en"
VERSIONS = ("plain", "easy", "symbol")
"""Ways in which pupils can read it."""
SKIPPED = "-"


@dataclass(frozen=True)
class Statement:
    """One statement, seen from each side.

    strand     a key of Pulse.strands
    reverse    whether agreeing is the worse answer
    speaks_to  ids of audit items: 2A.1
    plain, easy, word  a pupil's; the word stands beside a drawing
    """

    key: str
    strand: str
    reverse: bool
    speaks_to: tuple[str, ...]
    plain: str
    easy: str
    word: str
    drawing: str
    families: str
    staff: str

    def said_to(self, audience: str, version: str = "plain") -> str:
        """How it is worded for somebody: pupils, families or staff."""
        if audience != "pupils":
            return self.families if audience == "families" else self.staff
        return {"easy": self.easy, "symbol": self.word}.get(version, self.plain)


@dataclass(frozen=True)
class Pulse:
    """pulse.toml. `answers` from the best to the worst, `faces` beside them."""

    title: str
    licence: str
    answers: tuple[str, ...]
    faces: tuple[str, ...]
    strands: Mapping[str, str]
    statements: tuple[Statement, ...]


@dataclass(frozen=True)
class Language:
    """The pulse in another language, as one of languages/ says it.

    name, english  its own name and its English one
    checked_by     who, on Belong's side, speaks it and read it; "" while nobody has
    words          buttons and short texts by their name in English
    answers        as in Pulse
    pupils, families  statements by their key
    """

    key: str
    name: str
    english: str
    rtl: bool
    checked_by: str
    words: Mapping[str, str]
    answers: tuple[str, ...]
    pupils: Mapping[str, str]
    families: Mapping[str, str]


@cache
def pulse() -> Pulse:
    """All of it."""
    said = tomllib.loads((files(__package__) / "pulse.toml").read_text(encoding="utf-8"))
    return Pulse(
        said["title"], said["licence"], tuple(said["answers"]), tuple(said["faces"]),
        said["strands"],
        tuple(
            Statement(**(one | {"speaks_to": tuple(one["speaks_to"])})) for one in said["statement"]
        ),
    )  # fmt: skip


@cache
def languages() -> Mapping[str, Language]:
    """Every language there is a file of, by its key, in the order of their English names."""
    found = [
        _language(tomllib.loads(one.read_text(encoding="utf-8")))
        for one in (files(__package__) / "languages").iterdir()
        if one.name.endswith(".toml")
    ]
    return {one.key: one for one in sorted(found, key=lambda one: one.english)}


def _language(said: dict[str, object]) -> Language:
    kept = {name: said[name] for name in Language.__dataclass_fields__}
    kept["answers"] = tuple(kept["answers"])  # type: ignore[arg-type]
    return Language(**kept)  # type: ignore[arg-type]
