"""Writing a note for few people, putting it right, ending it, taking it out.

The trail is read by people who may not know of which child there is a note. So every line here has
the same verb as a look through the gate, which is written of any child; what was done stands in
its detail, without a word of the note.
"""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.utils import timezone

from belong.people import trail
from belong.people.models import Membership, Pupil
from belong.people.permissions import Permission
from belong.people.trail import Verb
from belong.practice.restricted.models import LONGEST, Note
from belong.practice.restricted.wrong import NoteMoved, NotKept

A_DOUBLE_TAP = dt.timedelta(minutes=1)
"""The same words again within so long were sent twice."""


@transaction.atomic
def write_down(*, by: Membership, pupil: Pupil, words: str, at: dt.datetime) -> Note:
    """Keep one. A double tap is one.

    raises  NotKept, PermissionDenied
    """
    by.must(Permission.RESTRICTED_NOTES, of=pupil)
    said = _line(words)
    _wait_for(pupil)
    lately = Note.objects.filter(
        pupil=pupil, by=by.adult_id, ended_on=None, at__gt=at - A_DOUBLE_TAP, at__lte=at
    )
    same = next((one for one in lately if one.words == said), None)
    if same is not None:
        return same
    mine = {"school_id": by.school_id, "pupil": pupil, "by_id": by.adult_id}
    kept = Note.objects.create(words=said, at=at, **mine)
    _noted(by, pupil, kept.pk, "written")
    return kept


@transaction.atomic
def change(
    *, by: Membership, pupil: Pupil, key: int, words: str, version: int, at: dt.datetime
) -> Note:
    """Put one right, whoever wrote it. The same words again are no change.

    version  of the words that were read before these were typed
    raises   NoteMoved, NotKept, PermissionDenied
    """
    one = _here(by, pupil, key)
    said = _line(words)
    if one.words == said and one.ended_on is None:
        return one
    _moved(one, version, words=said, by=by.adult_id, at=at)
    _noted(by, pupil, one.pk, "changed")
    return one


@transaction.atomic
def end(*, by: Membership, pupil: Pupil, key: int, version: int, at: dt.datetime) -> None:
    """It holds no longer, and is kept for a while. Ended twice is ended once.

    version  of the words that were read
    raises   NoteMoved, PermissionDenied
    """
    one = _here(by, pupil, key)
    if one.ended_on is not None:
        return
    _moved(one, version, ended_on=timezone.localdate(at))
    _noted(by, pupil, one.pk, "ended")


@transaction.atomic
def take_out(*, by: Membership, pupil: Pupil, key: int, version: int) -> None:
    """It was of another child, or should not stand here. Nothing of its words is kept.

    version  of the words that were read
    raises   NoteMoved, PermissionDenied
    """
    one = _here(by, pupil, key)
    if not Note.objects.filter(pk=one.pk, version=version).delete()[0]:
        raise NoteMoved(_now(one.pk))
    _noted(by, pupil, key, "taken out")


def _wait_for(pupil: Pupil) -> None:
    """Two taps wait for each other here, and for whoever makes two records one."""
    if Pupil.objects.select_for_update().get(pk=pupil.pk).merged_into_id is not None:
        raise NotKept(
            "Two records of this child became one while you were writing.",
            do="Copy your words, find the child once more, and keep them there.",
        )


def _here(by: Membership, pupil: Pupil, key: int) -> Note:
    by.must(Permission.RESTRICTED_NOTES, of=pupil)
    one = Note.objects.select_related("by").filter(pupil=pupil, pk=key).first()
    if one is None:
        raise NoteMoved(None)
    return one


def _moved(one: Note, version: int, **written: object) -> None:
    """One row changes, and only one that still holds and reads as it was read."""
    same = Note.objects.filter(pk=one.pk, version=version, ended_on=None)
    if not same.update(version=version + 1, **written):
        raise NoteMoved(_now(one.pk))
    one.refresh_from_db()


def _now(key: int) -> Note | None:
    return Note.objects.select_related("by").filter(pk=key).first()


def _noted(by: Membership, pupil: Pupil, key: int, done: str) -> None:
    detail: dict[str, object] = {"note": key, "done": done}
    trail.note(by, Verb.FOR_FEW, ids=[pupil.pk], detail=detail)


def _line(text: str) -> str:
    said = " ".join(text.replace("\x00", "").split())
    if not said:
        raise NotKept("There are no words yet.", do="Write it in a sentence.")
    if len(said) > LONGEST:
        raise NotKept(
            f"These are too many words: {len(said)} letters, of {LONGEST} that fit.",
            do="Keep the words that matter.",
        )
    return said
