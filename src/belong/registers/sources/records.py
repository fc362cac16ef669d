"""Reading any kind of record beside session marks: what was taken, what was refused and why."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial

import numpy as np
import pyarrow as pa

from belong.attendance import codes
from belong.registers.kinds import Field, Kind
from belong.registers.sources.cells import cut
from belong.registers.sources.grid import Column, Grid, combined, encoded
from belong.registers.sources.notes import Notes
from belong.registers.sources.reading import Refused, Taken
from belong.registers.sources.records_cells import Answer, answer
from belong.registers.sources.records_columns import ColumnsUnknown, Fit, placed
from belong.registers.sources.records_dates import Calendar, calendar
from belong.registers.sources.records_people import (
    people,
    wanted_for_people,
    with_names,
)
from belong.registers.sources.records_rows import (
    Rows,
    data_rows,
    lists,
    of_this_kind,
    texts,
)
from belong.registers.sources.records_slots import part_of
from belong.registers.sources.records_traits import (
    SPAN,
    date_columns,
    refuse_dates,
    unpivoted,
)
from belong.registers.sources.text import Text

__all__ = ["ColumnsUnknown", "Records", "read_records"]


@dataclass(frozen=True)
class Records:
    """The records of one file, in the order of its rows.

    kind       the name of the kind
    rows       data rows seen, title, repeated header and total rows excluded
    columns    what each of our names was found as: {"on": "Date", ...}
    table      line int32; for records about pupils pupil_id (null where a row has only a name),
               other_ids (a list), name and dob where the file has them; school where it names
               one; then every field of the kind the file has, as text: dates as ISO, times as
               HH:MM, yes_no as yes or no, half as am, pm or day, list as a list, null where
               blank. A code has a second column, `<field>_code`: uint8, index into the code
               table on that day, null where there is none. A kind with traits has instead trait,
               value, raw, begins, ends, several records a row
    unmatched  headings nothing was found under; a column that was found but is off unless asked
               for is in neither, and `taken` says so
    """

    kind: str
    rows: int
    columns: dict[str, str]
    table: pa.Table
    refused: tuple[Refused, ...]
    taken: tuple[Taken, ...]
    unmatched: tuple[str, ...]


def read_records(
    text: Text,
    kind: Kind,
    *,
    mapping: Mapping[str, str] | None = None,
    day_first: bool | None = None,
    as_of: dt.date | None = None,
    with_fields: frozenset[str] = frozenset(),
) -> Records:
    """Every record of one kind a table of text holds.

    mapping      our name -> heading exactly as in the file; it wins over the definition
    day_first    True for 7/9 as 7 September, False for 9 July; None lets the file settle it
    as_of        the day of the import; events dated after it are refused
    with_fields  fields that are off unless asked for by name
    raises       ColumnsUnknown where the headings do not say enough, DayOrderUnknown where every
                 date can be read both ways, UnreadableFile for what is no table at all
    """
    notes = Notes()
    header, found = placed(text, kind, mapping)
    grid = cut(text, header, _wanted(found, with_fields, notes), notes)
    grid = data_rows(grid, header, found)
    rows = len(grid)
    grid, found = with_names(of_this_kind(grid, kind, notes), found)
    table = _table(grid, found, (day_first, as_of), notes)
    columns = {ours: header.names[at] for ours, at in found.at.items() if ours in grid}
    return Records(
        kind=kind.name, rows=rows, columns=columns, table=table,
        refused=notes.refused, taken=notes.taken, unmatched=found.unmatched(),
    )  # fmt: skip


def _wanted(found: Fit, with_fields: frozenset[str], notes: Notes) -> dict[str, int]:
    """The columns to cut out of the file; one nobody asked for is not even looked at."""
    ours = dict.fromkeys((*wanted_for_people(found), *found.kind.columns))
    off = {f.name for f in found.kind.fields if f.default_off} - with_fields
    for name in sorted(off & found.at.keys()):
        heading = found.names[found.at[name]]
        notes.take(0, f"The column {heading} was not read: it may name other children.")
    return {name: found.at[name] for name in ours if name in found.at and name not in off}


def _table(
    grid: Grid, found: Fit, asked: tuple[bool | None, dt.date | None], notes: Notes
) -> pa.Table:
    dated = date_columns(found) if found.kind.traits else _dated(grid, found.kind)
    dates = calendar(grid, dated, *asked)
    rows = Rows(grid.line, notes)
    who = people(grid, found, dates.day_first, rows)
    base = pa.table({"line": pa.array(grid.line, pa.int32()), **who})
    if found.kind.traits:
        kept = np.flatnonzero(rows.keep)
        base, grid = base.take(pa.array(kept)), grid.only(rows.keep)
        on_rows, said = unpivoted(grid, found, dates, notes)
        return pa.table({**_arrays(base.take(on_rows)), **_arrays(said)})
    columns = _fields(grid, found.kind, dates, rows)
    whole = pa.table({**_arrays(base), **columns})
    return whole.filter(pa.array(rows.keep))


def _arrays(table: pa.Table) -> dict[str, pa.ChunkedArray]:
    return dict(zip(table.column_names, table.columns, strict=True))


def _dated(grid: Grid, kind: Kind) -> tuple[str, ...]:
    return tuple(f.name for f in kind.fields if f.type == "date" and f.name in grid)


def _fields(grid: Grid, kind: Kind, dates: Calendar, rows: Rows) -> dict[str, pa.Array]:
    """The fields of a kind as Arrow columns, refusing the rows that cannot be taken."""
    _refuse_blanks(grid, kind, rows)
    isos = _dates_of(grid, kind, dates, rows)
    answers = {f.name: _answers(grid, f) for f in kind.fields if f.type != "date"}
    for field in kind.fields:
        if _needed(kind, field) and (one := answers.get(field.name)) is not None:
            rows.refuse(one.where(lambda said: bool(said.problem)), partial(_problem, one))
    out: dict[str, pa.Array] = {}
    for field in kind.fields:
        if field.name in isos:
            out[field.name] = texts(isos[field.name])
        elif (found := answers.get(field.name)) is not None:
            out |= _arrow(field, found, isos.get("on"), rows)
    return out


def _refuse_blanks(grid: Grid, kind: Kind, rows: Rows) -> None:
    """Refuse rows that leave out what no record of the kind can do without."""
    groups = [(name,) for name in kind.required] + list(kind.one_of)
    for group in groups:
        here = [name for name in group if name in grid]
        blank = np.ones(len(grid), dtype=np.bool_)
        for name in here:
            blank &= grid.column(name).where(lambda text: not text)
        rows.refuse(blank, _leaves_out(kind.field(here[0])))


def _needed(kind: Kind, field: Field) -> bool:
    """Whether a row is refused where this cell cannot be read: part of a slot is part of it."""
    return field.required or (bool(field.within) and any(field.name in g for g in kind.one_of))


def _leaves_out(field: Field) -> Callable[[int], str]:
    return lambda _: f"The row has no {field.called}."


def _problem(column: Column[Answer], row: int) -> str:
    return column.at(row).problem


def _dates_of(grid: Grid, kind: Kind, dates: Calendar, rows: Rows) -> dict[str, Column[str]]:
    names = _dated(grid, kind)
    said = {name: dates.read(grid.column(name), name) for name in names}
    together = [name for name in SPAN if name in said]
    found: dict[str, Column[str]] = dict(
        zip(together, refuse_dates([said[n] for n in together], rows), strict=True)
    )
    for name in names:
        if name not in found:
            found[name] = refuse_dates([said[name]], rows)[0]
    return found


def _answers(grid: Grid, field: Field) -> Column[Answer] | None:
    """What the rows say of a field; None where the file cannot say anything of it."""
    gather = [grid.column(ours) for ours in field.columns if ours in grid]
    if len(gather) > 1:
        return _several(field, gather)
    if gather:
        return gather[0].mapped(lambda text: answer(field, text))
    if field.within and field.within in grid:
        return grid.column(field.within).mapped(partial(part_of, field))
    if field.absent:
        return encoded([Answer(field.absent)] * len(grid))
    return None


def _several(field: Field, columns: list[Column[str]]) -> Column[Answer]:
    """A list out of several columns of one row."""
    return combined(columns).mapped(lambda cells: _joined([answer(field, c) for c in cells]))


def _joined(answers: list[Answer]) -> Answer:
    every = dict.fromkeys(text for one in answers for text in one.value or ())
    return Answer(tuple(every) or None, next((a.oddity for a in answers if a.oddity), ""))


def _arrow(
    field: Field, found: Column[Answer], on: Column[str] | None, rows: Rows
) -> dict[str, pa.Array]:
    rows.tell(found, field.called)
    if field.type == "list":
        return {field.name: lists(found.mapped(lambda one: tuple(one.value or ())))}
    words = found.mapped(lambda one: str(one.value or ""))
    if field.type != "code":
        return {field.name: texts(words)}
    return {field.name: texts(words), f"{field.name}_code": _codes(words, on)}


def _codes(letters: Column[str], on: Column[str] | None) -> pa.Array:
    """The index of each letter in the code table as it was on the day of the record."""
    days = on if on is not None else encoded([""] * len(letters))
    both = combined([letters, days])
    found = both.mapped(lambda pair: _code(*pair))
    values = pa.array([None if n < 0 else n for n in found.values], pa.uint8())
    return values.take(pa.array(found.codes))


def _code(letter: str, on: str) -> int:
    if not letter:
        return codes.NO_MARK
    if not codes.known(letter):
        return -1
    line = codes.find(letter, on=dt.date.fromisoformat(on)) if on else None
    return line.index if line else -1
