"""What somebody who leads on safeguarding is told: what was opened, and what waits for a yes."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from belong.insight import words
from belong.insight.questions.what_school_says import gate_words
from belong.insight.words import say
from belong.people import fetch, notices
from belong.people.models import Membership, Notice, Opening
from belong.people.notices import Kind
from belong.people.trail import Verb

HAPPENED = {
    Kind.OPENED: "{who} opened it for an hour.",
    Kind.ASKED: "{who} asked a second person to open it.",
    Kind.AGREED: "{other} agreed, so it was open to {who} for an hour.",
    Kind.REFUSED: "{other} said no to {who}. Nothing was opened.",
    Kind.WITHDRAWN: "{who} took the question back. Nothing was opened.",
}


@dataclass(frozen=True)
class Told:
    """One notice in words. pupil_id: whose page it leads to."""

    pupil_id: int
    child: str
    gate: str
    happened: str
    reason: str
    at: str
    new: bool


@dataclass(frozen=True)
class Waiting:
    """A question of somebody else that waits for a yes or a no.

    key  what is sent with the answer
    """

    key: int
    pupil_id: int
    child: str
    who: str
    reason: str
    until: str


@dataclass(frozen=True)
class Notices:
    """The page. newest: the key of the newest notice on it, 0 without any."""

    waiting: tuple[Waiting, ...]
    told: tuple[Told, ...]
    newest: int
    any_new: bool


def ask(by: Membership, now: dt.datetime) -> Notices:
    """The page. Every child on it is in the trail before it is shown. Raises PermissionDenied."""
    mine = notices.of(by)
    asked = notices.unanswered(by, now)
    ids = {n.opening.pupil_id for n in mine} | {o.pupil_id for o in asked}
    seen = fetch.pupils(seen_by=by, ids=ids, why=Verb.NOTICES_SEEN) if ids else []
    names = {pupil.pk: str(pupil) for pupil in seen}
    return Notices(
        waiting=tuple(_waiting(o, names[o.pupil_id]) for o in asked if o.pupil_id in names),
        told=tuple(
            _told(n, names[n.opening.pupil_id]) for n in mine if n.opening.pupil_id in names
        ),
        newest=max((n.pk for n in mine), default=0),
        any_new=any(n.seen_at is None for n in mine),
    )


def _waiting(asked: Opening, child: str) -> Waiting:
    until = words.moment(notices.waits_until(asked))
    return Waiting(asked.pk, asked.pupil_id, child, asked.adult.name, asked.reason, until)


def _told(notice: Notice, child: str) -> Told:
    opening = notice.opening
    other = opening.answered_by.name if opening.answered_by else ""
    return Told(
        pupil_id=opening.pupil_id,
        child=child,
        gate=gate_words(opening.gate),
        happened=say(HAPPENED[Kind(notice.kind)], who=opening.adult.name, other=other),
        reason=opening.reason,
        at=words.moment(notice.made_at),
        new=notice.seen_at is None,
    )
