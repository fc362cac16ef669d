"""The lists of statements there are: those that ship with Belong, and a school's own."""

from __future__ import annotations

import datetime as dt
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

SHIPPED = ("relational", "nurture")
"""In the order in which they are offered."""


@dataclass(frozen=True)
class Item:
    """One statement; the fields as `models.Question` has them.

    block  [1..] within its list
    """

    item: str
    area: str
    block: int
    block_title: str
    text: str
    prompts: tuple[str, ...] = ()
    ties: str = ""
    optional: bool = False
    pupils: str = ""
    families: str = ""
    staff: str = ""
    offers: tuple[str, ...] = ()


@dataclass(frozen=True)
class StatementList:
    """A list a look can be opened with.

    own  whether the school brought it itself
    """

    key: str
    title: str
    licence: str
    source: str
    author: str
    reviewed: dt.date
    review_again: dt.date
    items: tuple[Item, ...]
    own: bool = False

    @property
    def has_optional(self) -> bool:
        """Whether some statements are asked only where a school wants them."""
        return any(one.optional for one in self.items)


@cache
def shipped(key: str) -> StatementList:
    """A list that ships with Belong. Raises FileNotFoundError for any other key."""
    folder = files("belong.practice.audit.frameworks")
    said = tomllib.loads((folder / f"{key}.toml").read_text(encoding="utf-8"))
    return read(said)


def read(said: dict[str, Any]) -> StatementList:
    """A list as its file says it. Raises KeyError for what is missing."""
    return StatementList(
        said["key"], said["title"], said["licence"], said["source"], said["author"],
        said["reviewed"], said["review_again"], tuple(_items(said)),
    )  # fmt: skip


def _items(said: dict[str, Any]) -> Iterator[Item]:
    blocks = [(area, block) for area in said["areas"] for block in area["blocks"]]
    for number, (area, block) in enumerate(blocks, start=1):
        for one in block["items"]:
            yield Item(
                one["id"], area["title"], number, block["title"], one["text"],
                tuple(one.get("prompts", ())), one.get("ties", ""), one.get("optional", False),
                one.get("pupils", ""), one.get("families", ""), one.get("staff", ""),
                tuple(one.get("evidence", ())),
            )  # fmt: skip
