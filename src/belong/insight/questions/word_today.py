"""Words for today: each child with a social worker who is away, what to tell them, and in which way
they chose to hear it. Only for those who may read of social care."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from belong.attendance.codes import NO_MARK
from belong.attendance.register import Register
from belong.basics.terms import year_of, year_start
from belong.insight import word_said, words
from belong.insight.desk import Desk, one_row_a_child
from belong.insight.questions.school_today import days_before
from belong.insight.word_said import Known, clock
from belong.insight.words import say, say_n
from belong.people import fetch, social_workers
from belong.people.models import Membership, Pupil
from belong.people.permissions import Permission
from belong.people.trail import Verb
from belong.practice.contact import heard, words_told
from belong.practice.contact import queries as home
from belong.practice.contact.word_models import (
    LONGEST_NAME,
    LONGEST_REACH,
    LONGEST_WISHES,
    LONGEST_WORD,
    How,
    Word,
    WordWay,
)
from belong.practice.contact.words_told import Page
from belong.practice.curiosity import queries as curiosity

ONE_DAY = dt.timedelta(days=1)
TO_PAGE = "page:"
"""How a form says whose page a word goes to: this and the key of it."""
TOLD = {
    How.PHONE: "Told by phone, {at}, {who}.",
    How.EMAIL: "Told by e-mail, {at}, {who}.",
    How.SECURE: "Told by secure mail, {at}, {who}.",
    How.PAGE: "On the page of {page} since {at}, {who}.",
}
RANG = "Rang and left a name, {at}, {who}. The word still waits."
LIKES = {
    How.PHONE: "They want a call.",
    How.EMAIL: "They want an e-mail.",
    How.SECURE: "They want secure mail.",
    How.PAGE: "They read it on their page.",
}

ENDED = "Their page has ended. Ask how they want to hear now."


@dataclass(frozen=True)
class Option:
    """One way to tell it."""

    value: str
    words: str
    chosen: bool


@dataclass(frozen=True)
class Told:
    """One word that was told; `key` is for whoever told it, and 0 for others."""

    key: int
    words: str
    said: str


@dataclass(frozen=True)
class Row:
    """One child.

    way    how their social worker wants to hear, in sentences; none where nobody asked
    due    that they asked to hear by a time, and whether it has passed; "" where they named none,
           and once told
    told   what was told today, the earliest first
    rang   calls of today that nobody answered, likewise: the word still waits
    since  what changed after the last word; none where nothing did
    text   the word, ready to be said
    code   the last mark of today, to be kept with the word
    away   whether they are away now
    """

    pupil: Pupil
    name: str
    form: str
    way: tuple[str, ...]
    due: str
    told: tuple[Told, ...]
    rang: tuple[Told, ...]
    since: tuple[str, ...]
    text: str
    code: str
    options: tuple[Option, ...]
    away: bool


@dataclass(frozen=True)
class WordsToday:
    """The page's answer.

    begun    whether any mark of today is in
    waiting  whether most registers of today are not in yet, so that more may follow
    """

    kicker: str
    heading: str
    begun: bool
    waiting: bool
    rows: tuple[Row, ...]
    longest: int


def ask(desk: Desk, now: dt.datetime) -> WordsToday:
    """The words of a day at a moment. The trail names every child on the page, and says no more of
    them than any list does.

    desk  wanting SOCIAL_CARE_READ
    """
    known = _known(desk, now.date())
    told = words_told.told_on(desk.by.school_id, now.date())
    wanted = {key for key, one in known.items() if one.away or key in told}
    theirs = social_workers.of(wanted, by=desk.by, today=now.date())
    rows = _rows(desk.by, theirs, known, now) if theirs else ()
    return WordsToday(
        words.moment(now),
        _heading(rows, desk.begun),
        desk.begun,
        not desk.is_today,
        rows,
        LONGEST_WORD,
    )


def _known(desk: Desk, today: dt.date, only: int | None = None) -> dict[int, Known]:
    """What school knows of each child of the desk who has a mark today, by their key; or of one
    alone. A form that is early is not waited with until half of the school is in."""
    if not desk.begun:
        return {}
    every = _to_the_day(desk, today, only)
    part = every.window(today, today)
    before = every.window(year_start(year_of(today)), today - ONE_DAY)
    run = days_before(before.marks, before.sessions.day).run
    tries = home.of_day(desk.by.school_id, today)
    arrivals = {one.pupil_id: one for one in curiosity.arrivals(desk.by.school_id, today)}
    spoken = heard.with_home(desk.by.school_id, today)
    found = {}
    for row, key in enumerate(part.pupil.tolist()):
        have = part.marks[row] < NO_MARK
        halves = np.asarray(part.sessions.half, dtype=np.uint8)[have]
        if have.any():
            found[key] = Known(part.marks[row][have], halves, int(run[row]), tries.get(key, ()),
                               arrivals.get(key), spoken.get(key, ()))  # fmt: skip
    return found


def _to_the_day(desk: Desk, today: dt.date, only: int | None) -> Register:
    """The register of the children of the desk, or of one of them, up to today: also sessions that
    are not in force for the school yet."""
    wanted = desk.register.pupil if only is None else np.array([only])
    every = desk.whole.register.until(today)
    rows = np.flatnonzero(np.isin(every.pupil, wanted) & np.isin(every.pupil, desk.register.pupil))
    return one_row_a_child(every.rows(rows.astype(np.int32)))


def _rows(
    by: Membership, keys: frozenset[int], known: Mapping[int, Known], now: dt.datetime
) -> tuple[Row, ...]:
    pupils = fetch.pupils(seen_by=by, ids=keys, wanting=Permission.SOCIAL_CARE_READ)
    ways = words_told.ways(by.school_id, keys)
    pages = words_told.pages(by.school_id, keys)
    told = words_told.of_day(by.school_id, keys, now.date())
    rows = [
        _row(by, p, known[p.pk], now, ways.get(p.pk), pages.get(p.pk, ()), told.get(p.pk, []))
        for p in pupils
    ]
    return tuple(sorted(rows, key=lambda row: (bool(row.told) and not row.since, not row.due)))


def _row(
    by: Membership,
    pupil: Pupil,
    known: Known,
    now: dt.datetime,
    way: WordWay | None,
    pages: tuple[Page, ...],
    every: list[Word],
) -> Row:
    told = [one for one in every if one.reached]
    rang = tuple(_told(one, by) for one in every if not one.reached)
    named = pupil.initials if way is not None and way.how == How.EMAIL else str(pupil)
    text = word_said.sentences(named, known, now.date()) if known.away else ""
    return Row(
        pupil, str(pupil), pupil.form, _way(way), "" if told else _due(way, now),
        tuple(_told(one, by) for one in told), rang, _since(told, known), text, known.code,
        options(way, pages), known.away and not known.here,
    )  # fmt: skip


def _way(way: WordWay | None) -> tuple[str, ...]:
    if way is None:
        return ()
    named, likes = ", ".join(one for one in (way.who, way.reach) if one), LIKES[How(way.how)]
    if way.how == How.PAGE and way.involvement is not None:
        named = way.involvement.who
    if way.how == How.PAGE and (way.involvement is None or way.involvement.ended_at):
        likes = ENDED
    first = f"{say(likes)} {named}".strip()
    return tuple(one for one in (first, way.wishes) if one)


def _due(way: WordWay | None, now: dt.datetime) -> str:
    if way is None or way.by_when is None:
        return ""
    at = f"{way.by_when.hour}:{way.by_when.minute:02d}"
    if now.time() > way.by_when:
        return say("They asked to hear by {at}. That has passed: tell them now.", at=at)
    return say("They asked to hear by {at}.", at=at)


def _told(one: Word, by: Membership) -> Told:
    page = one.involvement.who if one.involvement else say("somebody outside")
    words_of = TOLD[How(one.how)] if one.reached else RANG
    text = say(words_of, at=clock(one.at), who=one.by.name, page=page)
    return Told(one.pk if one.by_id == by.adult_id else 0, text, one.said)


def _since(told: list[Word], known: Known) -> tuple[str, ...]:
    """What changed after the last word: they ought to hear of that too."""
    if not told:
        return ()
    last, found = told[-1], []
    if known.came is not None and known.came.at > last.at:
        found.append(say("Since then: came at {at}.", at=clock(known.came.at)))
    elif known.arrival is not None and known.arrival.at > last.at:
        found.append(say("Since then: tried to come in at {at}.", at=clock(known.arrival.at)))
    found.append(word_said.reason_of(last.code, known))
    return tuple(one for one in found if one)


def options(way: WordWay | None, pages: tuple[Page, ...]) -> tuple[Option, ...]:
    """The ways to tell it, the one they chose first to be picked; a page only where one is open."""
    stands = "" if way is None else way.how
    plain = [(str(one.value), say(str(one.label)), stands == one) for one in How if one != How.PAGE]
    chosen = way.involvement_id if way is not None else None
    open_ones = [
        (f"{TO_PAGE}{one.key}", say("On the page of {who}", who=one.who), chosen == one.key)
        for one in pages
    ]
    return tuple(Option(*one) for one in (*plain, *open_ones))


def _heading(rows: tuple[Row, ...], begun: bool) -> str:
    if not begun:
        return say("No register of today yet")
    waiting = sum(1 for row in rows if not row.told or row.since)
    if waiting:
        return say_n("{n} word to tell today", "{n} words to tell today", waiting)
    return say("Everybody who waits for a word has it") if rows else say("No word waits to be told")


@dataclass(frozen=True)
class WayPage:
    """The page of one child's way. version 0 where nothing stands yet.

    stands    what is kept now, and who wrote it, in sentences; none where nothing is
    somebody  whether the school's own system says that they have a social worker
    """

    pupil: Pupil
    way: WordWay | None
    version: int
    options: tuple[Option, ...]
    stands: tuple[str, ...]
    somebody: bool
    name_longest: int = LONGEST_NAME
    reach_longest: int = LONGEST_REACH
    wishes_longest: int = LONGEST_WISHES


def way_of(by: Membership, pupil_id: int, now: dt.datetime) -> WayPage:
    """How one child's social worker wants to hear. Raises PermissionDenied and fetch.NotYours."""
    care = Permission.SOCIAL_CARE_READ
    pupil = fetch.pupil(pupil_id, seen_by=by, wanting=care, why=Verb.CHILDREN_LISTED)
    somebody = bool(social_workers.of([pupil.pk], by=by, today=now.date()))
    way = words_told.ways(by.school_id, [pupil.pk]).get(pupil.pk)
    pages = words_told.pages(by.school_id, [pupil.pk]).get(pupil.pk, ())
    stands = list(_way(way))
    if way is not None:
        if way.by_when is not None:
            stands.append(say("By {at}.", at=f"{way.by_when:%H:%M}"))
        stands.append(say("Written down by {who}, {day}.", who=way.said_by.name,
                          day=words.day(way.said_at.date())))  # fmt: skip
    version = way.version if way else 0
    return WayPage(pupil, way, version, options(way, pages), tuple(stands), somebody)


@dataclass(frozen=True)
class OnChild:
    """What stands on a child's page.

    said  whether a word is ready or was told today, in a sentence
    way   how their social worker wants to hear; none where nobody asked
    """

    said: str
    way: tuple[str, ...]


def on_child(desk: Desk, pupil: Pupil) -> OnChild | None:
    """The line of one child; None for who may not read of social care, and where there is nobody to
    tell and no way is left to remove. The page has noted the look."""
    by, today = desk.by, desk.asked
    if not by.may(Permission.SOCIAL_CARE_READ, of=pupil):
        return None
    way = _way(words_told.ways(by.school_id, [pupil.pk]).get(pupil.pk))
    if not social_workers.of([pupil.pk], by=by, today=today):
        return (
            OnChild(say("The school’s own system names no social worker now."), way)
            if way
            else None
        )
    every = words_told.of_day(by.school_id, [pupil.pk], today).get(pupil.pk, [])
    told = [one for one in every if one.reached]
    known = _known(desk, today, pupil.pk).get(pupil.pk)
    if told:
        return OnChild(" ".join((_told(told[-1], by).words, *_since(told, known or _NOTHING))), way)
    if known is None:
        return OnChild(say("No register of today yet."), way)
    if known.away:
        return OnChild(say("Away today. A word for their social worker is ready."), way)
    return OnChild(say("Nothing to tell their social worker today."), way)


_NOTHING = Known(np.zeros(0, dtype=np.uint8), np.zeros(0, dtype=np.uint8))
