"""Saying in the morning that an adult is not there today, and that they are back after all: so that
whoever stands in meets the children who were promised somebody."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.utils import timezone

from belong.people import fetch, trail
from belong.people.fetch import NotYours
from belong.people.models import Membership
from belong.people.permissions import Permission
from belong.people.trail import Verb
from belong.practice.checkins import queries
from belong.practice.checkins.models import Agreement, Away


@transaction.atomic
def away(*, by: Membership, adult_id: int, at: dt.datetime) -> None:
    """Say that somebody is not there today. Saying it twice is saying it once.

    raises  NotYours for an adult with whom no child of theirs agreed anything; PermissionDenied
    """
    day = _may_say(by, adult_id, at)
    said = {"by_id": by.adult_id, "at": at}
    _, new = Away.objects.get_or_create(
        school_id=by.school_id, adult_id=adult_id, day=day, defaults=said
    )
    if new:
        _note(by, adult_id, day, there=False)


@transaction.atomic
def back(*, by: Membership, adult_id: int, at: dt.datetime) -> None:
    """Say that somebody is there after all. Likewise."""
    day = _may_say(by, adult_id, at)
    gone, _ = Away.objects.filter(school=by.school_id, adult=adult_id, day=day).delete()
    if gone:
        _note(by, adult_id, day, there=True)


def _may_say(by: Membership, adult_id: int, at: dt.datetime) -> dt.date:
    by.must(Permission.PASSED_ON_READ)
    day = timezone.localdate(at)
    if not any(one.with_adult_id == adult_id or one.stand_in_id == adult_id
               for one in agreed_here(by, day)):  # fmt: skip
        raise NotYours("adult")
    return day


def agreed_here(by: Membership, day: dt.date) -> list[Agreement]:
    """What is agreed with children for whom somebody may find another adult."""
    every = queries.agreed_with(by.school_id, day)
    ids = {one.pupil_id for one in every}
    may = fetch.those(ids, seen_by=by, wanting=Permission.PASSED_ON_READ)
    return [one for one in every if one.pupil_id in may]


def _note(by: Membership, adult_id: int, day: dt.date, *, there: bool) -> None:
    said = {"first": day.isoformat(), "last": day.isoformat(), "there": there}
    trail.note(by, Verb.STAND_IN_NAMED, about="adult", ids=[adult_id], detail=said)
