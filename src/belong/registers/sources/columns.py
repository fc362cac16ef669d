"""Which of our names each heading of a file stands for. The synonyms are data: columns.toml."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from belong.attendance import codes

DETAILS = ("surname", "forename", "known_as", "year", "form", "dob", "sex", "fsm", "sen",
           "admitted", "left")  # fmt: skip
AGGREGATES = ("possible", "attended", "approved", "authorised", "unauthorised", "absent",
              "late_before", "late_after")  # fmt: skip


LONGEST_TOTAL = 30


def plain(heading: str) -> str:
    """A heading without case, spaces and punctuation, for comparing."""
    return "".join(ch for ch in heading.casefold() if ch.isalnum())


@cache
def _book() -> dict[str, Any]:
    text = (files(__package__) / "columns.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


@cache
def identifiers() -> tuple[str, ...]:
    """The kinds of pupil number, the preferred one first."""
    return tuple(_book()["identifiers"])


@cache
def _synonyms(section: str) -> dict[str, tuple[str, ...]]:
    return {ours: tuple(map(plain, names)) for ours, names in _book()[section].items()}


@cache
def total_words() -> frozenset[str]:
    """How a row that adds up other rows begins, as `plain` writes it."""
    return frozenset(map(plain, _book()["beside"]["totals"]))


def is_total(cell: str) -> bool:
    """Whether a first cell belongs to a row of totals."""
    return len(cell) < LONGEST_TOTAL and (cell.strip() == "%" or plain(cell) in total_words())


def looked_for(*ours: str) -> str:
    """The first synonym of each of our names, as a list in a sentence."""
    merged: dict[str, list[str]] = {}
    for section in ("identifiers", "marks", "details", "summary"):
        merged |= _book()[section]
    return ", ".join(merged[name][0] for name in ours)


@dataclass(frozen=True)
class Columns:
    """Where our names stand in one header.

    names  the headings as the file writes them
    at     our name -> position of the heading
    """

    names: tuple[str, ...]
    at: dict[str, int]

    def __contains__(self, ours: str) -> bool:
        return ours in self.at

    def heading(self, ours: str) -> str:
        """What the file calls one of our names."""
        return self.names[self.at[ours]]

    @property
    def ids(self) -> tuple[str, ...]:
        """The kinds of pupil number in this header, the preferred one first."""
        return tuple(kind for kind in identifiers() if kind in self.at)

    @property
    def named(self) -> bool:
        """Whether the header holds a child's name."""
        return "name" in self.at or "surname" in self.at

    @property
    def tells_children_apart(self) -> bool:
        """Whether a row of this header says which child it is about."""
        return bool(self.ids) or self.named

    def found(self) -> dict[str, str]:
        """Our names and the headings they were found as; the pupil's number under `pupil`."""
        out = {ours: self.names[position] for ours, position in self.at.items()}
        if self.ids:
            out = {"pupil": self.heading(self.ids[0]), **out}
        return out


def match(names: Sequence[str]) -> Columns:
    """Find our names for identifiers, marks and details in one header."""
    places: dict[str, int] = {}
    for position, name in enumerate(names):
        places.setdefault(plain(name), position)
    places.pop("", None)
    at: dict[str, int] = {}
    for section in ("identifiers", "marks", "details"):
        at |= _matched(places, section, taken=set(at.values()))
    return Columns(tuple(names), _settled(names, at))


def _matched(places: dict[str, int], section: str, taken: set[int]) -> dict[str, int]:
    out: dict[str, int] = {}
    for ours, synonyms in _synonyms(section).items():
        free = (places[s] for s in synonyms if s in places and places[s] not in taken)
        position = next(free, None)
        if position is not None:
            out[ours] = position
            taken.add(position)
    return out


def _settled(names: Sequence[str], at: dict[str, int]) -> dict[str, int]:
    """Two headings mean different things in different company: `id` and `Class`."""
    ids = [kind for kind in identifiers() if kind in at]
    if not ids and "record" in at and plain(names[at["record"]]) == "id":
        at["student_id"] = at.pop("record")
    lessons = "period" in at and "section" not in at
    if lessons and "form" in at and plain(names[at["form"]]) == "class":
        at["section"] = at.pop("form")
    return at


def aggregates(names: Sequence[str]) -> dict[str, int]:
    """Where a summary states totals: our name -> position."""
    places: dict[str, int] = {}
    for position, name in enumerate(names):
        if "%" not in name:  # a percentage is never a count, and is never trusted
            places.setdefault(plain(name), position)
    return _matched(places, "summary", taken=set())


def reasons(names: Sequence[str]) -> dict[str, int]:
    """Where a summary counts one code a column: code -> position."""
    out: dict[str, int] = {}
    for position, name in enumerate(names):
        code = _code_named(name)
        if code is not None:
            out.setdefault(code, position)
    return out


def _code_named(name: str) -> str | None:
    text = name.strip().replace("\\\\", "\\")
    for prefix in ("", *_book()["reasons"]["prefixes"]):
        rest = text[len(prefix) :].strip().upper()
        if text.casefold().startswith(prefix.casefold()) and codes.known(rest):
            return rest
    spoken = {
        plain(word): code for code, words in _book()["reason_names"].items() for word in words
    }
    return spoken.get(plain(name))
