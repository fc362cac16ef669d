"""What somebody may open for an hour, who is told, and what waits for an answer."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from belong.insight import words
from belong.insight.questions.what_school_says import in_words
from belong.insight.words import say
from belong.people import fetch, notices, openings
from belong.people.care import Gate
from belong.people.models import Membership, Pupil
from belong.people.notices import WAITS
from belong.people.openings import HOUR, LEAST, LONGEST, NotOpened
from belong.people.permissions import Permission


@dataclass(frozen=True)
class AnHour:
    """The two forms that open something. All of it is the same for every child.

    gates    what may be opened alone: what is sent, and its words
    told     the names of those who are told
    waiting  until when one's own question waits; "" where none does
    """

    pupil: Pupil
    gates: tuple[tuple[str, str], ...]
    told: str
    waiting: str = ""
    least: int = LEAST
    longest: int = LONGEST
    minutes: int = int(HOUR.total_seconds() // 60)
    answer_in: int = int(WAITS.total_seconds() // 60)


def alone(by: Membership, pupil_id: int, now: dt.datetime) -> AnHour:
    """The form for one person. Raises PermissionDenied and fetch.NotYours."""
    pupil = fetch.pupil(pupil_id, seen_by=by, wanting=Permission.GATE_OPEN)
    gates = tuple(in_words(openings.may_be_opened(by, pupil)))
    return AnHour(pupil, gates, _told(by, now))


def with_another(by: Membership, pupil_id: int, now: dt.datetime) -> AnHour:
    """The form for two. Raises PermissionDenied and fetch.NotYours."""
    pupil = fetch.pupil(pupil_id, seen_by=by, wanting=Permission.ORDER_ASK)
    asked = openings.waiting(by, pupil, now)
    until = words.moment(asked.asked_at + WAITS) if asked else ""
    return AnHour(pupil, (), _told(by, now), until)


def _told(by: Membership, now: dt.datetime) -> str:
    every = notices.told(by.school_id, now.date())
    return words.listed([adult.name for adult in every if adult.pk != by.adult_id])


def chosen(answer: AnHour, said: str) -> Gate:
    """The gate somebody chose. Raises NotOpened where it is none of those they may open."""
    if said not in {value for value, _ in answer.gates}:
        raise NotOpened(say("Nothing is chosen."), do=say("Choose what you need to read."))
    return Gate(said)
