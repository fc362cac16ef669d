"""Which child each record is about: their numbers, and their name and birthday where given."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np
import pyarrow as pa

from belong.registers.sources.children import Child, children
from belong.registers.sources.columns import plain
from belong.registers.sources.dates import iso_or_blank
from belong.registers.sources.grid import Column, Grid, combined, encoded
from belong.registers.sources.notes import Notes
from belong.registers.sources.records_columns import Fit, as_columns
from belong.registers.sources.records_rows import Rows, lists, texts

MAY_BE_NAMES = frozenset({"student", "pupil", "child", "learner"})
"""Headings under which some programs write the number of a child and others the name."""


def wanted_for_people(found: Fit) -> tuple[str, ...]:
    """Which columns say whom a row is about."""
    ours = (*found.ids, "name", "surname", "forename", "dob", "school")
    return tuple(name for name in ours if name in found.at)


def people(grid: Grid, found: Fit, day_first: bool | None, rows: Rows) -> dict[str, pa.Array]:
    """The columns of a table of records that say whom each is about.

    returns  pupil_id (the UPN wherever the file has one), null where the row has only a name;
             other_ids, lists; name and dob where the file has them; school where it names one
    """
    if found.kind.about != "pupil":
        return {"school": texts(grid.column("school"))} if "school" in grid else {}
    name = _name(grid)
    who = _numbered(grid, found, rows)
    _refuse_nobody(who, name, rows)
    out = {"pupil_id": texts(who.mapped(lambda child: child[1])),
           "other_ids": lists(_others(grid, found.ids, who))}  # fmt: skip
    if name is not None:
        out["name"] = texts(name)
    if "dob" in grid:
        out["dob"] = texts(_birthdays(grid.column("dob"), day_first, rows))
    if "school" in grid:
        out["school"] = texts(grid.column("school"))
    return out


def _birthdays(born: Column[str], day_first: bool | None, rows: Rows) -> Column[str]:
    if day_first is None:
        rows.notes.take(
            0,
            "Birthdays can be read with the day or with the month first, so those that could be"
            " either were left out. Say which comes first.",
        )
    return born.mapped(lambda text: iso_or_blank(text, day_first))


def _name(grid: Grid) -> Column[str] | None:
    if "name" in grid:
        return grid.column("name")
    parts = [grid.column(ours) for ours in ("surname", "forename") if ours in grid]
    if not parts:
        return None
    return combined(parts).mapped(lambda both: ", ".join(filter(None, both)))


def with_names(grid: Grid, found: Fit) -> tuple[Grid, Fit]:
    """The columns with one headed `Student` as what it holds: a number, or a name."""
    for ours in found.ids:
        if _holds_names(grid, found, ours):
            at = {one: place for one, place in found.at.items() if one != ours}
            if "name" not in at:
                grid = grid.with_column("name", grid.column(ours))
                at["name"] = found.at[ours]
            found = replace(found, at=at)
    return grid, found


def _holds_names(grid: Grid, found: Fit, ours: str) -> bool:
    """Whether a column that may hold either is full of names: words, hardly a figure."""
    if plain(found.names[found.at[ours]]) not in MAY_BE_NAMES:
        return False
    filled = [text for text in grid.column(ours).values if text]
    worded = [t for t in filled if not any(ch.isdigit() for ch in t) and len(t.split()) > 1]
    return 2 * len(worded) > len(filled)


def _numbered(grid: Grid, found: Fit, rows: Rows) -> Column[Child]:
    if found.ids:
        return children(grid, as_columns(found), None, Notes())
    rows.notes.take(
        0, "The file has no pupil numbers, so each child has to be found by name and birthday."
    )
    if "school" in grid:
        return grid.column("school").mapped(lambda school: (school, ""))
    return encoded([("", "")] * len(grid))


def _refuse_nobody(who: Column[Child], name: Column[str] | None, rows: Rows) -> None:
    nobody = who.where(lambda child: not child[1])
    if name is not None:
        nobody = nobody & name.where(lambda text: not text)
    rows.refuse(np.asarray(nobody), lambda _: "The row names no pupil.")


def _others(grid: Grid, ids: Sequence[str], who: Column[Child]) -> Column[tuple[str, ...]]:
    """The numbers of a row beside the one the child is known by."""
    if not ids:
        return encoded([()] * len(grid))
    upns = [grid.column(ours).mapped(str.upper if ours == "upn" else str) for ours in ids]
    both = combined([who.mapped(lambda child: child[1]), *upns])
    return both.mapped(lambda all_of: tuple(dict.fromkeys(filter(_other_than(all_of[0]), all_of))))


def _other_than(known: str) -> Callable[[str], bool]:
    return lambda text: bool(text) and text != known
