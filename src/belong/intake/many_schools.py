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
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from belong.basics.errors import BelongError, UnreadableFile
from belong.intake import keeping, newcomers, previewing, revisions
from belong.intake.laying import Look
from belong.intake.models import Import
from belong.people import ballast, fetch, trail, walls
from belong.people.models import Membership, School
from belong.people.permissions import Permission
from belong.people.trail import Verb
from belong.registers.bulk import excerpt
from belong.registers.sources import sizes
from belong.registers.sources.whole import Wanted, Whole, read_whole

KEPT, WOULD, BEFORE, WAITING = "kept", "would be kept", "kept before", "waiting"
UNKNOWN, NOT_YOURS, FAILED, NOTE = "not known here", "not yours", "not kept", "note"
LEFT = "not brought again"
WELL = frozenset({KEPT, WOULD, BEFORE, LEFT, NOTE})
"""After these nobody has to do anything."""
_NUMBER = re.compile(r"(?<!\d)(?:\d{6,7}|\d{3}[/ -]\d{4})(?!\d)")
_OWN_FILE = "Bring this school's own file on its page Registers in."
_SHORTER = "Bring it on the page Registers in, one school year or one term at a time."
_LISTED = 5
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
    names   the school as the part names it: none where it names none, several where its marks,
            its children and its records name it differently, or name different schools
    alone   whether the file is of this school only
    """

    path: Path
    digest: str
    names: tuple[str, ...]
    alone: bool
    whole: Whole

    @property
    def named(self) -> str:
        """The school for a line about it; "" where none is named."""
        return self.names[0] if self.names else ""


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

        raises  BelongError where two schools here have that name, or it names more than one
        """
        # Of a file that names schools, lines without one are nobody's, whatever the file is called.
        words = share.names or (_NUMBER.findall(share.path.stem) if share.alone else ())
        found = {pk for word in words for pk in self._called(word)}
        if len(share.names) > 1 and not all(self._called(word) == found for word in words):
            raise _more_than_one(share.names)
        if len(found) > 1:
            raise BelongError(
                "More than one school here is called that.", do="Use the URN in the file."
            )
        return self._named[found.pop()] if found else None

    def called_twice(self, names: Sequence[str]) -> tuple[str, ...]:
        """Names out of a list that are of one school here; none where each has a school alone."""
        of: dict[int, list[str]] = defaultdict(list)
        for name in names:
            for key in self._called(name):
                of[key].append(name)
        return next((tuple(same) for same in of.values() if len(same) > 1), ())

    def _called(self, word: str) -> set[int]:
        digits = re.sub(r"[/ -]", "", word)
        return self._by.get(digits if digits.isdigit() else _plain(word), set())

    def membership(self, school: School) -> Membership | None:
        """What the adult is at a school, with all they may there; None for nothing."""
        return self._mine.get(school.pk)


def _more_than_one(names: Sequence[str]) -> BelongError:
    listed = ", ".join(names[:_LISTED]) + (" and more" if len(names) > _LISTED else "")
    return BelongError(
        f"Marks, children or records in it are of more than one school: {listed}."
        " Nothing of it was kept.",
        do="Bring a file of each school.",
    )


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
    if school is None and not share.named:
        return UNKNOWN, "This part names no school. Nothing of it was kept."
    if school is None:
        return UNKNOWN, "No school here has that name or number. Nothing of it was kept."
    by = schools.membership(school)
    if by is None or not by.may(Permission.REGISTERS_IMPORT):
        return NOT_YOURS, _not_yours(errand)
    with walls.scope(school.pk):
        return _by(errand, school, share, by)


def _by(errand: Errand, school: School, share: Share, by: Membership) -> tuple[str, str]:
    before = _before(school, share)
    if before is not None:
        return before
    look = Look(school.pk)
    brought = _brought(errand, share, by, look)
    asked = [str(w["said"]) for w in brought.preview.get("warnings", ()) if w["ask"]]
    if asked:
        return _asks(errand, share, brought, by, " ".join(asked))
    if errand.dry_run:
        return WOULD, newcomers.in_words(brought.preview)
    return _kept(share, brought, by, look)


def _asks(
    errand: Errand, share: Share, brought: Import, by: Membership, asked: str
) -> tuple[str, str]:
    """Let a part wait for a look, where that can be."""
    try:
        body = _to_wait(share)
    except BelongError as wrong:
        return FAILED, f"{asked} {wrong}"
    if errand.dry_run:
        return WAITING, f"{asked} It would wait on the page Registers in."
    before = _let_wait(errand, share, brought, by, body)
    return before or (WAITING, f"{asked} It waits on the page Registers in.")


def _not_yours(errand: Errand) -> str:
    return f"{errand.email} may not bring files in there. Nothing of it was kept."


def _before(school: School, share: Share) -> tuple[str, str] | None:
    """What is said of a file that this school has had already, whatever became of it."""
    same = Q(digest=share.digest) | Q(**{f"preview__{previewing.OF_FILE}": share.digest})
    found = Import.objects.filter(same, school_id=school.pk)
    if found.filter(stage=Import.Stage.KEPT).exists():
        return BEFORE, "The very same file was kept before."
    waits = (Import.Stage.READ, Import.Stage.ASKING, Import.Stage.KEEPING)
    if found.filter(stage__in=waits).exists():
        return WAITING, "The very same file waits on the page Registers in."
    back = found.filter(stage__in=(Import.Stage.UNDONE, Import.Stage.SET_ASIDE)).order_by("-pk")
    return (LEFT, _left(back[0])) if back else None


def _left(brought: Import) -> str:
    """What a school decided about the very same file: it would be odd to do it again unasked."""
    what = "taken back" if brought.stage == Import.Stage.UNDONE else "set aside"
    when = brought.undone_at
    on = f" on {timezone.localtime(when):%-d %B %Y}" if when else ""
    return (
        f"The very same file was {what} here{on}."
        " Bring it on the page Registers in if it should come in again."
    )


def _brought(errand: Errand, share: Share, by: Membership, look: Look) -> Import:
    """The import with its preview, not yet saved."""
    reading = share.whole.reading
    of_marks = reading.schools[0].school if reading and reading.schools else ""
    brought = Import(
        school=by.school, by_id=by.adult_id, at=errand.at, file_name=share.path.name[:255],
        digest=share.digest, kind=share.whole.kinds[0], as_of=errand.today,
        from_school=of_marks, day_first=errand.day_first,
    )  # fmt: skip
    came_in = {previewing.OF_FILE: share.digest}
    brought.preview = previewing.of_whole(brought, share.whole, look) | came_in
    return brought


@transaction.atomic
def _kept(share: Share, brought: Import, by: Membership, look: Look) -> tuple[str, str]:
    revisions.locked(by.school_id)
    before = _before(by.school, share)  # again: somebody may have brought it a moment ago
    if before is not None:
        return before
    brought.save()
    trail.note(by, Verb.REGISTERS_READ_IN, about="import", ids=[brought.pk])
    keeping.whole(by, brought, share.whole, lambda step: None, look)
    return KEPT, newcomers.in_words(brought.preview)


def _let_wait(
    errand: Errand, share: Share, brought: Import, by: Membership, body: bytes | None
) -> tuple[str, str] | None:
    """Put the part where the page finds it, so that a person can look and keep it.

    returns  what is said where the school got the very same file a moment ago; then nothing waits
    """
    ending = share.path.suffix.casefold() or ".csv"
    brought.stored_as = secrets.token_hex(16) + ending
    place = errand.uploads / brought.stored_as
    place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    try:
        _put(share, place, brought, body)
        before = _waiting(share, brought, by)
    except BaseException:
        place.unlink(missing_ok=True)
        raise
    if before is not None:
        place.unlink()
    return before


@transaction.atomic
def _waiting(share: Share, brought: Import, by: Membership) -> tuple[str, str] | None:
    revisions.locked(by.school_id)
    before = _before(by.school, share)
    if before is None:
        brought.save()
        trail.note(by, Verb.REGISTERS_READ_IN, about="import", ids=[brought.pk])
    return before


def _to_wait(share: Share) -> bytes | None:
    """The lines of this school, or None for the whole file where it is this school's alone.

    raises  BelongError where the children of other schools would wait here too, or where so much
            would wait that no page could ever read it
    """
    size, lines = share.path.stat().st_size, sizes.lines_in(share.path)
    if share.alone:
        _refuse_too_large(size, lines)
        return None
    reading = share.whole.reading
    if reading is None or share.whole.source != "csv" or len(share.whole.kinds) > 1:
        raise BelongError("It cannot wait, as other schools are in the file.", do=_OWN_FILE)
    mine = np.unique(reading.schools[0].line)
    _refuse_too_large(size * len(mine) // max(lines, 1), len(mine) + 1)
    body = excerpt(share.path, mine.tolist())
    if body is None:
        raise BelongError("It cannot wait, as other schools are in the file.", do=_OWN_FILE)
    _refuse_too_large(len(body), len(mine) + 1)
    return body


def _refuse_too_large(size: int, lines: int) -> None:
    if not sizes.one_reading_takes(size, lines):
        raise BelongError("It is too large to wait for a look.", do=_SHORTER)


def _put(share: Share, place: Path, brought: Import, body: bytes | None) -> None:
    """The whole file where it is this school's alone, else only the lines of this school."""
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
