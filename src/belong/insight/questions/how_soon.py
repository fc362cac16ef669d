"""How soon early warnings speak, and what each pace would have meant at this school."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import numpy as np

from belong.attendance.register import Register
from belong.attendance.warnings.looked_back import Pair, looked_back, spoke_of
from belong.attendance.warnings.paces import Pace, paces
from belong.attendance.warnings.timeline import Timeline
from belong.basics.terms import HalfTerm, date_of, day_number, monday_of
from belong.insight import words
from belong.insight.desk import Desk
from belong.insight.early_warnings import pace_of
from belong.insight.questions.how_good_warnings import share
from belong.insight.tables import Cell, Head, Row, Table
from belong.insight.words import say, say_n
from belong.people import school_settings

BACK = 3
"""Half-terms that are looked back at."""


@dataclass(frozen=True)
class Choice:
    """One pace.

    week   what it would have meant last week; "" before there was one
    right  how often it was right, of the latest half-term that is over; "" before there was one
    table  the half-terms before; None where there were none
    """

    key: str
    named: str
    hint: str
    stands: bool
    week: str
    right: str
    table: Table | None


@dataclass(frozen=True)
class HowSoon:
    """The page's answer. seen: what was chosen, by its key; "" while nobody chose."""

    whom: str
    seen: str
    choices: tuple[Choice, ...]


def ask(desk: Desk) -> HowSoon:
    """Counts over the children of a desk, by their marks alone; no child is named."""
    stands = pace_of(desk)
    choices = tuple(_choice(desk, pace, pace.key == stands) for pace in paces())
    return HowSoon(desk.name, school_settings.pace(desk.by.school), choices)


def _choice(desk: Desk, pace: Pace, stands: bool) -> Choice:
    found = [p for p in looked_back(desk.register, pace=pace.key, most=BACK) if p.children]
    over = next((pair for pair in found if pair.over), None)
    week = last_week(desk.register, desk.asked)
    return Choice(
        key=pace.key,
        named=say(pace.named),
        hint=say(pace.hint),
        stands=stands,
        week=_last_week(desk.register, week, pace.key) if week else "",
        right=_right(over) if over else "",
        table=_table(found) if found else None,
    )


def last_week(register: Register, asked: dt.date) -> HalfTerm | None:
    """The last school week that is over, as a run of days; None before there was one."""
    monday = asked - dt.timedelta(days=asked.weekday())
    before = register.sessions.day[register.open.any(axis=0)]
    before = before[before < day_number(monday)]
    if not len(before):
        return None
    first = date_of(int(monday_of(before[-1])))
    return HalfTerm(first.year, "", first, first + dt.timedelta(days=6))


def _last_week(register: Register, week: HalfTerm, pace: str) -> str:
    spoke = spoke_of(Timeline(register), week, pace)
    return say_n(
        "In the week of {day} it would have spoken of {n} child.",
        "In the week of {day} it would have spoken of {n} children.",
        len(np.unique(register.pupil[spoke])), day=words.short_day(week.first),
    )  # fmt: skip


def _right(pair: Pair) -> str:
    way = pair.ways["rules"]
    return say(
        "Of those it spoke of in {term}, {share} missed a tenth or more of the half-term after it.",
        term=pair.first.title, share=share(way.true, way.spoke),
    )  # fmt: skip


def _table(found: list[Pair]) -> Table:
    heads = (
        Head(say("Half-term")),
        Head(say("Children"), True),
        Head(say("Of them, missed a tenth of the next"), True),
        Head(say("Of all who did, told beforehand"), True),
    )
    rows = tuple(Row(pair.first.title, _cells(pair, heads)) for pair in found)
    return Table(say("The half-terms before"), heads, rows)


def _cells(pair: Pair, heads: tuple[Head, ...]) -> tuple[Cell, ...]:
    way = pair.ways["rules"]
    told = (words.number(way.spoke), share(way.true, way.spoke), share(way.true, pair.later))
    return tuple(
        Cell(text, number=True, label=f"{head.words}:")
        for text, head in zip(told, heads[1:], strict=True)
    )
