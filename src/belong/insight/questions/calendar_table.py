"""Half-terms of a school year, with the days school was open to each year group."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from belong.attendance.definitions import number as threshold
from belong.basics.bank_holidays import bank_holiday
from belong.basics.terms import day_number, year_name
from belong.insight import calendar_asks, words
from belong.insight.calendar_year import CalendarYear
from belong.insight.questions import calendar_questions as asking
from belong.insight.tables import Cell, Head, Row, Table
from belong.insight.words import say
from belong.intake.year_groups import in_order
from belong.registers.joining import SAID_CLOSED, told_of

ALL_DAY = 2


@dataclass(frozen=True)
class _Run:
    name: str
    first: dt.date
    last: dt.date


def _runs(at: CalendarYear) -> list[_Run]:
    """Terms as somebody said them, and the half-terms of the marks that none of them covers."""
    said = [_Run(t.name, t.first, t.last) for t in at.terms]
    seen = at.days.half_terms() if at.days else ()
    rest = [
        _Run(h.name, h.first, h.last)
        for h in seen
        if not any(s.first <= h.last and h.first <= s.last for s in said)
    ]
    return sorted(said + rest, key=lambda run: run.first)


def table(at: CalendarYear) -> Table | None:
    """Each half-term with its dates and days, and their sum; None where there is none yet."""
    runs = _runs(at)
    if not runs:
        return None
    counts = {who: [_days(at, run, n) for run in runs] for n, who in _who(at)}
    columns = _alike(counts)
    heads = (
        Head(say("Half-term")), Head(say("Dates")),
        *(Head(_open_to(whom, len(columns)), True) for whom, _ in columns),
    )  # fmt: skip
    rows = [
        Row(run.name, (
            Cell(words.stretch(run.first, run.last), label=say("Dates:")),
            *(_cell(so_far[n], _open_to(whom, len(columns))) for whom, so_far in columns),
        ))
        for n, run in enumerate(runs)
    ]  # fmt: skip
    sums = [_total(column) for _, column in columns]
    rows.append(
        Row(say("The year"), (
            Cell("", label=""),
            *(_cell(s, _open_to(w, len(columns))) for s, (w, _) in zip(sums, columns, strict=True)),
        ))
    )  # fmt: skip
    caption = say("Half-terms of {year}, with the days school was open", year=year_name(at.year))
    return Table(caption, heads, tuple(rows))


Halves = tuple[int, int]
"""Half-days so far, and those to come by the terms somebody said."""


def _who(at: CalendarYear) -> list[tuple[int, str]]:
    """The calendars that had school in the year, by year group."""
    if at.days is None:
        return [(-1, "")]
    order = in_order(at.days.years)
    here = [(n, at.days.years[n]) for n in np.flatnonzero(at.days.here).tolist()]
    return sorted(here, key=lambda pair: order.index(pair[1]))


def _days(at: CalendarYear, run: _Run, calendar_n: int) -> Halves:
    so_far = _open_halves(at, run, calendar_n)
    return so_far, _to_come(at, run, calendar_n)


def _open_halves(at: CalendarYear, run: _Run, calendar_n: int) -> int:
    """Half-days of a run on which the register counts school as open for a year group."""
    if at.register is None or calendar_n < 0:
        return 0
    part = at.register.sessions.between(run.first, min(run.last, at.today))
    is_open = at.register.open[calendar_n, part]
    weight = np.where(at.register.sessions.half[part] == ALL_DAY, 2, 1)
    return int((is_open * weight).sum())


def _to_come(at: CalendarYear, run: _Run, calendar_n: int) -> int:
    """Half-days of a run after the last day with marks: weekdays, less what is said and bank
    holidays. Only a term that somebody said reaches that far."""
    first = max(run.first, at.days.dates[-1] + dt.timedelta(days=1)) if at.days else run.first
    if first > run.last:
        return 0
    days = calendar_asks.weekdays_between(first, run.last)
    days = [on for on in days if not bank_holiday(on)]
    day = np.array([day_number(on) for on in days], dtype=np.int32)
    n = max(calendar_n, 0)
    told = [
        told_of(at.sayings, day, np.full(len(day), half, np.uint8), n + 1)[n] for half in (0, 1)
    ]
    return int(sum((half != SAID_CLOSED).sum() for half in told))


def _alike(counts: dict[str, list[Halves]]) -> list[tuple[list[str], list[Halves]]]:
    """Year groups whose days are the same share a column."""
    out: list[tuple[list[str], list[Halves]]] = []
    for who, column in counts.items():
        same = next((one for one in out if one[1] == column), None)
        if same:
            same[0].append(who)
        else:
            out.append(([who], column))
    return out


def _open_to(whom: list[str], columns: int) -> str:
    if columns == 1:
        return say("Days open")
    return say("Days open, {years}", years=asking.years_said(tuple(whom)))


def _cell(halves: Halves, label: str) -> Cell:
    so_far, ahead = halves
    text = _in_days(so_far) if so_far or not ahead else ""
    if ahead:
        come = say("{n} to come", n=_in_days(ahead))
        text = f"{text}, {come}" if text else come
    return Cell(text, number=True, label=f"{label}:")


def _in_days(halves: int) -> str:
    whole, half = divmod(halves, 2)
    return f"{words.number(whole) if whole or not half else ''}{'½' if half else ''}"


def _total(column: Sequence[Halves]) -> Halves:
    return sum(a for a, _ in column), sum(b for _, b in column)


def expected() -> str:
    """What a school year is expected to have."""
    days = threshold("still_recoverable", "year_sessions") // 2
    return say("A school year is expected to have {n} days.", n=days)
