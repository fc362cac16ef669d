"""Saying at the gate how a child came in. It is a welcome: it changes no mark, and never says
that anybody was wrong to come late."""

from __future__ import annotations

import datetime as dt

from django.db import IntegrityError, transaction
from django.utils import timezone

from belong.basics.errors import BelongError
from belong.people import trail
from belong.people.fetch import NotYours
from belong.people.models import Membership, Pupil
from belong.people.permissions import Permission
from belong.people.trail import Verb
from belong.practice.curiosity import queries
from belong.practice.curiosity.models import Arrival

How = Arrival.How


class NotSaid(BelongError):
    """An arrival that cannot be said as asked. Nothing has changed."""


def say(*, by: Membership, pupil: Pupil, how: str, at: dt.datetime) -> Arrival:
    """Say how a child came in today. Twice the same is once; who tried and comes later is here, and
    the try stays. Where two people say different things at once, the first stands.

    raises  NotSaid, PermissionDenied
    """
    by.must(Permission.GATE_READ, of=pupil)
    if how not in set(How):
        raise NotSaid("Nothing says how they came.", do="Press Here, or choose from the list.")
    try:
        return _said(by, pupil, how, at)
    except IntegrityError:
        return _said(by, pupil, how, at)  # somebody else said it a moment ago: theirs stands


@transaction.atomic
def _said(by: Membership, pupil: Pupil, how: str, at: dt.datetime) -> Arrival:
    day = timezone.localdate(at)
    stands = Arrival.objects.select_for_update().filter(pupil=pupil, day=day).first()
    if stands is not None and stands.how == how:
        return stands
    if stands is not None and stands.how != How.TRIED:
        raise NotSaid(
            "Somebody has said already that they came.", do="If that is wrong, press Undo first."
        )
    if stands is None:
        stands = Arrival(school_id=by.school_id, pupil=pupil, day=day)
    stands.how, stands.at, stands.by_id = how, at, by.adult_id
    stands.tried_at = at if how == How.TRIED else stands.tried_at
    stands.tried_by_id = by.adult_id if how == How.TRIED else stands.tried_by_id
    stands.save()
    trail.note(by, Verb.ARRIVED, ids=[pupil.pk], detail={"arrival": stands.pk})
    return stands


@transaction.atomic
def take_back(*, by: Membership, key: int, today: dt.date) -> Pupil:
    """Take back what was said of a child today, by whoever stands at the gate. Who tried before
    they came has tried again.

    returns  the child
    raises   NotYours, PermissionDenied
    """
    by.must(Permission.GATE_READ)
    said = queries.arrival(by.school_id, key, today)
    if said is None or not by.may(Permission.GATE_READ, of=said.pupil):
        raise NotYours("arrival")
    pupil = said.pupil
    if said.tried_at and said.how != How.TRIED:
        said.how, said.at = How.TRIED, said.tried_at
        said.by_id = said.tried_by_id or said.by_id
        said.save(update_fields=["how", "at", "by"])
    else:
        said.delete()
    trail.note(by, Verb.ARRIVAL_TAKEN_BACK, ids=[pupil.pk], detail={"arrival": key})
    return pupil
