"""Weeks side by side: this one, the same weeks of earlier years, and what England published."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, replace
from urllib.parse import urlencode

import numpy as np
from numpy.typing import NDArray

from belong.attendance import codes
from belong.basics.drawing import Plot, Point, Reference, line_plot
from belong.basics.terms import date_of, year_name, year_of, year_start
from belong.insight import benchmarks, words
from belong.insight.desk import Desk
from belong.insight.figures import Figure, Scope, rate_of
from belong.insight.tables import Bar, Cell, Entry, Head, LineChart, Row, Table
from belong.insight.words import say, say_n

FRIDAY = 4
YEARS_BACK = (1, 2, 3)
NOTABLE = 0.01
"""A year group's share must be this far from its own usual before a heading says so."""


@dataclass(frozen=True)
class Week:
    """One school week of this year with the range of the same weeks before.

    share, low, high  [0..1]; low and high are None where no earlier year has the week
    """

    monday: dt.date
    share: float | None
    low: float | None
    high: float | None


def first_day_of_year(desk: Desk) -> dt.date:
    """The first day of this school year with a session."""
    part = desk.this_year().sessions.day
    return date_of(part[0])


def year_said(desk: Desk) -> str:
    """The school year of the figures, as the end of a sentence."""
    if desk.is_this_year:
        return say("this year")
    return say("in {year}", year=year_name(year_of(desk.day)))


def is_part(desk: Desk) -> bool:
    """Whether somebody asks before the Friday of the week in force has come in."""
    return desk.is_this_week and desk.asked.weekday() <= FRIDAY and desk.day.weekday() < FRIDAY


def series(desk: Desk) -> list[Week]:
    """Every week of this school year up to the day, and the same weeks of earlier years."""
    by_monday = desk.weekly
    start = year_start(year_of(desk.day))
    mondays = sorted(m for m in by_monday if m >= start - dt.timedelta(days=6))
    return [Week(m, by_monday[m], *_range(desk, m)) for m in mondays]


def _range(desk: Desk, monday: dt.date) -> tuple[float | None, float | None]:
    """Lowest and highest share of the same week in earlier years; of its same days if it runs."""
    if not desk.whom.everybody:
        return None, None
    if monday + dt.timedelta(days=6) >= desk.day:
        usual = usual_range(desk, Scope("school", monday, desk.day))
    else:
        usual = Usual.of(desk.weekly.get(monday - dt.timedelta(weeks=52 * n)) for n in YEARS_BACK)
    return usual.low, usual.high


@dataclass(frozen=True)
class Usual:
    """The same days in the school's own earlier years.

    shares  [0..1] by how many years ago; a year without those days is not there
    """

    shares: dict[int, float]

    @classmethod
    def of(cls, shares: Iterable[float | None]) -> Usual:
        """From one share a year, last year's first."""
        return cls({n: s for n, s in enumerate(shares, 1) if s is not None})

    @property
    def low(self) -> float | None:
        """The lowest; None where no earlier year has the days."""
        return min(self.shares.values(), default=None)

    @property
    def high(self) -> float | None:
        """The highest; None where no earlier year has the days."""
        return max(self.shares.values(), default=None)

    @property
    def only(self) -> str:
        """The year it comes from where there is one alone, in words; else ""."""
        if len(self.shares) != 1:
            return ""
        back = next(iter(self.shares))
        return say("last year") if back == 1 else say("{n} years ago", n=back)


def usual_range(desk: Desk, scope: Scope) -> Usual:
    """The same days, 52 weeks back and 52 more, in the school's own earlier years.

    Empty for some of its children: the same days then were other children's, or one child's alone.
    """
    if not desk.whom.everybody:
        return Usual({})
    return Usual.of(
        rate_of(
            desk,
            Scope(
                scope.about,
                scope.first - dt.timedelta(weeks=52 * n),
                scope.last - dt.timedelta(weeks=52 * n),
            ),
        ).share
        for n in YEARS_BACK
    )


def title(desk: Desk, figure: Figure, usual: Usual) -> str:
    """What is true of the week beside our own years."""
    week = this_week(desk)
    low, high = usual.low, usual.high
    if figure.share is None:
        return say("{week}, there is nothing to count", week=week)
    if low is None or high is None:
        return say("{week}, children missed {share} of sessions", week=week, share=figure.text)
    then = usual.only or say("of earlier years")
    if figure.share < low - NOTABLE / 2:
        return say("{week}, children came to more than in the same days {y}", week=week, y=then)
    if figure.share > high + NOTABLE / 2:
        return say("{week}, children missed more than in the same days {y}", week=week, y=then)
    return say("{week}, children came much as usual for us at this time of year", week=week)


def this_week(desk: Desk) -> str:
    """The week of the day in force, as the start of a sentence said on the day asked."""
    if not desk.is_this_week:
        return say("That week")
    return say("So far this week") if is_part(desk) else say("This week")


def sentences(desk: Desk, usual: Usual) -> tuple[str, ...]:
    """The same, in words under the heading."""
    low, high = usual.low, usual.high
    if not desk.whom.everybody:
        return (say("Other children were here in earlier years, so none stands beside this."),)
    if low is None or high is None:
        return (say("There is no earlier year here to hold it beside."),)
    if usual.only:
        return (
            say("In the same days {when} it was {low}.", when=usual.only, low=words.percent(low)),
        )
    if words.percent(low) == words.percent(high):
        return (say("In the same days of earlier years it was {low}.", low=words.percent(low)),)
    return (
        say(
            "In the same days of earlier years it was between {low} and {high}.",
            low=words.percent(low), high=words.percent(high),
        ),
    )  # fmt: skip


def benchmark(desk: Desk) -> str:
    """England's figure with its series and period, or that there is none."""
    if not desk.whom.everybody:
        return say("National figures are about whole schools, so none stands beside this.")
    found = benchmarks.beside("absence", desk.school.phase)
    if found is None:
        return say("No national figure is published for a school like this.")
    return say(
        "England: {words}, {percent}%. A whole term in another series, so it sits beside ours and "
        "is not a target.",
        words=found.in_words, percent=f"{found.percent:.2f}",
    )  # fmt: skip


def chart(desk: Desk, series: list[Week]) -> LineChart | None:
    """The weeks of this year as a line over the band of earlier years."""
    if not any(week.share is not None for week in series):
        return None
    points = [
        Point(
            label=words.short_day(w.monday),
            value=None if w.share is None else 100 * w.share,
            low=None if w.low is None else 100 * w.low,
            high=None if w.high is None else 100 * w.high,
            gap_before=bool(n) and (w.monday - series[n - 1].monday).days > 7,
        )
        for n, w in enumerate(series)
    ]
    found = benchmarks.beside("absence", desk.school.phase) if desk.whom.everybody else None
    level = (
        Reference(found.percent, say("England {p}%", p=f"{found.percent:.2f}")) if found else None
    )
    last = words.percent(series[-1].share)
    spoken = say(
        "Line: the share of sessions missed each week since {first}, {last} in the latest week.",
        first=words.short_day(series[0].monday), last=last,
    )  # fmt: skip

    def plot(width: int, height: int, labels: int) -> Plot:
        return line_plot(
            points, words=spoken, width=width, height=height, reference=level, last_words=last,
            labels_every=max(1, -(-len(points) // labels)),
        )  # fmt: skip

    return LineChart(
        wide=plot(620, 260, 9),
        narrow=plot(350, 250, 4),
        legend=_legend(desk, points, level),
        table=_table(desk, series),
    )


def _legend(desk: Desk, points: list[Point], level: Reference | None) -> tuple[Entry, ...]:
    year = year_name(year_of(desk.day))
    ours = say("Us, {year}", year=year)
    if not desk.whom.everybody:
        ours = say("{name}, {year}", name=desk.name, year=year)
    entries = [Entry("line", ours)]
    if any(p.low is not None for p in points):
        entries.append(Entry("band", say("Us, the same weeks of earlier years")))
    if level:
        entries.append(Entry("ref", say("England, {phase}", phase=desk.school.phase)))
    return tuple(entries)


def _table(desk: Desk, series: list[Week]) -> Table:
    earlier = desk.whom.everybody
    heads = (Head(say("Week of")), Head(say("Missed"), number=True))
    return Table(
        caption=say("Share of sessions missed by week"),
        heads=(*heads, Head(say("Earlier years"), number=True)) if earlier else heads,
        rows=tuple(
            Row(words.short_day(w.monday), _cells(w) if earlier else _cells(w)[:1]) for w in series
        ),
    )


def _cells(week: Week) -> tuple[Cell, Cell]:
    usual = "–"
    if week.low is not None:
        usual = say("{a} to {b}", a=words.percent(week.low), b=words.percent(week.high))
    return Cell(words.percent(week.share), number=True), Cell(usual, number=True)


def reasons(desk: Desk, scope: Scope) -> tuple[tuple[Bar, ...], str]:
    """What was missed in a stretch of time, by mark, and the sentence above it."""
    found = _missed_by_mark(rate_of(desk, scope).of_code)
    if not found:
        return (), say("Nothing was missed")
    bars = tuple(
        replace(bar, hot=c.group == "no_reason_yet")
        for bar, (_, c) in zip(_reason_bars(found, scope), found, strict=True)
    )
    return bars, _reasons_title(found[0], sum(n for n, _ in found))


def reasons_of(of_code: NDArray[np.int64], scope: Scope) -> tuple[Bar, ...]:
    """One bar a mark that counts as missed, the most frequent first, each opening its own meaning.

    of_code  int64 [256], sessions of each mark
    """
    return _reason_bars(_missed_by_mark(of_code), scope)


def _missed_by_mark(of_code: NDArray[np.int64]) -> list[tuple[int, codes.Code]]:
    found = [
        (int(of_code[c.index]), c)
        for c in codes.table()
        if c.kind in codes.MISSED_KINDS and of_code[c.index]
    ]
    return sorted(found, key=lambda pair: -pair[0])


def _reason_bars(found: list[tuple[int, codes.Code]], scope: Scope) -> tuple[Bar, ...]:
    widest = found[0][0] if found else 1
    return tuple(
        Bar(
            f"{c.words} ({c.code})",
            words.number(n),
            round(100 * n / widest, 1),
            explain=f"reasons/?{replace(scope, mark=c.code).query()}",
        )
        for n, c in found
    )


def _reasons_title(first: tuple[int, codes.Code], total: int) -> str:
    n, code = first
    if 2 * n > total:
        return say("“{reason}” is more than half of what was missed", reason=code.words)
    return say("“{reason}” is the most frequent reason", reason=code.words)


def by_year(desk: Desk, scope: Scope) -> tuple[tuple[Bar, ...], str]:
    """Each year group's share this week, with its own share of the year so far as a tick.

    Only of year groups that are somebody's as a whole.
    """
    so_far = Scope("school", first_day_of_year(desk), desk.day)
    rows = []
    for year in whole_years(desk):
        now = rate_of(desk, Scope(f"year:{year}", scope.first, scope.last)).share
        usual = rate_of(desk, Scope(f"year:{year}", so_far.first, so_far.last)).share
        rows.append((year, now, usual))
    if all(now is None for _, now, _ in rows):
        return (), ""
    widest = max([s for _, a, b in rows for s in (a, b) if s is not None] or [1]) or 1
    more, less = _moved(rows)
    bars = tuple(
        Bar(
            words.year_label(year),
            words.percent(now),
            round(100 * (now or 0) / widest / 1.02, 1),
            tick=None if usual is None else round(100 * usual / widest / 1.02, 1),
            href="/children/?" + urlencode({"year": year}),
            hot=year in more,
            explain=f"group_rate/?{replace(scope, about=f'year:{year}').query()}",
        )
        for year, now, usual in rows
    )
    return bars, _years_title(desk, [year for year, *_ in rows], more, less)


def whole_years(desk: Desk) -> list[str]:
    """The year groups of which every child is here."""
    return [year for year in desk.years() if f"year:{year}" in desk.groups]


def _moved(rows: list[tuple[str, float | None, float | None]]) -> tuple[list[str], list[str]]:
    """The years that missed more than their own usual, and those that missed less."""
    both = [(y, now - usual) for y, now, usual in rows if now is not None and usual is not None]
    return [y for y, by in both if by > NOTABLE], [y for y, by in both if by < -NOTABLE]


def _years_title(desk: Desk, years: list[str], more: list[str], less: list[str]) -> str:
    week = this_week(desk)
    if more:
        return say("{week}, {years} missed more than usual for them", week=week, years=_named(more))
    if less:
        return say("{week}, {years} came to more than usual", week=week, years=_named(less))
    if len(years) == 1:
        return say("{week}, {year} is near its own usual", week=week, year=_named(years))
    return say("Each year group is near its own usual")


def _named(years: list[str]) -> str:
    return words.listed([words.year_label(y) for y in years])


def years_source(desk: Desk, scope: Scope) -> str:
    """What the bars and ticks are, and of how many children."""
    shown = desk.here_now & np.isin(desk.year, whole_years(desk))
    return say(
        "Bar: {when}. The upright mark is the same children's share since {first}. {children}.",
        when=scope.when(), first=words.day(first_day_of_year(desk)),
        children=say_n("{n} child", "{n} children", int(shown.sum())),
    )  # fmt: skip
