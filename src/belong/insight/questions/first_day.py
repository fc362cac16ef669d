"""The first-day list: who is not here with no reason yet, who tried to reach their home, and whom
to ask before ringing. It asks how a child is; it never says what they did."""

from __future__ import annotations

import datetime as dt
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import numpy as np

from belong.insight import one_day, words
from belong.insight.desk import Desk
from belong.insight.figures import Scope
from belong.insight.one_day import OneDay
from belong.insight.questions import reaching
from belong.insight.questions.reaching import Reached
from belong.insight.questions.school_today import before_the_day
from belong.insight.words import say, say_n
from belong.people import before_ringing, fetch, school_settings
from belong.people.before_ringing import Ask
from belong.people.models import Membership, Pupil
from belong.people.permissions import Permission
from belong.practice.contact import heard, queries
from belong.practice.contact.models import LONGEST, Try
from belong.practice.curiosity import queries as curiosity
from belong.practice.curiosity.models import Arrival

CAUTIONS = {
    Ask.SAFEGUARDING: "Speak to the safeguarding lead before you ring.",
    Ask.OFFICE: "Ask the headteacher or the safeguarding lead before you ring.",
}


@dataclass(frozen=True)
class Tried:
    """One try in words; `key` is for whoever wrote it down themselves, and 0 for others."""

    key: int
    words: str
    said: str


@dataclass(frozen=True)
class Row:
    """One child.

    cautions  whom to ask before ringing, never why
    came      that somebody saw them come in since; "" otherwise
    at_gate   that they tried to come in, and when; "" otherwise
    tell      whom to tell, once nobody was reached by the set time; "" before, and once reached
    contacts  whether the reader may open what the school's own system says
    in_touch  that somebody spoke with home today, and when, beside the tries; "" otherwise
    ways      how their home likes to be reached, and what it asked of this hour
    """

    pupil: Pupil
    name: str
    form: str
    cautions: tuple[str, ...]
    tries: tuple[Tried, ...]
    came: str
    at_gate: str
    tell: str
    contacts: bool
    in_touch: str
    ways: tuple[Reached, ...]


@dataclass(frozen=True)
class Part:
    """Children of one kind; never empty."""

    key: str
    title: str
    note: str
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class FirstDay:
    """The page's answer.

    is_today  whether the register of today is in; without it nobody can be on the list
    told_by   by when somebody is told of those nobody was reached for, in a sentence
    waiting   which forms registers are not in; "" where all are. Who is missing there nobody knows
    """

    kicker: str
    heading: str
    told_by: str
    waiting: str
    is_today: bool
    parts: tuple[Part, ...]
    how: tuple[tuple[str, str], ...]
    outcomes: tuple[tuple[str, str], ...]
    longest: int


def ask(desk: Desk, now: dt.datetime) -> FirstDay:
    """The list at a moment. The trail names every child on it.

    desk  wanting FIRST_DAY
    """
    day = one_day.of(desk, Scope("school", desk.day, desk.day)) if desk.is_today else None
    runs = _without_a_reason(desk, day) if day else {}
    out = day.forms_out if day else []
    pupils = fetch.pupils(seen_by=desk.by, ids=runs.keys(), wanting=Permission.FIRST_DAY)
    rows = _rows(desk, pupils, now)
    return FirstDay(
        kicker=words.moment(now),
        heading=_heading(len(rows), desk.is_today, bool(out)),
        told_by=say(
            "If nobody is reached by {at}, tell the safeguarding lead.", at=_short(told_by(desk.by))
        ),
        waiting=_waiting(out),
        is_today=desk.is_today,
        parts=tuple(_parts(rows, runs)),
        how=tuple((value, say(str(label))) for value, label in Try.How.choices),
        outcomes=tuple((value, say(str(label))) for value, label in Try.Outcome.choices),
        longest=LONGEST,
    )


def _waiting(out: list[str]) -> str:
    if not out:
        return ""
    one = "The register of {n} form is not in yet: {forms}. Who is missing there is not known."
    many = "The registers of {n} forms are not in yet: {forms}. Who is missing there is not known."
    return say_n(one, many, len(out), forms=words.listed(out))


def _without_a_reason(desk: Desk, day: OneDay) -> dict[int, int]:
    """Keys of children not here with no reason yet, each with the school days before today in a row
    that they missed."""
    run = before_the_day(desk).run
    rows = np.flatnonzero(day.who("no_reason_yet"))
    return {int(desk.register.pupil[row]): int(run[row]) for row in rows}


def _rows(desk: Desk, pupils: list[Pupil], now: dt.datetime) -> list[Row]:
    by, keys = desk.by, [p.pk for p in pupils]
    asks = before_ringing.whom_to_ask_first(keys, by=by, today=now.date()) if keys else {}
    tries = queries.of_day(by.school_id, now.date()) if keys else {}
    spoken = _spoken(by, now.date()) if keys else {}
    came, tried = _at_the_gate(by, now.date()) if keys else ({}, {})
    tell = _tell(by) if now.strftime("%H:%M") >= told_by(by) else ""
    contacts = desk.among(keys, Permission.SYSTEM_READ)
    ways = reaching.of_homes(desk.among(keys, Permission.CONTACT_WRITE), now)
    return [
        Row(
            p, str(p), p.form, tuple(say(CAUTIONS[a]) for a in Ask if a in asks.get(p.pk, ())),
            tuple(_tried(one, by) for one in tries.get(p.pk, [])), came.get(p.pk, ""),
            tried.get(p.pk, ""),
            "" if p.pk in {*came, *spoken} or _reached(tries.get(p.pk, [])) else tell,
            p.pk in contacts, spoken.get(p.pk, ""), ways.get(p.pk, ()),
        )
        for p in pupils
    ]  # fmt: skip


def _at_the_gate(by: Membership, today: dt.date) -> tuple[dict[int, str], dict[int, str]]:
    """Whom somebody saw come in, so that their home is not rung as if they were lost; and who tried
    and could not yet, which whoever rings ought to know."""
    came, tried = {}, {}
    for one in curiosity.arrivals(by.school_id, today):
        if one.how == Arrival.How.TRIED:
            tried[one.pupil_id] = say("Tried to come in at {at}.", at=_clock(one.at))
        else:
            said = "Somebody saw them come in at {at}. Their mark is not changed yet."
            came[one.pupil_id] = say(said, at=_clock(one.at))
    return came, tried


def _spoken(by: Membership, today: dt.date) -> dict[int, str]:
    """With whose home somebody spoke today, and when. Nothing of it is said: whoever rings may not
    be among those who read it."""
    return {
        key: say("Somebody was in touch at {at}.", at=_clock(found[-1].at))
        for key, found in heard.with_home(by.school_id, today).items()
    }


def _reached(tries: Iterable[Try]) -> bool:
    return any(one.outcome == Try.Outcome.SPOKE for one in tries)


def _tried(one: Try, by: Membership) -> Tried:
    text = say("{how}, {at}, {who}: {outcome}.", how=say(str(one.get_how_display())),
               at=_clock(one.at), who=one.by.name,
               outcome=_small(say(str(one.get_outcome_display()))))  # fmt: skip
    return Tried(one.pk if one.by_id == by.adult_id else 0, text, one.said)


def _small(text: str) -> str:
    return text[:1].lower() + text[1:]


def _clock(at: dt.datetime) -> str:
    return words.moment(at).rsplit(", ", 1)[-1]


def _tell(by: Membership) -> str:
    route = school_settings.of(by.school)[0].whom_to_tell
    if not route:
        return say("Nobody was reached yet. Tell the safeguarding lead.")
    return say("Nobody was reached yet. Tell somebody now: {route}.", route=route)


def told_by(by: Membership) -> str:
    """By when somebody is told, as the school says it; what is usual while it says nothing. Hours
    and minutes in two digits each."""
    return school_settings.of(by.school)[0].told_by or usually_told_by()


def _short(time: str) -> str:
    """9:05 of 09:05."""
    hour, minute = time.split(":")
    return f"{int(hour)}:{minute}"


@cache
def usually_told_by() -> str:
    """The time that counts while a school names none."""
    text = (files("belong.insight") / "first_day.toml").read_text(encoding="utf-8")
    return str(tomllib.loads(text)["tell_from"])


def _parts(rows: list[Row], runs: dict[int, int]) -> Iterable[Part]:
    waiting = [r for r in rows if not r.came]
    with_care = [r for r in waiting if r.cautions]
    rest = [r for r in waiting if not r.cautions]
    every = (
        ("first", say("Ask somebody before you ring"), "", with_care),
        ("today", say("Not here today"), "", [r for r in rest if not runs[r.pupil.pk]]),
        ("before", say("Not here on the school day before either"), "",
         [r for r in rest if runs[r.pupil.pk]]),
        ("came", say("Seen since"), say("Nobody needs to ring."), [r for r in rows if r.came]),
    )  # fmt: skip
    for key, title, note, found in every:
        if found:
            yield Part(key, title, note, tuple(found))


def _heading(n: int, is_today: bool, waiting: bool) -> str:
    if not is_today:
        return say("No register of today yet")
    if not n and waiting:
        return say("Not every register is in yet")
    if not n:
        return say("Nobody is missing without a reason")
    return say_n("{n} child with no reason yet", "{n} children with no reason yet", n)
