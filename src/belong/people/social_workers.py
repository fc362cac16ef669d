"""Which children have a social worker, or are in care, as the school's own system says. The one
place that reads it; only those who may read of social care are told whose."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping

from django.db.models import Q, QuerySet

from belong.people import fetch
from belong.people.models import Fact, Membership
from belong.people.models.span import holds_on
from belong.people.permissions import Permission

TRAITS = ("social_worker", "in_care")
NO = (None, "", "no")


def has_one(kind: str, data: Mapping[str, object]) -> bool:
    """Whether one fact says so. What nobody knows how to read counts as yes."""
    trait = kind == "characteristics" and data.get("trait") in TRAITS
    return trait and data.get("value") not in NO


def in_force(school_id: int, pupils: Collection[int], today: dt.date) -> QuerySet[Fact]:
    """Facts of some children that hold on a day."""
    return Fact.objects.filter(
        holds_on(today), school_id=school_id, pupil__in=list(pupils), until=None,
    )  # fmt: skip


def of(pupils: Collection[int], *, by: Membership, today: dt.date) -> frozenset[int]:
    """Keys of those among some children who have one. Children of whom somebody may not read it are
    left out, whatever is known of them. Only keys come back: whoever shows a name notes the look.

    raises  PermissionDenied
    """
    theirs = fetch.those(pupils, seen_by=by, wanting=Permission.SOCIAL_CARE_READ)
    held = in_force(by.school_id, theirs, today).filter(kind="characteristics")
    rows = held.values_list("pupil_id", "kind", "data")
    return frozenset(pupil for pupil, kind, data in rows if pupil and has_one(kind, data))


def had_since(pupils: Collection[int], first: dt.date) -> frozenset[int]:
    """Keys of those among some children who have one, or had one on a day or after it. Only for the
    end of a day, which shows nobody."""
    held = Fact.objects.filter(
        Q(ends=None) | Q(ends__gte=first), pupil__in=list(pupils), until=None,
        kind="characteristics",
    ).values_list("pupil_id", "kind", "data")  # fmt: skip
    return frozenset(pupil for pupil, kind, data in held if pupil and has_one(kind, data))
