"""One look of a school at itself: its blocks, and how far it is. No total."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from belong.insight import audit_said, words
from belong.insight.audit_said import Mark
from belong.insight.words import say, say_n
from belong.people.models import Membership
from belong.people.permissions import Permission
from belong.practice.audit import queries
from belong.practice.audit.models import Look, Question, Rag, Taker


@dataclass(frozen=True)
class Spread:
    """Statements of a block for which the school agreed the same, in words."""

    mark: Mark
    words: str


@dataclass(frozen=True)
class BlockLine:
    """One block. said: how far the reader is; spread: what is agreed, nothing for the rest."""

    number: int
    title: str
    said: str
    spread: tuple[Spread, ...]
    waits: str


@dataclass(frozen=True)
class AreaLine:
    """Blocks of one area."""

    title: str
    blocks: tuple[BlockLine, ...]


@dataclass(frozen=True)
class OneLook:
    """The page's answer.

    groups    as what the reader may answer: value and word; the first is offered
    takes     whether they take part already
    begun     whether they said anything yet
    meeting_on, first  the day of the meeting and the first it can be moved to, as a form has them
    previous  the key of the look it is compared with; None for none
    """

    key: int
    title: str
    kicker: str
    lede: str
    areas: tuple[AreaLine, ...]
    groups: tuple[tuple[str, str], ...]
    group: str
    takes: bool
    open: bool
    previous: int | None
    may_lead: bool
    licence: str
    source: str
    next_block: int
    begun: bool
    meeting_on: str
    first: str


def ask(by: Membership, key: int, today: dt.date) -> OneLook:
    """One look. Raises NotYours."""
    look = queries.look(by, key)
    taker = queries.taker(by, look)
    every = queries.questions(look)
    said = set(taker.ratings.values_list("question_id", flat=True)) if taker else set()
    agreed = {k: one.rag for k, one in queries.agreed(look).items()}
    return OneLook(
        look.pk, look.title, _kicker(look), _lede(look, taker), _areas(every, said, agreed, taker),
        groups(by), queries.group_of(by), taker is not None, look.closed_on is None,
        look.previous_id, by.may(Permission.AUDIT_LEAD), look.licence, look.source,
        next((one.block for one in every if one.pk not in said), 1), bool(said),
        look.meeting_on.isoformat() if look.meeting_on else "", today.isoformat(),
    )  # fmt: skip


def groups(by: Membership) -> tuple[tuple[str, str], ...]:
    """As what somebody may answer, the likely one first."""
    likely = queries.group_of(by)
    found = sorted(queries.groups_for(by), key=lambda one: one != likely)
    return tuple((one, say(audit_said.GROUPS[one])) for one in found)


def _kicker(look: Look) -> str:
    if look.closed_on is not None:
        return say("Audit, closed on {day}", day=words.day(look.closed_on))
    return say("Audit, opened on {day}", day=words.day(look.opened_on))


def _lede(look: Look, taker: Taker | None) -> str:
    if look.closed_on is not None:
        return say("Nobody answers any more. What was agreed, and what is to do, stays here.")
    if look.meeting_on is not None:
        return say("It is talked about on {day}.", day=words.day(look.meeting_on))
    if taker is None:
        return say("Say how true each statement is of this school. It takes about a minute each.")
    return say("Go on whenever you like. Each tap is kept.")


def _areas(
    every: Sequence[Question], said: set[int], agreed: dict[int, str], taker: Taker | None
) -> tuple[AreaLine, ...]:
    found = []
    for title in dict.fromkeys(one.area for one in every):
        numbers = dict.fromkeys(one.block for one in every if one.area == title)
        blocks = [
            _block([one for one in every if one.block == n], said, agreed, taker) for n in numbers
        ]
        found.append(AreaLine(title, tuple(blocks)))
    return tuple(found)


def _block(
    of: Sequence[Question], said: set[int], agreed: dict[int, str], taker: Taker | None
) -> BlockLine:
    mine = sum(one.pk in said for one in of)
    far = say_n("You have said {mine} of {n}.", "You have said {mine} of {n}.", len(of), mine=mine)
    if taker is None:
        far = say_n("{n} statement.", "{n} statements.", len(of))
    counts = Counter(agreed[one.pk] for one in of if one.pk in agreed)
    spread = [
        Spread(audit_said.mark(rag), say_n("agreed of {n} statement", "agreed of {n} statements",
                                     counts[rag]))
        for rag in (Rag.STRONG, Rag.SOME, Rag.NOT_YET) if counts[rag]
    ]  # fmt: skip
    left = len(of) - sum(counts.values())
    waits = (
        say_n("{n} statement still to talk about.", "{n} statements still to talk about.", left)
        if left else ""
    )  # fmt: skip
    return BlockLine(of[0].block, of[0].block_title, far, tuple(spread), waits)
