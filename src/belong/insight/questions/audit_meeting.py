"""The screen of a meeting: who says what of each statement, by name, differences first."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from belong.insight import audit_evidence, audit_heard, audit_said, audit_steps
from belong.insight.audit_evidence import OfferLine
from belong.insight.audit_heard import HeardLine
from belong.insight.audit_said import Difference, GroupSaid, Mark
from belong.insight.audit_steps import StepLine
from belong.insight.desk import Desk
from belong.insight.words import say, say_n
from belong.people.fetch import NotYours
from belong.people.models import Membership
from belong.people.permissions import Permission
from belong.practice.audit import queries
from belong.practice.audit.models import Agreed, BlockNote, Look, Question, Rating
from belong.practice.audit.plan_models import Paper


@dataclass(frozen=True)
class Talk:
    """One statement in the meeting.

    mark     what is agreed; None before
    chosen   its value; "" before
    """

    key: int
    item: str
    text: str
    prompts: tuple[str, ...]
    groups: tuple[GroupSaid, ...]
    heard: tuple[HeardLine, ...]
    difference: Difference
    mark: Mark | None
    chosen: str
    evidence: str
    thought: str
    version: int
    steps: tuple[StepLine, ...]
    papers: tuple[Paper, ...]
    offers: tuple[OfferLine, ...]


@dataclass(frozen=True)
class Meeting:
    """The page's answer.

    answered  how many of those who take part have answered here; "" where the look is closed
    """

    look: int
    title: str
    block_title: str
    kicker: str
    heading: str
    answered: str
    number: int
    before: int
    after: int
    talks: tuple[Talk, ...]
    choices: tuple[Mark, ...]
    legend: tuple[Mark, ...]
    note: str
    note_version: int
    may_lead: bool
    open: bool
    owners: tuple[tuple[int, str], ...]
    first: str


def ask(by: Membership, key: int, block: int, today: dt.date, desk: Desk | None = None) -> Meeting:
    """A block in the meeting. Raises NotYours, also for a block that is not there.

    desk  of a leader, to offer evidence from; None where only what was said is asked for again
    """
    look = queries.look(by, key)
    every = queries.questions(look)
    here = [one for one in every if one.block == block]
    if not here:
        raise NotYours("block")
    leads = by.may(Permission.AUDIT_LEAD)
    talks = _talks(by, look, here, today, desk)
    note: BlockNote | None = queries.notes(look).get(block)
    last = max(one.block for one in every)
    return Meeting(
        look.pk, look.title, here[0].block_title,
        say_n("In the meeting, block {block} of {n}: {title}",
              "In the meeting, block {block} of {n}: {title}", last, block=block,
              title=here[0].block_title),
        _heading(talks), _answered(look, here), block, block - 1,
        block + 1 if block < last else 0, talks,
        audit_said.marks(cannot_say=False), audit_said.marks(),
        note.words if note else "", note.version if note else 0, leads, look.closed_on is None,
        tuple(queries.owners(by)) if leads else (), today.isoformat(),
    )  # fmt: skip


def _talks(
    by: Membership, look: Look, here: Sequence[Question], today: dt.date, desk: Desk | None
) -> tuple[Talk, ...]:
    ratings: dict[int, list[Rating]] = {one.pk: [] for one in here}
    for one in queries.ratings(here):
        ratings[one.question_id].append(one)
    agreed = queries.agreed(look)
    set_down = queries.steps(look)
    steps = audit_steps.lines(set_down, by, today)
    keys = {step.pk: step.question_id for step in set_down}
    papers, held = queries.papers(here), queries.evidence(look)
    heard = audit_heard.heard(by.school)
    found = [
        _talk(
            q, ratings[q.pk], agreed.get(q.pk),
            tuple(s for s in steps if keys[s.key] == q.pk),
            tuple(p for p in papers if p.question_id == q.pk),
            audit_evidence.lines(q, held, desk),
            heard.get(q.item, ()),
        )
        for q in here
    ]  # fmt: skip
    return tuple(sorted(found, key=lambda talk: -talk.difference.rank))


def _talk(
    q: Question, ratings: Sequence[Rating], agreed: Agreed | None,
    steps: tuple[StepLine, ...], papers: tuple[Paper, ...], offers: tuple[OfferLine, ...],
    heard: tuple[HeardLine, ...],
) -> Talk:  # fmt: skip
    return Talk(
        q.pk, q.item, q.text, tuple(q.prompts.splitlines()), audit_said.by_group(ratings),
        heard, audit_said.difference(ratings, heard),
        audit_said.mark(agreed.rag) if agreed else None, agreed.rag if agreed else "",
        agreed.evidence if agreed else "", agreed.thought if agreed else "",
        agreed.version if agreed else 0, steps, papers, offers,
    )  # fmt: skip


def _answered(look: Look, here: Sequence[Question]) -> str:
    """They agreed to be named, so that their number is no secret either."""
    if look.closed_on is not None:
        return ""
    n = look.takers.count()
    if not n:
        return say("Nobody takes part yet.")
    return say_n(
        "{done} of {n} who takes part has answered this block.",
        "{done} of {n} who take part have answered this block.", n,
        done=queries.answered(here),
    )  # fmt: skip


def _heading(talks: Sequence[Talk]) -> str:
    apart = [t for t in talks if t.difference.rank >= audit_said.APART]
    said = [t for t in talks if t.difference.rank != audit_said.NOBODY]
    if not said and any(t.heard for t in talks):
        return say("None of us has answered this block yet. What surveys say stands here already.")
    if not said:
        return say("Nobody has said anything of this block yet.")
    if not apart:
        return say("We see this the same way. That is good news.")
    return say_n(
        "We see one thing differently. Talk about it first.",
        "We see {n} things differently. Talk about them first.", len(apart),
    )  # fmt: skip
