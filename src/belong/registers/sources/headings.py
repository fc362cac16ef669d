"""Headings that are days (`Mon 02/09 AM`, `2026-09-07`, `7 Sep PM`) and the years they omit."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass

from belong.basics.errors import UnreadableFile
from belong.basics.terms import year_end, year_name, year_of, year_start
from belong.registers.sources.dates import (
    LONGEST,
    DayOrderUnknown,
    Numbers,
    month_named,
    real_date,
    understood,
)
from belong.registers.sources.marks import half_said
from belong.registers.sources.settle import ALL_DAY

_HALF = re.compile(r"\b(?:am|pm|a\.m\.|p\.m\.|morning|afternoon)(?:\b|$)", re.I)
_WEEKDAY = re.compile(r"\b(mon|tue|wed|thu|fri|sat|sun)[a-z]*\b\.?,?", re.I)
_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_SHORT = re.compile(r"^(\d{1,2})[/.\-](\d{1,2})$")
_SHORT_NAMED = re.compile(r"^(\d{1,2})(?:st|nd|rd|th)?[ \-]?([a-z]{3,9})$", re.I)
_IN_TITLE = re.compile(
    r"\d{4}-\d{1,2}-\d{1,2}|\d{1,2}[/.\-]\d{1,2}[/.\-]\d{2,4}"
    r"|\d{1,2}(?:st|nd|rd|th)? [a-z]{3,9},? \d{4}",
    re.I,
)
_SCHOOL_YEAR = re.compile(r"\b(20\d\d)\s*[/\-–]\s*(?:20)?(\d\d)\b(?![/\-]\d)")
Range = tuple[dt.date, dt.date]


@dataclass(frozen=True)
class Heading:
    """One column of marks.

    position  which column of its page
    text      the heading as the file writes it
    half      0, 1, or 2 where the heading is a whole day
    weekday   Monday 0, None where the heading names none
    said      what it says of the date: a date, two numbers and a year (0 for none given), or a
              month and a day without a year
    """

    position: int
    text: str
    half: int
    weekday: int | None
    said: dt.date | Numbers | tuple[int, int]

    def date(self, day_first: bool, years: Years) -> dt.date | None:
        """The date in one order of day and month; None where the calendar has no such day."""
        if isinstance(self.said, dt.date):
            return self.said
        if isinstance(self.said, tuple):
            return years.place(*self.said)
        if self.said.year:
            return self.said.date(day_first)
        first, second = self.said.first, self.said.second
        return years.place(*((second, first) if day_first else (first, second)))

    @property
    def yearless(self) -> bool:
        """Whether the heading leaves its year to be worked out."""
        return isinstance(self.said, tuple) or (
            isinstance(self.said, Numbers) and not self.said.year
        )

    def fits(self, on: dt.date | None) -> bool:
        """Whether a date falls on the weekday the heading names."""
        return on is not None and (self.weekday is None or on.weekday() == self.weekday)


@dataclass(frozen=True)
class Years:
    """Where days without a year belong.

    within  the dates the title or the import names, tried first
    around  the whole school years about them
    source  a sentence that says where the year comes from
    """

    within: Range
    around: Range
    source: str

    def place(self, month: int, day: int) -> dt.date | None:
        """The latest date with this month and day inside the range, or inside its school years."""
        for first, last in (self.within, self.around):
            for year in range(last.year, first.year - 1, -1):
                on = real_date(year, month, day)
                if on and first <= on <= last:
                    return on
        return None


def heading_of(position: int, text: str, above: str = "") -> Heading | None:
    """What a heading says, or None where it is not a day.

    above  the heading over it, for tables that put AM and PM under one date
    """
    if len(text) + len(above) > 2 * LONGEST:
        return None
    words = f"{above} {text}" if half_said(text) in (0, 1) and not _date_part(text) else text
    said = _said(_date_part(words))
    if said is None:
        return None
    day = _WEEKDAY.search(words)
    weekday = _WEEKDAYS.index(day[1].casefold()) if day else None
    half = half_said(_HALF.search(words)[0]) if _HALF.search(words) else ALL_DAY  # type: ignore[index]
    return Heading(
        position, " ".join(words.split()), ALL_DAY if half is None else half, weekday, said
    )


def _date_part(text: str) -> str:
    return _WEEKDAY.sub("", _HALF.sub("", text)).strip(" -,:\n")


def _said(text: str) -> dt.date | Numbers | tuple[int, int] | None:
    if found := _SHORT.match(text):
        return Numbers(int(found[1]), int(found[2]), 0)
    if found := _SHORT_NAMED.match(text):
        month = month_named(found[2])
        return (month, int(found[1])) if month else None
    if text.isdecimal():  # a bare number heads a column of totals sooner than a day
        return None
    return understood(text)


def headings(names: Sequence[str], above: Sequence[str] = ()) -> list[Heading]:
    """Every heading of a row that is a day, dates in the row above carried to the right."""
    out: list[Heading] = []
    carried = ""
    for position, name in enumerate(names):
        over = above[position].strip() if position < len(above) else ""
        carried = over or carried
        found = heading_of(position, name.strip(), carried)
        if found:
            out.append(found)
    return out


def dated(found: Sequence[Heading], titles: str, as_of: dt.date | None, said: bool | None) -> Dated:
    """The date of every heading, the order of day and month settled for all of them at once.

    titles  the text above the table, which may give the year
    raises  DayOrderUnknown where both orders fit; UnreadableFile where no year is to be had
    """
    day_first = _order(found, titles, as_of, said)
    years = _years(found, titles, as_of, day_first)
    return Dated(day_first, years, [heading.date(day_first, years) for heading in found])


@dataclass(frozen=True)
class Dated:
    """The dates of headings; `dates` runs beside them, None where there is no such day."""

    day_first: bool
    years: Years
    dates: list[dt.date | None]


def _order(found: Sequence[Heading], titles: str, as_of: dt.date | None, said: bool | None) -> bool:
    if said is not None:
        return said
    numbers = [h.said for h in found if isinstance(h.said, Numbers)]
    if any(n.first > 12 for n in numbers) or not numbers:
        return True
    if any(n.second > 12 for n in numbers):
        return False
    both = [_fitting(found, titles, as_of, order) for order in (True, False)]
    if both[0] != both[1]:  # the weekdays named in the headings fit only one of the orders
        return both[0]
    years = _years(found, titles, as_of, True), _years(found, titles, as_of, False)
    for heading in found:
        one, other = heading.date(True, years[0]), heading.date(False, years[1])
        if one and other and one != other:
            raise DayOrderUnknown(heading.text, one, other)
    return True


def _fitting(found: Sequence[Heading], titles: str, as_of: dt.date | None, day_first: bool) -> bool:
    years = _years(found, titles, as_of, day_first)
    return all(heading.fits(heading.date(day_first, years)) for heading in found)


def _years(found: Sequence[Heading], titles: str, as_of: dt.date | None, day_first: bool) -> Years:
    title = _range_in(titles, day_first)
    if title:
        return _about(title, "from the dates above the table")
    if as_of:
        year = year_of(as_of)
        return _about((year_start(year), year_end(year)), "from the day of the import")
    if not any(heading.yearless for heading in found):
        return _about((dt.date(2000, 1, 1), dt.date(2000, 1, 1)), "")
    raise UnreadableFile(
        f"The heading {found[0].text} gives no year, and nothing above the table does.",
        do="Say which day the file was made, or export it with the year in its headings.",
    )


def _about(within: Range, source: str) -> Years:
    first, last = year_of(within[0]), year_of(within[1])
    name = year_name(first) if first == last else f"{year_name(first)} to {year_name(last)}"
    sentence = f"The headings give no year. They were read as {name}, {source}."
    return Years(within, (year_start(first), year_end(last)), sentence)


def _range_in(titles: str, day_first: bool) -> Range | None:
    """The first and last date named above the table, or the school year named there."""
    dates = []
    for text in _IN_TITLE.findall(titles):
        found = understood(text)
        on = found.date(day_first) if isinstance(found, Numbers) else found
        if on:
            dates.append(on)
    if dates:
        return min(dates), max(dates)
    for first, second in _SCHOOL_YEAR.findall(titles):
        if (int(first) + 1) % 100 == int(second):
            return year_start(int(first)), year_end(int(first))
    return None
