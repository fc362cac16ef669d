"""Good things, asked for. Whoever shows one has noted the look at the child before."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection

from django.db.models import OuterRef, QuerySet, Subquery

from belong.practice.noticing.models import GoodThing, SharedWay

LATELY = 3
"""Good things that a child's page opens with."""


def _of(pupil_id: int) -> QuerySet[GoodThing]:
    every = GoodThing.objects.filter(pupil=pupil_id).select_related("by", "shared_by")
    return every.order_by("-at", "-pk")


def lately(pupil_id: int, most: int = LATELY) -> list[GoodThing]:
    """The newest good things of one child."""
    return list(_of(pupil_id)[:most])


def latest_of_each(pupil_ids: Collection[int]) -> dict[int, GoodThing]:
    """The newest good thing of each child who has one, by key."""
    newest = GoodThing.objects.filter(pupil=OuterRef("pupil")).order_by("-at", "-pk")
    found = GoodThing.objects.filter(pupil__in=pupil_ids, pk=Subquery(newest.values("pk")[:1]))
    return {one.pupil_id: one for one in found.select_related("by")}


def own(pupil_id: int, thing_id: int, adult_id: int, day: dt.date) -> GoodThing | None:
    """One that somebody wrote on a day; None for any other."""
    return _of(pupil_id).filter(pk=thing_id, by=adult_id, day=day).first()


def one(pupil_id: int, thing_id: int) -> GoodThing | None:
    """One of a child's; None for any other."""
    return _of(pupil_id).filter(pk=thing_id).first()


def last_shared(pupil_id: int) -> GoodThing | None:
    """The one that was shared with home last; None for none."""
    return _of(pupil_id).exclude(shared="").order_by("-shared_at", "-pk").first()


def way_home(pupil_id: int) -> SharedWay | None:
    """How a home likes to hear of good things; None before anybody asked."""
    return SharedWay.objects.filter(pupil=pupil_id).select_related("by").first()


def noticed(school_id: int, since: dt.date) -> frozenset[int]:
    """Keys of children of whom a good thing was written down from a day on. Only keys, so no
    look."""
    found = GoodThing.objects.filter(school=school_id, day__gte=since)
    return frozenset(found.values_list("pupil_id", flat=True))
