"""Writing down what helps a child, keeping a part out of sight, and the child's agreement. Every
change is in the trail; no word of anybody's is."""

from __future__ import annotations

import datetime as dt

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone

from belong.basics.errors import BelongError
from belong.people import trail
from belong.people.fetch import NotYours
from belong.people.models import Membership, Pupil
from belong.people.permissions import Permission
from belong.people.trail import Verb
from belong.practice.profiles import parts, queries
from belong.practice.profiles.models import LONGEST, Approval, Part


class NotWritten(BelongError):
    """Something that cannot be written as asked. Nothing has changed."""


class WordsMoved(NotWritten):
    """Somebody else wrote meanwhile. What they wrote stands."""

    def __init__(self) -> None:
        super().__init__(
            "Somebody else has written here since you opened it.",
            do="Read what stands now, then keep what you want of yours.",
        )


@transaction.atomic
def write(
    *, by: Membership, pupil: Pupil, key: str, words: str, own: bool, version: int, at: dt.datetime
) -> Part | None:
    """Write one part of what helps a child. "" takes its words away.

    own      whether these are the child's own words
    version  of the words that were read before these were typed; 0 where there were none
    returns  the part; None where there was none and nothing was written
    raises   WordsMoved, NotWritten, PermissionDenied
    """
    by.must(Permission.PROFILE_WRITE, of=pupil)
    if key not in parts.rules().parts:
        raise NotWritten("There is no such part.", do="Choose one from the page.")
    words = line(words, LONGEST)
    part = Part.objects.filter(school_id=by.school_id, pupil=pupil, key=key).first()
    if part is not None and (part.words, part.own) == (words, own):
        return part
    if part is None and not words and not version:
        return None
    said = {"words": words, "own": own, "written_by_id": by.adult_id, "written_at": at}
    part = _written(by, pupil, key, version, said)
    trail.note(by, Verb.PROFILE_WRITTEN, ids=[pupil.pk], detail={"part": part.pk})
    return part


def _written(by: Membership, pupil: Pupil, key: str, version: int, said: dict[str, object]) -> Part:
    if version == 0:
        try:
            with transaction.atomic():
                return Part.objects.create(school_id=by.school_id, pupil=pupil, key=key, **said)
        except IntegrityError:
            raise WordsMoved from None
    mine = Part.objects.filter(school_id=by.school_id, pupil=pupil, key=key)
    if not mine.filter(version=version).update(version=version + 1, **said):
        raise WordsMoved
    return mine.get()


@transaction.atomic
def hide(*, by: Membership, pupil: Pupil, key: str, hidden: bool, at: dt.datetime) -> None:
    """Keep a part out of sight because the child wishes so, or show it again. What is shown again
    counts as new: the child agreed while nobody could read it.

    raises  NotYours for a part with no words, PermissionDenied
    """
    by.must(Permission.PROFILE_WRITE, of=pupil)
    part = Part.objects.filter(school_id=by.school_id, pupil=pupil, key=key).exclude(words="")
    found = part.first() if key in parts.rules().parts else None
    if found is None:
        raise NotYours("part")
    if found.hidden != hidden:
        anew = {} if hidden else {"version": F("version") + 1, "written_at": at}
        part.update(hidden=hidden, **anew)
        trail.note(by, Verb.PROFILE_WRITTEN, ids=[pupil.pk], detail={"part": found.pk})


@transaction.atomic
def agreed(*, by: Membership, pupil: Pupil, version: int, at: dt.datetime) -> Approval:
    """The child read what stands and said that it is right. Saying so twice is saying it once.

    version  of the whole that was read with them
    raises   WordsMoved, NotWritten, PermissionDenied
    """
    by.must(Permission.PROFILE_WRITE, of=pupil)
    told = queries.told(by.school_id, pupil.pk, timezone.localdate(at))
    if not told.parts and not told.kept_back:
        raise NotWritten("Nothing is written yet.", do="Write one part with them first.")
    if told.version != version:
        raise WordsMoved
    on = timezone.localdate(at)
    last = told.agreed
    if last is not None and last.on == on and not told.changed:
        return Approval.objects.get(pk=last.key)
    approval = Approval.objects.create(
        school_id=by.school_id, pupil=pupil, asked_by_id=by.adult_id, at=at, on=on, version=version
    )
    trail.note(by, Verb.PROFILE_AGREED, ids=[pupil.pk], detail={"approval": approval.pk})
    return approval


def line(text: str, longest: int) -> str:
    """What somebody typed, trimmed. Raises NotWritten where it is too long."""
    said = " ".join(text.replace("\x00", "").split())
    if len(said) > longest:
        raise NotWritten(
            f"There is too much here: {len(said)} letters, of {longest} that fit.",
            do="Keep the words that matter.",
        )
    return said
