"""Bringing a file in: read it, then keep it or set it aside."""

from __future__ import annotations

import datetime as dt
import hashlib
import secrets
from collections.abc import Iterable
from contextlib import nullcontext
from pathlib import Path

import numpy as np
from django.db import transaction
from django.utils import timezone

from belong.attendance.codes import NO_MARK
from belong.basics.errors import BelongError, UnreadableFile
from belong.intake import matching, preview, shelf
from belong.intake.models import Import, Snapshot
from belong.people import trail
from belong.people.models import Enrolment, Membership, Pupil, School
from belong.people.permissions import Permission
from belong.people.trail import Verb
from belong.registers import sources
from belong.registers import store as keeping
from belong.registers.sources.reading import SchoolMarks
from belong.registers.store import Kept, session_of, sorted_marks

MARKS, PUPILS = "marks", "pupils"
TRIES = 3


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
        new = sum(1 for i in table["id"].to_pylist() if i not in known)
        return {"pupils": table.num_rows, "pupils_new": new}
    reading = preview.read_file(brought, path)
    return preview.of_marks(brought.school_id, reading, brought.from_school)


def keep(*, by: Membership, brought: Import, folder: Path) -> Import:
    """Make a read file part of the register. Either all of it is kept or nothing is.

    Raises PermissionDenied; UnreadableFile where the stored file changed; Overtaken where others
    were faster three times.
    """
    by.must(Permission.REGISTERS_IMPORT)
    path = folder / brought.stored_as
    if brought.stage != Import.Stage.READ or not path.is_file():
        raise UnreadableFile(
            "This file was already kept or set aside.", do="Bring it in again if you need to."
        )
    if hashlib.sha256(path.read_bytes()).hexdigest() != brought.digest:
        raise UnreadableFile("The stored file is not the one you looked at.", do="Bring it again.")
    if brought.kind == PUPILS:
        _keep_pupils(by, brought, path)
    else:
        _keep_marks(by, brought, path)
    path.unlink(missing_ok=True)
    return brought


def set_aside(*, by: Membership, brought: Import, folder: Path) -> None:
    """Decide not to keep a file. It is deleted; the line that it was read stays.

    Raises PermissionDenied, and UnreadableFile where it was kept or set aside before.
    """
    by.must(Permission.REGISTERS_IMPORT)
    with transaction.atomic():
        _leave(brought, Import.Stage.SET_ASIDE)
        trail.note(by, Verb.REGISTERS_SET_ASIDE, about="import", ids=[brought.pk])
    (folder / brought.stored_as).unlink(missing_ok=True)


def _leave(brought: Import, stage: Import.Stage) -> None:
    """Move a waiting file on. Raises UnreadableFile where it is not waiting any more."""
    waiting = Import.objects.filter(pk=brought.pk, stage=Import.Stage.READ)
    if not waiting.update(stage=stage, kept_at=brought.kept_at):
        raise UnreadableFile(
            "This file was already kept or set aside.", do="Bring it in again if you need to."
        )
    brought.stage = stage


@transaction.atomic
def _keep_pupils(by: Membership, brought: Import, path: Path) -> None:
    enrol(by.school, matching.people_in(sources.read_pupils(path, day_first=brought.day_first)))
    _done(by, brought)


def _keep_marks(by: Membership, brought: Import, path: Path) -> None:
    """New children and their marks come in together or not at all.

    Where a file brings nobody new, the files are written before the database is locked; where it
    does, the new children's keys are needed for the files, so both happen in one transaction.
    """
    marks = preview.school_in(preview.read_file(brought, path), brought.from_school)
    known = matching.known_pupils(by.school_id)
    new = [p for p in matching.people_in(marks.details) if p.source_id not in known]
    with transaction.atomic() if new else nullcontext():
        enrol(by.school, new)
        enrolment = matching.enrolments_of(marks, by.school_id)
        for _ in range(TRIES):
            if _laid_over(by, brought, marks, enrolment):
                return
        raise Overtaken("Other files were kept at the same time.", do="Press keep once more.")


def _laid_over(by: Membership, brought: Import, marks: SchoolMarks, enrolment: np.ndarray) -> bool:
    """Write the new files, then flip the pointers, unless somebody flipped them meanwhile."""
    before = {s.year: s.name for s in _current(by.school_id)}
    kept = _stored(by.school_id, marks, enrolment, before)
    with transaction.atomic():
        School.objects.select_for_update().get(pk=by.school_id)
        if {s.year: s.name for s in _current(by.school_id)} != before:
            return False
        _done(by, brought)
        for year, file in kept.items():
            _current(by.school_id).filter(year=year).update(current=False)
            Snapshot.objects.create(
                school_id=by.school_id, year=year, name=file.name, marks=file.marks,
                brought_by=brought,
            )  # fmt: skip
    return True


def _current(school_id: int):  # type: ignore[no-untyped-def]
    return Snapshot.objects.filter(school_id=school_id, current=True)


def _stored(
    school_id: int, marks: SchoolMarks, enrolment: np.ndarray, before: dict[int, str]
) -> dict[int, Kept]:
    """Each touched year with the file's marks laid over what stood there."""
    entered = (marks.code != NO_MARK) & (enrolment >= 0)
    years = preview.years_of(marks)
    kept = {}
    for year in np.unique(years[entered]).tolist():
        mine = entered & (years == year)
        session = session_of(marks.day[mine], marks.half[mine], year)
        new = sorted_marks(year, enrolment[mine], session, marks.code[mine])
        old = shelf.store().long(school_id, before[year]) if year in before else None
        kept[year] = shelf.store().keep(school_id, keeping.merged(old, new))
    return kept


def _done(by: Membership, brought: Import) -> None:
    """Mark it kept, once: a second press of the button finds it no longer waiting."""
    brought.kept_at = timezone.now()
    _leave(brought, Import.Stage.KEPT)
    trail.note(by, Verb.REGISTERS_COMMITTED, about="import", ids=[brought.pk])


def enrol(school: School, people: list[matching.Person]) -> None:
    """Make or update children and their stays as a file describes them.

    What a file does not say is left as it is. A new admission date begins a new stay.
    """
    known = matching.known_pupils(school.pk)
    new = [_filled(Pupil(school=school, source_id=p.source_id), p) for p in people
           if p.source_id not in known]  # fmt: skip
    Pupil.objects.bulk_create(new, batch_size=500)
    old = {known[p.source_id]: p for p in people if p.source_id in known}
    found = [_filled(pupil, old[pupil.pk]) for pupil in Pupil.objects.filter(pk__in=old)]
    names = [*matching.TEXT, "born_on", "fsm", "upn", "search"]
    Pupil.objects.bulk_update(found, names, batch_size=200)
    _stays(school, people)


def _filled(pupil: Pupil, person: matching.Person) -> Pupil:
    for name, value in person.fields.items():
        setattr(pupil, name, value)
    if _looks_like_upn(person.source_id):
        pupil.upn = person.source_id
    words = (pupil.forename, pupil.known_as, pupil.surname, pupil.form)
    pupil.search = " ".join(w for w in words if w).casefold()[:400]
    return pupil


def _looks_like_upn(text: str) -> bool:
    return len(text) == 13 and text[0].isalpha() and text[1:12].isdigit()


def _stays(school: School, people: list[matching.Person]) -> None:
    known = matching.known_pupils(school.pk)
    stays = {(e.pupil_id, e.admitted_on): e for e in Enrolment.objects.filter(school_id=school.pk)}
    begun = {pupil for pupil, _ in stays}
    new, changed = [], []
    for person in people:
        pupil = known[person.source_id]
        stay = stays.get((pupil, person.admitted))
        if stay is not None:
            if person.left != stay.left_on:
                stay.left_on = person.left
                changed.append(stay)
        elif person.admitted is not None or pupil not in begun:
            new.append(
                Enrolment(
                    school=school,
                    pupil_id=pupil,
                    admitted_on=person.admitted,
                    left_on=person.left,
                )
            )
    Enrolment.objects.bulk_create(new, batch_size=500)
    Enrolment.objects.bulk_update(changed, ["left_on"], batch_size=200)
