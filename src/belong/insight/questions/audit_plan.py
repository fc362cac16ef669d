"""The development plan of a look: what was agreed by block, what shows it, and the next steps. It
is made to leave Belong on paper, so every number of children in it is rounded."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from belong.insight import audit_evidence, audit_said, audit_steps, words
from belong.insight.audit_said import Mark
from belong.insight.audit_steps import StepLine
from belong.insight.words import say
from belong.people.models import Membership
from belong.people.permissions import Permission
from belong.practice.audit import queries
from belong.practice.audit.models import Agreed, Look, Question


@dataclass(frozen=True)
class PlanItem:
    """One statement of the plan.

    mark      what is agreed; None where a step was set before anything was
    evidence  what shows it, a sentence each
    thought   what the school thinks of next; "" for nothing
    """

    item: str
    text: str
    mark: Mark | None
    evidence: tuple[str, ...]
    thought: str
    steps: tuple[StepLine, ...]


@dataclass(frozen=True)
class PlanBlock:
    """One block with what was agreed in it; note: what the school remembers of it, "" for none."""

    number: int
    area: str
    title: str
    note: str
    items: tuple[PlanItem, ...]


@dataclass(frozen=True)
class Plan:
    """The answer, for a page and for paper.

    waits  what was not talked about yet, as a sentence; "" for nothing
    left   those statements, of how many there are
    """

    look: int
    school: str
    title: str
    kicker: str
    blocks: tuple[PlanBlock, ...]
    waits: str
    left: tuple[Question, ...]
    of: int
    source: str
    may_lead: bool


def ask(by: Membership, key: int, today: dt.date) -> Plan:
    """The plan of a look. Raises NotYours."""
    look = queries.look(by, key)
    every = queries.questions(look)
    agreed, notes = queries.agreed(look), queries.notes(look)
    items = _items(by, look, every, agreed, today)
    blocks = []
    for number in dict.fromkeys(one.block for one in every):
        of = [one for one in every if one.block == number]
        found = tuple(items[one.pk] for one in of if one.pk in items)
        note = notes[number].words if number in notes else ""
        if found or note:
            blocks.append(PlanBlock(number, of[0].area, of[0].block_title, note, found))
    left = tuple(one for one in every if one.pk not in agreed)
    return Plan(
        look.pk, by.school.name, look.title, _kicker(look, today), tuple(blocks),
        waits(left), left, len(every),
        f"{look.source}. {look.licence}.", by.may(Permission.AUDIT_LEAD),
    )  # fmt: skip


def waits(left: Sequence[Question]) -> str:
    """Statements nothing is agreed about yet, as a sentence; "" for none."""
    if not left:
        return ""
    blocks = list(dict.fromkeys(one.block_title for one in left))
    return say("Some statements are not agreed yet, in: {blocks}.", blocks=words.listed(blocks))


def _items(
    by: Membership, look: Look, every: Sequence[Question], agreed: Mapping[int, Agreed],
    today: dt.date,
) -> dict[int, PlanItem]:  # fmt: skip
    """Statements with something agreed or to do, by key."""
    held, set_down = queries.evidence(look), queries.steps(look)
    lines = audit_steps.lines(set_down, by, today)
    of = {step.pk: step.question_id for step in set_down}
    found = {}
    for one in every:
        steps = tuple(line for line in lines if of[line.key] == one.pk)
        said = agreed.get(one.pk)
        shows = audit_evidence.taken(one, held)
        if said or steps or shows:
            own = (said.evidence,) if said and said.evidence else ()
            found[one.pk] = PlanItem(
                one.item, one.text, audit_said.mark(said.rag) if said else None, (*own, *shows),
                said.thought if said else "", steps,
            )  # fmt: skip
    return found


def _kicker(look: Look, today: dt.date) -> str:
    return say("Opened on {day}. As it stands on {today}.", day=words.day(look.opened_on),
               today=words.day(today))  # fmt: skip
