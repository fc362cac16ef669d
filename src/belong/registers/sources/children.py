"""Which child each row is about, and what the file says of them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from belong.registers.sources.columns import DETAILS, Columns
from belong.registers.sources.dates import DayOrderUnknown, day_order, iso_or_blank, understood
from belong.registers.sources.grid import Column, Grid, combined
from belong.registers.sources.notes import Notes
from belong.registers.sources.roll import Roll

Child = tuple[str, str]
"""A school as the file names it ("" where it names none), and the child's number there."""
LONGEST_NAME = 200
DATED = frozenset({"dob", "admitted", "left"})
_KNOWN_AS = re.compile(r"\s*[(\[]\s*(?:known as|k/a|aka)?\s*([^)\]]+)[)\]]\s*$", re.I)


def wanted_for_children(columns: Columns) -> tuple[str, ...]:
    """Which of a file's columns say who a row is about."""
    ours = ("school", *columns.ids, "name", *DETAILS)
    return tuple(name for name in ours if name in columns)


def children(grid: Grid, columns: Columns, roll: Roll | None, notes: Notes) -> Column[Child]:
    """The child of each row; the number is "" where the row names nobody.

    Where the file has no numbers at all, names are used, and said.
    """
    if columns.ids:
        return _by_number(grid, columns.ids, roll)
    notes.take(0, "The file has no pupil numbers, so names tell the children apart.")
    return _by_name(grid)


def _by_number(grid: Grid, kinds: Sequence[str], roll: Roll | None) -> Column[Child]:
    parts = [grid.column("school")] if "school" in grid else []
    both = combined([*parts, *(grid.column(kind) for kind in kinds)])
    rows = [_numbers(values, kinds, bool(parts)) for values in both.values]
    within = _linked(rows)
    chosen = {
        values: (school, _number(school, numbers, within, roll))
        for values, (school, numbers) in zip(both.values, rows, strict=True)
    }
    return both.mapped(chosen.__getitem__)


def _numbers(
    values: tuple[str, ...], kinds: Sequence[str], with_school: bool
) -> tuple[str, dict[str, str]]:
    school, rest = (values[0], values[1:]) if with_school else ("", values)
    numbers = {kind: text for kind, text in zip(kinds, rest, strict=True) if text}
    if "upn" in numbers:
        numbers["upn"] = numbers["upn"].upper()
    return school, numbers


def _linked(rows: list[tuple[str, dict[str, str]]]) -> dict[tuple[str, str, str], set[str]]:
    """Which UPNs stand beside each other number anywhere in the file."""
    out: dict[tuple[str, str, str], set[str]] = {}
    for school, numbers in rows:
        for kind, text in numbers.items():
            if kind != "upn" and "upn" in numbers:
                out.setdefault((school, kind, text), set()).add(numbers["upn"])
    return out


def _number(
    school: str,
    numbers: dict[str, str],
    within: dict[tuple[str, str, str], set[str]],
    roll: Roll | None,
) -> str:
    """The number to know a child by: their UPN wherever one is to be had."""
    if "upn" in numbers:
        return numbers["upn"]
    for kind, text in numbers.items():
        upns = within.get((school, kind, text), set())
        if len(upns) == 1:
            return next(iter(upns))
        mapped = roll.number(kind, text, school) if roll else None
        if mapped:
            return mapped
    return next(iter(numbers.values()), "")


def _by_name(grid: Grid) -> Column[Child]:
    """Names as numbers; a name met with two birthdays, or in two forms, is two children."""
    beside = "dob" if "dob" in grid else "form"
    first = ["name"] if "name" in grid else ["surname", "forename"]
    parts = [ours for ours in ("school", *first, beside) if ours in grid]
    both = combined([grid.column(ours) for ours in parts])
    people = [dict(zip(parts, values, strict=True)) for values in both.values]
    keys = [(p.get("school", ""), _full_name(p)) for p in people]
    several = _with_more_than_one(keys, [person.get(beside, "") for person in people])
    named = {
        values: (school, f"{name} ({person[beside]})" if (school, name) in several else name)
        for values, (school, name), person in zip(both.values, keys, people, strict=True)
    }
    return both.mapped(named.__getitem__)


def _with_more_than_one(keys: list[Child], beside: list[str]) -> set[Child]:
    """The names that stand with two or more birthdays or forms."""
    found: dict[Child, set[str]] = {}
    for key, text in zip(keys, beside, strict=True):
        found.setdefault(key, set()).add(text)
    return {key for key, texts in found.items() if len(texts) > 1}


def _full_name(person: dict[str, str]) -> str:
    if "name" in person:
        return person["name"]
    return ", ".join(filter(None, (person.get("surname"), person.get("forename"))))


@dataclass(frozen=True)
class Details:
    """What a file says of each child beside their marks.

    cells  our name -> one text a child, "" where the file says nothing, in the order of the
           children's column
    """

    cells: dict[str, list[str]]

    def table(self, chosen: Sequence[int], who: Sequence[Child], roll: Roll | None) -> pa.Table:
        """One row for each chosen child: id, then the details known of them."""
        columns = {ours: [texts[n] for n in chosen] for ours, texts in self.cells.items()}
        if roll:
            columns = roll.filled(columns, who)
        arrays = {ours: pa.array([t or None for t in texts], pa.string())
                  for ours, texts in columns.items()}  # fmt: skip
        return pa.table({"id": pa.array([number for _, number in who], pa.string()), **arrays})


def order_in_details(grid: Grid, said: bool | None) -> bool | None:
    """Whether the day comes first in the dates of details; None where nothing in the file says."""
    if not any(ours in grid for ours in DATED):
        return said
    every = [ours for ours in ("date", *sorted(DATED)) if ours in grid]
    texts = [str(text) for ours in every for text in grid.column(ours).values]
    try:
        return day_order([(text, understood(text)) for text in texts], said)
    except DayOrderUnknown:
        return None


def details(grid: Grid, who: Column[Child], day_first: bool | None) -> Details:
    """What the rows say of each child; where they differ, the row furthest down is believed."""
    cells = {ours: _last_said(grid, ours, who) for ours in DETAILS if ours in grid}
    for ours in DATED & cells.keys():
        cells[ours] = [iso_or_blank(text, day_first) for text in cells[ours]]
    if "name" in grid:
        cells = _with_parts(cells, _last_said(grid, "name", who))
    return Details({ours: cells[ours] for ours in DETAILS if ours in cells})


def _last_said(grid: Grid, ours: str, who: Column[Child]) -> list[str]:
    column = grid.column(ours)
    filled = column.where(bool)
    last = np.full(len(who.values), -1, dtype=np.int64)
    if filled.all():
        last[who.codes] = column.codes
    else:
        last[who.codes[filled]] = column.codes[filled]
    return [column.values[code] if code >= 0 else "" for code in last.tolist()]


def _with_parts(cells: dict[str, list[str]], names: list[str]) -> dict[str, list[str]]:
    """Surname, forename and known-as out of one field, where the file has no fields for them."""
    parts = [name_parts(name) for name in names]
    for place, ours in enumerate(("surname", "forename", "known_as")):
        if ours not in cells and any(part[place] for part in parts):
            cells[ours] = [part[place] for part in parts]
    return cells


def name_parts(name: str) -> tuple[str, str, str]:
    """Surname, forename and known-as of a name in one field.

    Without a comma nobody can say which part is the surname, so the whole is what the child is
    known as.
    """
    known = ""
    if len(name) < LONGEST_NAME and (found := _KNOWN_AS.search(name)):
        known, name = found[1].strip(), name[: found.start()].strip()
    surname, comma, forename = name.partition(",")
    if not comma:
        return "", "", known or name
    return surname.strip(), forename.strip(), known
