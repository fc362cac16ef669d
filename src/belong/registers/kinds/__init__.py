"""Every kind of record a school exports beside its session marks: one file of data a kind.

None of these kinds ever enters a session figure.
"""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files

from belong.registers.kinds.kind import Field, Kind, Trait
from belong.registers.kinds.loading import kind_from

__all__ = ["Field", "Kind", "Trait", "kind_named", "kinds"]


@cache
def kinds() -> tuple[Kind, ...]:
    """Every kind, by name. Raises ValueError for a definition that does not hold together."""
    found = (entry for entry in files(__package__).iterdir() if entry.name.endswith(".toml"))
    return tuple(
        kind_from(entry.name.removesuffix(".toml"), tomllib.loads(entry.read_text("utf-8")))
        for entry in sorted(found, key=lambda entry: entry.name)
    )


def kind_named(name: str) -> Kind:
    """The kind with this name. Raises KeyError where there is none."""
    for kind in kinds():
        if kind.name == name:
            return kind
    raise KeyError(f"no kind of record is called {name!r}")
