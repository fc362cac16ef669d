"""Two pages for governors: what is true of the school, what is partly true, what is not yet true,
and what comes next. No name of an adult, no total, and every number of children is rounded."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from belong.insight import audit_heard, audit_said
from belong.insight.audit_heard import HeardLine
from belong.insight.audit_said import Mark
from belong.insight.questions import audit_plan
from belong.insight.questions.audit_plan import Plan, PlanItem
from belong.insight.words import say, say_n
from belong.people.models import Membership, School
from belong.practice.audit import queries
from belong.practice.audit.models import Question, Rag, Rating

TITLES = {
    Rag.STRONG: "What is true of us", Rag.SOME: "What is true in places",
    Rag.NOT_YET: "What is not yet true of us",
}  # fmt: skip
NOTHING = {
    Rag.STRONG: "There is nothing yet of which we agreed that it is true and can be shown.",
    Rag.SOME: "There is nothing yet of which we agreed that it is true in places.",
    Rag.NOT_YET: "There is nothing yet of which we agreed that it is not yet true.",
}  # fmt: skip


@dataclass(frozen=True)
class Said:
    """One statement, what shows it, and what pupils, families and staff said of it."""

    text: str
    evidence: tuple[str, ...]
    heard: tuple[HeardLine, ...]


@dataclass(frozen=True)
class Part:
    """Statements of which the school says the same. nothing: what stands there where none is."""

    mark: Mark
    title: str
    said: tuple[Said, ...]
    nothing: str


@dataclass(frozen=True)
class Differs:
    """One statement that leaders, staff and governors see differently, and how: no names."""

    text: str
    words: str


@dataclass(frozen=True)
class Next:
    """One next step, without whose it is. outcome: what came of it; "" for nothing said."""

    what: str
    when: str
    done: bool
    outcome: str


@dataclass(frozen=True)
class Governors:
    """The answer, for a page and for paper.

    differs where we differ still: statements nothing is agreed of
    silent  what was not talked about yet, as a sentence; "" for nothing
    """

    look: int
    school: str
    title: str
    kicker: str
    parts: tuple[Part, ...]
    differs: tuple[Differs, ...]
    silent: str
    steps: tuple[Next, ...]
    done: tuple[Next, ...]
    thoughts: tuple[str, ...]
    source: str


def ask(by: Membership, key: int, today: dt.date) -> Governors:
    """The two pages. Raises NotYours."""
    plan = audit_plan.ask(by, key, today)
    items = [item for block in plan.blocks for item in block.items]
    lines = (line for item in items for line in item.steps)
    steps = [
        Next(one.what, one.when, one.done, one.outcome)
        for one in sorted(lines, key=lambda line: (line.day, line.key))
    ]
    return Governors(
        plan.look, plan.school, plan.title, plan.kicker, _parts(by.school, items),
        _differs(plan.left), _silent(plan.left, plan.of), tuple(s for s in steps if not s.done),
        tuple(s for s in steps if s.done), _questions(plan), plan.source,
    )  # fmt: skip


def _parts(school: School, items: Sequence[PlanItem]) -> tuple[Part, ...]:
    """All three, also an empty one: what is not yet true is never left out."""
    heard = audit_heard.heard(school)
    return tuple(
        Part(
            audit_said.mark(rag), say(title),
            tuple(
                Said(item.text, item.evidence, heard.get(item.item, ()))
                for item in items if item.mark and item.mark.value == rag
            ),
            say(NOTHING[rag]),
        )
        for rag, title in TITLES.items()
    )  # fmt: skip


def _differs(left: Sequence[Question]) -> tuple[Differs, ...]:
    """What is agreed was talked about; what is not is where to talk."""
    said: dict[int, list[Rating]] = {one.pk: [] for one in left}
    for one in queries.ratings(left):
        said[one.question_id].append(one)
    apart = ((one.text, audit_said.apart(said[one.pk])) for one in left)
    return tuple(Differs(text, how) for text, how in apart if how)


def _silent(left: Sequence[Question], every: int) -> str:
    if not left:
        return say("All statements of this look were talked about.")
    if len(left) == every:
        return say("Nothing was agreed yet, so nothing can be said here.")
    return say_n(
        "{left} of {n} statement was not talked about yet.",
        "{left} of {n} statements were not talked about yet.", every, left=len(left),
    )  # fmt: skip


def _questions(plan: Plan) -> tuple[str, ...]:
    """What governors may ask, made of what is not yet true and of what has no step."""
    bare = [
        item.text for block in plan.blocks for item in block.items
        if item.mark and item.mark.value != Rag.STRONG and not item.steps
    ]  # fmt: skip
    asks = [say("What would be a first step, so that this becomes true: {text}", text=t)
            for t in bare[:2]]  # fmt: skip
    who = say("Which child would not yet say that they are known and welcome here,"
              " and who has asked them?")  # fmt: skip
    return (*asks, who)
