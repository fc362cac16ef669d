"""What the marks make one ask about a school's days. Nothing here is taken for granted: each is a
question to a person, and stays one until it is answered."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from belong.attendance.codes import Kind, table
from belong.basics.bank_holidays import bank_holiday
from belong.basics.terms import BREAK_OF_DAYS, HalfTerm, day_number, weekday_of, year_end
from belong.insight.school_days import WEEKEND, SchoolDays, setting
from belong.intake.calendar import SaidTerm
from belong.intake.calendar_models import Term
from belong.intake.year_groups import in_order

ASKED_ABOUT = {Kind.NOTPOSS, Kind.AUTH, Kind.ADMIN}


class About(StrEnum):
    """What a question is about."""

    TERMS = "terms"
    EMPTY = "empty"
    AWAY = "away"
    HALF = "half"
    SAME = "same"


@dataclass(frozen=True)
class Ask:
    """One question.

    first, last  the days it is about
    half         None the whole day, 0 the morning, 1 the afternoon
    years        year groups as they were called then; empty for everybody
    n, of        children with the mark or with any mark, and on roll, on the first day
    code         SAME: the index of the mark
    name         EMPTY: a bank holiday's name
    terms        TERMS: what would be said
    ends         AWAY: until when they would be away, where that is later than `last`
    starts_year  AWAY: whether the days are the first of the school year
    """

    about: About
    first: dt.date
    last: dt.date
    half: int | None = None
    years: tuple[str, ...] = ()
    n: int = 0
    of: int = 0
    code: int = -1
    name: str = ""
    terms: tuple[SaidTerm, ...] = ()
    ends: dt.date | None = None
    starts_year: bool = False

    @property
    def key(self) -> str:
        """The same for the same question, however often it is worked out."""
        parts = (self.about, self.first, self.last, self.half, "-".join(self.years), self.code)
        return "_".join("" if p is None else str(p) for p in parts)


def asks(days: SchoolDays, terms: Sequence[Term], today: dt.date) -> list[Ask]:
    """Every question the marks of a school year raise and nobody has answered yet, in order of
    time, the terms first. Days are asked about once they are over: registers come in form by form.
    """
    over = days.day < day_number(today)
    found = [
        *_same_mark(days),
        *_empty_days(days, terms, over),
        *_away(days, over),
        *_half_days(days, over),
    ]
    return [*_terms(days, terms, today), *sorted(found, key=lambda a: (a.first, a.about, a.key))]


def _terms(days: SchoolDays, said: Sequence[Term], today: dt.date) -> Iterator[Ask]:
    new = tuple(
        SaidTerm(t.name, t.first, t.last)
        for t in days.half_terms()
        if _is_over(t, today) and not any(s.first <= t.last and t.first <= s.last for s in said)
    )
    if new:
        yield Ask(About.TERMS, new[0].first, new[-1].last, terms=new)


def _is_over(term: HalfTerm, today: dt.date) -> bool:
    return int(np.busday_count(term.last, today)) > BREAK_OF_DAYS


def _empty_days(days: SchoolDays, terms: Sequence[Term], over: NDArray[np.bool_]) -> Iterator[Ask]:
    """Weekdays inside a term on which no year group had school, and no file says why."""
    inside = _inside(days, terms)
    empty = inside & over & days.is_weekday & ~days.school_day & ~_says_closed(days)
    weekdays = np.flatnonzero(days.is_weekday)
    for a, b in _runs((empty & ~_told(days))[weekdays]):
        for part in _together(days, weekdays[a : b + 1].tolist()):
            first, last = days.dates[part[0]], days.dates[part[-1]]
            n = int(days.marked[:, part].sum(axis=0).max())
            name = bank_holiday(first) if first == last else ""
            yield Ask(About.EMPTY, first, last, n=n, of=_on_roll(days, part[0]), name=name)


def _together(days: SchoolDays, run: list[int]) -> list[list[int]]:
    """A week or more is one question; in a shorter run, a bank holiday stands alone."""
    if len(run) >= BREAK_OF_DAYS:
        return [run]
    out: list[list[int]] = []
    for at in run:
        alone = bool(bank_holiday(days.dates[at]))
        if out and not alone and not bank_holiday(days.dates[out[-1][-1]]):
            out[-1].append(at)
        else:
            out.append([at])
    return out


def _inside(days: SchoolDays, terms: Sequence[Term]) -> NDArray[np.bool_]:
    out = np.zeros(len(days.day), dtype=bool)
    spans = [(t.first, t.last) for t in days.half_terms()] + [(t.first, t.last) for t in terms]
    for first, last in spans:
        out |= (days.day >= day_number(first)) & (days.day <= day_number(last))
    return out


def _says_closed(days: SchoolDays) -> NDArray[np.bool_]:
    """Days of which the file says "closed" for every year group that is here [days]."""
    there = days.here[:, None] & (days.tally.on_roll > 0)
    shut = days.says_closed.all(axis=-1) | ~there
    return np.asarray(shut.all(axis=0) & there.any(axis=0))


def _told(days: SchoolDays) -> NDArray[np.bool_]:
    """Days of which something is said for each year group that is here, both halves [days]."""
    there = days.here[:, None] & (days.tally.on_roll > 0)
    said = (days.told > 0).all(axis=-1) | ~there
    return np.asarray(said.all(axis=0) & there.any(axis=0))


def _on_roll(days: SchoolDays, at: int, whom: Iterable[int] | None = None) -> int:
    rows = np.flatnonzero(days.here) if whom is None else np.array(list(whom), int)
    return int(days.tally.on_roll[rows, at].sum())


def _away(days: SchoolDays, over: NDArray[np.bool_]) -> Iterator[Ask]:
    """Runs of days on which next to nobody of a year group has a mark, while others had school.

    Year groups that were away on the very same days are asked about together.
    """
    school = np.flatnonzero(days.school_day & days.is_weekday & over)
    if not len(school):
        return
    away = days.nobody.all(axis=-1) & (days.told == 0).any(axis=-1)
    runs: dict[tuple[int, int], list[int]] = {}
    for calendar in np.flatnonzero(days.here):
        for a, b in _runs(away[calendar, school]):
            runs.setdefault((int(school[a]), int(school[b])), []).append(int(calendar))
    for (a, b), whom in runs.items():
        # Children without a year group cannot be named, and nothing can be said for them alone.
        if not _named(days, whom):
            continue
        yield _away_ask(days, a, b, whom, reaches_end=b == school[-1], begins=a == school[0])


def _runs(flags: NDArray[np.bool_]) -> list[tuple[int, int]]:
    """The first and last place of each run of True."""
    edges = np.flatnonzero(np.diff(np.concatenate([[False], flags, [False]]).astype(np.int8)))
    return [(int(a), int(b) - 1) for a, b in edges.reshape(-1, 2)]


def _away_ask(
    days: SchoolDays, a: int, b: int, whom: list[int], *, reaches_end: bool, begins: bool
) -> Ask:
    first, last = days.dates[a], days.dates[b]
    leaving = (
        reaches_end and first.year > days.year and first.month >= setting("leaving_from_month")
    )
    return Ask(
        About.AWAY, first, last, years=_named(days, whom),
        n=int(days.marked[whom, a].sum(axis=0).max()), of=_on_roll(days, a, whom),
        ends=year_end(days.year) if leaving else None, starts_year=begins,
    )  # fmt: skip


def _named(days: SchoolDays, whom: Iterable[int]) -> tuple[str, ...]:
    return tuple(in_order(days.years[n] for n in whom if days.years[n]))


def _half_days(days: SchoolDays, over: NDArray[np.bool_]) -> Iterator[Ask]:
    """Mornings or afternoons without marks on a day that had school in its other half."""
    for half in (0, 1):
        gap = days.had[:, :, 1 - half] & days.nobody[:, :, half]
        on = gap.any(axis=0) & days.is_weekday & over
        if 100 * int(on.sum()) > setting("usual_percent") * int(days.school_day.sum()):
            continue
        untold = (gap & (days.told[:, :, half] == 0)).any(axis=0)
        for at in np.flatnonzero(on & untold).tolist():
            yield from _half_ask(days, at, half, np.flatnonzero(gap[:, at]).tolist())


def _half_ask(days: SchoolDays, at: int, half: int, whom: list[int]) -> Iterator[Ask]:
    """About everybody who had school that day; about some year groups only where they are more
    children than one register holds: one register may just not have been taken."""
    everybody = set(np.flatnonzero(days.had[:, at].any(axis=-1)).tolist()) == set(whom)
    of, on = _on_roll(days, at, whom), days.dates[at]
    if everybody or of > setting("one_register_holds"):
        n = int(days.marked[whom, at, half].sum())
        yield Ask(About.HALF, on, on, half, () if everybody else _named(days, whom), n, of)


def _same_mark(days: SchoolDays) -> Iterator[Ask]:
    """Days on which much of the school has one mark that says: away, and nobody's doing."""
    on_roll = days.tally.on_roll[days.here].sum(axis=0)
    for code in table():
        if code.kind not in ASKED_ABOUT:
            continue
        n = days.tally.counts[days.here][:, :, :, code.index].sum(axis=0)
        many = (100 * n >= setting("same_mark_percent") * on_roll[:, None]) & (on_roll > 0)[:, None]
        on = many.any(axis=-1)
        usual = 100 * int(on.sum()) > setting("usual_percent") * int(days.school_day.sum())
        if usual and code.group != "closure":
            continue
        for at in np.flatnonzero(on & ~_says_closed(days)).tolist():
            half = None if many[at].all() else int(np.flatnonzero(many[at])[0])
            whom = _with_mark(days, at, half, code.index)
            if (days.told[whom, at][:, many[at]] > 0).all():
                continue
            date, count = days.dates[at], int(n[at][many[at]].max())
            everybody = len(whom) == int((days.here & (days.tally.on_roll[:, at] > 0)).sum())
            years = () if everybody else _named(days, whom)
            if not (everybody or years):
                continue
            yield Ask(About.SAME, date, date, half, years, count, int(on_roll[at]), code.index)


def _with_mark(days: SchoolDays, at: int, half: int | None, code: int) -> list[int]:
    """The calendars of which most children have the mark."""
    count = days.tally.counts[:, at, half or 0, code]
    on_roll = days.tally.on_roll[:, at]
    most = days.here & (on_roll > 0) & (100 * count >= setting("same_mark_percent") * on_roll)
    return [int(n) for n in np.flatnonzero(most)]


def weekdays_between(first: dt.date, last: dt.date) -> list[dt.date]:
    """The weekdays from one day to another, both included."""
    days = np.arange(day_number(first), day_number(last) + 1, dtype=np.int32)
    start = day_number(first)
    return [first + dt.timedelta(days=int(d) - start) for d in days[weekday_of(days) < WEEKEND]]
