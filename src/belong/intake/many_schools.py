"""A file of many schools, or a folder with a file for each: every school gets its own import.

Each school's part is weighed, kept, written down and taken back exactly as a file that the school
brought itself. Schools come one after another in transactions of their own, so stopping in the
middle leaves whole schools done and the others as they were; the same file once more does the rest.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import logging
import re
import secrets
import shutil
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Q

from belong.basics.errors import BelongError, UnreadableFile
from belong.intake import keeping, previewing, revisions
from belong.intake.models import Import
from belong.people import ballast, fetch, trail
from belong.people.models import Membership, School
from belong.people.permissions import Permission
from belong.people.trail import Verb
from belong.registers.bulk import excerpt
from belong.registers.sources.whole import Wanted, Whole, read_whole

KEPT, WOULD, BEFORE, WAITING = "kept", "would be kept", "kept before", "waiting"
UNKNOWN, NOT_YOURS, FAILED, NOTE = "not known here", "not yours", "not kept", "note"
WELL = frozenset({KEPT, WOULD, BEFORE, NOTE})
"""After these nobody has to do anything."""
_NUMBER = re.compile(r"(?<!\d)(?:\d{6,7}|\d{3}[/ -]\d{4})(?!\d)")
_OF_FILE = "of_file"
_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Errand:
    """What somebody asked for.

    email      the adult in whose name every school's part comes in
    at, today  when the files came in; marks dated after today are left out
    day_first  how dates that can be read both ways are meant; None lets each file settle it
    dry_run    only say what would happen
    """

    email: str
    at: dt.datetime
    today: dt.date
    uploads: Path
    day_first: bool | None = None
    dry_run: bool = False


@dataclass(frozen=True)
class Told:
    """What became of one school's part of a file.

    school  its name here, else as the file has it; "" for a sentence about the file
    went    one of the words at the top of this module
    """

    file_name: str
    school: str
    went: str
    said: str


@dataclass(frozen=True)
class Share:
    """One school's part of a file.

    digest  of the whole file
    named   the school as the file names it; "" where it names none
    alone   whether the file is of this school only
    """

    path: Path
    digest: str
    named: str
    alone: bool
    whole: Whole


class Schools:
    """The schools of this house, by every way a file may name them."""

    def __init__(self, errand: Errand) -> None:
        self._by: dict[str, set[int]] = defaultdict(set)
        self._named: dict[int, School] = {}
        for school in School.objects.all():
            self._named[school.pk] = school
            for name in {school.urn, school.laestab, _plain(school.name)} - {""}:
                self._by[name].add(school.pk)
        self._mine = _memberships(errand)

    def find(self, share: Share) -> School | None:
        """The school a part is of: by what stands inside, else by a number in the file's name.

        raises  BelongError where two schools here have that name
        """
        words = [share.named] if share.named else _NUMBER.findall(share.path.stem)
        found = {pk for word in words for pk in self._called(word)}
        if len(found) > 1:
            raise BelongError(
                "More than one school here is called that.", do="Use the URN in the file."
            )
        return self._named[found.pop()] if found else None

    def _called(self, word: str) -> set[int]:
        digits = re.sub(r"[/ -]", "", word)
        return self._by.get(digits if digits.isdigit() else _plain(word), set())

    def membership(self, school: School) -> Membership | None:
        """What the adult is at a school, with all they may there; None for nothing."""
        return self._mine.get(school.pk)


def _plain(name: str) -> str:
    return " ".join(name.casefold().split())


def _memberships(errand: Errand) -> dict[int, Membership]:
    found = fetch.members(errand.email, errand.today)
    if not found:
        raise BelongError(
            f"{errand.email} is nobody here.", do="Name an adult who may bring files in."
        )
    return found


def told(errand: Errand, schools: Schools, share: Share) -> Told:
    """Bring one school's part in, or say why not. Whatever is wrong with it stops no other."""
    name = share.named
    try:
        school = schools.find(share)
        name = school.name if school else name
        with ballast.said_plainly():
            went, said = _taken(errand, schools, share, school)
    except PermissionDenied:
        went, said = NOT_YOURS, _not_yours(errand)
    except BelongError as wrong:
        went, said = FAILED, str(wrong)
    except Exception as problem:
        # Without the message, which may repeat what stands in the file.
        _log.error("a school's part of a file broke off: %s", type(problem).__name__)
        went, said = FAILED, "Something went wrong with it. Nothing of it was kept."
    return Told(share.path.name, name, went, said)


def _taken(
    errand: Errand, schools: Schools, share: Share, school: School | None
) -> tuple[str, str]:
    """What became of a part, and a sentence."""
    if school is None:
        return UNKNOWN, "No school here has that name or number. Nothing of it was kept."
    by = schools.membership(school)
    if by is None or not by.may(Permission.REGISTERS_IMPORT):
        return NOT_YOURS, _not_yours(errand)
    before = _before(school, share)
    if before is not None:
        return before
    brought = _brought(errand, share, by)
    asked = [str(w["said"]) for w in brought.preview.get("warnings", ()) if w["ask"]]
    if asked:
        if not errand.dry_run:
            _let_wait(errand, share, brought, by)
        where = "It would wait" if errand.dry_run else "It waits"
        return WAITING, " ".join([*asked, f"{where} on the page Registers in."])
    if errand.dry_run:
        return WOULD, _in_words(brought.preview)
    return _kept(share, brought, by)


def _not_yours(errand: Errand) -> str:
    return f"{errand.email} may not bring files in there. Nothing of it was kept."


def _before(school: School, share: Share) -> tuple[str, str] | None:
    """What is said of a file that this school has already, kept or waiting."""
    same = Q(digest=share.digest) | Q(**{f"preview__{_OF_FILE}": share.digest})
    found = Import.objects.filter(same, school_id=school.pk)
    if found.filter(stage=Import.Stage.KEPT).exists():
        return BEFORE, "The very same file was kept before."
    waits = (Import.Stage.READ, Import.Stage.ASKING, Import.Stage.KEEPING)
    if found.filter(stage__in=waits).exists():
        return WAITING, "The very same file waits on the page Registers in."
    return None


def _brought(errand: Errand, share: Share, by: Membership) -> Import:
    """The import with its preview, not yet saved."""
    brought = Import(
        school=by.school, by_id=by.adult_id, at=errand.at, file_name=share.path.name[:255],
        digest=share.digest, kind=share.whole.kinds[0], as_of=errand.today,
        from_school=share.named, day_first=errand.day_first,
    )  # fmt: skip
    brought.preview = previewing.of_whole(brought, share.whole) | {_OF_FILE: share.digest}
    return brought


@transaction.atomic
def _kept(share: Share, brought: Import, by: Membership) -> tuple[str, str]:
    revisions.locked(by.school_id)
    before = _before(by.school, share)  # again: somebody may have brought it a moment ago
    if before is not None:
        return before
    brought.save()
    trail.note(by, Verb.REGISTERS_READ_IN, about="import", ids=[brought.pk])
    keeping.whole(by, brought, share.whole, lambda step: None)
    return KEPT, _in_words(brought.preview)


def _let_wait(errand: Errand, share: Share, brought: Import, by: Membership) -> None:
    """Put the part where the page finds it, so that a person can look and keep it."""
    ending = share.path.suffix.casefold() or ".csv"
    brought.stored_as = secrets.token_hex(16) + ending
    place = errand.uploads / brought.stored_as
    place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    try:
        _put(share, place, brought)
        with transaction.atomic():
            brought.save()
            trail.note(by, Verb.REGISTERS_READ_IN, about="import", ids=[brought.pk])
    except BaseException:
        place.unlink(missing_ok=True)
        raise


def _put(share: Share, place: Path, brought: Import) -> None:
    """The whole file where it is this school's alone, else only the lines of this school."""
    reading = share.whole.reading
    body = None
    if not share.alone and reading is not None and share.whole.source == "csv":
        body = excerpt(share.path, reading.schools[0].line.tolist())
    place.touch(mode=0o600, exist_ok=False)
    if body is None:
        shutil.copyfile(share.path, place)
        return
    place.write_bytes(body)
    brought.digest = hashlib.sha256(body).hexdigest()
    if brought.day_first is None:
        brought.day_first = _order_in(place, share.whole, brought)


def _order_in(place: Path, whole: Whole, brought: Import) -> bool | None:
    """How the dates of some lines are meant, which other lines of the file had settled."""
    assert whole.reading is not None
    told_days = np.unique(whole.reading.schools[0].day)
    for order in (None, True, False):
        try:
            found = read_whole(place, Wanted(brought.kind, brought.as_of, order)).reading
        except UnreadableFile:
            continue
        if found and found.schools and np.array_equal(np.unique(found.schools[0].day), told_days):
            return order
    return None


def _in_words(preview: dict[str, Any]) -> str:
    tally = preview.get("tally")
    if not tally:
        return f"{preview.get('pupils', 0):,} children."
    said = f"{tally['new']:,} new marks, {tally['changed']:,} changed, {tally['same']:,} the same"
    return f"{said}, {tally['refused']:,} not taken." if tally["refused"] else f"{said}."
