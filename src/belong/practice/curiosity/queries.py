"""What was seen and who came, asked for. Whoever shows a child's name with one has noted the look
at that child, and asked whether they may read it."""

from __future__ import annotations

import datetime as dt

from django.db.models import Q, QuerySet

from belong.practice.curiosity import things
from belong.practice.curiosity.models import Arrival, Observation

MOST = 20
"""Words that a child's page tells of at most."""


def _there(school_id: int, today: dt.date) -> QuerySet[Observation]:
    """What stands: of this day, and what is kept. Nothing else, whether it was swept or not."""
    stands = Q(day=today) | Q(kept_until__gte=today)
    found = Observation.objects.filter(stands, school_id=school_id, pupil__merged_into=None)
    return found.select_related("by", "kept_by").order_by("-at", "-pk")


def one(school_id: int, key: int, today: dt.date) -> Observation | None:
    """One word that stands; None for any other."""
    return _there(school_id, today).select_related("pupil").filter(pk=key).first()


def of_child(school_id: int, pupil_id: int, today: dt.date) -> list[Observation]:
    """What stands of one child, the newest first."""
    return list(_there(school_id, today).filter(pupil=pupil_id)[:MOST])


def own_of_child(
    school_id: int, pupil_id: int, adult_id: int, today: dt.date
) -> list[Observation]:
    """What one adult left of one child today, the newest first."""
    return list(_there(school_id, today).filter(pupil=pupil_id, by=adult_id, day=today))


def hard_of_day(school_id: int, today: dt.date) -> list[Observation]:
    """The hard ones of a day, the newest first."""
    return list(_there(school_id, today).filter(day=today, what__in=things.hard()))


def lately(school_id: int, today: dt.date, since: dt.date) -> list[Observation]:
    """What stands and was seen from a day on, the newest first: of today, and what is kept."""
    return list(_there(school_id, today).filter(day__gte=since))


def hard_to_come_in(school_id: int, today: dt.date) -> frozenset[int]:
    """Keys of children of whom something stands that says coming in was hard."""
    found = _there(school_id, today).filter(what__in=things.at_arrival())
    return frozenset(found.values_list("pupil_id", flat=True))


def arrivals(school_id: int, day: dt.date) -> list[Arrival]:
    """Who came on a day, as somebody said at the gate, the newest first."""
    found = Arrival.objects.filter(school_id=school_id, day=day, pupil__merged_into=None)
    return list(found.select_related("by", "pupil").order_by("-at", "-pk"))


def arrival(school_id: int, key: int, day: dt.date) -> Arrival | None:
    """One arrival of a day; None for any other."""
    found = Arrival.objects.filter(school_id=school_id, day=day, pupil__merged_into=None)
    return found.select_related("pupil", "by").filter(pk=key).first()
