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
from belong.intake import asking, keeping, matching, previewing, reading, revisions
from belong.intake.enrolling import enrol
from belong.intake.keeping import Overtaken
from belong.intake.models import Import, Profile
from belong.people import ballast, trail
from belong.people.models import Membership, Pupil
from belong.people.permissions import Permission
from belong.people.trail import Verb
from belong.registers.sources.dates import shown
from belong.registers.sources.records import ColumnsUnknown
from belong.registers.sources.whole import KindUnknown

__all__ = [
    "MARKS",
    "PUPILS",
    "NotConfirmed",
    "Overtaken",
    "enrol",
    "keep",
    "read_in",
    "recognise",
    "say",
    "set_aside",
]
MARKS, PUPILS = "marks", "pupils"
ENDINGS = frozenset({".csv", ".txt", ".tsv", ".xml", ".xlsx", ".xlsm", ".json", ".zip"})


class NotConfirmed(BelongError):
    """A file about which something was asked, and nobody said that they had looked."""


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

    Raises PermissionDenied, NoRoom, and UnreadableFile with what to do; then nothing is kept.
    """
    by.must(Permission.REGISTERS_IMPORT)
    ballast.must_have_room()
    stored_as = secrets.token_hex(16) + _ending(file_name)
    path = folder / stored_as
    brought = Import(
        school_id=by.school_id, by_id=by.adult_id, at=timezone.now(), file_name=file_name[:255],
        stored_as=stored_as, kind=kind, as_of=as_of, from_school=from_school, day_first=day_first,
    )  # fmt: skip
    try:
        brought.digest = _written(path, body)
        _look(brought, path)
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
    return ending if ending in ENDINGS else ".csv"


def _written(path: Path, body: Iterable[bytes]) -> str:
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    digest = hashlib.sha256()
    with open(path, "xb") as file:
        for part in body:
            digest.update(part)
            file.write(part)
    path.chmod(0o600)
    return digest.hexdigest()


def digest_of(path: Path) -> str:
    """The SHA-256 of a file, in hex; read a piece at a time, however large it is."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _look(brought: Import, path: Path) -> None:
    """Read a file and say what it would do, or what somebody has to say about it first."""
    try:
        whole = reading.read(brought, path)
    except (ColumnsUnknown, KindUnknown) as unknown:
        profile = reading.known_profile(brought.school_id, unknown.headings)
        if profile is None or brought.mapping:
            brought.stage = Import.Stage.ASKING
            brought.preview = asking.of(unknown, brought.kind)
            return
        brought.kind, brought.mapping = profile.kind, profile.mapping
        whole = reading.read(brought, path)
    brought.kind = brought.kind or whole.kinds[0]
    came_in = {k: v for k, v in brought.preview.items() if k == previewing.OF_FILE}
    brought.preview = previewing.of_whole(brought, whole) | came_in
    brought.stage = Import.Stage.READ


def say(
    *, by: Membership, brought: Import, folder: Path, kind: str, mapping: dict[str, str]
) -> Import:
    """Say what a file holds and what its columns are, and look at it again.

    The school is not asked again about a file with the same headings.

    Raises PermissionDenied, and UnreadableFile where it still cannot be read; then it goes on
    waiting to be told.
    """
    by.must(Permission.REGISTERS_IMPORT)
    if brought.stage != Import.Stage.ASKING:
        raise UnreadableFile("Nothing is asked about this file.", do="Look at what it would do.")
    headings = brought.preview.get("headings", [])
    brought.kind, brought.mapping = kind, {o: h for o, h in mapping.items() if h in headings}
    _look(brought, folder / brought.stored_as)
    with transaction.atomic():
        brought.save()
        if brought.stage == Import.Stage.READ:
            Profile.objects.update_or_create(
                school_id=by.school_id, headings=headings,
                defaults={"kind": kind, "mapping": brought.mapping, "by_id": by.adult_id,
                          "at": timezone.now(), "day_first": brought.day_first},
            )  # fmt: skip
    return brought


def recognise(
    *, by: Membership, brought: Import, folder: Path, number: str, known_as: str
) -> Import:
    """Say whose number a waiting file uses, and look at the file again.

    number    as the file has it; known_as is a number the school knows the child by
    raises    PermissionDenied; UnreadableFile where nobody is known by it, or nothing is asked
    """
    by.must(Permission.REGISTERS_IMPORT)
    waiting = brought.stage == Import.Stage.READ
    if not waiting or number not in _asked_about(brought):
        raise UnreadableFile("That number is not asked about.", do="Look at the page again.")
    key = matching.known_pupils(by.school_id).get(known_as.strip())
    if key is None:
        raise UnreadableFile(
            f"Nobody here is known by the number {shown(known_as)}.",
            do="Use the UPN or the admission number of a child on roll here.",
        )
    with transaction.atomic():
        pupil = Pupil.objects.select_for_update().get(pk=key, school_id=by.school_id)
        pupil.other_ids = sorted({*pupil.other_ids, number})
        pupil.save(update_fields=["other_ids"])
        revisions.raised(by.school_id)
        trail.note(by, Verb.NUMBER_RECOGNISED, ids=[pupil.pk])
        _look(brought, folder / brought.stored_as)
        brought.save(update_fields=["preview", "stage", "kind"])
    return brought


def _asked_about(brought: Import) -> set[str]:
    """Numbers in a waiting file that nobody here is known by."""
    new = (one["number"] for one in brought.preview.get("newcomers", ()))
    return {*brought.preview.get("strangers", ()), *new}


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
    raises     PermissionDenied; NoRoom; UnreadableFile where the stored file changed;
               NotConfirmed; Overtaken where others were faster three times
    """
    by.must(Permission.REGISTERS_IMPORT)
    ballast.must_have_room()
    must_be_confirmed(brought, confirmed)
    path = folder / brought.stored_as
    if brought.stage not in keeping.WAITING or not path.is_file():
        raise UnreadableFile(
            "This file was already kept or set aside.", do="Bring it in again if you need to."
        )
    if digest_of(path) != brought.digest:
        raise UnreadableFile("The stored file is not the one you looked at.", do="Bring it again.")
    told("reading")
    keeping.whole(by, brought, reading.read(brought, path), told)
    path.unlink(missing_ok=True)
    return brought


def set_aside(*, by: Membership, brought: Import, folder: Path) -> None:
    """Decide not to keep a file. It is deleted; the line that it was read stays.

    Raises PermissionDenied, and UnreadableFile where it was kept or set aside before.
    """
    by.must(Permission.REGISTERS_IMPORT)
    brought.preview = brought.without_words()
    with transaction.atomic():
        of = (Import.Stage.READ, Import.Stage.ASKING)
        keeping.leave(brought, Import.Stage.SET_ASIDE, of=of)
        trail.note(by, Verb.REGISTERS_SET_ASIDE, about="import", ids=[brought.pk])
    (folder / brought.stored_as).unlink(missing_ok=True)
