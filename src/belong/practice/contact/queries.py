"""Tries, asked for. Whoever shows a child's name with one has noted the look at that child."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict

from belong.practice.contact.models import Try


def of_day(school_id: int, day: dt.date) -> dict[int, list[Try]]:
    """Tries of a day by the key of each child, the earliest first."""
    every = Try.objects.filter(school_id=school_id, day=day, pupil__merged_into=None)
    found: dict[int, list[Try]] = defaultdict(list)
    for one in every.select_related("by").order_by("at", "pk"):
        found[one.pupil_id].append(one)
    return dict(found)


def own(school_id: int, key: int, adult_id: int, day: dt.date) -> Try | None:
    """One try of a day by the adult who wrote it down; None for any other."""
    every = Try.objects.filter(school_id=school_id, by=adult_id, day=day, pupil__merged_into=None)
    return every.select_related("pupil").filter(pk=key).first()
