"""Who is not here, and how this week sits beside the school's own usual."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from belong.attendance import codes
from belong.attendance.codes import NO_MARK, Kind
from belong.attendance.definitions import number
from belong.attendance.measures.counts import POSSIBLE
from belong.basics.terms import year_name, year_of
from belong.insight import fresh, one_day, weeks, words
from belong.insight.desk import Desk
from belong.insight.figures import (
    Figure,
    Said,
    Scope,
    missed,
    open_sessions,
    persistent,
    rate_of,
    said,
)
from belong.insight.fresh import Fresh
from belong.insight.marks import on
from belong.insight.one_day import OneDay
from belong.insight.questions import first_words
from belong.insight.questions.explained import FEW
from belong.insight.tables import Bar, LineChart
from belong.insight.words import say, say_n
from belong.people import fetch
from belong.people.models import Pupil
from belong.people.trail import Verb

A_WEEK = 7
EARLY_BELOW = number("persistent_absence", "provisional_below")
"""Sessions of the year before which a share of children can still jump."""
AWAY = codes.lookup(kinds=codes.MISSED_KINDS)
HERE = codes.lookup(kinds=frozenset({Kind.PRES}))


@dataclass(frozen=True)
class AwayChild:
    """A child who is not here, and what the register says about it."""

    pupil: Pupil
    reason: str
    code: str
    said: str


@dataclass(frozen=True)
class ReasonGroup:
    """Children away for one reason."""

    reason: str
    children: tuple[AwayChild, ...]


@dataclass(frozen=True)
class Sums:
    """This week, half-term and year, beside our own usual and England."""

    week: Figure
    half_term: Figure
    year: Figure
    persistent: Figure
    early_days: bool
    week_term: str
    half_term_term: str
    year_term: str
    week_title: str
    week_words: tuple[str, ...]
    chart: LineChart | None
    benchmark: str
    reasons_title: str
    reasons: tuple[Bar, ...]
    reasons_source: str
    years_title: str
    years: tuple[Bar, ...]
    years_source: str
    source: str


@dataclass(frozen=True)
class SchoolToday:
    """The page's answer, ready to be shown, printed or sent.

    waiting  why nothing can be said of the children yet; "" where any of them has a mark
    """

    day: dt.date
    is_today: bool
    kicker: str
    heading: tuple[Said, ...]
    waiting: str
    lede: str
    no_reason: tuple[AwayChild, ...]
    with_reason: tuple[ReasonGroup, ...]
    elsewhere: Said | None
    fresh: Fresh
    sums: Sums


def ask(desk: Desk, at: dt.datetime, why: Verb = Verb.CHILDREN_LISTED) -> SchoolToday:
    """School today, for whoever the desk belongs to. One trail line names the children shown.

    at  this moment, in London
    """
    scope = Scope("school", desk.day, desk.day)
    day = one_day.of(desk, scope)
    if day is None:
        raise LookupError("a desk without a session in force")
    children = _away_children(desk, np.flatnonzero(day.who("not_here")), day.mark, why)
    unknown = {int(p) for p in desk.register.pupil[day.who("no_reason_yet")]}
    no_reason = tuple(c for c in children if c.pupil.pk in unknown)
    groups = _grouped([c for c in children if c.pupil.pk not in unknown])
    return SchoolToday(
        day=desk.day,
        is_today=desk.is_today,
        kicker=first_words.kicker(desk),
        heading=first_words.heading(desk, day, scope),
        waiting=first_words.waiting(desk),
        lede=_lede(desk, groups),
        no_reason=no_reason,
        with_reason=groups,
        elsewhere=_elsewhere(desk, day, scope),
        fresh=fresh.of(desk, day, scope, at),
        sums=_sums(desk),
    )


def _in_the_building(last: NDArray[np.uint8]) -> NDArray[np.bool_]:
    """U is missed in every national figure, and the child is here."""
    return codes.late("after")[last].astype(bool)


def _away_children(
    desk: Desk, away: NDArray[np.int64], last: NDArray[np.uint8], why: Verb
) -> list[AwayChild]:
    of = {int(desk.register.pupil[row]): int(row) for row in away}
    looked_at = _looked_at(desk, list(of), why)
    found = [p for p in fetch.pupils(seen_by=desk.by, ids=looked_at, why=why) if p.pk in of]
    before, earlier_today = before_the_day(desk), _here_earlier_that_day(desk)
    out = []
    for pupil in found:
        row = of[pupil.pk]
        code = codes.table()[int(last[row])]
        said = say("Was here in the morning.") if earlier_today[row] else _said(before, row)
        out.append(AwayChild(pupil, code.words, code.code, said))
    return out


def _looked_at(desk: Desk, away: list[int], why: Verb) -> list[int]:
    """Whom the trail has to name: figures about a handful of children say something of each. What
    is taken away holds no such figures."""
    if why is Verb.CHILDREN_LISTED and len(desk.register) < FEW:
        return [int(p) for p in desk.register.pupil]
    return away


def _here_earlier_that_day(desk: Desk) -> NDArray[np.bool_]:
    """Rows marked as here at an earlier session of the day in force: gone since is another call
    home than not come."""
    earlier = desk.register.marks[:, on(desk.register, desk.day)][:, :-1]
    return np.asarray((HERE[earlier] | codes.late("after")[earlier]).any(axis=1), dtype=bool)


@dataclass(frozen=True)
class Before:
    """What each row did before the day in force, in this school year.

    run      int64 [rows], school days in a row, up to the day before, with every session missed
    came     bool [rows], in for some of the school day just before
    nothing  bool [rows], not one mark earlier in the year
    """

    run: NDArray[np.int64]
    came: NDArray[np.bool_]
    nothing: NDArray[np.bool_]


def before_the_day(desk: Desk) -> Before:
    """The days before the day in force, each row's latest first.

    A day on which school was not possible for a child is stepped over. A day without any mark
    ends a run: nobody knows what happened on it.
    """
    year = desk.this_year()
    earlier = slice(0, year.sessions.since(desk.day))
    return days_before(year.marks[:, earlier], year.sessions.day[earlier])


def days_before(part: NDArray[np.uint8], day: NDArray[np.int32]) -> Before:
    """The same of any marks [rows x sessions] with the day of each session."""
    run = np.zeros(len(part), dtype=np.int64)
    going, came = np.ones(len(part), dtype=bool), np.zeros(len(part), dtype=bool)
    for one in np.unique(day)[::-1]:
        was_in, missed, blank = _one_day(part[:, day == one])
        came |= going & (run == 0) & was_in
        going &= ~was_in & ~blank
        run += going & missed
        if not going.any():
            break
    return Before(run, came, np.asarray(~(part < NO_MARK).any(axis=1)))


def _one_day(
    cells: NDArray[np.uint8],
) -> tuple[NDArray[np.bool_], NDArray[np.bool_], NDArray[np.bool_]]:
    """Whether each row was in for part of a day, missed all that was possible, or has no mark."""
    possible = POSSIBLE[cells].astype(bool)
    away = AWAY[cells].astype(bool) & ~_in_the_building(cells)
    was_in = np.asarray((possible & ~away).any(axis=1))
    had_school = np.asarray(possible.any(axis=1))
    blank = np.asarray((cells == NO_MARK).any(axis=1)) & ~had_school
    return was_in, had_school & ~was_in, blank


def _said(before: Before, row: int) -> str:
    """The days before in words; "" where there is nothing true to say of them."""
    days = int(before.run[row])
    if days:
        return say_n(
            "Away on the school day before too.", "Away for the {n} school days before too.", days
        )
    if before.came[row]:
        return say("Was in on the school day before.")
    return say("First marks this year.") if before.nothing[row] else ""


def _grouped(children: Sequence[AwayChild]) -> tuple[ReasonGroup, ...]:
    reasons: dict[str, list[AwayChild]] = {}
    for child in children:
        reasons.setdefault(child.reason, []).append(child)
    ordered = sorted(reasons.items(), key=lambda item: (-len(item[1]), item[0]))
    return tuple(ReasonGroup(reason, tuple(them)) for reason, them in ordered)


def _lede(desk: Desk, groups: tuple[ReasonGroup, ...]) -> str:
    here = int(desk.on_the_day.sum())
    if desk.is_today:
        first = say_n("{n} child is on roll.", "{n} children are on roll.", here)
    else:
        first = say_n("{n} child was on roll.", "{n} children were on roll.", here)
    if not groups:
        return first
    parts = [f"{words.number(len(g.children))} {g.reason[0].lower()}{g.reason[1:]}" for g in groups]
    shown = parts[:3]
    if len(parts) > 3:
        rest = sum(len(g.children) for g in groups[3:])
        shown.append(say_n("{n} other", "{n} others", rest))
    return f"{first} {say('With another mark: {list}.', list=words.listed(shown))}"


def _elsewhere(desk: Desk, day: OneDay, scope: Scope) -> Said | None:
    n = day.count("learning_elsewhere")
    if not n:
        return None
    if desk.is_today:
        text = say_n("{n} child is learning elsewhere", "{n} children are learning elsewhere", n)
    else:
        text = say_n("{n} child was learning elsewhere", "{n} children were learning elsewhere", n)
    return said(text, one_day.figure(day, "learning_elsewhere", scope))


def _sums(desk: Desk) -> Sums:
    monday, friday = desk.week_of(desk.day)
    week = Scope("school", monday, friday)
    half = Scope("school", desk.terms[-1].first, desk.day)
    year = Scope("school", weeks.first_day_of_year(desk), desk.day)
    year_rate = rate_of(desk, year)
    figure = missed(desk, week)
    usual = weeks.usual_range(desk, week)
    series = weeks.series(desk)
    benchmark = weeks.benchmark(desk)
    reasons, reasons_title = weeks.reasons(desk, week)
    years, years_title = weeks.by_year(desk, week)
    return Sums(
        week=figure,
        half_term=missed(desk, half),
        year=missed(desk, year, year_rate),
        persistent=persistent(desk, year, year_rate),
        early_days=open_sessions(desk, year.first, year.last) < EARLY_BELOW,
        week_term=_week_term(desk),
        half_term_term=_half_term_term(desk),
        year_term=_year_term(desk),
        week_title=weeks.title(desk, figure, usual),
        week_words=weeks.sentences(desk, usual),
        chart=weeks.chart(desk, series),
        benchmark=benchmark,
        reasons_title=reasons_title,
        reasons=reasons,
        reasons_source=say(
            "Session marks, {when}, n = {sessions} missed.",
            when=week.when(), sessions=say_n("{n} session", "{n} sessions", figure.numerator),
        ),
        years_title=years_title,
        years=years,
        years_source=weeks.years_source(desk, week),
        source=say(
            "Ours: session marks, {n} of {of} possible sessions, {when}, brought in {at}.",
            n=words.number(figure.numerator), of=words.number(figure.denominator or 0),
            when=week.when(), at=words.moment(desk.provenance.kept_at),
        ),
    )  # fmt: skip


def _week_term(desk: Desk) -> str:
    if not desk.is_this_week:
        return say("Missed that week")
    return say("Missed so far this week") if weeks.is_part(desk) else say("Missed this week")


def _half_term_term(desk: Desk) -> str:
    if (desk.asked - desk.day).days < A_WEEK:
        return say("Since half-term began")
    return say("That half-term")


def _year_term(desk: Desk) -> str:
    if desk.is_this_year:
        return say("This school year")
    return say("School year {year}", year=year_name(year_of(desk.day)))
