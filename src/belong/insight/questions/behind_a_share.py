"""Behind a share of the school's own pattern: who missed sessions there, in order of names."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from belong.attendance.definitions import number
from belong.insight import places, words
from belong.insight.desk import Desk
from belong.insight.figures import Figure, Said, Scope, said
from belong.insight.places import Place, Stretch
from belong.insight.weeks import first_day_of_year
from belong.insight.words import say, say_n
from belong.people import fetch
from belong.people.models import Pupil
from belong.people.permissions import Permission
from belong.people.trail import Verb

HEADINGS = {
    "week": ("{n} child missed one or more {place}", "{n} children missed one or more {place}"),
    "term": ("{n} child missed a session in {place}", "{n} children missed a session in {place}"),
}
IN_A_GROUP = ("{n} child in {place} missed a session", "{n} children in {place} missed a session")


@dataclass(frozen=True)
class Line:
    """One child: how many sessions there were missed, of how many possible."""

    pupil: Pupil
    missed: int
    possible: int
    left: bool


@dataclass(frozen=True)
class Behind:
    """The page's answer.

    share     what was missed by everybody there
    """

    name: str
    heading: str
    under: str
    share: Said
    lines: tuple[Line, ...]


def ask(desk: Desk, key: str) -> Behind:
    """The children of a desk who missed a session in one place of this school year. The trail
    names them all.

    key     as in `places.Place`
    raises  fetch.NotYours for a place that the desk does not tell of
    """
    now = places.so_far(desk)
    place = places.places(desk, now).get(key)
    if place is None:
        raise fetch.NotYours("place")
    lines = _lines(desk, now, place)
    return Behind(
        name=place.name,
        heading=_heading(place, len(lines)),
        under=say("{whom}, {when}.", whom=desk.name, when=now.when),
        share=_share(desk, now, place),
        lines=lines,
    )


def _lines(desk: Desk, now: Stretch, place: Place) -> tuple[Line, ...]:
    """A line for each child who was away."""
    rows = np.arange(len(now.register))[place.rows]
    missed = now.missed[rows][:, place.columns].sum(axis=1, dtype=int)
    possible = now.possible[rows][:, place.columns].sum(axis=1, dtype=int)
    of = {
        int(now.register.pupil[row]): (int(m), int(p), bool(desk.left[row]))
        for row, m, p in zip(rows, missed, possible, strict=True)
        if m
    }
    told = fetch.pupils(
        seen_by=desk.by, ids=of.keys(), wanting=Permission.PATTERNS_READ, why=Verb.ABSENT_SEEN
    )
    return tuple(Line(pupil, *of[pupil.pk]) for pupil in told)


def _heading(place: Place, n: int) -> str:
    if not n:
        return say("Nobody to list here: {place}", place=place.name)
    one, many = HEADINGS.get(place.kind, IN_A_GROUP)
    return say_n(one, many, n, place=place.name)


def _share(desk: Desk, now: Stretch, place: Place) -> Said:
    """What was missed there by everybody; or why it is not told. The number leads to its meaning
    where the place is one that Explain knows: a half-day of the week is none."""
    found = now.sum(place.rows, place.columns)
    if not found.is_told:
        least = number("group_rate", "smallest_group")
        return Said(say("Fewer than {n} children, so no share is told.", n=least), "", "", "")
    text = say(
        "{missed} of {possible} possible sessions were missed: {share}.",
        missed=words.number(found.missed), possible=words.number(found.possible),
        share=words.percent(found.share),
    )  # fmt: skip
    if place.kind == "week":
        return Said(text, "", "", "")
    scope = _scope(desk, now, place)
    return said(
        text,
        Figure("group_rate", scope, text, found.missed, found.possible, found.share),
    )


def _scope(desk: Desk, now: Stretch, place: Place) -> Scope:
    about = "school" if place.kind == "term" else place.key
    term = now.term(place.of) if place.kind == "term" else None
    if term is not None:
        return Scope(about, term.first, term.last)
    return Scope(about, first_day_of_year(desk), desk.day)
