"""Wide registers: one row a child, one column a session, with pages, titles and totals around."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np

from belong.attendance import codes
from belong.basics.errors import UnreadableFile
from belong.basics.terms import day_number
from belong.registers.sources.cells import SLIPPED, Header, rows_of
from belong.registers.sources.children import (
    children,
    details,
    order_in_details,
    wanted_for_children,
)
from belong.registers.sources.columns import Columns, is_total, match, plain
from belong.registers.sources.grid import Column, Grid, encoded
from belong.registers.sources.headings import Dated, Heading, dated, headings
from belong.registers.sources.long import Asked, both_halves, holds_pairs, last_days
from belong.registers.sources.notes import Notes
from belong.registers.sources.reading import Reading, Shape, Unit
from belong.registers.sources.schools import by_school
from belong.registers.sources.settle import ALL_DAY, Entries, settle
from belong.registers.sources.text import Text


@dataclass
class Page:
    """One header and the rows under it."""

    columns: Columns
    line: int
    found: list[Heading]
    dates: list[dt.date | None] = field(default_factory=list)
    rows: list[tuple[int, list[str]]] = field(default_factory=list)


def is_wide(header: Header) -> bool:
    """Whether a header has days among its headings."""
    return bool(headings(header.names, _above(header)))


def _above(header: Header) -> tuple[str, ...]:
    return header.titles[-1] if header.titles else ()


def read_wide(text: Text, header: Header, asked: Asked, notes: Notes) -> Reading:
    """Every mark of a wide register."""
    pages = _pages(text, header, notes)
    found = [heading for page in pages for heading in page.found]
    titles = "\n".join(" ".join(row) for row in header.titles)
    order = dated(found, titles, asked.as_of, asked.day_first)
    _say_year(found, order, header.line, notes)
    _give_dates(pages, order, notes)
    grid = _grid(pages, notes)
    columns = pages[0].columns
    grid = grid.with_column("child", children(grid, columns, asked.roll, notes))
    about = details(grid, grid.column("child"), order_in_details(grid, asked.day_first))
    unit, entries = _entries(pages, grid, notes)
    judged = settle(
        entries, code_set=codes.ENGLAND, as_of=asked.as_of, notes=notes,
        left=last_days(entries.pupil.values, asked.roll),
    )  # fmt: skip
    named = columns.found() | {"date": f"{found[0].text} to {found[-1].text}"}
    return Reading(
        shape=Shape.WIDE, unit=unit, code_set=codes.ENGLAND, rows=len(grid), columns=named,
        schools=by_school(judged, about, asked.roll), refused=notes.refused, taken=notes.taken,
    )  # fmt: skip


def _pages(text: Text, header: Header, notes: Notes) -> list[Page]:
    """The table cut where its header stands again, which may bring other days."""
    page = Page(match(header.names), header.line, headings(header.names, _above(header)))
    pages = [page]
    before: list[str] = []
    for line, cells in _rows_below(text, header):
        if _is_header(cells, page):
            page = Page(match(cells), line, headings(cells, before))
            pages.append(page)
        elif any(map(str.strip, cells)) and not _is_beside(cells, page):
            _keep(page, line, cells, notes)
        before = cells
    return [page for page in pages if page.rows] or pages[:1]


def _rows_below(text: Text, header: Header) -> Iterator[tuple[int, list[str]]]:
    first = text.first + text.data.count(b"\n", 0, header.offset)
    return rows_of(text.data[header.offset :], header.separator, first)


def _is_header(cells: list[str], page: Page) -> bool:
    """Whether a row is a header again: the columns about the child are named as before."""
    at = page.columns.at.values()
    return all(p < len(cells) and plain(cells[p]) == plain(page.columns.names[p]) for p in at)


def _is_beside(cells: list[str], page: Page) -> bool:
    """Whether a row is a total, or a title or date line between two pages."""
    if is_total(next(filter(None, map(str.strip, cells)))):
        return True
    marks = [h.position for h in page.found]
    first = next(n for n, cell in enumerate(cells) if cell.strip())
    alone = sum(bool(cell.strip()) for cell in cells) == 1 and first == 0
    about_child = any(cells[p].strip() for p in page.columns.at.values() if p < len(cells))
    days = headings([cells[p] if p < len(cells) else "" for p in marks])
    return (alone and len(cells) < min(marks) + 1) or (not about_child and len(days) > 0)


def _keep(page: Page, line: int, cells: list[str], notes: Notes) -> None:
    width = len(page.columns.names)
    if any(map(str.strip, cells[width:])):
        notes.refuse(line, SLIPPED, len(page.found))
    else:
        page.rows.append((line, cells + [""] * (width - len(cells))))


def _say_year(found: list[Heading], order: Dated, line: int, notes: Notes) -> None:
    yearless = sum(heading.yearless for heading in found)
    if yearless:
        notes.take(line, order.years.source, yearless)


def _give_dates(pages: list[Page], order: Dated, notes: Notes) -> None:
    """Put the dates to the pages' headings and drop the headings that cannot stand."""
    dates = iter(order.dates)
    mixed = len({h.half == ALL_DAY for page in pages for h in page.found}) > 1
    for page in pages:
        placed = [(h, next(dates)) for h in page.found]
        for heading, on in placed:
            reason = _why_not(heading, on, mixed)
            if reason:
                notes.refuse(page.line, reason, len(page.rows))
        stands = [(h, on) for h, on in placed if not _why_not(h, on, mixed)]
        page.found = [h for h, _ in stands]
        page.dates = [on for _, on in stands]
    if not any(page.found for page in pages):
        raise UnreadableFile(
            "None of the days in the headings can be placed in a school year.",
            do="Say which day the file was made, or export it with the year in its headings.",
        )


def _why_not(heading: Heading, on: dt.date | None, mixed: bool) -> str:
    if on is None:
        return f"The heading {heading.text} is not a date in these school years."
    if not heading.fits(on):
        return f"The heading {heading.text} does not fit: {on.day} {on:%B %Y} is a {on:%A}."
    if mixed and heading.half == ALL_DAY:
        return f"The heading {heading.text} says neither morning nor afternoon, as others do."
    return ""


def _grid(pages: list[Page], notes: Notes) -> Grid:
    """The cells about the children, from every page."""
    ours = wanted_for_children(pages[0].columns)
    cells = {
        name: encoded([row[page.columns.at[name]] for page in pages for _, row in page.rows])
        for name in ours
    }
    lines = [line for page in pages for line, _ in page.rows]
    return Grid(dict(cells), np.array(lines, dtype=np.int32))


def _entries(pages: list[Page], grid: Grid, notes: Notes) -> tuple[Unit, Entries]:
    places: dict[str, int] = {}
    days: dict[int, int] = {}
    row, date, half, mark = [], [], [], []
    at = 0
    for page in pages:
        when = [days.setdefault(day_number(on), len(days)) for on in page.dates if on]
        halves = [h.half for h in page.found]
        positions = [h.position for h in page.found]
        for n, (_, cells) in enumerate(page.rows, start=at):
            row += [n] * len(when)
            date += when
            half += halves
            mark += [places.setdefault(cells[p], len(places)) for p in positions]
        at += len(page.rows)
    rows = np.array(row, dtype=np.int32)
    texts = Column(np.array(mark, dtype=np.int32), list(places))
    entries = Entries(
        row=rows, line=grid.line, pupil=grid.column("child").rows(rows),
        date=np.array(date, dtype=np.int32), days=np.array(list(days), dtype=np.int32),
        half=np.array(half, dtype=np.uint8), mark=texts,
    )  # fmt: skip
    return _by_unit(_of_somebody(entries, notes), notes)


def _of_somebody(entries: Entries, notes: Notes) -> Entries:
    nobody = entries.pupil.where(lambda child: not child[1])
    lines, times = np.unique(entries.line[entries.row[nobody]], return_counts=True)
    for line, marks in zip(lines.tolist(), times.tolist(), strict=True):
        notes.refuse(line, "The row names no pupil.", marks)
    return entries.only(~nobody)


def _by_unit(entries: Entries, notes: Notes) -> tuple[Unit, Entries]:
    if not (entries.half == ALL_DAY).any():
        return Unit.SESSION, entries
    if holds_pairs(entries.mark):
        return Unit.SESSION, both_halves(entries, notes)
    return Unit.DAY, entries
