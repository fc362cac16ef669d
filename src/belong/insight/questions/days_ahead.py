"""Days that will be different, as somebody said; and what is tender for one child."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from belong.insight import words
from belong.insight.desk import year_order
from belong.insight.today_ahead import said_at
from belong.insight.words import say
from belong.people import around, fetch
from belong.people.models import Membership, Pupil
from belong.people.permissions import Permission
from belong.practice.ahead import queries
from belong.practice.ahead.models import LONGEST, DayAhead, Tender
from belong.practice.ahead.rules import rules

NAMED_BY = {"child": "Named by {name}", "family": "Named by their family"}


@dataclass(frozen=True)
class Day:
    """One day in words; `key` for whoever may take it back, 0 for others."""

    key: int
    when: str
    whom: str
    what: str
    words: str
    who: str


@dataclass(frozen=True)
class DaysAhead:
    """The page of a school.

    groups  whom the reader can say something of: value and words
    kinds   what may be different, likewise
    usual   the day that is offered: the next school day; None where nobody can say
    """

    days: tuple[Day, ...]
    groups: tuple[tuple[str, str], ...]
    kinds: tuple[tuple[str, str], ...]
    first: dt.date
    last: dt.date
    longest: int
    usual: dt.date | None


@dataclass(frozen=True)
class TenderLine:
    """One date or topic of a child.

    when  the next day it comes, in words; "" for a topic
    """

    key: int
    words: str
    when: str
    helps: str
    about: str


@dataclass(frozen=True)
class ForChild:
    """The page of one child."""

    pupil: Pupil
    lines: tuple[TenderLine, ...]
    named_by: tuple[tuple[str, str], ...]
    longest: int


def ask(by: Membership, today: dt.date) -> DaysAhead:
    """The days that differ from today on. No child stands on the page."""
    by.must(Permission.DAYS_AHEAD)
    last = today + dt.timedelta(days=rules().most_days_ahead)
    whole = by.whose(Permission.DAYS_AHEAD).everybody
    return DaysAhead(
        days=tuple(_day(one, by, whole) for one in queries.days(by.school_id, today, last)),
        groups=tuple(_groups(by, today)),
        kinds=tuple((value, say(str(label))) for value, label in DayAhead.Kind.choices),
        first=today,
        last=last,
        longest=LONGEST,
        usual=said_at(by.school_id).school_day_after(today),
    )


def _day(one: DayAhead, by: Membership, whole: bool) -> Day:
    return Day(
        key=one.pk if whole or one.by_id == by.adult_id else 0,
        when=words.day(one.on),
        whom=_whom(one.group),
        what=say(str(DayAhead.Kind(one.kind).label)),
        words=one.words,
        who=one.by.name,
    )


def _whom(group: str) -> str:
    kind, _, name = group.partition(":")
    if not kind:
        return say("The whole school")
    return words.year_label(name) if kind == "year" else name


def _groups(by: Membership, today: dt.date) -> list[tuple[str, str]]:
    """The groups of somebody's children: whole ones, widest first."""
    whose = by.whose(Permission.DAYS_AHEAD)
    roll = fetch.roll(seen_by=by, wanting=Permission.DAYS_AHEAD)
    years = {year for _, year, _ in roll} if whose.everybody else whose.years
    forms = {f for _, year, f in roll if whose.everybody or year in whose.years} | whose.forms
    classes = whose.classes
    if whose.everybody:
        classes = around.class_names(by.school_id, today)
    found = [("", say("The whole school"))] if whose.everybody else []
    for kind, names in (("year", years), ("form", forms), ("class", classes)):
        values = (f"{kind}:{name}" for name in sorted(names - {""}, key=year_order))
        found += [(value, _whom(value)) for value in values]
    return found


def of_child(by: Membership, pupil_id: int, today: dt.date) -> ForChild:
    """What is tender for one child; the look is noted.

    raises  PermissionDenied, fetch.NotYours
    """
    pupil = fetch.pupil(pupil_id, seen_by=by, wanting=Permission.PROFILE_WRITE)
    return ForChild(
        pupil=pupil,
        lines=tuple(tender_lines(by, pupil, today)),
        named_by=tuple((value, say(str(label))) for value, label in Tender.Named.choices),
        longest=LONGEST,
    )


def tender_lines(by: Membership, pupil: Pupil, today: dt.date) -> list[TenderLine]:
    """What is tender for a child whose page is open; nothing for whoever only visits."""
    if not by.may(Permission.ACT_SET, of=pupil):
        return []
    return [_line(one, pupil, today) for one in queries.of_child(by.school_id, pupil.pk, today)]


def _line(one: Tender, pupil: Pupil, today: dt.date) -> TenderLine:
    day = queries.next_on(one, today)
    when = ""
    if day is not None:
        said = "{day}, each year" if one.yearly else "{day}"
        when = say(said, day=words.day(day))
    about = say(NAMED_BY[one.named_by], name=pupil.first)
    until = say("Here until {day}.", day=words.day(one.until))
    return TenderLine(one.pk, one.words, when, one.helps, f"{about}, {one.by.name}. {until}")
