"""A calendar file: the days on which nobody was expected, and when terms begin and end."""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from belong.basics.errors import UnreadableFile
from belong.basics.terms import day_number
from belong.registers.sources import calendar_words as said
from belong.registers.sources.calendar_words import Edge
from belong.registers.sources.dates import (
    EARLIEST,
    LATEST,
    DayOrderUnknown,
    Numbers,
    day_order,
    shown_cell,
    understood,
)
from belong.registers.sources.text import text_of

DATE_NAMES = ("date", "day")
YEAR_NAMES = ("year group", "year groups", "years", "year")
REASON_NAMES = ("reason", "event", "what", "description", "notes", "name")
SHUT = {"closed", "#", "no", "n", "0", "shut", "false"}
MOST_BYTES = 2 * 1024 * 1024
MOST_LINES = 5_000
ONE_DAY = dt.timedelta(days=1)


@dataclass(frozen=True)
class FoundDays:
    """Days without school. half: None the whole day, 0 the morning, 1 the afternoon."""

    first: dt.date
    last: dt.date
    half: int | None
    years: tuple[str, ...]
    kind: str
    words: str


@dataclass(frozen=True)
class FoundTerm:
    """A term or half-term."""

    name: str
    first: dt.date
    last: dt.date


@dataclass(frozen=True)
class LeftOut:
    """What was not understood. line: of the file, or the number of the event, from 1."""

    line: int
    words: str
    why: str


@dataclass(frozen=True)
class CalendarFound:
    """What a calendar file says, in order of time, and what of it was not understood."""

    days: tuple[FoundDays, ...]
    terms: tuple[FoundTerm, ...]
    left_out: tuple[LeftOut, ...]


def read_calendar(path: Path) -> NDArray[np.int32]:
    """The day numbers on which the whole school was closed, sorted.

    A line counts when it names a date and either has no AM and PM columns (a list of closed days)
    or says closed in both, and is not for some year groups only. Dates are ISO or dd/mm/yyyy.
    Raises UnreadableFile where there is no date column or a date cannot be read.
    """
    with path.open(encoding="utf-8-sig", newline="") as lines:
        rows = list(csv.reader(lines))
    table = _Table.of(rows, path.name)
    found = [
        _day(table.cell(row, DATE_NAMES), path, line)
        for line, row in enumerate(rows[1:], start=2)
        if table.cell(row, DATE_NAMES) and table.shut(row) and not table.cell(row, YEAR_NAMES[:1])
    ]
    return np.unique(np.array(found, dtype=np.int32))


def _day(text: str, path: Path, line: int) -> int:
    for form in ("%Y-%m-%d", "%d/%m/%Y"):
        try:
            return day_number(dt.datetime.strptime(text.strip(), form).date())  # noqa: DTZ007
        except ValueError:
            continue
    raise UnreadableFile(
        f"Line {line} of {path.name}: “{text}” is not a date.", do="Write it as 2026-09-07."
    )


@dataclass(frozen=True)
class _Table:
    """The headings of a calendar, in small letters."""

    heads: tuple[str, ...]

    @classmethod
    def of(cls, rows: Sequence[Sequence[str]], name: str) -> _Table:
        if not rows:
            raise UnreadableFile(f"{name} is empty.", do="Give a calendar with a Date column.")
        heads = tuple(h.strip().casefold() for h in rows[0])
        if not set(heads) & set(DATE_NAMES):
            raise UnreadableFile(
                f"{name} has no Date column. It has: {', '.join(rows[0])[:200]}.",
                do="Name the column with the days Date.",
            )
        return cls(heads)

    def cell(self, row: Sequence[str], names: Iterable[str]) -> str:
        """The first of some columns the file has; "" for none."""
        at = next((self.heads.index(n) for n in names if n in self.heads), len(row))
        return row[at].strip() if at < len(row) else ""

    def halves(self, row: Sequence[str]) -> tuple[bool, bool]:
        """Whether the morning and the afternoon were closed; both in a plain list of days."""
        am, pm = (
            self.cell(row, (half,)).casefold() in SHUT if half in self.heads else None
            for half in ("am", "pm")
        )
        return (am if am is not None else pm is not False), (
            pm if pm is not None else am is not False
        )

    def shut(self, row: Sequence[str]) -> bool:
        """Whether the whole day was closed."""
        return all(self.halves(row))


def calendar_of(raw: bytes) -> CalendarFound:
    """What a calendar as CSV says: Date, AM, PM, Year group, Reason; only the first is needed.

    Lines of the same kind on days that follow one another become one. A line whose date or year
    group cannot be read is left out. A date that can be read two ways has its day first, unless
    another date of the file says otherwise.

    raises  UnreadableFile where it is no such table, or too large
    """
    rows = _rows(raw)
    table = _Table.of(rows, "This file")
    order = _order(table.cell(row, DATE_NAMES) for row in rows[1:])
    days: list[FoundDays] = []
    edges: list[Edge] = []
    out: list[LeftOut] = []
    for line, row in enumerate(rows[1:], start=2):
        if any(cell.strip() for cell in row):
            _take(table, row, line, order, days, edges, out)
    return together(days, edges, [], out)


def _take(
    table: _Table, row: Sequence[str], line: int, order: bool,
    days: list[FoundDays], edges: list[Edge], out: list[LeftOut],
) -> None:  # fmt: skip
    """One line into days, edges of terms or what is left out."""
    words = said.line(table.cell(row, REASON_NAMES))
    on = _date(table.cell(row, DATE_NAMES), order)
    years = said.years_listed(table.cell(row, YEAR_NAMES))
    if on is None:
        text = shown_cell(table.cell(row, DATE_NAMES))
        out.append(LeftOut(line, words, f"The date {text} is not a date we can read."))
    elif years is None:
        out.append(LeftOut(line, words, "The year group is not one we know."))
    else:
        am, pm = table.halves(row)
        edge = said.edge_in(words, school_open=True) if not am and not pm else ""
        if edge and not years:
            edges.append(Edge(edge, on, words, line))
        elif am or pm:
            kind = said.kind_in(words) or ("away" if years else "closure")
            half = None if am and pm else int(pm)
            days.append(FoundDays(on, on, half, years, kind, words))


def _rows(raw: bytes) -> list[list[str]]:
    if len(raw) > MOST_BYTES:
        raise too_large()
    text = text_of(raw).data.decode()
    first = text.split("\n", 1)[0]
    apart = max(",;\t", key=first.count)
    try:
        rows = list(csv.reader(io.StringIO(text), delimiter=apart))
    except csv.Error as problem:
        raise UnreadableFile(
            "This file is not a table we can read.", do="Save it as CSV."
        ) from problem
    if len(rows) > MOST_LINES:
        raise UnreadableFile(
            f"This file has more than {MOST_LINES} lines.", do="Bring one school year at a time."
        )
    return rows


def too_large() -> UnreadableFile:
    """The refusal of a file larger than any school's calendar."""
    return UnreadableFile(
        f"This file is over {MOST_BYTES // 1_048_576} MB.", do="Export one school year at a time."
    )


def _order(texts: Iterable[str]) -> bool:
    try:
        return day_order([(text, understood(text)) for text in set(texts)], None)
    except DayOrderUnknown:
        return True


def _date(text: str, day_first: bool) -> dt.date | None:
    found = understood(text)
    on = found.date(day_first) if isinstance(found, Numbers) else found
    return on if on is not None and EARLIEST <= on <= LATEST else None


def together(
    days: Sequence[FoundDays], edges: Sequence[Edge], terms: Sequence[FoundTerm],
    out: Sequence[LeftOut],
) -> CalendarFound:  # fmt: skip
    """What was found, in order: days that follow one another as one run, ends of terms paired."""
    pairs, alone = said.paired(edges)
    found = [
        FoundTerm(said.term_name([a.words, b.words], a.on, b.on), a.on, b.on) for a, b in pairs
    ]
    lost = [
        LeftOut(e.line, e.words, "The other end of this term is not in the file.") for e in alone
    ]
    return CalendarFound(
        tuple(_runs(days)),
        tuple(sorted([*terms, *found], key=lambda t: t.first)),
        tuple(sorted([*out, *lost], key=lambda o: o.line)),
    )


def _runs(days: Iterable[FoundDays]) -> list[FoundDays]:
    """Runs of days of one kind; a weekend does not part them."""
    out: list[FoundDays] = []
    for one in sorted(set(days), key=_alike):
        if out and _follows(out[-1], one):
            out[-1] = replace(out[-1], last=max(out[-1].last, one.last))
        else:
            out.append(one)
    return sorted(out, key=lambda d: (d.first, d.last, d.years, _half(d)))


def _alike(one: FoundDays) -> tuple[object, ...]:
    return (one.years, one.kind, one.words, _half(one), one.first)


def _half(one: FoundDays) -> int:
    return -1 if one.half is None else one.half


def _follows(one: FoundDays, other: FoundDays) -> bool:
    alike = replace(one, first=other.first, last=other.last) == other
    next_day = one.last + ONE_DAY
    while next_day.weekday() > 4:
        next_day += ONE_DAY
    long = (other.last - one.first).days >= said.limit("longest_closure_days")
    return alike and other.first <= next_day and not long
