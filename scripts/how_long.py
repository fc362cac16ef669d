"""The page of docs/reference that says how long what people write is kept."""

from __future__ import annotations

import datetime as dt

from belong.people import how_long

WRITTEN = dt.date(2026, 11, 24)


def page(made: str) -> str:
    """The page, from kept.toml."""
    day = f"{WRITTEN:%-d %B %Y}"
    lines = [
        "# How long what people write is kept", "", made, "",
        "It is deleted by itself once an hour, without a line in the trail: nobody does it. A"
        " school year ends on 31 August. The numbers lie in `kept.toml`, with their source and when"
        " they are to be looked at again.", "",
        f"| what | kept to the end of the school year it was written in, and | of {day}: to |",
        "|---|---|---|",
    ]  # fmt: skip
    for name, kept in how_long.rules().items():
        last = how_long.last_day(name, WRITTEN)
        more = f"{kept.school_years} more" if kept.school_years else "no longer"
        lines.append(f"| {kept.says} | {more} | {last:%-d %B %Y} |")
    return "\n".join([*lines, ""])
