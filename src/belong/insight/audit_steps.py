"""Next steps of a school, in words."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from belong.insight import words
from belong.insight.words import say
from belong.people.models import Membership
from belong.people.permissions import Permission
from belong.practice.audit import queries
from belong.practice.audit.plan_models import Step


@dataclass(frozen=True)
class StepLine:
    """One step.

    about    the statement it is about
    when     by when, or when it was done; `day` that day
    outcome  what came of it; "" for nothing said
    may_say  whether the reader can say that it is done, or change what came of it
    """

    key: int
    look: int
    what: str
    owner: str
    when: str
    day: dt.date
    about: str
    done: bool
    outcome: str
    version: int
    may_say: bool
    mine: bool


def lines(steps: Sequence[Step], by: Membership, today: dt.date) -> tuple[StepLine, ...]:
    """Steps as a page shows them to somebody."""
    leads = by.may(Permission.AUDIT_LEAD)
    return tuple(_line(one, by, today, leads) for one in steps)


def _line(one: Step, by: Membership, today: dt.date, leads: bool) -> StepLine:
    mine = one.owner_id == by.adult_id
    return StepLine(
        one.pk, one.look_id, one.what, one.owner.name, when(one, today),
        one.done_on or one.due, one.question.text, one.done_on is not None, one.outcome,
        one.version, leads or mine, mine,
    )  # fmt: skip


def when(one: Step, today: dt.date) -> str:
    """By when, or when it was done. A day that is over is said without a word of blame."""
    if one.done_on is not None:
        return say("Done on {day}", day=words.day(one.done_on))
    if one.due < today:
        return say("It was meant for {day}", day=words.day(one.due))
    return say("By {day}", day=words.day(one.due))


def of_day(by: Membership, today: dt.date) -> tuple[StepLine, ...]:
    """Somebody's own next steps for the school that wait, the soonest first."""
    return lines(queries.mine_to_do(by), by, today)


def of_school(by: Membership, today: dt.date) -> tuple[StepLine, ...]:
    """Every next step of the school that waits, the soonest first."""
    return lines(queries.all_to_do(by), by, today)
