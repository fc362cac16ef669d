"""Long records out of traits: one column a trait, or one trait a row."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

import numpy as np
import pyarrow as pa

from belong.registers.kinds import Kind
from belong.registers.kinds.kind import Trait
from belong.registers.sources.columns import plain
from belong.registers.sources.dates import shown_cell
from belong.registers.sources.grid import Column, Grid, combined, encoded
from belong.registers.sources.notes import Notes
from belong.registers.sources.records_cells import Answer, answer
from belong.registers.sources.records_columns import Fit
from belong.registers.sources.records_dates import Calendar, Said
from belong.registers.sources.records_rows import Rows, texts

SPAN: tuple[str, ...] = ("begins", "ends")


@dataclass(frozen=True)
class Part:
    """Records of one trait, or of a whole long file.

    rows  which rows of the grid they stand on
    """

    rows: np.ndarray[tuple[int], np.dtype[np.int64]]
    table: pa.Table


def date_columns(found: Fit) -> tuple[str, ...]:
    """Every column of dates a file with traits holds."""
    named = [f"{trait} {end}" for trait in found.traits for end in SPAN]
    return tuple(ours for ours in (*SPAN, *named) if ours in found.at)


def unpivoted(grid: Grid, found: Fit, dates: Calendar, notes: Notes) -> tuple[pa.Array, pa.Table]:
    """The records of a file with traits.

    returns  for each record the row of the grid it stands on (int64), in the order of the file;
             and a table of trait, value (our word), raw (as written), begins, ends
    """
    parts = [_long(grid, found, dates, notes)] if found.is_long else [
        _wide(grid, found, trait, dates, notes)
        for trait in found.kind.traits if trait.name in found.at
    ]  # fmt: skip
    rows = np.concatenate([part.rows for part in parts])
    table = pa.concat_tables([part.table for part in parts])
    order = np.argsort(rows, kind="stable")
    return pa.array(rows[order]), table.take(pa.array(order))


def _wide(grid: Grid, found: Fit, trait: Trait, dates: Calendar, notes: Notes) -> Part:
    filled = np.flatnonzero(grid.column(trait.name).where(bool))
    here = Grid({}, grid.line[filled], {o: grid.column(o).rows(filled) for o in grid.cells})
    column = here.column(trait.name)
    own = [_own_date(found, trait, end) for end in SPAN]
    answers = column.mapped(lambda text: answer(trait.field, text))
    names = encoded([trait.name]).rows(np.zeros(len(here), dtype=np.int64))
    return _part(here, filled, (names, answers, column), own, dates, (notes, trait.field.called))


def _own_date(found: Fit, trait: Trait, end: str) -> str:
    """Where a trait's dates stand: in columns of its own, or in those of the whole row."""
    named = f"{trait.name} {end}"
    if named in found.at:
        return named
    if end not in found.at:
        return ""
    for_all = plain(found.names[found.at[end]]) in map(plain, found.kind.all_traits)
    return end if for_all or len(found.traits) == 1 else ""


def _long(grid: Grid, found: Fit, dates: Calendar, notes: Notes) -> Part:
    kind = found.kind
    both = combined([grid.column("trait"), grid.column("value")])
    traits = both.mapped(lambda pair: _name(kind, pair[0]))
    answers = both.mapped(lambda pair: _answered(kind, *pair))
    own = [end if end in found.at else "" for end in SPAN]
    every = np.arange(len(grid))
    columns = (traits, answers, grid.column("value"))
    return _part(grid, every, columns, own, dates, (notes, kind.field("value").called))


def _name(kind: Kind, text: str) -> str:
    trait = kind.trait_called(text)
    return trait.name if trait else ""


def _answered(kind: Kind, text: str, value: str) -> Answer:
    """What a long row says; a trait Belong has no use for is refused, not kept."""
    trait = kind.trait_called(text)
    if trait is None:
        called = kind.field("trait").called
        why = f"The {called} {shown_cell(text)} is not one that Belong keeps."
        return Answer(None, problem=why if text else f"The row has no {called}.")
    if not value:
        return Answer(None, problem=f"The row has no {kind.field('value').called}.")
    return answer(trait.field, value)


def _part(
    grid: Grid,
    rows: np.ndarray[tuple[int], np.dtype[np.int64]],
    columns: tuple[Column[str], Column[Answer], Column[str]],
    own: list[str],
    dates: Calendar,
    said: tuple[Notes, str],
) -> Part:
    names, answers, raw = columns
    notes, called = said
    asked = Rows(grid.line, notes)
    asked.refuse(answers.where(lambda one: bool(one.problem)), lambda row: answers.at(row).problem)
    span = [_dates(grid, ours, end, dates) for ours, end in zip(own, SPAN, strict=True)]
    begins, ends = refuse_dates(span, asked)
    asked.tell(answers, called)
    table = pa.table(
        {
            "trait": texts(names),
            "value": texts(answers.mapped(lambda one: str(one.value or ""))),
            "raw": texts(raw.mapped(lambda text: text[:200])),
            "begins": texts(begins),
            "ends": texts(ends),
        }
    )
    return Part(rows[asked.keep], table.filter(pa.array(asked.keep)))


def _dates(grid: Grid, ours: str, role: str, dates: Calendar) -> Column[Said]:
    if not ours:
        return encoded([Said()] * len(grid))
    return dates.read(grid.column(ours), role)


def refuse_dates(columns: list[Column[Said]], rows: Rows) -> list[Column[str]]:
    """Dates as ISO, without the rows that hold one nobody can read or that end before they begin.

    columns  those of one span, its beginning first; or any others, one at a time
    """
    for column in columns:
        rows.refuse(column.where(lambda said: bool(said.problem)), partial(_problem, column))
    found = [column.mapped(lambda said: said.iso) for column in columns]
    if len(found) == 2:
        backward = combined(found).where(
            lambda pair: bool(pair[0] and pair[1] < pair[0] and pair[1])
        )
        rows.refuse(backward, lambda _: "The last day lies before the first.")
    return found


def _problem(column: Column[Said], row: int) -> str:
    return column.at(row).problem
