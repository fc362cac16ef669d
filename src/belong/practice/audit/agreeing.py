"""What the school says of itself once it was talked about, and what it does next."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from belong.people import trail
from belong.people.models import Membership
from belong.people.permissions import Permission
from belong.people.trail import Verb
from belong.practice.audit import queries
from belong.practice.audit.models import LONGEST_WORDS, Agreed, BlockNote, Look, Question, Rag
from belong.practice.audit.plan_models import LONGEST_STEP, Step
from belong.practice.audit.wrong import NotKept, StepUnclear, WordsMoved, line

MOST_DAYS_AHEAD = 730
"""A next step further ahead is a wish."""
AGREED = (Rag.STRONG, Rag.SOME, Rag.NOT_YET)


@transaction.atomic
def agree(
    *, by: Membership, question: Question, rag: str, evidence: str, thought: str, version: int,
    at: dt.datetime,
) -> Agreed:  # fmt: skip
    """Write down what the school says of one statement.

    version  of what was read before; 0 before anything was agreed
    raises   WordsMoved, NotKept, PermissionDenied
    """
    by.must(Permission.AUDIT_LEAD)
    if rag not in AGREED:
        raise NotKept("Say what you agreed.", do="Choose strong, some or not yet.")
    said = {
        "rag": rag, "evidence": line(evidence, "what shows it", LONGEST_WORDS),
        "thought": line(thought, "what you think of next", LONGEST_WORDS),
    }  # fmt: skip
    Question.objects.select_for_update().get(pk=question.pk)  # two first words wait for each other
    held = Agreed.objects.filter(question=question).first()
    if held is None:
        held = Agreed(school_id=by.school_id, question=question, version=0)
    elif all(getattr(held, name) == value for name, value in said.items()):
        return held
    if held.version != version:
        raise WordsMoved(held)
    _write(held, by, at, said)
    _note(by, Verb.AUDIT_AGREED, question.look, question=question.pk)
    return held


@transaction.atomic
def remember(
    *, by: Membership, look: Look, block: int, words: str, version: int, at: dt.datetime
) -> BlockNote:
    """Write down what the school wants to remember of a whole block; "" takes it away.

    raises  WordsMoved, NotKept, PermissionDenied
    """
    by.must(Permission.AUDIT_LEAD)
    if not look.questions.filter(block=block).exists():
        raise NotKept("There is no such block.")
    said = {"words": line(words, "what you want to remember", LONGEST_WORDS)}
    Look.objects.select_for_update().get(pk=look.pk)
    held = BlockNote.objects.filter(look=look, block=block).first()
    if held is None:
        held = BlockNote(school_id=by.school_id, look=look, block=block, version=0)
    elif held.words == said["words"]:
        return held
    if held.version != version:
        raise WordsMoved(held)
    _write(held, by, at, said)
    _note(by, Verb.AUDIT_AGREED, look)
    return held


def _write(held: Agreed | BlockNote, by: Membership, at: dt.datetime, said: dict[str, str]) -> None:
    for name, value in said.items():
        setattr(held, name, value)
    held.said_by_id, held.said_at, held.version = by.adult_id, at, held.version + 1
    held.save()


@dataclass(frozen=True)
class Wanted:
    """A next step somebody wants to set down; owner is the key of an adult, due null for no day."""

    what: str
    owner: int
    due: dt.date | None


@transaction.atomic
def set_step(*, by: Membership, question: Question, wanted: Wanted, at: dt.datetime) -> Step:
    """Set a next step of the school down. It stands in its owner's Today until it is done.

    raises  StepUnclear, NotKept, PermissionDenied
    """
    by.must(Permission.AUDIT_LEAD)
    today = timezone.localdate(at)
    what = line(wanted.what, "what you will do", LONGEST_STEP)
    missing = _missing(by, what, wanted, today)
    if missing or wanted.due is None:
        raise StepUnclear(missing)
    step = Step.objects.create(
        school_id=by.school_id, look=question.look, question=question, what=what,
        owner_id=wanted.owner, due=wanted.due, set_by_id=by.adult_id, set_on=today,
    )  # fmt: skip
    _note(by, Verb.AUDIT_STEP, question.look, step=step.pk)
    return step


def _missing(by: Membership, what: str, wanted: Wanted, today: dt.date) -> dict[str, str]:
    """What a next step still needs, by the field of the form."""
    missing = {}
    if not what:
        missing["what"] = "Write one thing to do, in a sentence."
    if wanted.owner not in dict(queries.owners(by)):
        missing["owner"] = "Choose the adult who will see to it."
    if wanted.due is None:
        missing["due"] = "Choose a day, such as 24 11 2026."
    elif not today <= wanted.due <= today + dt.timedelta(days=MOST_DAYS_AHEAD):
        missing["due"] = "Choose a day from today to two years ahead."
    return missing


@transaction.atomic
def do_step(
    *, by: Membership, step: Step, outcome: str, version: int, at: dt.datetime
) -> Step:  # fmt: skip
    """Its owner, or whoever leads the look, says that it is done, and what came of it.

    raises  WordsMoved, NotKept, PermissionDenied
    """
    _theirs(by, step)
    said = line(outcome, "what came of it", LONGEST_STEP)
    done = step.done_on or timezone.localdate(at)
    changed = Step.objects.filter(pk=step.pk, school_id=by.school_id, version=version).update(
        done_on=done, outcome=said, version=version + 1
    )
    step.refresh_from_db()
    if not changed:
        if step.done_on is not None and step.outcome == said:
            return step
        raise WordsMoved(step)
    _note(by, Verb.AUDIT_STEP, step.look, step=step.pk)
    return step


@transaction.atomic
def take_back_step(*, by: Membership, step: Step) -> None:
    """Take back a step that was set down by mistake. What is done stays done.

    raises  NotKept, PermissionDenied
    """
    by.must(Permission.AUDIT_LEAD)
    gone, _ = Step.objects.filter(pk=step.pk, school_id=by.school_id, done_on=None).delete()
    if not gone:
        raise NotKept("This is done, so it stays.", do="Change what came of it if you like.")
    _note(by, Verb.AUDIT_STEP, step.look, step=step.pk)


def _theirs(by: Membership, step: Step) -> None:
    by.must(Permission.AUDIT_READ)
    mine = step.school_id == by.school_id and step.owner_id == by.adult_id
    if not mine and not by.may(Permission.AUDIT_LEAD):
        raise PermissionDenied("somebody else's step")


def _note(by: Membership, verb: Verb, look: Look, **more: int) -> None:
    detail: dict[str, object] = {"look": look.pk, **more}
    trail.note(by, verb, about="school", ids=[look.school_id], detail=detail)
