"""Five steps for those who lead: what is known of each, what was agreed, what only people know."""

from __future__ import annotations

import datetime as dt
import tomllib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from belong.insight import audit_evidence, evidence, words
from belong.insight.desk import Desk
from belong.insight.questions import you_said
from belong.insight.words import say, say_n
from belong.people import own_words
from belong.people.models import Membership
from belong.people.permissions import Permission
from belong.practice.audit import queries as audit
from belong.practice.audit.models import Agreed, Look, Rag
from belong.practice.voice import ledger, results, sessions
from belong.practice.voice.ledger_models import Theme

AGREED = {Rag.STRONG: "we say strong", Rag.SOME: "we say some", Rag.NOT_YET: "we say not yet"}


@dataclass(frozen=True)
class Fact:
    """Something known, and where it comes from."""

    words: str
    href: str = ""
    source: str = ""


@dataclass(frozen=True)
class Step:
    """One of the five. unknown: what Belong cannot know, as questions for people."""

    key: str
    title: str
    known: tuple[Fact, ...]
    unknown: tuple[str, ...]


@dataclass(frozen=True)
class FiveSteps:
    """The page's answer.

    child     the last thing pupils said that waits or was answered; "" where nobody wrote one down
    question  one of three to think about, another each week
    """

    kicker: str
    child: str
    child_when: str
    question: str
    steps: tuple[Step, ...]


def ask(by: Membership, desk: Desk | None, today: dt.date) -> FiveSteps:
    """The page of a school. It names no child.

    desk    null where no register came in yet
    raises  PermissionDenied
    """
    by.must(Permission.AUDIT_LEAD)
    said = _said()
    looks = audit.looks(by)
    agreed = _agreed(looks, {item for one in said["step"] for item in one["items"]})
    child = _child(by)
    week = (today.toordinal() - 1) // 7
    return FiveSteps(
        kicker=say("{school}, {day}", school=by.school.name, day=words.day(today)),
        child=child.words if child else "",
        child_when=words.day(child.heard_on) if child else "",
        question=say(said["questions"][week % len(said["questions"])]),
        steps=tuple(_step(by, desk, one, today, looks, agreed) for one in said["step"]),
    )


@cache
def _said() -> Mapping[str, Any]:
    return tomllib.loads((files("belong.insight") / "five_steps.toml").read_text(encoding="utf-8"))


def _child(by: Membership) -> Theme | None:
    """The newest of what pupils said."""
    said = [one for one in ledger.themes(by) if one.who == "pupils"]
    return max(said, key=lambda one: (one.heard_on, one.pk), default=None)


def _step(
    by: Membership, desk: Desk | None, one: Mapping[str, Any], today: dt.date,
    looks: Sequence[Look], agreed: Mapping[str, Fact],
) -> Step:  # fmt: skip
    beside = {
        "start": lambda: _start(looks), "voices": lambda: _voices(by, today), "fairness": _fairness,
    }.get(one["key"])  # fmt: skip
    known = [
        *_counted(desk, one["knows"]),
        *(beside() if beside else []),
        *(agreed[item] for item in one["items"] if item in agreed),
    ]
    title = say(one["title"], pupils=own_words.of(by.school).many)
    return Step(one["key"], title, tuple(known), tuple(say(q) for q in one["ask"]))


def _counted(desk: Desk | None, keys: Sequence[str]) -> list[Fact]:
    """As it reads today. The page is printed: what few are in is kept back, and says so."""
    offers = [evidence.offer(desk, key) for key in keys] if desk else []
    return [
        Fact(one.sentence or audit_evidence.too_few(),
             source=f"{one.formula} {words.day(one.as_of)}")
        for one in offers if one
    ]  # fmt: skip


def _agreed(looks: Sequence[Look], items: Collection[str]) -> Mapping[str, Fact]:
    """What was agreed of some statements in the latest look in which any of them was, by item."""
    for look in looks:
        found = _of_look(look, items)
        if found:
            return found
    return {}


def _of_look(look: Look, items: Collection[str]) -> Mapping[str, Fact]:
    agreed: Mapping[int, Agreed] = audit.agreed(look)
    return {
        question.item: Fact(
            f"{question.text} {say(AGREED[Rag(one.rag)]).capitalize()}.",
            f"/audit/{look.pk}/plan/", say("Agreed when we looked: {title}", title=look.title),
        )
        for question in audit.questions(look)
        if question.item in items and (one := agreed.get(question.pk)) and one.rag in set(AGREED)
    }  # fmt: skip


def _start(looks: Sequence[Look]) -> list[Fact]:
    """The last look that is over, and one that is open."""
    over = [_over(one, one.closed_on) for one in looks if one.closed_on is not None]
    still = [
        Fact(say("The school looks at itself now. The look is open since {day}.",
                 day=words.day(one.opened_on)), f"/audit/{one.pk}/")
        for one in looks if one.closed_on is None
    ]  # fmt: skip
    never = Fact(say("The school has not looked at itself yet."), "/audit/")
    return [*over[:1], *still] or [never]


def _over(look: Look, closed_on: dt.date) -> Fact:
    when = words.stretch(look.opened_on, closed_on)
    return Fact(say("The school last looked at itself: {days}.", days=when), f"/audit/{look.pk}/")


def _voices(by: Membership, today: dt.date) -> list[Fact]:
    told = you_said.ask(by, today)
    facts = [Fact(f"{told.heading}. {told.soon}".strip(), "/voice/you-said/")]
    heard = sessions.for_everybody(by)
    if heard:
        facts.append(Fact(say("We last listened without a form on {day}.",
                              day=words.day(heard[0].on)), "/voice/listening/"))  # fmt: skip
    called = own_words.of(by.school)
    holds = [one for one in sessions.agreements(by) if one.ended_on is None]
    if holds:
        facts.append(Fact(say_n("{n} agreement written with {pupils} holds.",
                                "{n} agreements written with {pupils} hold.", len(holds),
                                pupils=called.many),
                          "/voice/listening/"))  # fmt: skip
    return [*facts, *_asked(by)]


def _asked(by: Membership) -> list[Fact]:
    closed = results.of_school(by)
    if not closed:
        return [Fact(say("Nobody has been asked in a survey yet."), "/voice/")]
    last = closed[0]
    return [Fact(say("Last asked: {title}, closed {day}.", title=last.title,
                     day=words.day(last.closed_on or last.closes_on)),
                 f"/voice/{last.pk}/results/")]  # fmt: skip


def _fairness() -> list[Fact]:
    return [
        Fact(say("Whether early warnings speak as truly of one group as of another."),
             "/early-warnings/how-good/"),
        Fact(say("Belong does not compare groups in anything else yet: it cannot tell.")),
    ]  # fmt: skip
