"""Who is not here, and how this week sits beside the school's own usual."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from belong.attendance import codes
from belong.attendance.codes import NO_MARK, Kind
from belong.insight import weeks, words
from belong.insight.desk import Desk
from belong.insight.figures import Figure, Scope, missed, persistent, rate_of
from belong.insight.marks import last_mark, on
from belong.insight.tables import Bar, LineChart
from belong.insight.words import say, say_n
from belong.people import fetch
from belong.people.models import Pupil
from belong.people.trail import Verb

AWAY = codes.lookup(kinds=codes.MISSED_KINDS)
ELSEWHERE = codes.lookup(kinds=frozenset({Kind.AEA}))


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
class Forms:
    """Whose registers are in for the last session of the day."""

    count: int
    out: tuple[str, ...]
    half: str

    @property
    def words(self) -> str:
        """Registers in for 36 of 37 forms."""
        done = self.count - len(self.out)
        return say(
            "{half} registers in for {n} of {of} forms.", half=self.half, n=done, of=self.count
        )


@dataclass(frozen=True)
class Sums:
    """This week, half-term and year, beside our own usual and England."""

    week: Figure
    half_term: Figure
    year: Figure
    persistent: Figure
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
    """The page's answer, ready to be shown, printed or sent."""

    day: dt.date
    is_today: bool
    kicker: str
    heading: tuple[str, str]
    lede: str
    no_reason: tuple[AwayChild, ...]
    with_reason: tuple[ReasonGroup, ...]
    elsewhere: int
    forms: Forms
    sums: Sums


def ask(desk: Desk, why: Verb = Verb.CHILDREN_LISTED) -> SchoolToday:
    """School today, for whoever the desk belongs to. One trail line names the children shown."""
    today = desk.register.marks[:, on(desk.register, desk.day)]
    last = last_mark(today)
    away = np.flatnonzero(AWAY[last].astype(bool) & ~_in_the_building(last) & desk.here_now)
    children = _away_children(desk, away, last, why)
    no_reason = tuple(c for c in children if c.code in ("N", "A"))
    groups = _grouped([c for c in children if c.code not in ("N", "A")])
    return SchoolToday(
        day=desk.day,
        is_today=desk.is_today,
        kicker=_kicker(desk),
        heading=_heading(desk, len(children), len(no_reason)),
        lede=_lede(desk, len(children), groups),
        no_reason=no_reason,
        with_reason=groups,
        elsewhere=int((ELSEWHERE[last].astype(bool) & desk.here_now).sum()),
        forms=_forms(desk, today),
        sums=_sums(desk),
    )


def _in_the_building(last: NDArray[np.uint8]) -> NDArray[np.bool_]:
    """U is missed in every national figure, and the child is here."""
    return codes.late("after")[last].astype(bool)


def _away_children(
    desk: Desk, away: NDArray[np.int64], last: NDArray[np.uint8], why: Verb
) -> list[AwayChild]:
    of = {int(desk.register.pupil[row]): int(row) for row in away}
    found = fetch.pupils(seen_by=desk.by, ids=list(of), why=why)
    before = _before(desk)
    out = []
    for pupil in found:
        row = of[pupil.pk]
        code = codes.table()[int(last[row])]
        out.append(AwayChild(pupil, code.words, code.code, _said(before[row])))
    return out


def _before(desk: Desk) -> NDArray[np.int64]:
    """School days in a row, before the day itself, on which each row missed every session.

    returns  int64 [rows]
    """
    earlier = desk.register.sessions.since(desk.day)
    part = desk.register.marks[:, max(0, earlier - 40) : earlier]
    day = desk.register.sessions.day[max(0, earlier - 40) : earlier]
    run = np.zeros(len(part), dtype=np.int64)
    going = np.ones(len(part), dtype=bool)
    for one in np.unique(day)[::-1]:
        cells = part[:, day == one]
        possible = codes.lookup(kinds=codes.POSSIBLE_KINDS)[cells].any(axis=1)
        came = possible & ~(AWAY[cells] | (cells >= NO_MARK)).all(axis=1)
        going &= ~came
        run += going & possible
    return run


def _said(days: int) -> str:
    if days == 0:
        return say("Was in on the school day before.")
    return say_n(
        "Away on the school day before too.", "Away for the {n} school days before too.", int(days)
    )


def _grouped(children: Sequence[AwayChild]) -> tuple[ReasonGroup, ...]:
    reasons: dict[str, list[AwayChild]] = {}
    for child in children:
        reasons.setdefault(child.reason, []).append(child)
    ordered = sorted(reasons.items(), key=lambda item: (-len(item[1]), item[0]))
    return tuple(ReasonGroup(reason, tuple(them)) for reason, them in ordered)


def _kicker(desk: Desk) -> str:
    if desk.is_today:
        return say("School today, {day}.", day=words.day(desk.day))
    return say(
        "No marks for {asked}. This is {day}, the last school day with a register.",
        asked=words.day(desk.asked), day=words.day(desk.day),
    )  # fmt: skip


def _heading(desk: Desk, away: int, unknown: int) -> tuple[str, str]:
    """Two sentences: how many, and for how many nobody knows why."""
    if desk.is_today:
        first = say_n("{n} child is not here.", "{n} children are not here.", away)
    else:
        first = say_n("{n} child was not here.", "{n} children were not here.", away)
    if unknown == 0:
        return first, say("A reason is known for every one.") if away else ""
    return first, say_n("For {n}, nobody knows why yet.", "For {n}, nobody knows why yet.", unknown)


def _lede(desk: Desk, away: int, groups: tuple[ReasonGroup, ...]) -> str:
    here = int(desk.here_now.sum())
    first = say("{n} children are on roll.", n=words.number(here))
    if not groups:
        return first
    parts = [f"{words.number(len(g.children))} {g.reason[0].lower()}{g.reason[1:]}" for g in groups]
    shown = parts[:3]
    if len(parts) > 3:
        rest = sum(len(g.children) for g in groups[3:])
        shown.append(say("{n} for other reasons", n=words.number(rest)))
    return f"{first} {say('With a reason: {list}.', list=words.listed(shown))}"


def _forms(desk: Desk, today: NDArray[np.uint8]) -> Forms:
    """A form's register counts as in once half of its children have a mark."""
    half = int(desk.register.sessions.half[-1])
    entered = today[:, -1] < NO_MARK
    names, at = np.unique(desk.form[desk.here_now], return_inverse=True)
    marked = np.bincount(at, weights=entered[desk.here_now], minlength=len(names))
    size = np.bincount(at, minlength=len(names))
    out = tuple(str(n) for n in names[2 * marked < size])
    return Forms(len(names), out, say("Morning") if half == 0 else say("Afternoon"))


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
        week_title=weeks.title(figure, usual),
        week_words=weeks.sentences(figure, usual),
        chart=weeks.chart(desk, series),
        benchmark=benchmark,
        reasons_title=reasons_title,
        reasons=reasons,
        reasons_source=say(
            "Session marks, {when}, n = {n} sessions missed.",
            when=week.when(), n=words.number(figure.numerator),
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
