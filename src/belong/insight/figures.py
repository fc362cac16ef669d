"""A figure, and what it is made of: every number on a page can be opened."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from urllib.parse import urlencode

import numpy as np

from belong.attendance.definitions import load
from belong.attendance.measures.counts import of_each_code
from belong.attendance.measures.rates import Rate, from_counts
from belong.insight import words
from belong.insight.desk import Desk


@dataclass(frozen=True)
class Scope:
    """Whom and when a figure is about. `about` as in `Desk.rows_of`.

    mark  the one mark a figure is about; "" for all of them
    """

    about: str
    first: dt.date
    last: dt.date
    mark: str = ""

    def query(self) -> str:
        """The scope as the end of an address."""
        parts = {"about": self.about, "from": self.first, "to": self.last}
        return urlencode(parts | ({"mark": self.mark} if self.mark else {}))

    def when(self) -> str:
        """16 to 20 Nov 2026"""
        return words.stretch(self.first, self.last)


@dataclass(frozen=True)
class Figure:
    """One number on a page: its text, and where its meaning is.

    text   as shown
    share  [0..1], None for a count or where nothing was possible
    """

    definition: str
    scope: Scope
    text: str
    numerator: int
    denominator: int | None
    share: float | None

    @property
    def title(self) -> str:
        """What the figure is called."""
        return load(self.definition).title

    @property
    def link(self) -> str:
        """The address of its explanation, below /explain/."""
        return f"{self.definition}/?{self.scope.query()}"


@dataclass(frozen=True)
class Said:
    """A sentence whose number opens its meaning: what stands before, the number, what follows.

    link  below /explain/
    """

    before: str
    number: str
    after: str
    link: str

    def __str__(self) -> str:
        return f"{self.before}{self.number}{self.after}"


NUMBERS = re.compile(r"\S*\d\S*(?:.*\s\S*\d\S*)?")
"""From the first word with a figure in it to the last: `16,` or `36 of 37`."""


def said(text: str, figure: Figure) -> Said:
    """A sentence in the reader's language, its number leading to what the figure means.

    A sentence without a number leads there as a whole.
    """
    found = NUMBERS.search(text)
    at, end = found.span() if found else (0, len(text))
    return Said(text[:at], text[at:end], text[end:], figure.link)


def rate_of(desk: Desk, scope: Scope) -> Rate:
    """The sums over a scope."""
    rows = desk.rows_of(scope.about)
    part = desk.register.window(scope.first, scope.last)
    return from_counts(of_each_code(part.marks[rows]))


def missed(desk: Desk, scope: Scope, rate: Rate | None = None) -> Figure:
    """The share of possible sessions missed."""
    rate = rate or rate_of(desk, scope)
    return Figure(
        "absence", scope, words.percent(rate.share), rate.missed, rate.possible, rate.share
    )


def persistent(desk: Desk, scope: Scope, rate: Rate | None = None) -> Figure:
    """Children with a tenth or more missed."""
    rate = rate or rate_of(desk, scope)
    share = rate.persistent / rate.enrolments if rate.enrolments else None
    return Figure(
        "persistent_absence", scope, words.percent(share), rate.persistent, rate.enrolments, share
    )


def severe(desk: Desk, scope: Scope, rate: Rate | None = None) -> Figure:
    """Children with half or more missed."""
    rate = rate or rate_of(desk, scope)
    share = rate.severe / rate.enrolments if rate.enrolments else None
    return Figure(
        "severe_absence", scope, words.percent(share), rate.severe, rate.enrolments, share
    )


def counted(definition: str, scope: Scope, n: int, text: str = "") -> Figure:
    """A plain count of sessions, runs or children."""
    return Figure(definition, scope, text or words.number(n), n, None, None)


def open_sessions(desk: Desk, first: dt.date, last: dt.date) -> int:
    """Sessions at which the school was open to anybody."""
    part = desk.register.window(first, last)
    return int(np.asarray(part.open.any(axis=0)).sum())
