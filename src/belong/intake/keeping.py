"""Making a read file part of the register: all of what is in it, or nothing."""

from __future__ import annotations

from collections.abc import Callable

from django.db import transaction
from django.utils import timezone

from belong.basics.errors import BelongError, UnreadableFile
from belong.intake import (
    facts,
    landing,
    laying,
    lessons,
    matching,
    newcomers,
    preview,
    revisions,
    roster,
)
from belong.intake.enrolling import enrol
from belong.intake.laying import Look
from belong.intake.models import Change, Import
from belong.people import outsiders, trail
from belong.people.models import Membership
from belong.people.trail import Verb
from belong.registers.sources.reading import Reading, SchoolMarks
from belong.registers.sources.records import Records
from belong.registers.sources.whole import Whole

TRIES = 3
WAITING = (Import.Stage.READ, Import.Stage.KEEPING)


class Overtaken(BelongError):
    """Somebody else kept a file while this one was being kept, again and again."""


def leave(brought: Import, stage: Import.Stage, of: tuple[Import.Stage, ...] = WAITING) -> None:
    """Move a waiting file on. Raises UnreadableFile where it is not waiting any more."""
    waiting = Import.objects.filter(pk=brought.pk, stage__in=of)
    if not waiting.update(
        stage=stage,
        kept_at=brought.kept_at,
        kept_revision=brought.kept_revision,
        preview=brought.preview,
    ):
        raise UnreadableFile(
            "This file was already kept or set aside.", do="Bring it in again if you need to."
        )
    brought.stage = stage


def whole(
    by: Membership,
    brought: Import,
    read: Whole,
    told: Callable[[str], None],
    look: Look | None = None,
) -> None:
    """Keep everything a file holds.

    Where a file holds marks alone and brings nobody new, its files are written before the database
    is locked; else new children's keys are needed for them, so all happens in one transaction.
    """
    marks = _marks_of(brought, read)
    told("writing")
    look = look or Look(by.school_id)
    alone = read.pupils is None and not read.records
    if marks is not None and alone and not _strangers(read.reading, marks, look):
        _lay(by, brought, marks, look)
        return
    _together(by, brought, read, marks, look)


def _marks_of(brought: Import, read: Whole) -> SchoolMarks | None:
    """The marks of a file, without the children somebody said to leave out; None for no marks."""
    if read.reading is None:
        return None
    marks = preview.school_in(read.reading, brought.from_school)
    return newcomers.without(marks, brought.preview.get("left_out", ()))


@transaction.atomic
def _together(
    by: Membership, brought: Import, read: Whole, marks: SchoolMarks | None, look: Look
) -> None:
    revisions.locked(by.school_id)
    with roster.remembered(brought):
        if read.pupils is not None:
            enrol(by.school, matching.people_in(read.pupils))
        if marks is not None:
            # Asked again: somebody may have brought the same children while we waited.
            enrol(by.school, _strangers(read.reading, marks, look))
    if marks is not None:
        _lay(by, brought, marks, look)
    else:
        _done(by, brought)
    laying.bring_home(by.school_id, _cause(by, brought))
    finder = landing.Finder(by.school_id)
    for records in read.records:
        _land(brought, records, finder)
    if read.records:
        outsiders.stop_under_orders(by=by, at=timezone.now())


def _land(brought: Import, records: Records, finder: landing.Finder) -> None:
    if records.kind == lessons.KIND:
        lessons.lay(brought, lessons.lessons_in(records, finder))
        said = _not_known_yet(brought.school_id, lessons.classes_said(records))
    else:
        said = list(landing.landed(brought.school_id, records, finder).said)
    facts.keep(brought, said, brought.kept_revision)


def _not_known_yet(school_id: int, said: list[facts.Said]) -> list[facts.Said]:
    """Classes a list of classes has described already are left as they are."""
    known = {fact.data.get("class") for fact in facts.standing(school_id, kind="classes")}
    return [one for one in said if one.data["class"] not in known]


def _strangers(reading: Reading | None, marks: SchoolMarks, look: Look) -> list[matching.Person]:
    known = look.roll().known
    if reading is not None:
        matching.must_be_numbered(reading, marks, known)
    return matching.strangers_in(marks, known)


def _lay(by: Membership, brought: Import, marks: SchoolMarks, look: Look) -> None:
    for _ in range(TRIES):
        if _laid_over(by, brought, marks, look):
            return
    raise Overtaken("Other files were kept at the same time.", do="Press keep once more.")


def _laid_over(by: Membership, brought: Import, marks: SchoolMarks, look: Look) -> bool:
    """Write the new files, then flip the pointers, unless something changed meanwhile."""
    before = revisions.now(by.school_id)
    written = laying.stored(marks, look)
    with transaction.atomic():
        if revisions.locked(by.school_id) != before:
            return False
        _done(by, brought)
        laying.point_at(by.school_id, written, _cause(by, brought))
    return True


def _cause(by: Membership, brought: Import) -> laying.Cause:
    return laying.Cause(by, brought.kept_at or brought.at, Change.Why.IMPORT, brought)


def _done(by: Membership, brought: Import) -> None:
    """Mark it kept, once: a second press of the button finds it no longer waiting."""
    brought.kept_at = timezone.now()
    brought.kept_revision = revisions.raised(by.school_id)
    brought.preview = newcomers.settled(brought.preview)
    leave(brought, Import.Stage.KEPT)
    trail.note(by, Verb.REGISTERS_COMMITTED, about="import", ids=[brought.pk])
