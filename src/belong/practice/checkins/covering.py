"""Children who were promised somebody, for those who may find them another adult."""

from __future__ import annotations

import datetime as dt

from belong.people import fetch
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
