"""Everything one file holds, whatever it is: marks, pupils and records of any kind."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field, replace
from pathlib import Path

import pyarrow as pa

from belong.basics.errors import UnreadableFile
from belong.registers import kinds
from belong.registers.sources.containers import Opened, Table, opened
from belong.registers.sources.files import REGISTERS, read_text
from belong.registers.sources.long import Asked
from belong.registers.sources.pupils import pupils_of
from belong.registers.sources.reading import Reading, Refused, Taken
from belong.registers.sources.recognise import MARKS, PUPILS, look_at, settled
from belong.registers.sources.records import Records, read_records

CALENDAR, CTF = "calendar", "ctf"
NEVER_KEPT = ("summary", CALENDAR)


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
    file = opened(path)
    whole = Whole(file.source, None, None, (), file.taken, file.refused)
    several = len(file.tables) > 1
    for table in file.tables:
        if file.source == CTF and table.kind in REGISTERS:
            whole = _left_out(whole, table, "attendance at another school: it is history there")
            continue
        kind = table.kind or (wanted.kind if not several else "") or _told(table, several)
        if kind:
            whole = _with(whole, table, kind, wanted)
    if not whole.kinds:
        raise _nothing(file)
    return whole


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
    names = ", ".join(table.name for table in file.tables if table.name)
    return UnreadableFile(
        f"Nothing in this file is anything Belong keeps{f' ({names})' if names else ''}.",
        do="Export marks, pupils or one of the lists named on the page How to bring files in.",
    )
