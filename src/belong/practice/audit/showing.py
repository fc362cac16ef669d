"""What shows that a statement is true: evidence Belong offered, and files. A person decides."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db import transaction

from belong.people import trail
from belong.people.models import Membership
from belong.people.permissions import Permission
from belong.people.trail import Verb
from belong.practice.audit.models import LONGEST_NOTE, Question
from belong.practice.audit.plan_models import LONGEST_NAME, MOST_BYTES, Evidence, Paper
from belong.practice.audit.wrong import NotKept, WordsMoved, line

MOST_PAPERS = 5
"""Files beside one statement."""
ZIP = b"PK\x03\x04"
KINDS = {
    "pdf": b"%PDF-", "png": b"\x89PNG\r\n\x1a\n", "jpg": b"\xff\xd8\xff", "jpeg": b"\xff\xd8\xff",
    "docx": ZIP, "xlsx": ZIP, "odt": ZIP,
}  # fmt: skip
"""Endings of files that are taken, and how each begins."""
TAKEN = "Bring a PDF, a picture, or a document of Word, Excel or LibreOffice."


@dataclass(frozen=True)
class Figure:
    """Evidence as it reads on a day; the fields as `Evidence` has them."""

    key: str
    rounded: str
    as_of: dt.date


@transaction.atomic
def answer(
    *, by: Membership, question: Question, figure: Figure, taken: bool, note: str, version: int,
    at: dt.datetime,
) -> Evidence:  # fmt: skip
    """Take evidence that was offered, as it reads now; or decline it, and keep nothing of it.

    version  of what was answered before; 0 before anything was
    raises   WordsMoved, NotKept for evidence that this statement is not offered, PermissionDenied
    """
    by.must(Permission.AUDIT_LEAD)
    if figure.key not in question.offers.split():
        raise NotKept("That is not offered here.")
    words = line(note, "what you write beside it", LONGEST_NOTE)
    Question.objects.select_for_update().get(pk=question.pk, school_id=by.school_id)
    held = Evidence.objects.filter(question=question, key=figure.key).first()
    if held is None:
        held = Evidence(school_id=by.school_id, question=question, key=figure.key, version=0)
    if held.version != version:
        raise WordsMoved(held)
    held.answer = Evidence.Answer.TAKEN if taken else Evidence.Answer.DECLINED
    held.rounded = figure.rounded if taken else ""
    held.note, held.as_of = words, figure.as_of
    held.said_by_id, held.said_at, held.version = by.adult_id, at, held.version + 1
    held.save()
    _note(by, question)
    return held


@transaction.atomic
def add_paper(
    *, by: Membership, question: Question, name: str, body: bytes, at: dt.datetime
) -> Paper:
    """Put a file beside a statement.

    name    as it was called where it came from
    raises  NotKept for one that is too large or of another kind, or one too many
    """
    by.must(Permission.AUDIT_LEAD)
    called = line(name.replace("/", " ").replace("\\", " "), "the name of the file", LONGEST_NAME)
    stem, dot, kind = called.rpartition(".")
    kind = kind.lower()
    if not stem or not dot or kind not in KINDS or not body.startswith(KINDS[kind]):
        raise NotKept("This is not a kind of file that is taken here.", do=TAKEN)
    if len(body) > MOST_BYTES:
        raise NotKept("This file is too large.", do="Bring one of at most 3 MB.")
    Question.objects.select_for_update().get(pk=question.pk, school_id=by.school_id)
    if Paper.objects.filter(question=question).count() >= MOST_PAPERS:
        raise NotKept("Five files stand here already.", do="Take one away first.")
    paper = Paper.objects.create(
        school_id=by.school_id, question=question, name=called, kind=kind, body=body,
        added_by_id=by.adult_id, added_at=at,
    )  # fmt: skip
    _note(by, question, paper=paper.pk)
    return paper


@transaction.atomic
def remove_paper(*, by: Membership, paper: Paper) -> None:
    """Take a file away; it is gone.

    raises  PermissionDenied
    """
    by.must(Permission.AUDIT_LEAD)
    key, question = paper.pk, paper.question
    Paper.objects.filter(pk=key, school_id=by.school_id).delete()
    _note(by, question, paper=key)


def _note(by: Membership, question: Question, **more: int) -> None:
    detail: dict[str, object] = {"look": question.look_id, "question": question.pk, **more}
    trail.note(by, Verb.AUDIT_EVIDENCE, about="school", ids=[question.school_id], detail=detail)
