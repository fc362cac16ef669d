"""What pages and prints draw tables and bars from: plain, frozen, and already in words."""

from __future__ import annotations

from dataclasses import dataclass

from belong.basics.drawing import Plot


@dataclass(frozen=True)
class Head:
    """A column's name."""

    words: str
    number: bool = False


@dataclass(frozen=True)
class Cell:
    """One entry; the label is its column's name where columns stand under one another."""

    words: str
    number: bool = False
    label: str = ""
    href: str = ""


@dataclass(frozen=True)
class Row:
    """A line of a table, led by what it is about."""

    head: str
    cells: tuple[Cell, ...]
    href: str = ""


@dataclass(frozen=True)
class Table:
    """A table with its caption."""

    caption: str
    heads: tuple[Head, ...]
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class Bar:
    """A row whose value is also a length. Percent of the widest, 0 to 100.

    href     whom the row is about
    explain  what the value means, below /explain/
    """

    label: str
    value: str
    width: float
    tick: float | None = None
    low: float | None = None
    high: float | None = None
    href: str = ""
    hot: bool = False
    pale: bool = False
    kept_back: str = ""
    explain: str = ""


@dataclass(frozen=True)
class Entry:
    """A line of a legend."""

    kind: str
    words: str
    letter: str = ""
    count: str = ""


@dataclass(frozen=True)
class LineChart:
    """A line drawn wide and narrow, with the same rows as a table."""

    wide: Plot
    narrow: Plot
    legend: tuple[Entry, ...]
    table: Table
    csv_href: str = ""
