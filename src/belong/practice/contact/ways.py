"""How somebody wants to be reached, as they said it themselves. It asks for kindness, and stops
nobody from ringing when it matters."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.utils import timezone

from belong.people import trail
from belong.people.fetch import NotYours
from belong.people.models import Membership, Pupil
from belong.people.permissions import Permission
from belong.people.trail import Verb
from belong.practice.contact import heard
from belong.practice.contact.in_touch import LANGUAGE, NAME, SHORT, Channel, Way
from belong.practice.contact.wrong import NotKept, WordsMoved, line, one_of


@dataclass(frozen=True)
class Wanted:
    """How one person wants to be reached, as Way says it. Each text as it was typed."""

    whom: str
    channel: str
    who: str = ""
    language: str = ""
    not_before: dt.time | None = None
    not_after: dt.time | None = None
    note: str = ""


@transaction.atomic
def keep(
    *, by: Membership, pupil: Pupil, wanted: Wanted, at: dt.datetime, key: int = 0, version: int = 0
) -> Way:
    """Write down how somebody wants to be reached, or put it right. The same again is no change.

    key      of the one that is put right; 0 for one more
    version  of it as it was read
    raises   WordsMoved, NotKept, PermissionDenied
    """
    by.must(Permission.CONTACT_WRITE, of=pupil)
    written = _written(by, pupil, wanted)
    same = Way.objects.filter(pupil=pupil, **written).first()
    if same is not None:
        return same
    said = {"by_id": by.adult_id, "at": at, "day": timezone.localdate(at)}
    way = (
        _changed(by, pupil, key, version, written, said) if key else _new(by, pupil, written, said)
    )
    trail.note(by, Verb.WAY_TO_REACH, ids=[pupil.pk], detail={"way": way.pk})
    return way


def _new(by: Membership, pupil: Pupil, written: dict[str, object], said: dict[str, object]) -> Way:
    try:
        with transaction.atomic():
            return Way.objects.create(school_id=by.school_id, pupil=pupil, **written, **said)
    except IntegrityError:
        same = {"whom": written["whom"], "who": written["who"]}
        raise WordsMoved(Way.objects.filter(pupil=pupil, **same).first()) from None


def _changed(
    by: Membership, pupil: Pupil, key: int, version: int,
    written: dict[str, object], said: dict[str, object],
) -> Way:  # fmt: skip
    way = _found(by, pupil, key)
    if way is None:
        raise WordsMoved(None)
    try:
        with transaction.atomic():
            same = Way.objects.filter(pk=way.pk, version=version)
            moved = same.update(version=version + 1, **written, **said)
    except IntegrityError:
        raise NotKept(
            "There is one for this person already.", do="Put that one right, and remove this one."
        ) from None
    way.refresh_from_db()
    if not moved:
        raise WordsMoved(way)
    return way


@transaction.atomic
def remove(*, by: Membership, pupil: Pupil, key: int) -> None:
    """They do not want it known any more. Raises NotYours, PermissionDenied."""
    by.must(Permission.CONTACT_WRITE, of=pupil)
    _one(by, pupil, key).delete()
    trail.note(by, Verb.WAY_TO_REACH, ids=[pupil.pk], detail={"way": key, "removed": True})


def _one(by: Membership, pupil: Pupil, key: int) -> Way:
    found = _found(by, pupil, key)
    if found is None:
        raise NotYours("way")
    return found


def _found(by: Membership, pupil: Pupil, key: int) -> Way | None:
    return Way.objects.filter(pupil=pupil, pk=key, whom__in=heard.whom(by, pupil)).first()


def _written(by: Membership, pupil: Pupil, wanted: Wanted) -> dict[str, object]:
    first, last = wanted.not_before, wanted.not_after
    if first is not None and last is not None and first >= last:
        raise NotKept(
            "That leaves no time of the day.", do="The first time comes before the second."
        )
    whom = heard.whom(by, pupil)
    return {
        "whom": one_of(wanted.whom, whom, "Nothing says for whom.", "Choose whom it is about."),
        "channel": one_of(wanted.channel, Channel, "Nothing says how.", "Choose what they like."),
        "who": line(wanted.who, NAME, "who it is"),
        "language": line(wanted.language, LANGUAGE, "their language"),
        "not_before": first,
        "not_after": last,
        "note": line(wanted.note, SHORT, "their own words"),
    }
