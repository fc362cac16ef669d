"""From entries to marks: what each cell means on its day, what is refused, what is kept twice."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from belong.attendance import codes
from belong.attendance.codes import NO_MARK
from belong.basics.terms import day_number, weekday_of
from belong.registers.sources.dates import shown
from belong.registers.sources.duplicates import without_duplicates
from belong.registers.sources.grid import Column, Ints
from belong.registers.sources.marks import NOTHING, Said, said
from belong.registers.sources.notes import Notes

Bools = NDArray[np.bool_]
Bytes = NDArray[np.uint8]
UNKNOWN, TWO_MARKS, OUT_OF_DATES = 252, 251, 250
"""Stand in a table of marks for "refuse"; no code has an index so high."""
LONGEST_QUOTED = 3
"""Letters of a cell that may stand in a reason: a longer one may be a note about a child."""
AM, PM, ALL_DAY, FIRST_LESSON = 0, 1, 2, 10


@dataclass(frozen=True)
class Entries:
    """One entry a mark, dated and placed, but not yet judged.

    row     int32 [entries], which row of the file it came from
    line    int32 [rows of the file]
    pupil   each entry's pupil: (school, number)
    date    int32 [entries], index into `days`
    days    int32 [different days], days since 1970-01-01
    half    uint8 [entries], as in SchoolMarks
    mark    the cell's text
    record  the record numbers of some rows, or None where the file has none
    """

    row: Ints
    line: Ints
    pupil: Column[tuple[str, str]]
    date: Ints
    days: Ints
    half: Bytes
    mark: Column[str]
    record: Callable[[Ints], list[str]] | None = None

    def __len__(self) -> int:
        return len(self.row)

    def lines(self, chosen: Bools) -> list[int]:
        """The lines of some entries."""
        found: list[int] = self.line[self.row[chosen]].tolist()
        return found

    def only(self, keep: Bools) -> Entries:
        """The entries to keep."""
        if keep.all():
            return self
        return replace(
            self,
            row=self.row[keep],
            pupil=self.pupil.rows(keep),
            date=self.date[keep],
            half=self.half[keep],
            mark=self.mark.rows(keep),
        )


@dataclass(frozen=True)
class Judged:
    """Entries and the code each one was settled as."""

    entries: Entries
    code: Bytes

    def only(self, keep: Bools) -> Judged:
        """The entries to keep."""
        return self if keep.all() else Judged(self.entries.only(keep), self.code[keep])


def settle(
    entries: Entries,
    *,
    code_set: str,
    as_of: dt.date | None,
    left: dict[tuple[str, str], int],
    notes: Notes,
) -> Judged:
    """Judge every entry: left out if it lies ahead, refused if it cannot stand, else coded.

    left  the last day on roll of pupils who left [days since 1970-01-01]
    """
    return _once_each(judge(entries, code_set=code_set, as_of=as_of, left=left, notes=notes), notes)


def judge(
    entries: Entries,
    *,
    code_set: str,
    as_of: dt.date | None,
    left: dict[tuple[str, str], int],
    notes: Notes,
) -> Judged:
    """The same, with every entry a session may have: which of them stands is not settled yet."""
    entries = _until(entries, as_of, notes)
    entries = _while_on_roll(entries, left, notes)
    told = entries.mark.mapped(lambda text: said(text, code_set))
    found, told = _coded(entries, told, code_set, notes)
    _say_what_is_odd(found, told, code_set, notes)
    return found


def _once_each(judged: Judged, notes: Notes) -> Judged:
    """One entry for each pupil and session."""
    e, number = judged.entries, judged.entries.record
    keep = without_duplicates(
        pupil=e.pupil.codes, date=e.date, half=e.half, code=judged.code,
        line=e.line[e.row], record=(lambda at: number(e.row[at])) if number else None,
        notes=notes,
    )  # fmt: skip
    return judged if keep is None else judged.only(keep)


def _until(entries: Entries, as_of: dt.date | None, notes: Notes) -> Entries:
    if as_of is None or not (entries.days > day_number(as_of)).any():
        return entries
    ahead = (entries.days > day_number(as_of))[entries.date]
    if ahead.any():
        lines = entries.lines(ahead)
        spoken = f"{as_of.day} {as_of:%B %Y}"
        notes.take(
            min(lines),
            f"Marks after {spoken} were entered ahead of time, so they were left out.",
            len(lines),
        )
    return entries.only(~ahead)


def _while_on_roll(entries: Entries, left: dict[tuple[str, str], int], notes: Notes) -> Entries:
    if not left:
        return entries
    never = np.iinfo(np.int32).max
    last = np.array([left.get(p, never) for p in entries.pupil.values], dtype=np.int32)
    gone = entries.days[entries.date] > last[entries.pupil.codes]
    notes.refuse_all(entries.lines(gone), "The mark is dated after the pupil left the school.")
    return entries.only(~gone)


def _coded(
    entries: Entries, told: Column[Said], code_set: str, notes: Notes
) -> tuple[Judged, Column[Said]]:
    """Each entry's code, by one look-up in a table of every text on every day."""
    meaning = told.mapped(_meaning)
    rows = [_over_days(letter, entries.days, code_set) for letter in meaning.values]
    table = np.stack(rows or [np.zeros(len(entries.days), dtype=np.uint8)])
    # One number for both: numpy looks up much faster by it than by two.
    place = meaning.codes.astype(np.intp) * len(entries.days) + entries.date
    code = table.reshape(-1).take(place)
    used = np.bincount(code, minlength=256)
    if not used[[UNKNOWN, TWO_MARKS, OUT_OF_DATES]].any():
        return Judged(entries, code), told
    bad = (code >= OUT_OF_DATES) & (code <= UNKNOWN)
    at = np.flatnonzero(bad)
    notes.refuse_each(
        entries.lines(bad), lambda n: _why_refused(entries.mark.at(int(at[n])), int(code[at[n]]))
    )
    return Judged(entries, code).only(~bad), told.rows(~bad)


def _meaning(told: Said) -> str | int:
    """The one letter a cell says, or which way it cannot be taken."""
    if not told.letters:
        return UNKNOWN
    return TWO_MARKS if len(told.letters) > 1 else told.letters[0]


def _over_days(meaning: str | int, days: Ints, code_set: str) -> Bytes:
    """What one meaning is on each of the days of the file."""
    if isinstance(meaning, int) or meaning == NOTHING:
        return np.full(len(days), NO_MARK if meaning == NOTHING else meaning, dtype=np.uint8)
    out = np.full(len(days), OUT_OF_DATES, dtype=np.uint8)
    for line in codes.table():
        if line.code == meaning and line.code_set == code_set:
            since = day_number(line.since) if line.since else np.iinfo(np.int32).min
            until = day_number(line.until) if line.until else np.iinfo(np.int32).max
            out[(days >= since) & (days <= until)] = line.index
    return out


def _why_refused(text: str, why: int) -> str:
    if len(text) > LONGEST_QUOTED:
        return "The cell holds words where a mark should be."
    if why == UNKNOWN:
        return f"The mark {shown(text)} is not an attendance code."
    if why == TWO_MARKS:
        return f"The cell {shown(text)} holds two marks where one belongs."
    return f"The mark {shown(text)} was not in use on this date{_in_use(text)}."


def _in_use(text: str) -> str:
    letter = said(text, codes.ENGLAND).letters[0]
    line = next(line for line in codes.table() if line.code == letter)
    if line.until:
        return f": it ended on {line.until.day} {line.until:%B %Y}"
    return f": it began on {line.since.day} {line.since:%B %Y}" if line.since else ""


def odd(judged: Judged, code_set: str) -> Bools:
    """Which entries something is said of, although they were taken."""
    told = judged.entries.mark.mapped(lambda text: said(text, code_set))
    masks = [which for which, _ in _oddities(judged, told, code_set)]
    none = np.zeros(len(judged.entries), dtype=np.bool_)
    return np.logical_or.reduce([none, *masks])


def _say_what_is_odd(judged: Judged, told: Column[Said], code_set: str, notes: Notes) -> None:
    entries = judged.entries
    if not len(entries):
        return
    for which, sentence in _oddities(judged, told, code_set):
        times = int(np.count_nonzero(which))
        if times:
            notes.take(int(entries.line[entries.row[which]].min()), sentence, times)


def _oddities(judged: Judged, told: Column[Said], code_set: str) -> Iterator[tuple[Bools, str]]:
    """Each sentence that may be said of entries, and which of them it is said of."""
    entries = judged.entries
    oddities = told.mapped(lambda one: one.oddity)
    for number, oddity in enumerate(oddities.values):
        if oddity:
            yield oddities.codes == number, oddity
    weekend = weekday_of(entries.days) >= 5
    if weekend.any():
        yield weekend[entries.date], "Marks on a Saturday or Sunday were taken."
    if code_set == codes.ENGLAND:
        for letter, half, words in _SLASHES:
            yield (judged.code == codes.index_of(letter)) & (entries.half == half), words


_SLASHES = (
    ("\\", AM, "A backslash on a morning was taken as present."),
    ("/", PM, "A forward slash on an afternoon was taken as present."),
)
