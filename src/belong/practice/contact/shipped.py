"""The texts that come with Belong, their situations and the languages there are: library.toml, read
once."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

ENGLISH = "en"


@dataclass(frozen=True)
class Situation:
    """When something is said. `at_gate`: on the screen of the gate too; `home`: a message home."""

    key: str
    title: str
    at_gate: bool = False
    home: bool = False


@dataclass(frozen=True)
class Shipped:
    """One text in English. `title` only where a message has one."""

    key: str
    situation: str
    words: str
    title: str = ""


@dataclass(frozen=True)
class Language:
    """A language by its own name and by its English one; `rtl`: written from right to left."""

    key: str
    name: str
    english: str
    rtl: bool = False


@dataclass(frozen=True)
class Library:
    """library.toml: each by its key, in the order of the page."""

    situations: Mapping[str, Situation]
    texts: Mapping[str, Shipped]
    languages: Mapping[str, Language]


@cache
def library() -> Library:
    """All there is."""
    said = tomllib.loads((files(__package__) / "library.toml").read_text(encoding="utf-8"))
    return Library(
        {one["key"]: Situation(**one) for one in said["situation"]},
        {one["key"]: Shipped(**one) for one in said["text"]},
        {one["key"]: Language(**one) for one in said["language"]},
    )
