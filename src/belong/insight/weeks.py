"""Weeks side by side: this one, the same weeks of earlier years, and what England published."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from belong.attendance import codes
from belong.basics.drawing import Plot, Point, Reference, line_plot
from belong.basics.terms import date_of, year_name, year_of, year_start
from belong.insight import benchmarks, words
from belong.insight.desk import Desk
from belong.insight.figures import Figure, Scope, rate_of
from belong.insight.tables import Bar, Cell, Entry, Head, LineChart, Row, Table
from belong.insight.words import say

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


def series(desk: Desk) -> list[Week]:
    """Every week of this school year up to the day, and the same weeks of earlier years."""
    by_monday = desk.weekly
    start = year_start(year_of(desk.day))
    mondays = [m for m in by_monday if m >= start - dt.timedelta(days=6)]
    return [Week(m, by_monday[m], *_range(by_monday, m)) for m in sorted(mondays)]


def _range(by_monday: dict[dt.date, float | None], monday: dt.date) -> tuple[float | None, ...]:
    """Lowest and highest share of the same week (52 weeks back, and 52 more) in earlier years."""
    found = []
    for back in range(1, 4):
        share = by_monday.get(monday - dt.timedelta(weeks=52 * back))
        if share is not None:
            found.append(share)
    return (min(found), max(found)) if found else (None, None)


def usual_range(desk: Desk, scope: Scope) -> tuple[float | None, ...]:
    """The range of the same week in the school's own earlier years [0..1]."""
    return _range(desk.weekly, scope.first - dt.timedelta(days=scope.first.weekday()))


def title(figure: Figure, usual: tuple[float | None, ...]) -> str:
    """What is true of this week beside our own years."""
    low, high = usual
    if low is None or high is None or figure.share is None:
        return say("This week, children missed {share} of sessions", share=figure.text)
    if figure.share < low - NOTABLE / 2:
        return say("Children came to more this week than in this week of earlier years")
    if figure.share > high + NOTABLE / 2:
        return say("Children missed more this week than in this week of earlier years")
    return say("An ordinary week for us at this time of year")


def sentences(figure: Figure, usual: tuple[float | None, ...]) -> tuple[str, ...]:
    """The same, in words under the heading."""
    low, high = usual
    if low is None or high is None:
        return (say("There is no earlier year here to hold it beside."),)
    if words.percent(low) == words.percent(high):
        return (say("In the same week last year it was {low}.", low=words.percent(low)),)
    return (
        say(
            "In the same week of earlier years it was between {low} and {high}.",
            low=words.percent(low), high=words.percent(high),
        ),
    )  # fmt: skip


def benchmark(desk: Desk) -> str:
    """England's figure with its series and period, or that there is none."""
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
    found = benchmarks.beside("absence", desk.school.phase)
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
        table=_table(series),
    )


def _legend(desk: Desk, points: list[Point], level: Reference | None) -> tuple[Entry, ...]:
    entries = [Entry("line", say("Us, {year}", year=year_name(year_of(desk.day))))]
    if any(p.low is not None for p in points):
        entries.append(Entry("band", say("Us, the same weeks of earlier years")))
    if level:
        entries.append(Entry("ref", say("England, {phase}", phase=desk.school.phase)))
    return tuple(entries)


def _table(series: list[Week]) -> Table:
    def usual(week: Week) -> str:
        if week.low is None:
            return "–"
        return say("{a} to {b}", a=words.percent(week.low), b=words.percent(week.high))

    return Table(
        caption=say("Share of sessions missed by week"),
        heads=(
            Head(say("Week of")),
            Head(say("Missed"), number=True),
            Head(say("Earlier years"), number=True),
        ),
        rows=tuple(
            Row(
                words.short_day(w.monday),
                (Cell(words.percent(w.share), number=True), Cell(usual(w), number=True)),
            )
            for w in series
        ),
    )


def reasons(desk: Desk, scope: Scope) -> tuple[tuple[Bar, ...], str]:
    """What was missed in a stretch of time, by mark, and the sentence above it."""
    counts = rate_of(desk, scope).of_code
    found = [
        (int(counts[c.index]), c)
        for c in codes.table()
        if c.kind in codes.MISSED_KINDS and counts[c.index]
    ]
    found.sort(key=lambda pair: -pair[0])
    if not found:
        return (), say("Nothing was missed")
    widest, total = found[0][0], sum(n for n, _ in found)
    bars = tuple(
        Bar(
            f"{c.words} ({c.code})",
            words.number(n),
            round(100 * n / widest, 1),
            hot=c.group == "no_reason_yet",
        )
        for n, c in found
    )
    return bars, _reasons_title(found[0], total)


def _reasons_title(first: tuple[int, codes.Code], total: int) -> str:
    n, code = first
    if 2 * n > total:
        return say("“{reason}” is more than half of what was missed", reason=code.words)
    return say("“{reason}” is the most frequent reason", reason=code.words)


def by_year(desk: Desk, scope: Scope) -> tuple[tuple[Bar, ...], str]:
    """Each year group's share this week, with its own share of the year so far as a tick."""
    so_far = Scope("school", first_day_of_year(desk), desk.day)
    rows = []
    for year in desk.years():
        now = rate_of(desk, Scope(f"year:{year}", scope.first, scope.last)).share
        usual = rate_of(desk, Scope(f"year:{year}", so_far.first, so_far.last)).share
        rows.append((year, now, usual))
    widest = max([s for _, a, b in rows for s in (a, b) if s is not None] or [1]) or 1
    moved = _moved(rows)
    bars = tuple(
        Bar(
            year_label(year),
            words.percent(now),
            round(100 * (now or 0) / widest / 1.02, 1),
            tick=None if usual is None else round(100 * usual / widest / 1.02, 1),
            href=f"/children/?year={year}",
            hot=year in moved,
        )
        for year, now, usual in rows
    )
    return bars, _years_title(moved)


def year_label(year: str) -> str:
    """Year 8; Reception is said as it is."""
    return say("Year {year}", year=year) if year.isdigit() else year


def _moved(rows: list[tuple[str, float | None, float | None]]) -> list[str]:
    return [
        y
        for y, now, usual in rows
        if None not in (now, usual) and (now - usual) > NOTABLE  # type: ignore[operator]
    ]


def _years_title(moved: list[str]) -> str:
    if not moved:
        return say("Each year group is near its own usual")
    if len(moved) == 1:
        return say("{year} missed more this week than its own usual", year=year_label(moved[0]))
    named = words.listed([year_label(y) for y in moved])
    return say("{years} missed more this week than their own usual", years=named)


def years_source(desk: Desk, scope: Scope) -> str:
    """What the bars and ticks are."""
    return say(
        "Bar: {when}. The upright mark is the same children's share since {first}. {n} children.",
        when=scope.when(), first=words.day(first_day_of_year(desk)),
        n=words.number(int(desk.here_now.sum())),
    )  # fmt: skip
