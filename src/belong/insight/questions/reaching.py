"""How people around a child like to be reached, and the kind word at an hour they asked for quiet.
It never stops anybody."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass

from django.utils import timezone

from belong.insight import words
from belong.insight.words import say
from belong.people import fetch
from belong.people.models import Membership, Pupil
from belong.people.permissions import Permission
from belong.practice.contact import heard
from belong.practice.contact.in_touch import LANGUAGE, NAME, SHORT, Channel, Way, Whom

WHOM = {
    Whom.HOME: "Home",
    Whom.CHILD: "The young person",
    Whom.PROFESSIONAL: "A professional",
}
CHANNELS = {
    Channel.PHONE: "A call",
    Channel.TEXT: "A text",
    Channel.MESSAGE: "A message",
    Channel.EMAIL: "An e-mail",
    Channel.LETTER: "A letter",
    Channel.DOOR: "At the door",
    Channel.IN_PERSON: "In person",
}
Options = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Reached:
    """How one person likes to be reached.

    name    who it is, in words
    said    the way, the language and the quiet hours, in a sentence each
    quiet   what they asked of this hour; "" where it is a good one, or nobody says what hour it is
    note    in their own words
    about   who wrote it down, and when
    not_before, not_after  as a form sends them: 09:30; "" for none
    """

    key: int
    version: int
    whom: str
    who: str
    channel: str
    language: str
    not_before: str
    not_after: str
    note: str
    name: str
    said: str
    quiet: str
    about: str


@dataclass(frozen=True)
class Writing:
    """One child's ways, and the form for one more."""

    pupil: Pupil
    ways: tuple[Reached, ...]
    whom: Options
    channels: Options
    name: int
    language: int
    short: int


def ask(by: Membership, pupil_id: int, now: dt.datetime) -> Writing:
    """How people around one child like to be reached; the look is noted.

    raises  PermissionDenied, fetch.NotYours
    """
    pupil = fetch.pupil(pupil_id, seen_by=by, wanting=Permission.CONTACT_WRITE)
    whom = tuple((key, say(WHOM[Whom(key)])) for key in heard.whom(by, pupil))
    return Writing(pupil, of_child(by, pupil, now), whom, channels(), NAME, LANGUAGE, SHORT)


def channels() -> Options:
    """Ways to be in touch: keys and words."""
    return tuple((key.value, say(text)) for key, text in CHANNELS.items())


def of_child(by: Membership, pupil: Pupil, now: dt.datetime | None) -> tuple[Reached, ...]:
    """How people around a child like to be reached. The page has looked at the child before.

    now  the moment somebody might ring; None where nobody is about to
    """
    if not by.may(Permission.CONTACT_WRITE, of=pupil):
        return ()
    found = heard.ways([pupil.pk], heard.whom(by, pupil)).get(pupil.pk, [])
    return tuple(reached(way, now) for way in found)


def of_homes(ids: Collection[int], now: dt.datetime) -> dict[int, tuple[Reached, ...]]:
    """How the homes of some children like to be reached, by the child's key. The page has looked at
    each before, and asked whether the reader may know it."""
    found = heard.ways(ids, [Whom.HOME]) if ids else {}
    return {key: tuple(reached(way, now) for way in ways) for key, ways in found.items()}


def reached(way: Way, now: dt.datetime | None) -> Reached:
    """One of them at a moment."""
    about = say("{who} wrote this down, {day}.", who=way.by.name, day=words.day(way.day))
    return Reached(
        way.pk, way.version, way.whom, way.who, way.channel, way.language, _sent(way.not_before),
        _sent(way.not_after), way.note, way.who or say(WHOM[Whom(way.whom)]), _said(way),
        _quiet(way, timezone.localtime(now).time()) if now is not None else "", about,
    )  # fmt: skip


def _said(way: Way) -> str:
    parts = [say("{way}.", way=say(CHANNELS[Channel(way.channel)]))]
    if way.language:
        parts.append(say("In {language}.", language=way.language))
    first, last = way.not_before, way.not_after
    if first is not None and last is not None:
        parts.append(say("From {a} to {b}.", a=_clock(first), b=_clock(last)))
    elif first is not None:
        parts.append(say("From {a} on.", a=_clock(first)))
    elif last is not None:
        parts.append(say("Until {b}.", b=_clock(last)))
    return " ".join(parts)


def _quiet(way: Way, now: dt.time) -> str:
    if way.not_before is not None and now < way.not_before:
        before = {
            Channel.PHONE: "They asked not to be rung before {at}.",
            Channel.DOOR: "They asked that nobody comes before {at}.",
        }
        text = before.get(Channel(way.channel), "They asked not to be reached before {at}.")
        return say(text, at=_clock(way.not_before))
    if way.not_after is not None and now >= way.not_after:
        after = {
            Channel.PHONE: "They asked not to be rung after {at}.",
            Channel.DOOR: "They asked that nobody comes after {at}.",
        }
        text = after.get(Channel(way.channel), "They asked not to be reached after {at}.")
        return say(text, at=_clock(way.not_after))
    return ""


def _clock(at: dt.time) -> str:
    return f"{at.hour}:{at.minute:02d}"


def _sent(at: dt.time | None) -> str:
    return at.strftime("%H:%M") if at is not None else ""
