"""Bringing a file in: read it, then keep it or set it aside."""

from __future__ import annotations

import datetime as dt
import hashlib
import secrets
from collections.abc import Callable, Iterable
from pathlib import Path

from django.db import transaction
from django.utils import timezone

from belong.basics.errors import BelongError, UnreadableFile
from belong.intake import laying, matching, preview, revisions, roster
from belong.intake.enrolling import enrol
from belong.intake.models import Change, Import
from belong.people import trail
from belong.people.models import Membership
from belong.people.permissions import Permission
from belong.people.trail import Verb
from belong.registers import sources
from belong.registers.sources.reading import Reading, SchoolMarks

__all__ = [
    "MARKS",
    "PUPILS",
    "TRIES",
    "NotConfirmed",
    "Overtaken",
    "enrol",
    "keep",
    "read_in",
    "set_aside",
]
MARKS, PUPILS = "marks", "pupils"
TRIES = 3
WAITING = (Import.Stage.READ, Import.Stage.KEEPING)


class NotConfirmed(BelongError):
    """A file about which something was asked, and nobody said that they had looked."""


class Overtaken(BelongError):
    """Somebody else kept a file while this one was being kept, again and again."""


def read_in(
    *,
    by: Membership,
    file_name: str,
    body: Iterable[bytes],
    folder: Path,
    as_of: dt.date,
    kind: str = MARKS,
    from_school: str = "",
    day_first: bool | None = None,
) -> Import:
    """Take a file, read it, and say what it would do. Nothing of the register changes.

    Raises PermissionDenied, and UnreadableFile with what to do; then nothing is kept.
    """
    by.must(Permission.REGISTERS_IMPORT)
    stored_as = secrets.token_hex(16) + _ending(file_name)
    path = folder / stored_as
    brought = Import(
        school_id=by.school_id, by_id=by.adult_id, at=timezone.now(), file_name=file_name[:255],
        stored_as=stored_as, kind=kind, as_of=as_of, from_school=from_school, day_first=day_first,
    )  # fmt: skip
    try:
        brought.digest = _written(path, body)
        brought.preview = _previewed(brought, path)
        with transaction.atomic():
            brought.save()
            trail.note(by, Verb.REGISTERS_READ_IN, about="import", ids=[brought.pk])
    except BaseException:
        # Whatever went wrong, half a file of children's marks must not lie about.
        path.unlink(missing_ok=True)
        raise
    return brought


def _ending(file_name: str) -> str:
    """Our own name with the file's ending, if it is one we read: never a path from outside."""
    ending = Path(file_name).suffix.casefold()
    return ending if ending in {".csv", ".txt", ".tsv", ".xml"} else ".csv"


def _written(path: Path, body: Iterable[bytes]) -> str:
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    digest = hashlib.sha256()
    with open(path, "xb") as file:
        for part in body:
            digest.update(part)
            file.write(part)
    path.chmod(0o600)
    return digest.hexdigest()


def _previewed(brought: Import, path: Path) -> dict[str, object]:
    if brought.kind == PUPILS:
        table = sources.read_pupils(path, day_first=brought.day_first)
        known = matching.known_pupils(brought.school_id)
        new = sum(key is None for key in matching.keys_of(matching.people_in(table), known))
        return {"pupils": table.num_rows, "pupils_new": new}
    reading = preview.read_file(brought, path)
    return preview.of_marks(brought, reading)


def must_be_confirmed(brought: Import, confirmed: bool) -> None:
    """Raises NotConfirmed where a file asks for a look and nobody said that they had looked."""
    if not confirmed and any(w["ask"] for w in brought.preview.get("warnings", ())):
        raise NotConfirmed(
            "Something about this file needs a look first.",
            do="Read what it says, tick that you have looked, and press keep again.",
        )


def keep(
    *,
    by: Membership,
    brought: Import,
    folder: Path,
    confirmed: bool = False,
    told: Callable[[str], None] = lambda step: None,
) -> Import:
    """Make a read file part of the register. Either all of it is kept or nothing is.

    confirmed  that somebody looked at what the preview asks about
    told       called with each step as it begins: reading, writing
    raises     PermissionDenied; UnreadableFile where the stored file changed; NotConfirmed;
               Overtaken where others were faster three times
    """
    by.must(Permission.REGISTERS_IMPORT)
    must_be_confirmed(brought, confirmed)
    path = folder / brought.stored_as
    if brought.stage not in WAITING or not path.is_file():
        raise UnreadableFile(
            "This file was already kept or set aside.", do="Bring it in again if you need to."
        )
    if hashlib.sha256(path.read_bytes()).hexdigest() != brought.digest:
        raise UnreadableFile("The stored file is not the one you looked at.", do="Bring it again.")
    told("reading")
    if brought.kind == PUPILS:
        _keep_pupils(by, brought, path)
    else:
        _keep_marks(by, brought, path, told)
    path.unlink(missing_ok=True)
    return brought


def set_aside(*, by: Membership, brought: Import, folder: Path) -> None:
    """Decide not to keep a file. It is deleted; the line that it was read stays.

    Raises PermissionDenied, and UnreadableFile where it was kept or set aside before.
    """
    by.must(Permission.REGISTERS_IMPORT)
    brought.preview = brought.without_words()
    with transaction.atomic():
        _leave(brought, Import.Stage.SET_ASIDE, of=(Import.Stage.READ,))
        trail.note(by, Verb.REGISTERS_SET_ASIDE, about="import", ids=[brought.pk])
    (folder / brought.stored_as).unlink(missing_ok=True)


def _leave(brought: Import, stage: Import.Stage, of: tuple[Import.Stage, ...] = WAITING) -> None:
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


@transaction.atomic
def _keep_pupils(by: Membership, brought: Import, path: Path) -> None:
    revisions.locked(by.school_id)
    people = matching.people_in(sources.read_pupils(path, day_first=brought.day_first))
    with roster.remembered(brought):
        enrol(by.school, people)
    _done(by, brought)
    laying.bring_home(by.school_id, _cause(by, brought))


def _keep_marks(by: Membership, brought: Import, path: Path, told: Callable[[str], None]) -> None:
    """New children and their marks come in together or not at all.

    Where a file brings nobody new, the files are written before the database is locked; where it
    does, the new children's keys are needed for the files, so both happen in one transaction.
    """
    reading = preview.read_file(brought, path)
    marks = preview.school_in(reading, brought.from_school)
    told("writing")
    if not _strangers(by.school_id, reading, marks):
        _lay(by, brought, marks)
        return
    with transaction.atomic():
        revisions.locked(by.school_id)
        with roster.remembered(brought):
            # Asked again: somebody may have brought the same children while we waited.
            enrol(by.school, _strangers(by.school_id, reading, marks))
        _lay(by, brought, marks)


def _strangers(school_id: int, reading: Reading, marks: SchoolMarks) -> list[matching.Person]:
    known = matching.known_pupils(school_id)
    matching.must_be_numbered(reading, marks, known)
    return [p for p in matching.people_in(marks.details) if p.source_id not in known]


def _lay(by: Membership, brought: Import, marks: SchoolMarks) -> None:
    for _ in range(TRIES):
        if _laid_over(by, brought, marks):
            return
    raise Overtaken("Other files were kept at the same time.", do="Press keep once more.")


def _laid_over(by: Membership, brought: Import, marks: SchoolMarks) -> bool:
    """Write the new files, then flip the pointers, unless something changed meanwhile."""
    before = revisions.now(by.school_id)
    written = laying.stored(by.school_id, marks)
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
    _leave(brought, Import.Stage.KEPT)
    trail.note(by, Verb.REGISTERS_COMMITTED, about="import", ids=[brought.pk])
