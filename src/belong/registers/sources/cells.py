"""Cutting text into rows and cells: where the header stands, then the rows under it."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.csv as pacsv

from belong.basics.errors import UnreadableFile
from belong.registers.sources.columns import plain
from belong.registers.sources.dates import shown
from belong.registers.sources.grid import Cells, Grid, Growing
from belong.registers.sources.notes import Notes
from belong.registers.sources.text import MAX_CELL, MAX_COLUMNS, Text

SEPARATORS = ",\t;|"
HEADER_WITHIN = 60
"""A header further down than this is not looked for."""
BLOCK = 4 << 20
"""Bytes cut at a time, each block on a core of its own."""
_SAMPLE = 256 * 1024

SLIPPED = "The row has more cells than there are headings, so its cells may have slipped."

Row = tuple[int, list[str]]
"""The line a row begins on, and its cells."""


@dataclass(frozen=True)
class Header:
    """Where a table begins.

    names      its headings
    line       the line it stands on
    offset     the byte in the text just after it
    titles     the rows above it
    separator  what stands between cells
    """

    names: tuple[str, ...]
    line: int
    offset: int
    titles: tuple[tuple[str, ...], ...]
    separator: str


def rows_of(data: bytes, separator: str, first: int = 1) -> Iterator[Row]:
    """Every row of a text with the line it begins on; quoted line breaks stay in their cell.

    raises  UnreadableFile for a cell that is too long or a quotation mark never closed.
    """
    csv.field_size_limit(MAX_CELL)
    text = data.decode()
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    line = first
    began, last = line, [""]
    try:
        for cells in reader:
            yield line, cells
            began, last = line, cells
            line = first + reader.line_num
    except csv.Error as problem:
        raise cell_too_long(line) from problem
    if line > began + 1 or any('"' in c for c in last) or text.endswith('"') or '"' in text[-200:]:
        refuse_open_quote(text, separator, began - first, began)


def cell_too_long(line: int) -> UnreadableFile:
    """What to raise where a row that begins on a line has a cell over the limit."""
    return UnreadableFile(
        f"From line {line} on, one cell is longer than {MAX_CELL} characters. A quotation mark"
        " may be missing there.",
        do="Look at that line, or export the file again without comments.",
    )


def refuse_open_quote(text: str, separator: str, skip: int, line: int) -> None:
    """A quotation mark never closed swallows the rest of a file; that must not pass unseen."""
    start = 0
    for _ in range(skip):
        start = text.find("\n", start) + 1
    tail = io.StringIO(text[start:], newline="")
    try:
        list(csv.reader(tail, delimiter=separator, strict=True))
    except csv.Error as problem:
        if "unexpected end" in str(problem):
            raise UnreadableFile(
                f"A quotation mark on line {line} is never closed.",
                do="Put the missing mark in, or export the file again.",
            ) from problem


def find_header(text: Text, score: Callable[[Sequence[str]], int]) -> Header | None:
    """The best header among the first rows, over every separator; None where none scores."""
    best: tuple[int, Header] | None = None
    for separator in SEPARATORS:
        found = _best_header(text, separator, score)
        if found and (best is None or found[0] > best[0]):
            best = found
    return best[1] if best else None


def _best_header(
    text: Text, separator: str, score: Callable[[Sequence[str]], int]
) -> tuple[int, Header] | None:
    sample = _sample(text.data)
    rows = _first_rows(sample, separator, text.first)
    scores = [score(cells) for _, cells in rows]
    best = max(scores, default=0)
    if best <= 0:
        return None
    place = scores.index(best)
    line, cells = rows[place]
    _refuse_too_wide(cells)
    after = line + 1 + sum(cell.count("\n") for cell in cells)
    offset = _offset_of(text.data, after - text.first)
    titles = tuple(tuple(above) for _, above in rows[:place])
    return best, Header(tuple(cells), line, offset, titles, separator)


def first_names(text: Text, header: Header | None) -> str:
    """The headings of a file, or its first row where no header was found, for a sentence."""
    if header:
        names: Sequence[str] = header.names
    else:
        line = text.data[:2_000].partition(b"\n")[0].decode(errors="ignore")
        names = line.split(max(SEPARATORS, key=line.count))
    return ", ".join(shown(name) for name in names[:40] if name.strip()) or "none"


def _sample(data: bytes) -> bytes:
    if len(data) <= _SAMPLE:
        return data
    cut = data.rfind(b"\n", 0, _SAMPLE)
    if cut < 0:
        raise UnreadableFile("The first line of the file is far too long for a table.")
    return data[: cut + 1]


def _first_rows(sample: bytes, separator: str, first: int) -> list[Row]:
    out: list[Row] = []
    try:
        for row in rows_of(sample, separator, first):
            out.append(row)
            if len(out) > HEADER_WITHIN:
                break
    except UnreadableFile:  # the wrong separator; the right one says so again when rows are cut
        return out
    return out


def _refuse_too_wide(cells: Sequence[str]) -> None:
    if len(cells) > MAX_COLUMNS:
        raise UnreadableFile(
            f"The table has {len(cells)} columns. Belong reads up to {MAX_COLUMNS}.",
            do="Export fewer weeks at a time.",
        )


def _offset_of(data: bytes, lines: int) -> int:
    """The byte after so many lines."""
    offset = 0
    for _ in range(lines):
        end = data.find(b"\n", offset)
        if end < 0:
            return len(data)
        offset = end + 1
    return offset


def cut(text: Text, header: Header, wanted: dict[str, int], notes: Notes) -> Grid:
    """The rows under a header, quickly where the text is plain and with the csv module if not."""
    grid = cut_fast(text, header, wanted)
    if grid is None:
        grid = cut_slowly(text, header, wanted, notes)
    return without_blank_rows(grid)


def without_blank_rows(grid: Grid) -> Grid:
    """The rows in which at least one of our columns says something."""
    blank = np.ones(len(grid), dtype=np.bool_)
    # In the order of the columns: a set has another order in every program that reads the file.
    for ours in [ours for ours in grid.cells if ours not in TOO_VARIED]:
        if "" not in grid.column(ours).values:
            return grid
        blank &= grid.column(ours).where(lambda text: not text)
    return grid.only(~blank)


TOO_VARIED = frozenset({"record", "minutes"})
"""Columns with a different text on almost every row: counting their values costs more."""


def cut_fast(text: Text, header: Header, wanted: dict[str, int]) -> Grid | None:
    """The rows under a header, or None where line numbers could not be kept.

    That is so for line breaks inside quotes, blank lines, and rows that are too short or too
    long.
    """
    end = _end_of_rows(text.data)
    if end <= header.offset or not _plain_lines(text.data, header.offset, end):
        return None
    table = _parsed(pa.py_buffer(text.data)[header.offset : end], header, wanted)
    lines = text.data.count(b"\n", header.offset, end) + 1
    if table is None or table.num_rows != lines:
        return None
    cells = {ours: table.column(f"f{at}") for ours, at in wanted.items()}
    first = text.first + text.data.count(b"\n", 0, header.offset)
    return Grid(cells, np.arange(first, first + lines, dtype=np.int32))


def _end_of_rows(data: bytes) -> int:
    """The place just after the last row, without the blank lines below it."""
    end = len(data)
    while end and data[end - 1] in b"\r\n":
        end -= 1
    return end


def _plain_lines(data: bytes, start: int, end: int) -> bool:
    """No quotation mark left open, and no stretch so long that a cell might be over the limit."""
    last = data.rfind(b"\n", start, end) + 1
    if data.count(b'"', max(last, start), end) % 2:
        return False
    step = MAX_CELL // 2
    return all(data.find(b"\n", at, at + step) >= 0 for at in range(start, end - step, step))


def _parsed(body: pa.Buffer, header: Header, wanted: dict[str, int]) -> pa.Table | None:
    few = pa.dictionary(pa.int32(), pa.string())
    types = {f"f{at}": pa.string() if o in TOO_VARIED else few for o, at in wanted.items()}
    names = [f"f{n}" for n in range(len(header.names))]
    try:
        return pacsv.read_csv(
            pa.BufferReader(body),
            read_options=pacsv.ReadOptions(column_names=names, block_size=BLOCK),
            parse_options=pacsv.ParseOptions(delimiter=header.separator, newlines_in_values=True),
            convert_options=pacsv.ConvertOptions(include_columns=list(types), column_types=types),
        )
    except pa.ArrowInvalid:
        return None


def cut_slowly(text: Text, header: Header, wanted: dict[str, int], notes: Notes) -> Grid:
    """The rows under a header by the csv module, which knows the line each row begins on.

    raises  UnreadableFile as `rows_of` does
    """
    first = text.first + text.data.count(b"\n", 0, header.offset)
    rows = rows_of(text.data[header.offset :], header.separator, first)
    return grid_of(rows, header, wanted, notes)


def grid_of(rows: Iterable[Row], header: Header, wanted: dict[str, int], notes: Notes) -> Grid:
    """Rows that were cut already as a grid.

    A row with more filled cells than the header is refused: its marks may have slipped.
    """
    width = len(header.names)
    lines: list[int] = []
    columns = {ours: Growing() for ours in wanted}
    for line, cells in rows:
        if not any(map(str.strip, cells)):
            continue
        if len(cells) > width and any(map(str.strip, cells[width:])):
            notes.refuse(line, SLIPPED)
            continue
        lines.append(line)
        for ours, at in wanted.items():
            columns[ours].add(cells[at] if at < len(cells) else "")
    done: dict[str, Cells] = {ours: column.column() for ours, column in columns.items()}
    return Grid(done, np.asarray(lines, dtype=np.int32))


def repeats_header(header: Header, ours: int, cell: str) -> bool:
    """Whether a cell is its own heading again, as on the second page of a print-out."""
    heading = header.names[ours]
    return 0 < len(cell) <= len(heading) + 2 and plain(cell) == plain(heading)
