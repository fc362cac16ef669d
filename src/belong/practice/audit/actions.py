"""Opening a look, taking part by name, saying how true something is. Each leaves a trail line."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.utils import timezone

from belong.people import trail
from belong.people.models import Membership
from belong.people.permissions import Permission
from belong.people.trail import Verb
from belong.practice.audit import queries
from belong.practice.audit.lists import StatementList
from belong.practice.audit.models import LONGEST_NOTE, Look, Question, Rag, Rating, Taker
from belong.practice.audit.wrong import NotKept, WordsMoved, line


@transaction.atomic
def open_look(
    *, by: Membership, key: str, at: dt.datetime, meeting_on: dt.date | None = None,
    optional: bool = False,
) -> Look:  # fmt: skip
    """Open a look at the school with one of its lists; it is compared with the last of that list.

    optional  whether to ask what is optional, too
    raises    NotKept where one of that list is open, or no such list is; PermissionDenied
    """
    by.must(Permission.AUDIT_LEAD)
    today = timezone.localdate(at)
    chosen = next((one for one in queries.every_list(by.school_id) if one.key == key), None)
    if chosen is None:
        raise NotKept("There is no such list.", do="Choose one of those below.")
    if meeting_on is not None and meeting_on < today:
        raise NotKept("That day is over.", do="Choose today or a later day for the meeting.")
    same = Look.objects.filter(school_id=by.school_id, framework=key).order_by("-opened_on", "-pk")
    if same.filter(closed_on=None).exists():
        raise NotKept("A look with this list is open.", do="Go on with it, or close it first.")
    look = Look.objects.create(
        school_id=by.school_id, framework=key, title=chosen.title, licence=chosen.licence,
        source=chosen.source, previous=same.first(), meeting_on=meeting_on, opened_on=today,
        opened_by_id=by.adult_id,
    )  # fmt: skip
    _ask(look, chosen, optional)
    _note(by, Verb.AUDIT_OPENED, look)
    return look


def _ask(look: Look, chosen: StatementList, optional: bool) -> None:
    items = [one for one in chosen.items if optional or not one.optional]
    blocks = {key: n for n, key in enumerate(dict.fromkeys(one.block for one in items), start=1)}
    Question.objects.bulk_create(
        Question(
            school_id=look.school_id, look=look, item=one.item, place=place, area=one.area,
            block=blocks[one.block], block_title=one.block_title, text=one.text,
            prompts="\n".join(one.prompts), ties=one.ties, pupils=one.pupils,
            families=one.families, staff=one.staff, offers=" ".join(one.offers),
        )
        for place, one in enumerate(items, start=1)
    )  # fmt: skip


@transaction.atomic
def move_meeting(*, by: Membership, look: Look, on: dt.date | None, at: dt.datetime) -> None:
    """Talk about a look on another day; None for no day that is known.

    raises  NotKept where the day is over or the look is closed; PermissionDenied
    """
    by.must(Permission.AUDIT_LEAD)
    if on is not None and on < timezone.localdate(at):
        raise NotKept("That day is over.", do="Choose today or a later day for the meeting.")
    _still_open(by, look)
    Look.objects.filter(pk=look.pk, school_id=by.school_id).update(meeting_on=on)
    day = on.isoformat() if on else ""
    trail.note(by, Verb.AUDIT_OPENED, about="school", ids=[look.school_id],
               detail={"look": look.pk, "meeting_on": day})  # fmt: skip


@transaction.atomic
def close(*, by: Membership, look: Look, at: dt.datetime) -> None:
    """Nobody answers any more; what is agreed and what is to do can still be written.

    raises  NotKept where it is closed; PermissionDenied
    """
    by.must(Permission.AUDIT_LEAD)
    open_one = Look.objects.filter(pk=look.pk, school_id=by.school_id, closed_on=None)
    if not open_one.update(closed_on=timezone.localdate(at)):
        raise NotKept("This is closed already.")
    _note(by, Verb.AUDIT_OPENED, look)


@transaction.atomic
def join(*, by: Membership, look: Look, group: str, at: dt.datetime) -> Taker:
    """Take part, having read that one's name stands beside what one says. Twice is once.

    raises  NotKept for a group somebody cannot answer as, and once it is closed
    """
    by.must(Permission.AUDIT_READ)
    _still_open(by, look)
    if group not in queries.groups_for(by):
        raise NotKept("Say as what you answer.", do="Choose one of those below.")
    taker, new = Taker.objects.get_or_create(
        look=look, adult_id=by.adult_id,
        defaults={"school_id": by.school_id, "group": group, "joined_at": at},
    )  # fmt: skip
    if new:
        _note(by, Verb.AUDIT_JOINED, look)
    return taker


@transaction.atomic
def step_out(*, by: Membership, look: Look) -> None:
    """Take part no more: one's name and all one said are gone. Nobody is asked why.

    raises  NotKept once it is closed: by then it was talked about
    """
    by.must(Permission.AUDIT_READ)
    _still_open(by, look)
    gone, _ = Taker.objects.filter(
        look=look, school_id=by.school_id, adult_id=by.adult_id
    ).delete()  # fmt: skip
    if gone:
        _note(by, Verb.AUDIT_JOINED, look)


@transaction.atomic
def rate(
    *, by: Membership, question: Question, rag: str, note: str, version: int, at: dt.datetime
) -> Rating:
    """Say how true one statement is; one's own answer can be changed while the look is open.

    rag      one of Rag, or "" to keep what was said and change only the note
    version  of the words that were read before these were typed; 0 before anything was said
    raises   WordsMoved where the note changed meanwhile, NotKept, PermissionDenied
    """
    by.must(Permission.AUDIT_READ)
    look = question.look
    _still_open(by, look)
    taker = queries.taker(by, look)
    if taker is None:
        raise NotKept("You have not agreed to be named yet.", do="Read how this works first.")
    words = line(note, "why", LONGEST_NOTE)
    if rag not in Rag.values and rag != "":
        raise NotKept("Choose how true it is.", do="Tap one of the four.")
    held = Rating.objects.filter(question=question, taker=taker).first()
    if held is None:
        return _first(by, question, taker, rag, words, at)
    return _again(by, held, rag or held.rag, words, version, at)


def _first(
    by: Membership, question: Question, taker: Taker, rag: str, words: str, at: dt.datetime
) -> Rating:
    if not rag:
        raise NotKept("Say first how true it is.", do="Tap one of the four. Your words are here.")
    made = Rating.objects.create(
        school_id=by.school_id, question=question, taker=taker, rag=rag, note=words, said_at=at
    )
    _note(by, Verb.AUDIT_RATED, question.look, question=question.pk)
    return made


def _again(
    by: Membership, held: Rating, rag: str, words: str, version: int, at: dt.datetime
) -> Rating:
    if (held.rag, held.note) == (rag, words):
        return held
    # A tap writes over no word: only words that changed have to have been read.
    if words != held.note and version != held.version:
        raise WordsMoved(held)
    held.rag, held.note, held.said_at, held.version = rag, words, at, held.version + 1
    held.save(update_fields=["rag", "note", "said_at", "version"])
    _note(by, Verb.AUDIT_RATED, held.question.look, question=held.question_id)
    return held


@transaction.atomic
def exported(*, by: Membership, look: Look) -> None:
    """Note that a look left Belong as a file.

    raises  PermissionDenied
    """
    by.must(Permission.AUDIT_LEAD)
    _note(by, Verb.AUDIT_EXPORTED, look)


def _still_open(by: Membership, look: Look) -> None:
    """Asked again under a lock, so that nothing is said after somebody closed it."""
    rows = Look.objects.select_for_update().filter(pk=look.pk, school_id=by.school_id)
    row = rows.first()
    if row is None or row.closed_on is not None:
        raise NotKept("This look is closed.", do="Read what came of it.")


def _note(by: Membership, verb: Verb, look: Look, **more: int) -> None:
    detail: dict[str, object] = {"look": look.pk, **more}
    trail.note(by, verb, about="school", ids=[look.school_id], detail=detail)
