"""Every look of a school at itself, the lists it can be opened with, and one's own next steps."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from belong.insight import audit_steps, words
from belong.insight.audit_steps import StepLine
from belong.insight.words import say, say_n
from belong.people.models import Membership
from belong.people.permissions import Permission
from belong.practice.audit import queries
from belong.practice.audit.lists import StatementList
from belong.practice.audit.models import Look


@dataclass(frozen=True)
class LookLine:
    """A look in a list."""

    key: int
    title: str
    said: str
    open: bool


@dataclass(frozen=True)
class ListLine:
    """A list a look can be opened with. waits: why it cannot be now; "" where it can."""

    key: str
    title: str
    about: str
    licence: str
    source: str
    optional: bool
    own: bool
    waits: str


@dataclass(frozen=True)
class Looks:
    """The page's answer."""

    looks: tuple[LookLine, ...]
    lists: tuple[ListLine, ...]
    mine: tuple[StepLine, ...]
    may_lead: bool
    first: str


def ask(by: Membership, today: dt.date) -> Looks:
    """The looks of somebody's school."""
    found = queries.looks(by)
    leads = by.may(Permission.AUDIT_LEAD)
    open_now = {one.framework for one in found if one.closed_on is None}
    every = queries.every_list(by.school_id) if leads else []
    return Looks(
        tuple(_line(one) for one in found),
        tuple(_list(one, open_now) for one in every),
        audit_steps.lines(queries.mine_to_do(by), by, today),
        leads,
        today.isoformat(),
    )


def _line(look: Look) -> LookLine:
    opened = say("Opened on {day}.", day=words.day(look.opened_on))
    if look.closed_on is not None:
        return LookLine(look.pk, look.title, f"{opened} {_closed(look.closed_on)}", open=False)
    when = (
        say("The meeting is on {day}.", day=words.day(look.meeting_on)) if look.meeting_on else ""
    )
    return LookLine(look.pk, look.title, f"{opened} {when}".strip(), open=True)


def _closed(on: dt.date) -> str:
    return say("Closed on {day}.", day=words.day(on))


def _list(one: StatementList, open_now: set[str]) -> ListLine:
    blocks = len({item.block for item in one.items})
    asked = say_n("{n} statement", "{n} statements", len(one.items))
    about = say_n("{asked} in {n} block.", "{asked} in {n} blocks.", blocks, asked=asked)
    reviewed = say(
        "Read through by {author} on {day}, to be read again by {again}.",
        author=one.author, day=words.day(one.reviewed), again=words.day(one.review_again),
    )  # fmt: skip
    waits = say("A look with this list is open.") if one.key in open_now else ""
    return ListLine(
        one.key, one.title, f"{about} {reviewed}", one.licence, one.source, one.has_optional,
        one.own, waits,
    )  # fmt: skip
