"""The pupils file: one row a child, with every number and detail the school exports."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np
import pyarrow as pa

from belong.basics.errors import UnreadableFile
from belong.registers.sources import columns
from belong.registers.sources.cells import Header, cut, find_header, first_names
from belong.registers.sources.children import Child, children, details, wanted_for_children
from belong.registers.sources.columns import Columns, is_total, looked_for
from belong.registers.sources.containers import opened
from belong.registers.sources.dates import day_order, iso_or_blank, understood
from belong.registers.sources.grid import Column, Grid, encoded
from belong.registers.sources.notes import Notes
from belong.registers.sources.roll import Roll
from belong.registers.sources.text import Text

Pair = tuple[str | None, str | None]
"""First and last day of a stay as ISO dates; None where the file does not say."""


@dataclass(frozen=True)
class Listed(Roll):
    """A roll with the stays of each child, in the order of the table."""

    stays: tuple[tuple[Pair, ...], ...] = ()

    @property
    def children(self) -> list[tuple[str, str]]:
        """Each row's number and school."""
        ids = self.table.column("id").to_pylist()
        if "school" not in self.table.column_names:
            return [(one, "") for one in ids]
        return [(i, s or "") for i, s in zip(ids, self.table["school"].to_pylist(), strict=True)]

    def others_of(self, number: str, school: str) -> set[str]:
        """The numbers a child has beside the one they are known by."""
        return self._beside.get((number, school), set()) - {number}

    @cached_property
    def _beside(self) -> dict[tuple[str, str], set[str]]:
        out: dict[tuple[str, str], set[str]] = {}
        for (_, text), owners in self.other.items():
            for child in owners:
                out.setdefault(child, set()).add(text)
        return out


def read_roll(path: Path, *, day_first: bool | None = None) -> Listed:
    """Every child of a pupils file. Raises UnreadableFile where it lists no numbered pupils."""
    file = opened(path)
    table = next(iter(file.of_kind("pupils")), file.tables[0])
    return roll_of(table.text, day_first)


def roll_of(text: Text, day_first: bool | None = None) -> Listed:
    """The same out of a table of text."""
    header = find_header(text, lambda cells: len(columns.match(cells).at) if len(cells) > 1 else 0)
    found = columns.match(header.names) if header else None
    if header is None or found is None or not found.ids:
        raise _no_pupils(text, header)
    return _roll(_rows(text, header, found), found, day_first)


def _no_pupils(text: Text, header: Header | None) -> UnreadableFile:
    return UnreadableFile(
        "No pupils were found in the pupils file. Columns found:"
        f" {first_names(text, header)}. Looked for: {looked_for(*columns.identifiers())}.",
        do="Export the pupils with their UPN or admission number.",
    )


def _rows(text: Text, header: Header, found: Columns) -> Grid:
    wanted = {ours: found.at[ours] for ours in wanted_for_children(found)}
    grid = cut(text, header, wanted, Notes())
    sums = grid.column(found.ids[0]).where(is_total)
    return grid.only(~sums)


def _roll(grid: Grid, found: Columns, day_first: bool | None) -> Listed:
    who = children(grid, found, None, Notes())
    named = who.where(lambda child: bool(child[1]))
    grid, who = grid.only(named), who.rows(named)
    dates = [
        t for ours in ("dob", "admitted", "left") if ours in grid for t in grid.column(ours).values
    ]
    order = day_order([(text, understood(text)) for text in dates], day_first)
    used = list(dict.fromkeys(who.codes.tolist()))
    stays = _stays(grid, who, order)
    about = details(*_latest_last(grid, who, order), order)
    table = about.table(used, [who.values[code] for code in used], None)
    for n, ours in enumerate(("admitted", "left")):
        if ours in grid:
            ends = [_whole(stays[code])[n] for code in used]
            place = table.column_names.index(ours)
            table = table.set_column(place, ours, pa.array(ends, pa.string()))
    if "school" in grid:
        schools = pa.array([who.values[code][0] or None for code in used], pa.string())
        table = table.append_column("school", schools)
    listed = tuple(stays[code] for code in used)
    return Listed(table, _other_numbers(grid, found, who), listed)


def _dates(grid: Grid, ours: str, order: bool | None) -> Column[str]:
    if ours not in grid:
        return encoded([""] * len(grid))
    return grid.column(ours).mapped(lambda text: iso_or_blank(text, order))


def _latest_last(grid: Grid, who: Column[Child], order: bool | None) -> tuple[Grid, Column[Child]]:
    """The rows by admission: where two rows differ about a child, the latest stay is believed."""
    admitted = _dates(grid, "admitted", order)
    rank = np.argsort(np.argsort(np.array([*admitted.values, ""])))[admitted.codes]
    by_date = np.argsort(rank, kind="stable")
    ready = {ours: grid.column(ours).rows(by_date) for ours in (*grid.cells, *grid.ready)}
    return Grid({}, grid.line[by_date], ready), who.rows(by_date)


def _stays(grid: Grid, who: Column[Child], order: bool | None) -> dict[int, tuple[Pair, ...]]:
    """The stays the rows of each child name, by the child's code, earliest first."""
    found: dict[int, set[Pair]] = {}
    admitted, left = (_dates(grid, ours, order) for ours in ("admitted", "left"))
    for n, code in enumerate(who.codes.tolist()):
        found.setdefault(code, set()).add((admitted.at(n) or None, left.at(n) or None))
    return {code: _apart(pairs) for code, pairs in found.items()}


def _apart(pairs: set[Pair]) -> tuple[Pair, ...]:
    """Stays that do not overlap, out of rows that may. A row without a leaving date is on roll."""
    out: list[Pair] = []
    for begin, end in sorted(pairs, key=lambda pair: (pair[0] or "", pair[1] or "")):
        before = out[-1] if out else None
        if before is not None and (before[1] is None or begin is None or begin <= before[1]):
            last = max(before[1], end) if before[1] and end else None
            out[-1] = (before[0] or begin, last)
        else:
            out.append((begin, end))
    return tuple(out)


def _whole(stays: tuple[Pair, ...]) -> Pair:
    """From the first day of the first stay to the last day of the last."""
    return stays[0][0], stays[-1][1]


def _other_numbers(
    grid: Grid, found: Columns, who: Column[Child]
) -> dict[tuple[str, str], set[Child]]:
    out: dict[tuple[str, str], set[Child]] = {}
    for kind in found.ids:
        texts = grid.column(kind)
        for code, n in {
            (c, t) for c, t in zip(who.codes.tolist(), texts.codes.tolist(), strict=True)
        }:
            school, number = who.values[code]
            if texts.values[n]:
                out.setdefault((kind, texts.values[n]), set()).add((number, school))
    return out


def read_pupils(path: Path, *, day_first: bool | None = None) -> pa.Table:
    """The children a pupils file lists, as `pupils_of` gives them. Raises as that does."""
    return _told(read_roll(path, day_first=day_first))


def pupils_of(text: Text, day_first: bool | None = None) -> pa.Table:
    """The children a table of pupils lists.

    returns  one row a child: id (the UPN where there is one), then those of surname, forename,
             known_as, year, form, dob, sex, fsm, sen, admitted, left the file has, and school;
             all text, dates as ISO, null where blank. Last two lists: other_ids, the child's
             further numbers as texts; stays, pairs [admitted, left] of ISO dates or nulls,
             earliest first, none overlapping
    raises   UnreadableFile where the file lists no numbered pupils; DayOrderUnknown where its
             dates can be read both ways and `day_first` does not say
    """
    return _told(roll_of(text, day_first))


def _told(listed: Listed) -> pa.Table:
    texts = pa.list_(pa.string())
    others = [sorted(listed.others_of(*child)) for child in listed.children]
    stays = [[list(pair) for pair in pairs] for pairs in listed.stays]
    table = listed.table.append_column("other_ids", pa.array(others, texts))
    return table.append_column("stays", pa.array(stays, pa.list_(texts)))
