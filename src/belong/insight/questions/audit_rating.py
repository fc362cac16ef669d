"""One block of a look, for one person to say how true each statement is."""

from __future__ import annotations

from dataclasses import dataclass

from belong.insight import audit_said
from belong.insight.audit_said import Mark
from belong.insight.questions import audit_look
from belong.insight.words import say, say_n
from belong.people.fetch import NotYours
from belong.people.models import Membership
from belong.practice.audit import queries
from belong.practice.audit.models import Question, Rating


@dataclass(frozen=True)
class Statement:
    """One statement and what the reader said of it.

    kicker   which of the block it is
    chosen   the value of their answer; "" before
    kept     that answer in words; "" before
    version  of their answer; 0 before
    """

    key: int
    kicker: str
    text: str
    prompts: tuple[str, ...]
    chosen: str
    kept: str
    note: str
    version: int


@dataclass(frozen=True)
class Block:
    """The page's answer; before and after are the blocks beside it, 0 for none."""

    look: int
    title: str
    kicker: str
    number: int
    before: int
    after: int
    statements: tuple[Statement, ...]
    choices: tuple[Mark, ...]
    takes: bool
    open: bool
    groups: tuple[tuple[str, str], ...]
    answers_as: str


def ask(by: Membership, key: int, block: int) -> Block:
    """A block for somebody. Raises NotYours, also for a block that is not there."""
    look = queries.look(by, key)
    every = queries.questions(look)
    here = [one for one in every if one.block == block]
    if not here:
        raise NotYours("block")
    taker = queries.taker(by, look)
    said = queries.said_by(taker, block) if taker else {}
    last = max(one.block for one in every)
    return Block(
        look.pk, here[0].block_title,
        say_n("{title}, block {block} of {n}", "{title}, block {block} of {n}", last,
              title=look.title, block=block),
        block, block - 1, block + 1 if block < last else 0,
        tuple(_statement(one, n, len(here), said.get(one.pk)) for n, one in enumerate(here, 1)),
        audit_said.marks(), taker is not None, look.closed_on is None, audit_look.groups(by),
        say(audit_said.GROUPS[taker.group]) if taker else "",
    )  # fmt: skip


def one(by: Membership, question: Question) -> tuple[Block, Statement]:
    """One statement of its block, as it stands now for somebody."""
    block = ask(by, question.look_id, question.block)
    return block, next(s for s in block.statements if s.key == question.pk)


def _statement(one: Question, place: int, of: int, said: Rating | None) -> Statement:
    return Statement(
        one.pk, say("{item}, {place} of {of}", item=one.item, place=place, of=of), one.text,
        tuple(one.prompts.splitlines()), said.rag if said else "",
        audit_said.mark(said.rag).word if said else "", said.note if said else "",
        said.version if said else 0,
    )  # fmt: skip
