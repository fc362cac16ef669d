"""Long files: one row a mark."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace

import numpy as np

from belong.attendance import codes
from belong.registers.sources.cells import Header, cut, repeats_header
from belong.registers.sources.children import (
    Child,
    children,
    details,
    order_in_details,
    wanted_for_children,
)
from belong.registers.sources.columns import Columns, is_total, match
from belong.registers.sources.dates import (
    NO_DAY,
    read_dates,
    shown_cell,
)
from belong.registers.sources.grid import Column, Grid, Ints
from belong.registers.sources.lessons import session_column, unit_and_halves
from belong.registers.sources.marks import NOTHING, half_said, said
from belong.registers.sources.notes import Notes
from belong.registers.sources.presence import code_set_of, with_presence
from belong.registers.sources.reading import Reading, Shape, Unit
from belong.registers.sources.roll import Roll
from belong.registers.sources.schools import by_school
from belong.registers.sources.settle import ALL_DAY, AM, PM, Bytes, Entries, settle
from belong.registers.sources.text import Text

_OF_A_MARK = ("date", "session", "mark", "presence_flag", "status", "record", "all_day", "period",
              "section",
              "sequence")  # fmt: skip


@dataclass(frozen=True)
class Asked:
    """What the person who brings a file said with it."""

    as_of: dt.date | None = None
    day_first: bool | None = None
    roll: Roll | None = None


def is_long(columns: Columns) -> bool:
    """Whether a header promises one mark a row."""
    marked = any(ours in columns for ours in ("mark", "presence_flag", "status"))
    return marked and "date" in columns and columns.tells_children_apart


def read_long(text: Text, header: Header, asked: Asked, notes: Notes) -> Reading:
    """Every mark of a long file."""
    columns = match(header.names)
    wanted = [ours for ours in _OF_A_MARK if ours in columns]
    wanted += [ours for ours in wanted_for_children(columns) if ours not in wanted]
    grid = cut(text, header, {ours: columns.at[ours] for ours in wanted}, notes)
    return reading_of(_data_rows(grid, header, columns), columns, asked, notes)


def reading_of(grid: Grid, columns: Columns, asked: Asked, notes: Notes) -> Reading:
    """The reading of a long table, however its rows were cut."""
    rows = len(grid)
    code_set = code_set_of(grid, columns)
    grid = grid.with_column("child", children(grid, columns, asked.roll, notes))
    texts = grid.column("date")
    dates = read_dates(texts.values, as_of=asked.as_of, day_first=asked.day_first)
    about = details(grid, grid.column("child"), order_in_details(grid, asked.day_first))
    grid = _placed(grid, dates.day, dates.reasons, notes)
    if code_set == codes.PRESENCE:
        grid = with_presence(grid, columns, notes)
    unit, entries = _entries(*_by_day(grid, dates.day), columns, notes)
    judged = settle(
        entries, code_set=code_set, as_of=asked.as_of, notes=notes,
        left=last_days(entries.pupil.values, asked.roll),
    )  # fmt: skip
    return Reading(
        shape=Shape.LONG, unit=unit, code_set=code_set, rows=rows, columns=columns.found(),
        schools=by_school(judged, about, asked.roll), refused=notes.refused, taken=notes.taken,
    )  # fmt: skip


def last_days(who: list[Child], roll: Roll | None) -> dict[Child, int]:
    """The last day on roll of each child the pupils file says has left."""
    if roll is None:
        return {}
    last = {child: roll.left(*child) for child in who}
    return {child: on for child, on in last.items() if on is not None}


def _data_rows(grid: Grid, header: Header, columns: Columns) -> Grid:
    """Rows without the header again on a later page and without rows that add others up."""
    again = grid.column("date").where(lambda t: repeats_header(header, columns.at["date"], t))
    sums = np.zeros(len(grid), dtype=np.bool_)
    for ours in ("name", "surname", *columns.ids):
        if ours in grid:
            sums |= grid.column(ours).where(is_total)
    undated = grid.column("date").where(lambda text: not text)
    return grid.only(~(again | (sums & undated)))


def _placed(grid: Grid, days: Ints, reasons: list[str], notes: Notes) -> Grid:
    """The rows that name a child and a day; the others are refused."""
    unnamed = grid.column("child").where(lambda child: not child[1])
    notes.refuse_all(grid.line[unnamed].tolist(), "The row names no pupil.")
    grid = grid.only(~unnamed)
    bad = (days == NO_DAY)[grid.column("date").codes]
    why = grid.column("date").codes[bad]
    notes.refuse_each(grid.line[bad].tolist(), lambda n: reasons[why[n]])
    return grid.only(~bad)


def _by_day(grid: Grid, days: Ints) -> tuple[Grid, Ints]:
    """The date column with one value a day, however many ways and times of day it was written."""
    column = grid.column("date")
    days_only = Column(column.codes, days.tolist()).mapped(int)
    return grid.with_column("date", days_only), np.array(days_only.values, dtype=np.int32)


def _entries(grid: Grid, days: Ints, columns: Columns, notes: Notes) -> tuple[Unit, Entries]:
    sessions = session_column(grid)
    if sessions is not None:
        return _by_session(grid.with_column("half", sessions), days, notes)
    child, date = grid.column("child"), grid.column("date")
    place = child.codes.astype(np.int64) * max(1, len(date.values)) + date.codes
    unit, half = unit_and_halves(grid, columns, place, notes)
    if unit is Unit.DAY and holds_pairs(grid.column("mark")):
        return Unit.SESSION, both_halves(_as_entries(grid, days, half), notes)
    return unit, _as_entries(grid, days, half)


def _by_session(grid: Grid, days: Ints, notes: Notes) -> tuple[Unit, Entries]:
    half = grid.column("half").mapped(half_said)
    if half.values == [ALL_DAY]:
        return Unit.DAY, _as_entries(grid, days, np.full(len(grid), ALL_DAY, dtype=np.uint8))
    bad = half.where(lambda h: h not in (AM, PM))
    texts = grid.column("half").rows(bad)
    notes.refuse_each(grid.line[bad].tolist(), lambda n: _why_no_session(texts.at(n)))
    grid = grid.only(~bad)
    value = np.array([AM if h is None else h for h in half.values], dtype=np.uint8)
    return Unit.SESSION, _as_entries(grid, days, value[half.codes[~bad]])


def _why_no_session(text: str) -> str:
    if not text:
        return "The row has no session."
    return f"The session {shown_cell(text)} is neither a morning nor an afternoon."


def _as_entries(grid: Grid, days: Ints, half: Bytes) -> Entries:
    return Entries(
        row=np.arange(len(grid), dtype=np.int32),
        line=grid.line,
        pupil=grid.column("child"),
        date=grid.column("date").codes,
        days=days,
        half=half,
        mark=grid.column("mark"),
        record=(lambda rows: grid.texts("record", rows)) if "record" in grid else None,
    )


def holds_pairs(mark: Column[str]) -> bool:
    """Whether most cells that say anything hold a morning and an afternoon mark together.

    One such cell among single marks is a slip: it must not turn the whole file.
    """
    pairs = mark.where(lambda text: len(_two_letters(text)) == 2 and said_anything(text))
    single = mark.where(lambda text: len(_two_letters(text)) == 1)
    return int(pairs.sum()) > int(single.sum())


def said_anything(text: str) -> bool:
    """Whether a cell holds a mark at all."""
    return said(text, codes.ENGLAND).letters != (NOTHING,)


def both_halves(entries: Entries, notes: Notes) -> Entries:
    """Day cells that hold a morning and an afternoon mark, as two entries each.

    A single mark in such a file is refused: it may be either half's, or the whole day's.
    """
    letters = entries.mark.mapped(_two_letters)
    single = letters.where(lambda pair: len(pair) == 1)
    alone = entries.mark.rows(single)
    notes.refuse_each(
        entries.lines(single),
        lambda n: f"The cell {shown_cell(alone.at(n))} holds one mark where the rest hold two.",
    )
    kept, pairs = entries.only(~single), letters.rows(~single)
    twice = np.repeat(np.arange(len(kept)), 2)
    half = np.tile(np.array([AM, PM], dtype=np.uint8), len(kept))
    first, second = pairs.mapped(lambda pair: pair[0]), pairs.mapped(lambda pair: pair[-1])
    texts = list(dict.fromkeys([*first.values, *second.values]))
    number = {text: n for n, text in enumerate(texts)}
    codes_of = [
        np.array([number[t] for t in c.values], dtype=np.int32)[c.codes] for c in (first, second)
    ]
    mark = Column(np.stack(codes_of, axis=1).reshape(-1), texts)
    return replace(
        kept, row=kept.row[twice], pupil=kept.pupil.rows(twice), date=kept.date[twice],
        half=half, mark=mark,
    )  # fmt: skip


def _two_letters(text: str) -> tuple[str, ...]:
    """The two marks of a day cell; nothing entered is nothing twice; one mark stays one."""
    letters = said(text, codes.ENGLAND).letters
    if letters == (NOTHING,):
        return (NOTHING, NOTHING)
    return letters if len(letters) == 2 else (text,)
