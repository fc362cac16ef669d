"""What the registers may be saying: patterns of the children somebody works with, as questions."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace

import numpy as np

from belong.attendance.measures.counts import MISSED, POSSIBLE
from belong.attendance.patterns.after_events import EVENTS
from belong.attendance.patterns.cards import Card, card
from belong.attendance.patterns.said import surprise, too
from belong.attendance.patterns.streams import Found, Told
from belong.attendance.register import PM
from belong.insight import noticed, set_apart, words
from belong.insight.desk import Desk
from belong.insight.marks import DAYS, HALF_NAMES, MarksTable, tables
from belong.insight.noticed import Noticed
from belong.insight.tables import Cell, Head, Row, Table
from belong.insight.words import say, say_n
from belong.people import fetch, siblings
from belong.people.models import Pupil
from belong.people.permissions import Permission
from belong.people.trail import Verb

FRESH_WEEKS = 7
"""School weeks a pattern stays on the list after it was first shown; later it waits below."""


@dataclass(frozen=True)
class PatternCard:
    """One pattern of one child, as something to be curious about.

    key    tells it from any other on a page
    may_set  whether the reader may set an act down for this child
    when   after which week it was first shown; `said` is true of that day
    since  how it went on, "" where it could not yet or is not about a place of the week
    marks  the half-terms the counts reach back over, with the place of the week outlined; none
           where the pattern is not about a place of the week
    too    a brother or sister at one address who was away at the same times; "" for nobody, and
           for whoever may not see both. Only on a child's own page
    """

    key: str
    pupil: Pupil
    may_set: bool
    name: str
    said: str
    contrast: str
    surprise: str
    when: str
    since: str
    card: Card
    look_at: str
    who_may_know: str
    marks: tuple[MarksTable, ...]
    too: str = ""


@dataclass(frozen=True)
class Noticing:
    """The page's answer.

    fresh, earlier  patterns first shown in the last half-term, and before it this school year
    looked          whether a week of this school year has been looked at yet
    """

    heading: str
    under: str
    fresh: tuple[PatternCard, ...]
    earlier: tuple[PatternCard, ...]
    looked: bool
    week_title: str
    week: Table
    shocks: tuple[str, ...]

    @property
    def earlier_children(self) -> int:
        """How many children the earlier patterns are about."""
        return len({card.pupil.pk for card in self.earlier})


def ask(desk: Desk) -> Noticing:
    """Patterns of the children of a desk. The trail names every child whose pattern is told."""
    found = noticed.at(desk)
    cards = _cards(desk, found) if found else []
    latest = found.looks.stop - FRESH_WEEKS if found else 0
    fresh = tuple(c for week, c in cards if week >= latest)
    return Noticing(
        heading=_heading(
            len({c.pupil.pk for c in fresh}), len(cards), found.behind if found else 0
        ),
        under=_under(desk, found),
        fresh=fresh,
        earlier=tuple(c for week, c in cards if week < latest),
        looked=bool(found and len(found.looks)),
        week_title=say("When sessions were missed this school year: {whom}", whom=desk.named),
        week=_week(desk),
        shocks=set_apart.sentences(desk, found) if found else (),
    )


@dataclass(frozen=True)
class OfOneChild:
    """Patterns of one child, the latest first; `behind` says where weeks are still to be looked
    at."""

    cards: tuple[PatternCard, ...] = ()
    behind: str = ""


def of_child(desk: Desk, pupil: Pupil) -> OfOneChild:
    """Patterns of one child whose page is open; none for those who may not read patterns."""
    if not desk.by.may(Permission.PATTERNS_READ, of=pupil):
        return OfOneChild()
    found = noticed.at(desk)
    if found is None:
        return OfOneChild()
    mine = [f for f in found.of(pupil.pk)[::-1] if _may_be_told(desk, pupil, f)]
    may_set = desk.by.may(Permission.ACT_SET, of=pupil)
    near = siblings.at_one_address(pupil, seen_by=desk.by) if mine else []
    cards = tuple(
        replace(_card(desk, found, pupil, one, may_set), too=_too(found, one, near)) for one in mine
    )
    return OfOneChild(cards, _behind(found))


def _too(found: Noticed, pattern: Found, near: list[Pupil]) -> str:
    """One sentence about whoever of those at one address was away most often at the same times."""
    counted = [(*found.together(pattern, one.pk), one) for one in near]
    if not counted:
        return ""
    times, of, one = max(counted, key=lambda c: c[0])
    return too(_who(one), times, of)


def _who(sibling: Pupil) -> str:
    known = {"F": say("Their sister"), "M": say("Their brother")}
    who = known.get(sibling.sex, say("Their brother or sister"))
    year = words.year_label(sibling.year)
    return say("{who} in {year}", who=who, year=year) if sibling.year else who


def _cards(desk: Desk, found: Noticed) -> list[tuple[int, PatternCard]]:
    """The week of the look, and the card, for each child here who was shown; the latest first."""
    here = set(desk.register.pupil[desk.here_now].tolist())
    every = (f for of_one in found.year.found.values() for f in of_one)
    mine = [f for f in every if int(found.pupil[f.row]) in here]
    mine.sort(key=lambda f: (-f.week, f.p))
    ids = [int(found.pupil[f.row]) for f in mine]
    told = fetch.pupils(
        seen_by=desk.by, ids=ids, wanting=Permission.PATTERNS_READ, why=Verb.PATTERNS_SEEN
    )
    pupils = {p.pk: p for p in told}
    may_set = desk.among(list(pupils), Permission.ACT_SET)
    return [
        (f.week, _card(desk, found, pupils[pk], f, pk in may_set))
        for f, pk in zip(mine, ids, strict=True)
        if pk in pupils and _may_be_told(desk, pupils[pk], f)
    ]


def _may_be_told(desk: Desk, pupil: Pupil, pattern: Found) -> bool:
    """What came after a suspension tells of the suspension: only to those who may read of it."""
    return pattern.stream != EVENTS or desk.by.may(Permission.SYSTEM_READ, of=pupil)


def _card(desk: Desk, found: Noticed, pupil: Pupil, pattern: Found, may_set: bool) -> PatternCard:
    told = found.told(pattern)
    monday = noticed.monday_of_week(found, pattern.week)
    text = card(told.family)
    return PatternCard(
        key=f"{pupil.pk}-{pattern.stream}",
        pupil=pupil,
        may_set=may_set,
        name=str(pupil),
        said=told.said,
        contrast=told.contrast,
        surprise=surprise(pattern.ever),
        when=say("As it stood after the week of {monday}.", monday=words.short_day(monday)),
        since=told.since,
        card=text,
        look_at=_sentence(text.look_at),
        who_may_know=_sentence(text.who_may_know),
        marks=_picture(desk, pupil, told, monday),
    )


def _sentence(parts: tuple[str, ...]) -> str:
    listed = words.listed(list(parts))
    return f"{listed[0].upper()}{listed[1:]}."


def _picture(desk: Desk, pupil: Pupil, told: Told, monday: dt.date) -> tuple[MarksTable, ...]:
    """The marks of the half-terms that the counts reach back over, the place outlined."""
    rows = desk.rows_of(f"child:{pupil.pk}")
    if not told.cells or not len(rows):
        return ()
    begins, until = monday - dt.timedelta(weeks=told.weeks - 1), desk.day
    terms = tuple(t for t in desk.terms if t.last >= begins and t.first <= until)
    drawn = tables(desk.register, desk.register.marks[int(rows[0])], terms, desk.asked)
    return tuple(_outlined(table, told) for table in drawn)


def _outlined(table: MarksTable, told: Told) -> MarksTable:
    """Half-days that the pattern is about get their outline."""
    days = []
    for nth, day in enumerate(table.days):
        halves = tuple(
            replace(half, focus=nth * 2 + n in told.cells) for n, half in enumerate(day.halves)
        )
        days.append(replace(day, halves=halves))
    return replace(table, days=tuple(days))


def _heading(fresh: int, shown: int, behind: int) -> str:
    if behind:
        return say("Looking for patterns")
    if not fresh:
        return say("No new pattern") if shown else say("No pattern stands out")
    return say_n("{n} child to be curious about", "{n} children to be curious about", fresh)


def _behind(found: Noticed) -> str:
    """What is said while the worker is not done."""
    if not found.behind:
        return ""
    return say_n(
        "Belong is looking again at {n} week, because marks came in. Come back in a few minutes.",
        "Belong is looking again at {n} weeks, because marks came in. Come back in a few minutes.",
        found.behind,
    )


def _under(desk: Desk, found: Noticed | None) -> str:
    if found is not None and found.behind:
        return _behind(found)
    if found is None or not len(found.looks):
        return say("Patterns are looked for after the third week of a school year.")
    last = noticed.monday_of_week(found, found.looks[-1])
    return say(
        "{whom}, after the week of {monday}. Each is a question to ask, not a finding.",
        whom=desk.name,
        monday=words.short_day(last),
    )


def _week(desk: Desk) -> Table:
    """The share missed in each place of the week, this school year."""
    year = desk.this_year()
    missed = MISSED[year.marks].sum(axis=0, dtype=np.int64)
    possible = POSSIBLE[year.marks].sum(axis=0, dtype=np.int64)
    place = year.sessions.weekday.astype(int) * 2 + (year.sessions.half == PM)
    m, p = (np.bincount(place, weights=v, minlength=14) for v in (missed, possible))
    rows = tuple(
        Row(
            say(DAYS[day]),
            tuple(
                Cell(
                    words.percent(m[at] / p[at] if p[at] else None),
                    number=True,
                    label=say(f"{HALF_NAMES[at % 2].capitalize()}s:"),
                )
                for at in (day * 2, day * 2 + 1)
            ),
        )
        for day in range(5)
    )
    heads = (Head(say("Day")), Head(say("Mornings"), True), Head(say("Afternoons"), True))
    return Table(say("Share of possible sessions missed"), heads, rows)
