"""What people fill in on the Calendar, read as they typed it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.http import HttpRequest

from belong.intake.calendar import NotSaid, Said, SaidTerm
from belong.intake.calendar_models import Closure

FIELDS = ("first", "last", "half", "kind", "words", "name", "term_first", "term_last")
HALVES = {"": None, "0": 0, "1": 1}
EARLIEST_YEAR, LATEST_YEAR = 2000, 2099


@dataclass(frozen=True)
class Typed:
    """What was typed, so that nothing of it is lost when something is wrong."""

    cells: dict[str, str]
    years: tuple[str, ...]

    @classmethod
    def of(cls, request: HttpRequest) -> Typed:
        """Everything of a posted form; empty for a page that was only asked for."""
        cells = {name: request.POST.get(name, "").replace("\x00", "").strip() for name in FIELDS}
        return cls(cells, tuple(request.POST.getlist("years")))

    def closure(self) -> Said:
        """What it says of days. Raises NotSaid."""
        first = _day(self.cells["first"], "Choose the day.")
        last = _day(self.cells["last"], "Choose the last day.") if self.cells["last"] else first
        if self.cells["half"] not in HALVES:
            raise NotSaid("Choose the whole day, the morning or the afternoon.")
        return Said(
            first, last, HALVES[self.cells["half"]], self.years, self.cells["kind"],
            self.cells["words"],
        )  # fmt: skip

    def term(self) -> SaidTerm:
        """What it says of a term. Raises NotSaid."""
        first = _day(self.cells["term_first"], "Choose the first day of the term.")
        last = _day(self.cells["term_last"], "Choose the last day of the term.")
        return SaidTerm(self.cells["name"], first, last)


def _day(text: str, do: str) -> dt.date:
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        raise NotSaid("That is not a day.", do=do) from None


def year_asked(text: str) -> int | None:
    """The school year of an address; None for anything that is no year."""
    known = text.isascii() and text.isdigit() and len(text) == 4
    return int(text) if known and EARLIEST_YEAR <= int(text) <= LATEST_YEAR else None


def kinds() -> list[tuple[str, str]]:
    """What a day may be, the last of them that it was open."""
    return [(value, str(words)) for value, words in Closure.Kind.choices]
