"""Saying that an adult of the school is family to one of its children."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from belong.people import fetch, trail
from belong.people.models import Adult, Membership, Pupil, Relation
from belong.people.permissions import Permission
from belong.people.trail import Verb


def say(*, by: Membership, adult: Adult, pupil_id: int, at: dt.datetime) -> None:
    """Say that somebody is a parent or relative of a child. Said twice, it is kept once.

    raises  PermissionDenied; NotYours for a child whom the speaker does not work with
    """
    pupil = _child(by, pupil_id)
    with transaction.atomic():
        _row, new = Relation.objects.get_or_create(
            adult=adult, pupil=pupil, defaults={"said_by_id": by.adult_id, "said_at": at}
        )
        if new:
            trail.note(by, Verb.KIN_SAID, ids=[pupil.pk], detail={"adult": adult.pk})


def take_back(*, by: Membership, adult: Adult, pupil_id: int, at: dt.datetime) -> None:
    """Say that they are not, after all.

    raises  PermissionDenied, NotYours
    """
    pupil = _child(by, pupil_id)
    with transaction.atomic():
        gone, _what = Relation.objects.filter(adult=adult, pupil=pupil).delete()
        if gone:
            trail.note(by, Verb.KIN_TAKEN_BACK, ids=[pupil.pk], detail={"adult": adult.pk})


def _child(by: Membership, pupil_id: int) -> Pupil:
    by.must(Permission.PEOPLE_GIVE)
    return fetch.pupil(pupil_id, seen_by=by)
