"""The calendar of an Ed-Fi file: its sessions as terms, and its days without lessons."""

from __future__ import annotations

import datetime as dt
import io

from belong.basics.errors import UnreadableFile
from belong.registers.sources import calendar_words as said
from belong.registers.sources.calendar import (
    MOST_BYTES,
    CalendarFound,
    FoundDays,
    FoundTerm,
    LeftOut,
    together,
    too_large,
)
from belong.registers.sources.containers.elements import Gatherer, Node, hear
from belong.registers.sources.dates import EARLIEST, LATEST
from belong.registers.sources.text import text_of

SESSION, DAY = "Session", "CalendarDate"
OPEN = frozenset({"instructional day", "make-up day", "make up day"})
KINDS = {
    "holiday": "holiday", "teacher only day": "inset", "non-instructional day": "closure",
    "weather day": "closure", "emergency day": "closure", "strike": "closure",
}  # fmt: skip
"""The standard's own words for a day without lessons, and ours."""
_NO_DATE = "It has no date that can be read."


def edfi_calendar_of(raw: bytes) -> CalendarFound:
    """What an Ed-Fi calendar says of the days of a school.

    A session is a term. Where a file is of several schools, what they share is said once, and what
    differs is there for each: the person who brings it in chooses.

    raises  UnreadableFile for XML that is broken, or too large
    """
    if len(raw) > MOST_BYTES:
        raise too_large()
    heard = _Heard()
    hear(io.BytesIO(text_of(raw).xml), Gatherer((SESSION, DAY), heard.node))
    if not heard.count:
        raise UnreadableFile(
            "This XML file holds no days and no sessions of a school year.",
            do="Export the calendar of the school, as Ed-Fi, as .ics or as CSV.",
        )
    return together(heard.days, [], list(heard.terms), heard.left_out)


class _Heard:
    """What was heard of the calendar so far; records are numbered from 1."""

    def __init__(self) -> None:
        self.count = 0
        self.days: list[FoundDays] = []
        self.terms: dict[FoundTerm, None] = {}
        self.left_out: list[LeftOut] = []

    def node(self, node: Node) -> None:
        """One session or one day."""
        self.count += 1
        if node.name == SESSION:
            self._session(node)
        else:
            self._day(node)

    def _session(self, node: Node) -> None:
        name = said.line(node.said("SessionName")) or "Session"
        first, last = _date(node.said("BeginDate")), _date(node.said("EndDate"))
        if first is None or last is None or last < first:
            self._leave(name, _NO_DATE)
        else:
            self.terms[FoundTerm(name, first, last)] = None

    def _day(self, node: Node) -> None:
        words = _what(node)
        on, kind = _date(node.said("Date")), KINDS.get(words.casefold())
        if words.casefold() in OPEN:
            return
        if on is None:
            self._leave(words, _NO_DATE)
        elif kind is None:
            self._leave(words, "Nobody can tell from these words whether there was school.")
        else:
            self.days.append(FoundDays(on, on, None, (), kind, words))

    def _leave(self, words: str, why: str) -> None:
        self.left_out.append(LeftOut(self.count, words, why))


def _what(node: Node) -> str:
    """The words of a day's event, in any of the standard's versions."""
    for name in ("CalendarEventDescriptor", "CodeValue", "CalendarEvent"):
        for found in node.deep(name):
            if found.text.strip():
                return said.line(found.text.strip().rpartition("#")[2])
    return ""


def _date(text: str) -> dt.date | None:
    try:
        on = dt.date.fromisoformat(text.strip()[:10])
    except ValueError:
        return None
    return on if EARLIEST <= on <= LATEST else None
