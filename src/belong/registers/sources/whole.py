"""Everything one file holds, whatever it is: marks, pupils and records of any kind."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field, replace
from pathlib import Path

import pyarrow as pa

from belong.basics.errors import UnreadableFile
from belong.registers import kinds
from belong.registers.bulk import session_marks
from belong.registers.bulk.source import HEAD, source_of
from belong.registers.sources import sizes
from belong.registers.sources.columns import match
from belong.registers.sources.containers import Made, Opened, Table, made_as, opened
from belong.registers.sources.files import REGISTERS, read_text
from belong.registers.sources.long import Asked, is_long
from belong.registers.sources.pupils import pupils_of
from belong.registers.sources.reading import Reading, Refused, Taken
from belong.registers.sources.recognise import LESSONS, MARKS, PUPILS, look_at, settled
from belong.registers.sources.records import Records, read_records
from belong.registers.sources.text import text_of

CALENDAR, CTF = "calendar", "ctf"
NEVER_KEPT = ("summary", CALENDAR)
_TABLES_OF_TEXT = ("csv", "zip", "excel")
"""Of XML and JSON the whole file has a limit; nothing is opened only to be refused."""


@dataclass(frozen=True)
class Wanted:
    """What the person who brings a file said with it.

    kind       what is in it; "" lets the headings tell
    as_of      the day of the import
    day_first  how dates that can be read both ways are meant; None lets the file settle it
    mapping    our name -> heading, of a school that calls things its own way
    """

    kind: str = ""
    as_of: dt.date | None = None
    day_first: bool | None = None
    mapping: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Whole:
    """What a file gave.

    source   "csv", "excel", "wonde", "ctf", "oneroster", "edfi" or "zip"
    reading  the session marks, or None
    pupils   as sources.read_pupils gives them, or None
    records  everything else, one entry a kind and table
    taken, refused  of the file as a container; each part has its own besides
    """

    source: str
    reading: Reading | None
    pupils: pa.Table | None
    records: tuple[Records, ...]
    taken: tuple[Taken, ...]
    refused: tuple[Refused, ...]

    @property
    def kinds(self) -> tuple[str, ...]:
        """What it holds, in the order it should be kept in."""
        first = [PUPILS] if self.pupils is not None else []
        marks = [MARKS] if self.reading is not None else []
        return (*first, *marks, *dict.fromkeys(one.kind for one in self.records))


class KindUnknown(UnreadableFile):
    """A table nobody can tell the kind of. `headings` are as the file writes them."""

    def __init__(self, headings: tuple[str, ...]) -> None:
        found = ", ".join(name for name in headings[:20] if name.strip()) or "none"
        super().__init__(
            f"Nobody can tell from its headings what this file holds. Columns found: {found}.",
            do="Say what is in it, and bring it again.",
        )
        self.headings = headings


def read_whole(path: Path, wanted: Wanted) -> Whole:
    """Read every table of a file.

    raises  UnreadableFile where nothing in it can be read, ColumnsUnknown or KindUnknown (both
            UnreadableFile) where a person has to say more, DayOrderUnknown
    """
    reading = _in_blocks(path, wanted)
    if reading is not None:
        return Whole("csv", reading, None, (), (), ())
    _refuse_by_size(path)
    file = opened(path, on_a_server=True)
    whole = Whole(file.source, None, None, (), file.taken, file.refused)
    several = len(file.tables) > 1
    for table in file.tables:
        if file.source == CTF and table.kind in REGISTERS:
            whole = _left_out(whole, table, "attendance at another school: it is history there")
            continue
        kind = table.kind or (wanted.kind if not several else "") or _told(table, several)
        if kind:
            if file.source in _TABLES_OF_TEXT:
                _refuse_table(table, kind)
            whole = _with(whole, table, kind, wanted)
    if not whole.kinds:
        raise _nothing(file)
    return whole


@dataclass(frozen=True)
class Read:
    """What one of several files gave, or the sentence it was refused with."""

    whole: Whole | None
    refused: str = ""


def read_each(paths: tuple[Path, ...], wanted: Wanted) -> tuple[Read, ...]:
    """`read_whole` of several files; what is wrong with one stops no other."""
    return tuple(_read_or_refused(path, wanted) for path in paths)


def _read_or_refused(path: Path, wanted: Wanted) -> Read:
    try:
        return Read(read_whole(path, wanted))
    except UnreadableFile as refused:
        return Read(None, str(refused))


def _refuse_by_size(path: Path) -> None:
    """Refuse what is too large whatever it holds, before it is opened. Raises UnreadableFile."""
    if path.is_dir():
        return
    what = {Made.JSON: sizes.JSON, Made.XML: sizes.XML, Made.TEXT: sizes.TEXT}.get(made_as(path))
    if what:
        sizes.refuse_larger(path.stat().st_size, what)


def _refuse_table(table: Table, kind: str) -> None:
    """Refuse a table that is too large for its kind. Raises UnreadableFile."""
    what = {PUPILS: sizes.PUPILS, LESSONS: sizes.LESSONS}.get(kind, sizes.RECORDS)
    if kind in REGISTERS:
        what = sizes.LONG if is_long(match(look_at(table.text)[0])) else sizes.WIDE
    sizes.refuse_larger(len(table.text.data), what)


def _in_blocks(path: Path, wanted: Wanted) -> Reading | None:
    """The reading of a plain file with a session mark on each line; None for every other file.

    Such a file may hold years of marks, so it never stands in memory as one table.
    """
    if path.is_dir() or wanted.mapping or wanted.kind not in ("", MARKS):
        return None
    if made_as(path) is not Made.TEXT or source_of(path) is None:
        return None
    if not wanted.kind and _kind_by_its_beginning(path) != MARKS:
        return None
    sizes.refuse_larger(path.stat().st_size, sizes.LINES)
    sizes.refuse_more_lines(sizes.lines_in(path))
    return session_marks(path, as_of=wanted.as_of, day_first=wanted.day_first)


def _kind_by_its_beginning(path: Path) -> str | None:
    with path.open("rb") as file:
        head = file.read(HEAD)
    whole_lines = head[: head.rfind(b"\n") + 1] or head
    return settled(look_at(text_of(whole_lines))[1])


def _told(table: Table, several: bool) -> str:
    """The kind of a table by its headings; "" for one of several that is none we know."""
    headings, guesses = look_at(table.text)
    kind = settled(guesses)
    if kind is None and not several:
        raise KindUnknown(headings)
    return kind or ""


def _with(whole: Whole, table: Table, kind: str, wanted: Wanted) -> Whole:
    if kind == MARKS or kind in REGISTERS:
        if whole.reading is not None:
            return _left_out(whole, table, "a second register")
        asked = Asked(wanted.as_of, wanted.day_first, None)
        return replace(whole, reading=read_text(table.text, asked))
    if kind == PUPILS:
        people = pupils_of(table.text, wanted.day_first)
        return _beside(replace(whole, pupils=people), table, wanted)
    if kind == CALENDAR:
        return _left_out(whole, table, "a calendar; bring it on the page Calendar")
    return replace(whole, records=(*whole.records, _records(table, kind, wanted)))


def _records(table: Table, kind: str, wanted: Wanted) -> Records:
    return read_records(
        table.text, kinds.kind_named(kind), mapping=wanted.mapping or None,
        day_first=wanted.day_first, as_of=wanted.as_of,
    )  # fmt: skip


def _beside(whole: Whole, table: Table, wanted: Wanted) -> Whole:
    """The records a list of pupils holds in its further columns: free meals, groups, SEN."""
    _, guesses = look_at(table.text)
    here = next((guess for guess in guesses if guess.kind == PUPILS), None)
    also = [name for name in (here.also if here else ()) if name != "enrolments"]
    plain = replace(wanted, mapping={})
    return replace(
        whole, records=(*whole.records, *(_records(table, name, plain) for name in also))
    )


def _left_out(whole: Whole, table: Table, what: str) -> Whole:
    said = f"{table.name or 'This table'} is {what}. It was left out."
    return replace(whole, taken=(*whole.taken, Taken(0, said)))


def _nothing(file: Opened) -> UnreadableFile:
    if any(table.kind == CALENDAR for table in file.tables):
        return UnreadableFile(
            "This file says when a school is open. It holds no marks and no children.",
            do="Bring it in on the page Calendar.",
        )
    names = ", ".join(table.name for table in file.tables if table.name)
    return UnreadableFile(
        f"Nothing in this file is anything Belong keeps{f' ({names})' if names else ''}.",
        do="Export marks, pupils or one of the lists named on the page How to bring files in.",
    )
