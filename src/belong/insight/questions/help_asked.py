"""Who asked for help, for the adult they picked and the safeguarding leads."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from belong.insight import words
from belong.insight.words import say, say_n
from belong.people import school_settings
from belong.people.models import Membership
from belong.people.permissions import Permission
from belong.practice.voice import asking_help, speakers
from belong.practice.voice.models import HelpAsked


@dataclass(frozen=True)
class Line:
    """One message, without a word of it.

    may_read  whether the reader may open it today
    seen      whether somebody has
    again     whether it was the reader
    """

    key: int
    said: str
    meta: str
    may_read: bool
    seen: bool
    again: bool


@dataclass(frozen=True)
class HelpWaiting:
    """What waits."""

    heading: str
    lines: tuple[Line, ...]
    safety: str


@dataclass(frozen=True)
class Opened:
    """One message, opened. `asked`: when, and whom."""

    key: int
    name: str
    words: str
    asked: str
    safety: str


def waits(by: Membership) -> str:
    """A line for the top of Today; "" where nothing waits for them. One query."""
    if not by.may(Permission.CHECKINS):
        return ""
    rows = asking_help.waiting(by)
    mine = [one for one in rows if one.to_id == by.adult_id and one.seen_at is None]
    if mine:
        return say_n("Somebody asked you for help", "{n} people asked you for help", len(mine))
    others = [one for one in rows if one.seen_at is None]
    if others:
        return say("Somebody asked for help, and nobody has opened it yet")
    return say("Somebody who asked for help waits for a talk") if rows else ""


def ask(by: Membership, today: dt.date) -> HelpWaiting:
    """Everything that waits for somebody. Raises PermissionDenied."""
    lines = tuple(_line(by, one, today) for one in asking_help.waiting(by))
    heading = say("Somebody asked for help") if lines else say("Nobody waits for help")
    return HelpWaiting(heading, lines, school_settings.of(by.school)[0].whom_to_tell)


def _line(by: Membership, one: HelpAsked, today: dt.date) -> Line:
    mine = one.to_id == by.adult_id
    said = say("Somebody asked you") if mine else say("Somebody asked {who}", who=one.to.name)
    meta = words.day(one.asked_on)
    if one.seen_by is not None:
        meta = say("{day}. Opened by {who}.", day=meta, who=one.seen_by.name)
    may_read = asking_help.may_read(by, one, today)
    again = one.seen_by_id == by.adult_id
    return Line(one.pk, said, meta, may_read, one.seen_at is not None, again)


def opened(by: Membership, one: HelpAsked) -> Opened:
    """One that was just read, and noted as read."""
    asked = say("{day}. They asked for {who}.", day=words.day(one.asked_on), who=one.to.name)
    safety = school_settings.of(by.school)[0].whom_to_tell
    return Opened(one.pk, one.name, one.words, asked, safety)


WHO = {
    "safeguarding_lead": "keeps children safe",
    "deputy_safeguarding_lead": "keeps children safe",
    "headteacher": "head of the school",
    "senco": "helps with learning",
    "mental_health_lead": "helps with feelings",
    "pastoral_lead": "helps when things are hard",
    "head_of_year": "head of {of}",
    "tutor": "tutor of {of}",
    "class_teacher": "class teacher of {of}",
    "teaching_assistant": "helps in {of}",
}
"""Who an adult is, as a child of eight reads it, by the key of the role."""


@dataclass(frozen=True)
class Adult:
    """Somebody who can be picked: the key, the name, and who they are in a child's words."""

    key: int
    name: str
    who: str


@dataclass(frozen=True)
class Picking:
    """The screen of whoever asks: adults, and no more about them.

    of_classes  tutors and class teachers, in the order of forms; empty where they stand among the
                adults already
    """

    adults: tuple[Adult, ...]
    of_classes: tuple[Adult, ...]
    safety: str
    longest: int


def language(door: asking_help.Door, key: str) -> str:
    """The key of a language that the survey of a code is offered in; "" for English."""
    return key if key in speakers.offered(door.survey) else ""


def picking(door: asking_help.Door, today: dt.date) -> Picking:
    """Whom somebody with a code can ask."""
    found = asking_help.to_choose(door, today)
    return Picking(
        tuple(map(_adult, found.first)), tuple(map(_adult, found.of_classes)),
        school_settings.of(door.survey.school)[0].whom_to_tell, asking_help.LONGEST_WORDS,
    )  # fmt: skip


def _adult(one: asking_help.Choice) -> Adult:
    return Adult(one.adult_id, one.name, say(WHO.get(one.role, ""), of=one.of))
