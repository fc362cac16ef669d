"""Marks that are there and look odd: no reason for long, shut for some only, after leaving."""

from __future__ import annotations

from functools import partial

import numpy as np
from numpy.typing import NDArray

from belong.attendance.codes import NO_MARK
from belong.attendance.definitions import number
from belong.attendance.measures.counts import POSSIBLE
from belong.attendance.measures.uneven import shut_for_all, stands_apart
from belong.attendance.measures.unexplained import stands_long
from belong.basics.terms import date_of
from belong.insight import words
from belong.insight.questions.quality.found import (
    Found,
    Hurts,
    Listing,
    Looked,
    Mention,
    children,
    some,
)
from belong.insight.tables import Head
from belong.insight.words import say, say_n, year_label

Bools = NDArray[np.bool_]


def _by_child(looked: Looked, at: Bools, title: str, column: str) -> Listing:
    """The children of some marks, those with most first, each with its latest sessions."""
    counts = at.sum(axis=1)
    rows = sorted(np.flatnonzero(counts).tolist(), key=lambda row: -counts[row])
    mentions = tuple(
        Mention(
            cells=(
                str(looked.desk.form[row]),
                partial(some, looked.year, np.flatnonzero(at[row])[::-1].tolist()),
            ),
            pupil=int(looked.year.pupil[row]),
        )
        for row in rows
    )
    return Listing(title, children("Form", column), mentions)


def _see(n: int) -> str:
    return say_n("See the child", "See the {n} children", n)


def unexplained(looked: Looked) -> Found | None:
    """N marks that have stood for longer than a reason should take."""
    old = stands_long(looked.year)
    n = int(old.sum())
    if not n:
        return None
    days = number("unexplained", "school_days")
    return Found(
        heading=say_n(
            "{n} session has had no reason for over {days} school days",
            "{n} sessions have had no reason for over {days} school days",
            n, days=days,
        ),
        why=say("N is for the first days only. While it stands, nobody knows whether to help."),
        do=say(
            "Ask home once more, then change N in your school's own system to the mark that fits, "
            "or to O."
        ),
        hurts=Hurts.SOME_FIGURES,
        n=n,
        lists=(_by_child(looked, old, _see(int(old.any(axis=1).sum())), "No reason yet for"),),
        how="unexplained",
    )  # fmt: skip


def after_leaving(looked: Looked) -> Found | None:
    """Marks that stand after a child's last day here, in this school year."""
    year = looked.year
    past = np.arange(year.marks.shape[1]) > year.last[:, None]
    at = (year.marks < NO_MARK) & past
    n = int(at.sum())
    if not n:
        return None
    return Found(
        heading=say_n(
            "{n} mark is dated after the child left", "{n} marks are dated after the child left", n
        ),
        why=say("They count in this year's figures, for a child who was not on roll any more."),
        do=say(
            "Take the marks out in your school's own system, or put the last day right if the "
            "child came back."
        ),
        hurts=Hurts.SOME_FIGURES,
        n=n,
        lists=(_by_child(looked, at, _see(int(at.any(axis=1).sum())), "Marks after leaving"),),
    )


def uneven(looked: Looked) -> Found | None:
    """Sessions that counted for some children of a year group and were shut for the others."""
    apart = stands_apart(looked.year, looked.desk.year)
    if not apart.any():
        return None
    days = _days(looked, apart)
    return Found(
        heading=say_n(
            "On {n} day, school was shut for part of a year group",
            "On {n} days, school was shut for part of a year group",
            len({str(mention.cells[0]) for mention in days}),
        ),
        why=say(
            "Children of one year group mostly have the same sessions to come to. A closure "
            "entered for some of them moves their figures and nobody else's."
        ),
        do=say(
            "Look at the closure marks of these days (#, Y2 to Y4, Y6) in your school's own "
            "system. If part of the site really was shut, all is well."
        ),
        hurts=Hurts.SOME_FIGURES,
        n=len(days),
        lists=tuple(one for one in (_uneven_days(days), _uneven_year(looked, apart)) if one),
        how="uneven",
    )


def _days(looked: Looked, apart: NDArray[np.int8]) -> list[Mention]:
    """One line a year group and day, the latest first."""
    year, group = looked.year, looked.desk.year
    out: list[tuple[int, str, int, int]] = []
    for name in np.unique(group[group != ""]).tolist():
        rows = group == name
        theirs, off = year.marks[rows], apart[rows]
        for day in np.unique(year.sessions.day[off.any(axis=0)]).tolist():
            of_day = year.sessions.day == day
            out.append((day, name, *_split(theirs[:, of_day], off[:, of_day])))
    out.sort(key=lambda one: (-one[0], one[1]))
    return [
        Mention(cells=(words.day(date_of(day)), _so_many(shut, came)), head=year_label(name))
        for day, name, shut, came in out
    ]


def _split(marks: NDArray[np.uint8], apart: NDArray[np.int8]) -> tuple[int, int]:
    """Of the sessions of a day that differ: children shut out, and children who could come."""
    differ = marks[:, apart.any(axis=0)]
    shut, possible = shut_for_all()[differ].astype(bool), POSSIBLE[differ].astype(bool)
    return int(shut.any(axis=1).sum()), int(possible.any(axis=1).sum())


def _so_many(shut: int, came: int) -> str:
    first = say_n("{n} child with school shut", "{n} children with school shut", shut)
    return say("{first}, {n} with school open", first=first, n=words.number(came))


def _uneven_days(days: list[Mention]) -> Listing:
    heads = (Head(say("Year group")), Head(say("Day")), Head(say("Children")))
    return Listing(say_n("See the day", "See the {n} days, by year group", len(days)),
                   heads, tuple(days))  # fmt: skip


def _uneven_year(looked: Looked, apart: NDArray[np.int8]) -> Listing | None:
    """Children whose year of sessions is another one than their year group's."""
    fewer, more = (apart < 0).sum(axis=1), (apart > 0).sum(axis=1)
    off = fewer + more
    least = number("uneven", "sessions_a_year")
    rows = sorted(np.flatnonzero(off >= least).tolist(), key=lambda row: -off[row])
    if not rows:
        return None
    mentions = tuple(
        Mention(
            cells=(year_label(str(looked.desk.year[row])), _off(int(fewer[row]), int(more[row]))),
            pupil=int(looked.year.pupil[row]),
        )
        for row in rows
    )
    title = say_n(
        "{n} child differs by {least} sessions or more this year",
        "{n} children differ by {least} sessions or more this year",
        len(rows), least=least,
    )  # fmt: skip
    return Listing(title, children("Year group", "Beside most of the year group"), mentions)


def _off(fewer: int, more: int) -> str:
    parts = []
    if fewer:
        parts.append(say("{sessions} fewer", sessions=words.sessions(fewer)))
    if more:
        parts.append(say("{sessions} more", sessions=words.sessions(more)))
    return words.listed(parts)
