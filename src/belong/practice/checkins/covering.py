"""Children who were promised somebody, for those who may find them another adult; and saying that
whoever promised it is away."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone

from belong.people import being_away, fetch
from belong.people.models import Membership
from belong.people.permissions import Permission
from belong.practice.checkins import queries
from belong.practice.checkins.models import Agreement


def agreed_here(by: Membership, day: dt.date) -> list[Agreement]:
    """What is agreed with children for whom somebody may find another adult."""
    every = queries.agreed_with(by.school_id, day)
    ids = {one.pupil_id for one in every}
    may = fetch.those(ids, seen_by=by, wanting=Permission.PASSED_ON_READ)
    return [one for one in every if one.pupil_id in may]


def away_today(*, by: Membership, adult_id: int, at: dt.datetime) -> None:
    """Say that a colleague is not there today, who is close to a child somebody may find another
    adult for, or agreed something with one.

    raises  NotYours, PermissionDenied
    """
    being_away.away_today(by=by, adult_id=adult_id, at=at, agreed=_agreed_with(by, at))


def back(*, by: Membership, adult_id: int, at: dt.datetime) -> dt.date | None:
    """Say that they are there today after all: the last day of what goes on tomorrow, None for
    nothing. Raises likewise."""
    return being_away.back(by=by, adult_id=adult_id, at=at, agreed=_agreed_with(by, at))


def _agreed_with(by: Membership, at: dt.datetime) -> frozenset[int]:
    by.must(Permission.PASSED_ON_READ)
    return frozenset(one.with_adult_id for one in agreed_here(by, timezone.localdate(at)))
