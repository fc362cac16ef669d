"""Evidence beside a statement of a look: what is offered today, and what was taken."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from belong.insight import evidence, words
from belong.insight.desk import Desk
from belong.insight.words import say
from belong.people.models import Membership
from belong.practice.audit.models import Question
from belong.practice.audit.plan_models import Evidence
from belong.practice.audit.showing import Figure

Held = Mapping[tuple[int, str], Evidence]


@dataclass(frozen=True)
class OfferLine:
    """One piece of evidence.

    answer   "taken", "declined", or "" for nobody answered yet
    note     what somebody wrote beside it; "" for nothing
    version  of the answer; 0 before
    """

    key: str
    sentence: str
    formula: str
    as_of: str
    answer: str
    note: str
    version: int


def taken(question: Question, held: Held) -> tuple[str, ...]:
    """What was taken as evidence, for paper and for anybody: rounded, each with its day."""
    rows = [held.get((question.pk, key)) for key in question.offers.split()]
    return tuple(
        " ".join(part for part in (_public(row), row.note, _day(row.as_of)) if part)
        for row in rows if row is not None and row.answer == Evidence.Answer.TAKEN
    )  # fmt: skip


def lines(
    by: Membership, question: Question, held: Held, desk: Desk | None, *, governors: bool
) -> tuple[OfferLine, ...]:
    """What stands beside a statement for somebody.

    desk       to offer what nobody answered yet; None offers nothing
    governors  whether governors look on: then nobody sees a true count of few
    """
    found = []
    for key in question.offers.split():
        exact = evidence.may_see_rows(by, key) and not governors
        row = held.get((question.pk, key))
        if row is not None and row.answer == Evidence.Answer.TAKEN:
            found.append(_line(row, row.figure if exact else _public(row)))
        elif desk is not None:
            offered = _offer(desk, key, row, exact=exact)
            found += [offered] if offered else []
    return tuple(found)


def figure(desk: Desk, key: str) -> Figure | None:
    """Evidence as it reads now, to be kept; None where there is nothing to count."""
    found = evidence.offer(desk, key)
    return Figure(key, found.exact, found.rounded, found.as_of) if found else None


def _offer(desk: Desk, key: str, row: Evidence | None, *, exact: bool) -> OfferLine | None:
    found = evidence.offer(desk, key)
    sentence = (found.exact if exact else found.rounded) if found else ""
    if found is None or not sentence:  # too few to say it to everybody who looks on
        return None
    return OfferLine(
        key, sentence, found.formula, _day(found.as_of), row.answer if row else "",
        row.note if row else "", row.version if row else 0,
    )  # fmt: skip


def _line(row: Evidence, sentence: str) -> OfferLine:
    known = evidence.definitions().get(row.key)
    return OfferLine(
        row.key, sentence, say(known.formula) if known else "", _day(row.as_of), row.answer,
        row.note, row.version,
    )  # fmt: skip


def _public(row: Evidence) -> str:
    return row.rounded or _few()


def _few() -> str:
    return say("Too few to say here without pointing at somebody.")


def _day(on: dt.date) -> str:
    return say("As it was on {day}.", day=words.day(on))
