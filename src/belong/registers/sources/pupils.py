"""The pupils file: one row a child, with every number and detail the school exports."""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa

from belong.basics.errors import UnreadableFile
from belong.registers.sources import columns
from belong.registers.sources.cells import Header, cut, find_header, first_names
from belong.registers.sources.children import Child, children, details, wanted_for_children
from belong.registers.sources.columns import Columns, is_total, looked_for
from belong.registers.sources.dates import day_order, understood
from belong.registers.sources.grid import Column, Grid
from belong.registers.sources.notes import Notes
from belong.registers.sources.roll import Roll
from belong.registers.sources.text import Text, open_text


def read_roll(path: Path, *, day_first: bool | None = None) -> Roll:
    """Every child of a pupils file. Raises UnreadableFile where it lists no numbered pupils."""
    text = open_text(path)
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


def _roll(grid: Grid, found: Columns, day_first: bool | None) -> Roll:
    who = children(grid, found, None, Notes())
    named = who.where(lambda child: bool(child[1]))
    grid, who = grid.only(named), who.rows(named)
    dates = [
        t for ours in ("dob", "admitted", "left") if ours in grid for t in grid.column(ours).values
    ]
    order = day_order([(text, understood(text)) for text in dates], day_first)
    used = list(dict.fromkeys(who.codes.tolist()))
    table = details(grid, who, order).table(used, [who.values[code] for code in used], None)
    if "left" in grid:
        table = _still_here(table, grid, who, used)
    if "school" in grid:
        schools = pa.array([who.values[code][0] or None for code in used], pa.string())
        table = table.append_column("school", schools)
    return Roll(table, _other_numbers(grid, found, who))


def _still_here(table: pa.Table, grid: Grid, who: Column[Child], used: list[int]) -> pa.Table:
    """A child with one row that names no leaving date is on roll, whatever other rows say."""
    blank = grid.column("left").where(lambda text: not text)
    here = set(who.codes[blank].tolist())
    texts = table.column("left").to_pylist()
    left = [None if code in here else text for code, text in zip(used, texts, strict=True)]
    place = table.column_names.index("left")
    return table.set_column(place, "left", pa.array(left, pa.string()))


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
    """The children a pupils file lists.

    returns  one row a child: id (the UPN where there is one), then those of surname, forename,
             known_as, year, form, dob, sex, fsm, sen, admitted, left the file has, and school;
             all text, dates as ISO, null where blank
    raises   UnreadableFile where the file lists no numbered pupils; DayOrderUnknown where its
             dates can be read both ways and `day_first` does not say
    """
    return read_roll(path, day_first=day_first).table
