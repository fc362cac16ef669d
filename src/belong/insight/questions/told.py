"""What somebody who leads on safeguarding is told: what was opened, what waits for a yes, and who
was given which role or account."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from belong.insight import words
from belong.insight.questions.what_school_says import gate_words
from belong.insight.words import say
from belong.people import fetch, notices
from belong.people.models import Involvement, Membership, Notice, Opening
from belong.people.notices import Kind
from belong.people.roles import ROLES
from belong.people.trail import Verb

HAPPENED = {
    Kind.OPENED: "{who} opened it for an hour.",
    Kind.ASKED: "{who} asked a second person to open it.",
    Kind.AGREED: "{other} agreed, so it was open to {who} for an hour.",
    Kind.REFUSED: "{other} said no to {who}. Nothing was opened.",
    Kind.WITHDRAWN: "{who} took the question back. Nothing was opened.",
}
OF_AN_ACCOUNT = {
    Kind.ROLE_GIVEN: "{by} made them {role}.",
    Kind.ROLE_ENDED: "{by} ended their role: {role}.",
    Kind.ROLE_TO_END: "{by} set a last day for their role: {role}.",
    Kind.LINK_MADE: "{by} made a link by which they set up their account.",
    Kind.ACCOUNT_SET_UP: "They set up their account, by a link that {by} made.",
    Kind.PIN_GIVEN: "{by} gave them a PIN for shared devices. One from before has ended.",
    Kind.CAME_IN: "They came in with the school's own account for the first time.",
}
HELD = (
    "{by} let them in: {outsider}. That name or address is like one of a contact who must not be "
    "contacted, so nothing is sent and nothing opens. No page says so to {by}."
)
GONE = "Somebody who has left"
NOBODY_HERE = "Whoever looks after Belong"


@dataclass(frozen=True)
class Told:
    """One notice in words.

    pupil_id  whose page it leads to; None where it is about an account
    gate      what of that child it is about; "" where it is about an account
    adult_id  whose page it leads to; None where it is about a gate
    name      of that child or adult
    """

    pupil_id: int | None
    adult_id: int | None
    name: str
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
    ids = {pk for pk in map(_child, mine) if pk is not None} | {o.pupil_id for o in asked}
    seen = fetch.pupils(seen_by=by, ids=ids, why=Verb.NOTICES_SEEN) if ids else []
    names = {pupil.pk: str(pupil) for pupil in seen}
    return Notices(
        waiting=tuple(_waiting(o, names[o.pupil_id]) for o in asked if o.pupil_id in names),
        told=tuple(one for one in (_in_words(n, names) for n in mine) if one is not None),
        newest=max((n.pk for n in mine), default=0),
        any_new=any(n.seen_at is None for n in mine),
    )


def _waiting(asked: Opening, child: str) -> Waiting:
    until = words.moment(notices.waits_until(asked))
    return Waiting(asked.pk, asked.pupil_id, child, asked.adult.name, asked.reason, until)


def _in_words(notice: Notice, names: dict[int, str]) -> Told | None:
    """One line; None for a child who is not there for the one who asks."""
    key = _child(notice)
    if key is None:
        return _of_account(notice)
    if key not in names:
        return None
    if notice.involvement is not None:
        return _held(notice, notice.involvement, names[key])
    return _told(notice, notice.opening, names[key]) if notice.opening else None


def _child(notice: Notice) -> int | None:
    """The key of the child it is about; None where it is about an account."""
    about = notice.opening or notice.involvement
    return about.pupil_id if about else None


def _held(notice: Notice, row: Involvement, child: str) -> Told:
    by = row.invited_by.name if row.invited_by else say(GONE)
    return Told(
        pupil_id=row.pupil_id,
        adult_id=None,
        name=child,
        gate=say("People outside school"),
        happened=say(HELD, by=by, outsider=row.who),
        reason=row.purpose,
        at=words.moment(notice.made_at),
        new=notice.seen_at is None,
    )


def _of_account(notice: Notice) -> Told:
    by = notice.by.name if notice.by else say(NOBODY_HERE)
    role = ROLES[notice.role_key].name if notice.role_key in ROLES else notice.role_key
    return Told(
        pupil_id=None,
        adult_id=notice.about_id,
        name=notice.about.name if notice.about else "",
        gate="",
        happened=say(OF_AN_ACCOUNT[Kind(notice.kind)], by=by, role=role),
        reason="",
        at=words.moment(notice.made_at),
        new=notice.seen_at is None,
    )


def _told(notice: Notice, opening: Opening, child: str) -> Told:
    other = opening.answered_by.name if opening.answered_by else ""
    return Told(
        pupil_id=opening.pupil_id,
        adult_id=None,
        name=child,
        gate=gate_words(opening.gate),
        happened=say(HAPPENED[Kind(notice.kind)], who=opening.adult.name, other=other),
        reason=opening.reason,
        at=words.moment(notice.made_at),
        new=notice.seen_at is None,
    )
