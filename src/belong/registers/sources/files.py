"""Which reader a file needs."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from pathlib import Path

from belong.basics.errors import UnreadableFile
from belong.registers.sources import columns
from belong.registers.sources.cells import Header, find_header, first_names
from belong.registers.sources.columns import looked_for
from belong.registers.sources.containers import Opened, opened
from belong.registers.sources.edfi import read_events
from belong.registers.sources.headings import headings
from belong.registers.sources.long import Asked, is_long, read_long
from belong.registers.sources.notes import Notes
from belong.registers.sources.pupils import read_roll
from belong.registers.sources.reading import Reading
from belong.registers.sources.summary import is_summary, read_summary
from belong.registers.sources.text import Text
from belong.registers.sources.wide import is_wide, read_wide

Reader = Callable[[Text, Header, Asked, Notes], Reading]
REGISTERS = ("marks", "summary")
"""Kinds of table that hold a register."""
_ENOUGH = 3
"""More days or codes in a row than this say nothing more about whether it is the header."""


def read(
    path: Path,
    *,
    pupils: Path | None = None,
    as_of: dt.date | None = None,
    day_first: bool | None = None,
) -> Reading:
    """Everything one file of marks gives: what was taken, what was refused and why.

    pupils     a file of pupils: its UPNs, details and leaving dates are used
    as_of      the day of the import; marks dated after it are left out and counted
    day_first  True for 7/9 as 7 September, False for 9 July; None lets the file settle it
    raises     UnreadableFile for a file that is no register, DayOrderUnknown (an UnreadableFile)
               where every date can be read both ways
    """
    roll = read_roll(pupils, day_first=day_first) if pupils else None
    return read_text(_marks_in(opened(path)), Asked(as_of, day_first, roll))


def _marks_in(file: Opened) -> Text:
    """The one table of a file that is a register, or its only table."""
    found = [t for t in file.tables if t.kind in REGISTERS]
    unsaid = [t for t in file.tables if not t.kind]
    if not found:
        found = [t for t in unsaid if find_header(t.text, _promise)] or unsaid
    if not found:
        names = ", ".join(table.kind for table in file.tables)
        raise UnreadableFile(
            f"The file holds no marks. It holds: {names}.", do="Choose the file with the register."
        )
    return found[0].text


def read_text(text: Text, asked: Asked) -> Reading:
    """A register out of a table of text. Raises as `read` does."""
    notes = Notes()
    if text.is_xml:
        return read_events(text, asked, notes)
    header = find_header(text, _promise)
    reader = _reader_for(header) if header else None
    if header is None or reader is None:
        raise _no_register(text, header)
    return reader(text, header, asked, notes)


def _reader_for(header: Header) -> Reader | None:
    if is_long(columns.match(header.names)):
        return read_long
    if is_wide(header):
        return read_wide
    return read_summary if is_summary(header.names) else None


def _promise(cells: Sequence[str]) -> int:
    """How much a row looks like the header of a register."""
    if len(cells) < 2:
        return 0
    found = columns.match(cells)
    if not found.tells_children_apart:
        return 0
    totals = len(columns.reasons(cells)) + len(columns.aggregates(cells))
    return len(found.at) + min(totals, _ENOUGH) + min(len(headings(cells)), _ENOUGH)


def _no_register(text: Text, header: Header | None) -> UnreadableFile:
    return UnreadableFile(
        f"No marks were found in the file. Columns found: {first_names(text, header)}."
        " Looked for: a pupil"
        f" ({looked_for('upn', 'adno', 'student_id', 'name')}) with either"
        f" {looked_for('date', 'mark')}, or days as headings, or totals such as"
        f" {looked_for('possible', 'authorised')}.",
        do="Check that this is the register, or rename the columns to these names.",
    )
