"""Evidence beside a statement of a look: what is offered today, and what was taken."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from belong.insight import evidence, words
from belong.insight.desk import Desk
from belong.insight.evidence import Offer
from belong.insight.words import say
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


def lines(question: Question, held: Held, desk: Desk | None) -> tuple[OfferLine, ...]:
    """What stands beside a statement, the same for whoever looks on.

    desk  to offer what nobody answered yet; None offers nothing
    """
    found = []
    for key in question.offers.split():
        row = held.get((question.pk, key))
        if row is not None and row.answer == Evidence.Answer.TAKEN:
            found.append(_line(row))
        elif desk is not None:
            offered = _offer(desk, key, row)
            found += [offered] if offered else []
    return tuple(found)


def figure(desk: Desk, key: str) -> Figure | None:
    """Evidence as it reads now, to be kept; None where it shows nothing."""
    found = _shows(desk, key)
    return Figure(key, found.sentence, found.as_of) if found else None


def _shows(desk: Desk, key: str) -> Offer | None:
    """Not what too few are in to say it, and not what nobody wrote down: that it stands nowhere
    shows nothing of what people do."""
    found = evidence.offer(desk, key)
    return found if found and found.written and found.sentence else None


def _offer(desk: Desk, key: str, row: Evidence | None) -> OfferLine | None:
    found = _shows(desk, key)
    if found is None:
        return None
    return OfferLine(
        key, found.sentence, found.formula, _day(found.as_of), row.answer if row else "",
        row.note if row else "", row.version if row else 0,
    )  # fmt: skip


def _line(row: Evidence) -> OfferLine:
    known = evidence.definitions().get(row.key)
    return OfferLine(
        row.key, _public(row), say(known.formula) if known else "", _day(row.as_of), row.answer,
        row.note, row.version,
    )  # fmt: skip


def _public(row: Evidence) -> str:
    return row.rounded or too_few()


def too_few() -> str:
    """What stands where a count is kept back."""
    return say("Too few to say here without pointing at somebody.")


def _day(on: dt.date) -> str:
    return say("As it was on {day}.", day=words.day(on))
