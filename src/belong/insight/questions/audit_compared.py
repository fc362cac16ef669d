"""A look beside the one before: statement by statement, what was, what is, and what was done in
between. Nothing is added up."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from belong.insight import audit_said, audit_steps, words
from belong.insight.audit_said import STANDING, Mark
from belong.insight.audit_steps import StepLine
from belong.insight.words import say
from belong.people.models import Membership
from belong.practice.audit import queries
from belong.practice.audit.models import Agreed, Look, Question, Rag


@dataclass(frozen=True)
class Row:
    """One statement. was, now: None where nothing was agreed.

    sentence  how it moved, in words
    done      steps of the look before that were done since
    """

    item: str
    text: str
    was: Mark | None
    now: Mark | None
    sentence: str
    done: tuple[StepLine, ...]


@dataclass(frozen=True)
class Compared:
    """The answer. parts: a title and its rows; an empty part is left out."""

    look: int
    title: str
    kicker: str
    lede: str
    parts: tuple[tuple[str, tuple[Row, ...]], ...]


def ask(by: Membership, key: int, today: dt.date) -> Compared:
    """A look beside the one before. Raises NotYours."""
    look = queries.look(by, key)
    before = look.previous
    if before is None:
        lede = say("This is the first look with this list, so there is nothing to compare it with.")
        return Compared(look.pk, look.title, _kicker(look, None), lede, ())
    rows = [_row(*one) for one in _pairs(by, look, before, today)]
    moved = tuple(r for r in rows if r.was and r.now and r.was != r.now)
    same = tuple(r for r in rows if r.was and r.was == r.now)
    rest = tuple(r for r in rows if not r.was or not r.now)
    parts = (
        (say("What moved"), moved), (say("What stayed"), same),
        (say("Agreed in one of the two only"), rest),
    )  # fmt: skip
    lede = say("What was agreed then and now, and what was done in between. Nothing is added up.")
    return Compared(
        look.pk, look.title, _kicker(look, before), lede,
        tuple((title, of) for title, of in parts if of),
    )  # fmt: skip


Pair = tuple[Question, Agreed | None, Agreed | None, tuple[StepLine, ...]]


def _pairs(by: Membership, look: Look, before: Look, today: dt.date) -> list[Pair]:
    now = {one.question.item: one for one in queries.agreed(look).values()}
    was = {one.question.item: one for one in queries.agreed(before).values()}
    done = [one for one in queries.steps(before) if one.done_on is not None]
    return [
        (
            one, was.get(one.item), now.get(one.item),
            audit_steps.lines([s for s in done if s.question.item == one.item], by, today),
        )
        for one in queries.questions(look) if one.item in was or one.item in now
    ]  # fmt: skip


def _row(one: Question, was: Agreed | None, now: Agreed | None, done: tuple[StepLine, ...]) -> Row:
    return Row(
        one.item, one.text, audit_said.mark(was.rag) if was else None,
        audit_said.mark(now.rag) if now else None, _moved(was, now), done,
    )  # fmt: skip


def _moved(was: Agreed | None, now: Agreed | None) -> str:
    if was is None:
        return say("Nothing was agreed about it before.")
    if now is None:
        return say("Not talked about again yet.")
    then, here = STANDING[Rag(was.rag)], STANDING[Rag(now.rag)]
    if here > then:
        return say("There is more of it now.")
    if here < then:
        return say("There is less of it now, or we look more closely. Both are worth a talk.")
    return say("It is as it was.")


def _kicker(look: Look, before: Look | None) -> str:
    if before is None:
        return say("Opened on {day}", day=words.day(look.opened_on))
    return say("{then} beside {now}", then=words.day(before.opened_on),
               now=words.day(look.opened_on))  # fmt: skip
