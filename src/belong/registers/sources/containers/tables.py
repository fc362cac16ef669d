"""The tables inside a file, as text that every reader of a CSV can read."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from belong.basics.errors import UnreadableFile
from belong.registers.sources.notes import Notes
from belong.registers.sources.reading import Refused, Taken
from belong.registers.sources.text import MAX_CELL, Text

KINDS = frozenset(
    {"marks", "pupils", "lesson_marks", "characteristics", "enrolments", "groups", "staff",
     "classes", "class_members", "class_teachers", "timetable", "contacts", "behaviour",
     "suspensions", "summary", "calendar"}
)  # fmt: skip
MOST_CELLS = 24_000_000
"""Cells one file may give, over all its tables: a trust's year of marks, and no bomb."""

_BREAKS = re.compile("[\x00-\x1f\x7f\x85\u2028\u2029]+")


@dataclass(frozen=True)
class Table:
    """One table of a file.

    name     the sheet or part it comes from, as a person would find it
    kind     one of KINDS, or "" where only its headings can tell
    text     its rows as CSV; the headings are of a kind our readers know
    counts   what a line number of `text` counts: "line", "row" (of a sheet) or "record"
    records  where one record gives several rows: the record of each row; else empty
    """

    name: str
    kind: str
    text: Text
    counts: str = "line"
    records: tuple[int, ...] = ()

    def place(self, line: int) -> str:
        """Where a person finds a line of this table: "row 12 of Marks"."""
        at = line - self.text.first - 1
        if self.records and 0 <= at < len(self.records):
            line = self.records[at]
        return f"{self.counts} {line} of {self.name}" if self.name else f"{self.counts} {line}"


@dataclass(frozen=True)
class Opened:
    """What one file holds.

    source   "csv", "zip", "excel", "wonde", "ctf", "oneroster" or "edfi"
    tables   in the order of the file; never empty
    taken    what was odd about the file and what was done about it; line 0 is the whole file
    refused  what could not become rows of a table, by record
    """

    source: str
    tables: tuple[Table, ...]
    taken: tuple[Taken, ...] = ()
    refused: tuple[Refused, ...] = ()

    def of_kind(self, kind: str) -> tuple[Table, ...]:
        """The tables of one kind."""
        return tuple(table for table in self.tables if table.kind == kind)


def plain_cell(value: object) -> str:
    """A value as a cell on one line: breaks and control characters become single spaces.

    A character that no text can hold (half of a pair) becomes a question mark.
    """
    if value is None:
        return ""
    text = value if isinstance(value, str) else str(value)
    if not text.isprintable():
        text = _BREAKS.sub(" ", text).encode("utf-8", "replace").decode()
    if len(text) > MAX_CELL:
        raise UnreadableFile(
            f"One value is longer than {MAX_CELL} characters.", do="Export without comments."
        )
    return text.strip()


@dataclass
class Rows:
    """A table being written, one line a row, so that a line number says which row it is.

    headings  the first line
    first     the number of the heading line: 0 makes record 1 stand on line 1
    """

    headings: Sequence[str]
    first: int = 0
    count: int = 0
    records: list[int] = field(default_factory=list)
    _out: io.StringIO = field(default_factory=io.StringIO)

    def __post_init__(self) -> None:
        self._writer = csv.writer(self._out, lineterminator="\n")
        self._writer.writerow(self.headings)
        self._most = MOST_CELLS // max(1, len(self.headings))

    def add(self, cells: Iterable[object], record: int = 0) -> None:
        """One row. `record` is the record it came from, where that is not the row's number."""
        self._writer.writerow([plain_cell(cell) for cell in cells])
        self.count += 1
        if record:
            self.records.append(record)
        if self.count > self._most:
            raise too_many_cells()

    def table(self, name: str, kind: str, counts: str = "record") -> Table | None:
        """The table, or None where no row was written."""
        if not self.count:
            return None
        text = Text(self._out.getvalue().encode("utf-8", "replace"), self.first, "utf-8")
        alone = self.records == list(range(1, self.count + 1))
        return Table(name, kind, text, counts, () if alone else tuple(self.records))


def too_many_cells() -> UnreadableFile:
    """The refusal of a file that gives more cells than any school has."""
    return UnreadableFile(
        f"The file holds more than {MOST_CELLS // 1_000_000} million cells.",
        do="Export one school year at a time.",
    )


def opened_of(source: str, tables: Iterable[Table | None], notes: Notes, nothing: str) -> Opened:
    """What a file holds, without its empty tables. Raises UnreadableFile where none is left."""
    kept = tuple(table for table in tables if table is not None)
    if not kept:
        raise UnreadableFile(nothing, do="Export it again and look inside before you bring it.")
    if any(table.counts == "record" for table in kept):
        notes.take(0, "Numbers in the notes below count records, not lines of the file.")
    return Opened(source, kept, notes.taken, notes.refused)
