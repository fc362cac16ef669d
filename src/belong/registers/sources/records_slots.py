"""A part of a cell that holds more than one thing: the time behind a date, the parts of a slot."""

from __future__ import annotations

import re
from collections.abc import Callable

from belong.registers.kinds import Field
from belong.registers.sources.dates import shown_cell
from belong.registers.sources.records_cells import NOTHING, Answer, answer, clock

_DAYS = (
    "monday|mon|tuesday|tues|tue|wednesday|weds|wed|thursday|thurs|thur|thu|friday|fri"
    "|saturday|sat|sunday|sun"
)
_WEEK = r"(?:(?:week|wk)\s*)?"
_SLOT = re.compile(
    rf"^(?:{_WEEK}(?P<before>[AB12])[\s:\-]*)?(?P<weekday>{_DAYS})\s*"
    rf"(?:{_WEEK}(?P<after>[AB])(?=[\s:\-\d]))?[\s:\-]*(?:period\s*)?(?P<period>\S.{{0,20}})?$",
    re.I,
)
"""MonA:1, 1Mon:3, A Mon P1, Monday Week B Period 2, Tue 4."""


def part_of(field: Field, text: str) -> Answer:
    """What a cell of `field.within` says of a field that has no column of its own."""
    return _PARTS[field.name](field, text) if text else NOTHING


def _time(_: Field, text: str) -> Answer:
    """The time behind a date; midnight is how programs write that there is none."""
    colon = text.find(":")
    found = clock(text[max(0, colon - 2) :]) if colon >= 0 else ""
    return Answer(found) if found and found != "00:00" else NOTHING


def _slot(field: Field, text: str) -> Answer:
    found = _SLOT.match(text[: field.longest].strip())
    if found is None:
        return Answer(None, problem=f"The slot {shown_cell(text)} names no day of the week.")
    if field.name == "week":
        said = found["before"] or found["after"] or ""
    else:
        said = found[field.name] or ""
    return answer(field, said)


_PARTS: dict[str, Callable[[Field, str], Answer]] = {
    "time": _time, "week": _slot, "weekday": _slot, "period": _slot,
}  # fmt: skip
