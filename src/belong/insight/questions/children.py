"""The children of a school, as a list that can be searched, narrowed, printed and taken away."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from belong.attendance.measures.absence import from_counts
from belong.attendance.measures.bands import Band, band_to_say
from belong.attendance.measures.counts import of_each_code
from belong.attendance.measures.missing import missing_marks
from belong.attendance.measures.persistent import is_provisional
from belong.attendance.measures.recent import recent
from belong.insight import support, words
from belong.insight.desk import Desk
from belong.insight.figures import Figure, Scope
from belong.insight.weeks import first_day_of_year, year_said
from belong.insight.words import say, say_n
from belong.people import fetch
from belong.people.models import Pupil
from belong.people.trail import Verb

PAGE = 50


@dataclass(frozen=True)
class Wanted:
    """What somebody asked the list for. Empty text means everybody."""

    text: str = ""
    year: str = ""
    form: str = ""
    support: str = ""
    page: int = 1


@dataclass(frozen=True)
class Line:
    """One child in the list."""

    pupil: Pupil
    missed: Figure
    sessions: str
    recent: str
    provisional: bool
    support: str


@dataclass(frozen=True)
class Choice:
    """One entry of a filter."""

    value: str
    words: str
    chosen: bool


@dataclass(frozen=True)
class Children:
    """The page's answer. `asked_too_little`: a search of one or two letters."""

    heading: str
    lines: tuple[Line, ...]
    count: int
    page: int
    pages: int
    showing: str
    years: tuple[Choice, ...]
    forms: tuple[Choice, ...]
    supports: tuple[Choice, ...]
    asked_too_little: bool
    when: str
    year_said: str


@dataclass(frozen=True)
class _Sums:
    """Per-row sums of this year so far, and of the last 20 sessions; and the school's bands."""

    possible: NDArray[np.int64]
    missed: NDArray[np.int64]
    recent_possible: NDArray[np.int64]
    recent_missed: NDArray[np.int64]
    band: NDArray[np.int8]
    bands: tuple[Band, ...]


def ask(desk: Desk, wanted: Wanted) -> Children:
    """One page of the list. The trail names the children on it."""
    sums = _sums(desk)
    too_little = bool(wanted.text) and _letters(wanted.text) < fetch.SEARCH_FROM
    found = _found(desk, wanted, sums, too_little)
    pages = max(1, -(-len(found) // PAGE))
    page = min(max(1, wanted.page), pages)
    shown = found[(page - 1) * PAGE : page * PAGE]
    lines = _lines(desk, sums, shown)
    return Children(
        heading=_heading(desk, wanted, len(found), too_little),
        lines=lines,
        count=len(found),
        page=page,
        pages=pages,
        showing=_showing(page, len(shown), len(found)),
        years=_choices(desk.years(), wanted.year, say("All years"), words.year_label),
        forms=_choices(desk.forms(), wanted.form, say("All forms")),
        supports=_choices(
            [b.name for b in sums.bands], wanted.support, say("Any support adults bring")
        ),
        asked_too_little=too_little,
        when=_scope(desk, "school").when(),
        year_said=year_said(desk),
    )


def everybody(desk: Desk, wanted: Wanted) -> tuple[Line, ...]:
    """Every line a list holds, for a spreadsheet. The trail notes that it was taken away."""
    sums = _sums(desk)
    too_little = bool(wanted.text) and _letters(wanted.text) < fetch.SEARCH_FROM
    return _lines(desk, sums, _found(desk, wanted, sums, too_little), why=Verb.CHILDREN_EXPORTED)


def _letters(text: str) -> int:
    return sum(len(w) for w in text.split())


def _scope(desk: Desk, about: str) -> Scope:
    return Scope(about, first_day_of_year(desk), desk.day)


def _sums(desk: Desk) -> _Sums:
    year = desk.this_year()
    table = from_counts(year, of_each_code(year.marks))
    possible, missed = table["possible"].to_numpy(), table["missed"].to_numpy()
    lately, here = recent(year), support.of(desk.by.school)
    doubtful = missing_marks(year)["doubtful"].to_numpy(zero_copy_only=False)
    return _Sums(
        possible,
        missed,
        lately["recent_possible"].to_numpy(),
        lately["recent_missed"].to_numpy(),
        band_to_say(missed, possible, doubtful, here),
        here,
    )


def _found(desk: Desk, wanted: Wanted, sums: _Sums, too_little: bool) -> list[int]:
    """The keys of the children a list holds, in the order of their names."""
    if too_little:
        return []
    rows = desk.here_now.copy()
    if wanted.year:
        rows &= desk.year == wanted.year
    if wanted.form:
        rows &= desk.form == wanted.form
    if wanted.support:
        names = [b.name for b in sums.bands]
        rows &= sums.band == (names.index(wanted.support) if wanted.support in names else -2)
    keys = {int(p) for p in desk.register.pupil[rows]}
    return fetch.in_order(seen_by=desk.by, ids=keys, text=wanted.text)


def _lines(
    desk: Desk, sums: _Sums, keys: Sequence[int], why: Verb = Verb.CHILDREN_LISTED
) -> tuple[Line, ...]:
    row_of = {int(p): n for n, p in enumerate(desk.register.pupil) if desk.here_now[n]}
    return tuple(
        _line(desk, sums, row_of[pupil.pk], pupil)
        for pupil in fetch.pupils(seen_by=desk.by, ids=keys, why=why)
    )


def _line(desk: Desk, sums: _Sums, row: int, pupil: Pupil) -> Line:
    missed, possible = int(sums.missed[row]), int(sums.possible[row])
    share = missed / possible if possible else None
    band = int(sums.band[row])
    return Line(
        pupil=pupil,
        missed=Figure(
            "absence", _scope(desk, f"child:{pupil.pk}"), words.percent(share), missed, possible,
            share,
        ),
        sessions=words.sessions(missed),
        recent=say("{n} of {of}", n=sums.recent_missed[row], of=sums.recent_possible[row]),
        provisional=bool(is_provisional(sums.possible[row : row + 1])[0]),
        support=sums.bands[band].name if band >= 0 else "",
    )  # fmt: skip


def _heading(desk: Desk, wanted: Wanted, n: int, too_little: bool) -> str:
    if too_little:
        return say("Type three letters or more to find a child")
    if wanted.text and not n:
        return say("Nobody found for “{text}”", text=wanted.text)
    if wanted.text:
        return say_n("{n} child found", "{n} children found", n)
    first = _how_many(desk, wanted, n)
    if wanted.support:
        return say("{children}, where adults bring: {s}", children=first, s=wanted.support)
    return first


def _how_many(desk: Desk, wanted: Wanted, n: int) -> str:
    """How many children there are, and where: part of a group is never told as the group."""
    asked = ", ".join(w for w in (wanted.form, words.year_label(wanted.year)) if w)
    whole = {f"form:{wanted.form}", f"year:{wanted.year}"} & desk.groups
    if asked and not whole and not desk.whom.everybody:
        return say_n("{n} of the children you work with", "{n} of the children you work with", n)
    where = asked or desk.group
    if where:
        return say_n("{n} child in {where}", "{n} children in {where}", n, where=where)
    if desk.whom.everybody:
        return say_n("{n} child on roll", "{n} children on roll", n)
    if not n:
        return say("No child you work with is on roll")
    return say_n("{n} child you work with", "{n} children you work with", n)


def _showing(page: int, shown: int, of: int) -> str:
    if not shown:
        return ""
    first = (page - 1) * PAGE + 1
    return say(
        "Children {a} to {b} of {of}",
        a=words.number(first), b=words.number(first + shown - 1), of=words.number(of),
    )  # fmt: skip


def _choices(
    values: Sequence[str], chosen: str, everybody: str, said: Callable[[str], str] = str
) -> tuple[Choice, ...]:
    named = [Choice(v, said(v), v == chosen) for v in values if v]
    return (Choice("", everybody, not chosen), *named)
