"""What somebody has to say about a file before it can be read: what is in it, and what its
columns are."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from belong.registers.kinds import Kind, kind_named, kinds
from belong.registers.sources.recognise import MARKS, PUPILS
from belong.registers.sources.records import ColumnsUnknown
from belong.registers.sources.whole import KindUnknown

WHO = (("upn", "UPN"), ("adno", "Admission number"), ("mis_id", "Number in your system"),
       ("name", "Name"), ("dob", "Date of birth"))  # fmt: skip
"""What says which child a row is about."""


@dataclass(frozen=True)
class Asked:
    """One thing a column may be: our name, what a person calls it, and whether it is needed."""

    name: str
    title: str
    needed: bool


def of(unknown: ColumnsUnknown | KindUnknown, kind: str) -> dict[str, Any]:
    """What a waiting file asks, ready to be stored: headings, kind as far as known, and why."""
    known = unknown.kind if isinstance(unknown, ColumnsUnknown) else kind
    missing = list(unknown.missing) if isinstance(unknown, ColumnsUnknown) else []
    return {
        "headings": list(unknown.headings), "kind": known, "missing": missing,
        "why": unknown.what,
    }  # fmt: skip


def choices() -> list[tuple[str, str]]:
    """Every kind of file and what a person calls it."""
    first = [(MARKS, "Session marks"), (PUPILS, "Pupils")]
    return first + sorted(((k.name, k.title) for k in kinds()), key=lambda pair: pair[1])


def columns_of(name: str) -> tuple[Asked, ...]:
    """What the columns of a kind of file may be, who it is about and the needed ones first.

    Empty for session marks and pupils, whose columns are known by their headings alone.
    """
    if name in ("", MARKS, PUPILS):
        return ()
    kind = kind_named(name)
    who = [Asked(ours, title, False) for ours, title in WHO] if kind.about == "pupil" else []
    needed = _needed(kind)
    fields = [Asked(f.name, f.title, f.name in needed) for f in kind.fields if not f.default_off]
    first = [asked for asked in fields if asked.needed]
    return (*who, *first, *(asked for asked in fields if not asked.needed))


def _needed(kind: Kind) -> set[str]:
    return {*kind.required, *(group[0] for group in kind.one_of)}
