"""The lists the school is invented from, read once."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from demo_school.invented import School


@dataclass(frozen=True)
class Community:
    """Names that go together. `eid` says whether families mostly keep Eid."""

    key: str
    share: int
    eid: bool
    girls: tuple[str, ...]
    boys: tuple[str, ...]
    family: tuple[str, ...]


@dataclass(frozen=True)
class Part:
    """A story waiting for its child: who plays it while 2026/27 is the year, and where."""

    key: str
    child: str
    known_as: str
    sex: str
    year_group: int
    tree: str
    says: str
    look: str


@cache
def _read(name: str) -> dict[str, Any]:
    with (files(__package__) / "data" / name).open("rb") as lines:
        return tomllib.load(lines)


@cache
def communities() -> tuple[Community, ...]:
    """Every community of the town, in the order of the list."""
    found = _read("names.toml")["communities"]
    return tuple(
        Community(
            key, c["share"], c["eid"], tuple(c["girls"]), tuple(c["boys"]), tuple(c["family"])
        )
        for key, c in found.items()
    )


def say(forename: str) -> str:
    """How to say a forename, or "" where most people know."""
    return str(_read("names.toml")["say"].get(forename, ""))


def short_form(forename: str) -> str:
    """What children of that name may like to be called, or ""."""
    return str(_read("names.toml")["known_as"].get(forename, ""))


@cache
def parts() -> tuple[Part, ...]:
    """The stories, in the order of the list; each cohort keeps a place for each of them."""
    return tuple(Part(**told) for told in _read("stories.toml")["story"])


def school() -> School:
    """The school as an authority would list it."""
    listed = _read("school.toml")
    return School(**{key: listed[key] for key in School.__dataclass_fields__})


def trees() -> tuple[str, ...]:
    """The names of the tutor groups."""
    return tuple(_read("school.toml")["trees"])


def feeders() -> tuple[str, ...]:
    """Establishment numbers of the invented primary schools."""
    return tuple(_read("school.toml")["feeder_establishments"])


def listed(name: str) -> dict[str, Any]:
    """A list of data by its name: trust, primary, special, tales and so on."""
    return _read(f"{name}.toml")


def staff_list() -> dict[str, Any]:
    """Who works at the school, by department and role."""
    return _read("staff.toml")


def subject_list() -> dict[str, Any]:
    """What is taught, how often and in what grouping."""
    return _read("subjects.toml")
