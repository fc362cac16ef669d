"""How children are kept in mind over a holiday, asked for. Whoever shows it has noted the look at
the child before."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection

from belong.practice.contact.in_touch import KeptInMind

LATELY = 12
"""Ways that a child's page of them shows."""


def of_child(pupil_id: int) -> list[KeptInMind]:
    """What was put down for one child, the holiday that comes last at the front."""
    found = KeptInMind.objects.filter(pupil=pupil_id).select_related("does", "by")
    return list(found.order_by("-first", "pk")[:LATELY])


def ahead(pupil_id: int, today: dt.date) -> list[KeptInMind]:
    """What is put down for a holiday of one child that is not over."""
    found = KeptInMind.objects.filter(pupil=pupil_id, last__gte=today)
    return list(found.select_related("does", "by").order_by("first", "pk"))


def of_adult(school_id: int, adult_id: int, since: dt.date) -> list[KeptInMind]:
    """What one adult does for any child and is not done, for a holiday that ends on a day or
    later, with the child."""
    found = KeptInMind.objects.filter(
        school=school_id, does=adult_id, last__gte=since, pupil__merged_into=None
    ).exclude(state=KeptInMind.State.DONE)
    return list(found.select_related("pupil").order_by("first", "pk"))


def one(pupil_id: int, key: int) -> KeptInMind | None:
    """One of a child's; None for any other."""
    return KeptInMind.objects.filter(pupil=pupil_id, pk=key).select_related("does").first()


def thought_of(school_id: int, ids: Collection[int], since: dt.date) -> frozenset[int]:
    """Which of some children have anything put down, prepared or not, for a holiday that begins on
    a day or later. Only keys, so no look."""
    found = KeptInMind.objects.filter(school=school_id, pupil__in=list(ids), first__gte=since)
    return frozenset(found.values_list("pupil_id", flat=True))


def prepared(school_id: int, ids: Collection[int], since: dt.date) -> frozenset[int]:
    """Which of some children have a way that is prepared, or done, for a holiday that begins on a
    day or later. Only keys, so no look."""
    ready = [KeptInMind.State.PREPARED, KeptInMind.State.DONE]
    found = KeptInMind.objects.filter(
        school=school_id, pupil__in=list(ids), first__gte=since, state__in=ready
    )
    return frozenset(found.values_list("pupil_id", flat=True))
