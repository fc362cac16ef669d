"""Dates as files write them: each different text read once, the day order settled per file."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from belong.basics.errors import UnreadableFile
from belong.basics.terms import day_number

EARLIEST = dt.date(2000, 1, 1)
LATEST = dt.date(2100, 1, 1)
AHEAD = dt.timedelta(days=366)
"""Leave is entered ahead, but nobody plans more than a year: beyond it is a slip of the pen."""
LONGEST = 60
"""Characters in the longest way to write a date; anything longer is something else."""
NO_DAY = np.int32(-(2**31))

_WEEKDAY = re.compile(r"^(mon|tue|wed|thu|fri|sat|sun)[a-z]*\.?,?\s+", re.I)
_CLOCK = re.compile(
    r"(?:[T ]|\s+)\d{1,2}:\d{2}(:\d{2}(\.\d+)?)?\s*([ap]m)?(z|[+-]\d{2}:?\d{2})?$", re.I
)
_ISO = re.compile(r"^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})$")
_COMPACT = re.compile(r"^(20\d{2})(\d{2})(\d{2})$")
_NUMBERS = re.compile(r"^(\d{1,2})[/.\- ](\d{1,2})[/.\- ](\d{4}|\d{2})$")
_DAY_NAME = re.compile(
    r"^(\d{1,2})(?:st|nd|rd|th)?[ \-/]*([a-z]{3,9})\.?,?[ \-/]*(\d{4}|\d{2})$", re.I
)
_NAME_DAY = re.compile(
    r"^([a-z]{3,9})\.?[ \-/]*(\d{1,2})(?:st|nd|rd|th)?,?[ \-/]+(\d{4}|\d{2})$", re.I
)
_SERIAL = re.compile(r"^(\d{5})(\.0+)?$")
_MONTHS = ("january", "february", "march", "april", "may", "june", "july", "august",
           "september", "october", "november", "december")  # fmt: skip
_SERIAL_ZERO = dt.date(1899, 12, 30)
"""What a spreadsheet counts its days from."""


class DayOrderUnknown(UnreadableFile):
    """Every date of a file can be read with the day first and with the month first.

    day_first, month_first  the same text of the file, read both ways
    """

    def __init__(self, text: str, day_first: dt.date, month_first: dt.date) -> None:
        super().__init__(
            f"The date {text} can be {_long(day_first)} or {_long(month_first)}, and no date in"
            " the file settles which.",
            do="Say whether the day comes first (as in England) or the month (as in America).",
        )
        self.text = text
        self.day_first = day_first
        self.month_first = month_first


def _long(on: dt.date) -> str:
    return f"{on.day} {_MONTHS[on.month - 1].title()} {on.year}"


@dataclass(frozen=True)
class Numbers:
    """A date of two numbers and a year, before anybody has said which number is the day."""

    first: int
    second: int
    year: int

    def date(self, day_first: bool) -> dt.date | None:
        """The date in one of the two orders; None where there is no such date."""
        day, month = (self.first, self.second) if day_first else (self.second, self.first)
        return real_date(self.year, month, day)


@dataclass(frozen=True)
class Dates:
    """What a list of texts says.

    day      int32 [texts], days since 1970-01-01, or NO_DAY
    reasons  [texts] why a text gave no day; "" where it gave one
    """

    day: NDArray[np.int32]
    reasons: list[str]


def real_date(year: int, month: int, day: int) -> dt.date | None:
    """A date, or None where the calendar has no such day."""
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None


def understood(text: str) -> dt.date | Numbers | None:
    """What one text says: a date, two numbers and a year, or nothing we know."""
    if len(text) > LONGEST:
        return None
    text = _WEEKDAY.sub("", _CLOCK.sub("", text.strip()))
    for pattern in (_ISO, _COMPACT):
        if found := pattern.match(text):
            return real_date(*(int(part) for part in found.groups()))
    if found := _NUMBERS.match(text):
        return Numbers(int(found[1]), int(found[2]), _full_year(found[3]))
    if found := _SERIAL.match(text):
        return _SERIAL_ZERO + dt.timedelta(days=int(found[1]))
    return _with_month_name(text)


def _with_month_name(text: str) -> dt.date | None:
    if found := _DAY_NAME.match(text):
        day, name, year = found[1], found[2], found[3]
    elif found := _NAME_DAY.match(text):
        name, day, year = found[1], found[2], found[3]
    else:
        return None
    month = month_named(name)
    return real_date(_full_year(year), month, int(day)) if month else None


def month_named(name: str) -> int | None:
    """The number of a month from its name or the first letters of it (three at least)."""
    name = name.casefold()
    for number, month in enumerate(_MONTHS, start=1):
        if len(name) >= 3 and (month.startswith(name) or (name == "sept" and number == 9)):
            return number
    return None


def _full_year(digits: str) -> int:
    return int(digits) if len(digits) == 4 else 2000 + int(digits)


def day_order(found: Iterable[tuple[str, object]], said: bool | None) -> bool:
    """Whether the day comes first in the dates of a file.

    found   each different text and what `understood` made of it
    said    what a person answered; it settles the matter
    raises  DayOrderUnknown where the file allows both readings
    """
    if said is not None:
        return said
    numbers = [(text, n) for text, n in found if isinstance(n, Numbers)]
    if any(n.first > 12 for _, n in numbers):
        return True
    if any(n.second > 12 for _, n in numbers):
        return False
    for text, n in numbers:
        one, other = n.date(True), n.date(False)
        if one and other and one != other:
            raise DayOrderUnknown(text, one, other)
    return True


def read_dates(texts: Sequence[str], *, as_of: dt.date | None, day_first: bool | None) -> Dates:
    """The day each text says, with the reason where it says none.

    as_of      the day of the import; dates far beyond it are slips, not plans
    day_first  what a person said about the order, or None to let the file settle it
    raises     DayOrderUnknown where both orders fit every date
    """
    found = [understood(text) for text in texts]
    order = day_order(zip(texts, found, strict=True), day_first)
    latest = as_of + AHEAD if as_of else LATEST
    pairs = [_settled(text, one, order, latest) for text, one in zip(texts, found, strict=True)]
    day = np.fromiter((d for d, _ in pairs), np.int32, len(pairs))
    return Dates(day, [reason for _, reason in pairs])


def _settled(
    text: str, found: dt.date | Numbers | None, day_first: bool, latest: dt.date
) -> tuple[int, str]:
    if not text:
        return int(NO_DAY), "The row has no date."
    on = found.date(day_first) if isinstance(found, Numbers) else found
    if on is None:
        return int(NO_DAY), f"The date {shown_cell(text)} is not a date we can read."
    if not EARLIEST <= on <= latest:
        return int(NO_DAY), f"The date {shown(text)} lies too far from the school years we know."
    return day_number(on), ""


def shown(text: str) -> str:
    """A cell's text as it may stand in a sentence: short, and on one line."""
    text = " ".join(text.split())
    return text if len(text) <= 40 else text[:39] + "…"


def shown_cell(text: str) -> str:
    """A cell of a register as it may stand in a sentence that is kept.

    Somebody may have typed words about a child where a mark or a date belongs; several words
    without a figure among them are never repeated.
    """
    if len(text.split()) > 1 and not any(ch.isdigit() for ch in text):
        return "made of words"
    return shown(text)


def iso_or_blank(text: str, day_first: bool | None) -> str:
    """A date of a child's details as ISO, or "" where it cannot be read without guessing."""
    found = understood(text)
    if isinstance(found, Numbers):
        both = {found.date(True), found.date(False)}
        found = found.date(day_first) if day_first is not None else max(both, key=bool)
        if day_first is None and len(both - {None}) > 1:
            return ""
    return found.isoformat() if found else ""
