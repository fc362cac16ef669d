"""The page of files Belong reads, made from the kinds of record."""

from __future__ import annotations

from belong.registers.kinds import Field, Kind, kinds

INTRO = (
    "Session marks (long or wide), pupils, and the records below are told apart by their"
    " headings, as CSV, Excel, a zip\nof these, CTF, OneRoster or Wonde JSON. A heading that is"
    " not listed can be named once on the page *Registers in*;\nBelong remembers it. None of these"
    " records enters a session figure. Free text that may name other children is not read."
)
SHOWN = 4
"""Headings named of each column; the definition has them all."""


def page(made: str) -> str:
    """The whole page. `made` is its first line."""
    out = [made, "# Files we read", "", INTRO]
    for kind in sorted(kinds(), key=lambda one: one.title):
        out += ["", *_kind(kind)]
    return "\n".join(out) + "\n"


def _kind(kind: Kind) -> list[str]:
    out = [f"## {kind.title}", "", f"One row is {kind.one_row}. Last read over {kind.reviewed}."]
    if kind.asks:
        out += ["", f"To be checked against your system: {kind.asks.removeprefix('pk: ')}"]
    fields = (*kind.fields, *(trait.field for trait in kind.traits))
    rows = [_row(field, kind.required) for field in fields]
    return [*out, "", "| what | needed | some of its headings |", "|---|---|---|", *rows]


def _row(field: Field, required: tuple[str, ...]) -> str:
    needed = "yes" if field.name in required else ""
    title = f"{field.title} (only if asked for)" if field.default_off else field.title
    return f"| {title} | {needed} | {', '.join(field.synonyms[:SHOWN])} |"
