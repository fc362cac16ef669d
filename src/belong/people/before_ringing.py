"""What somebody must know before they ring a child's home, without being told why.

Whoever rings may not read of social care or of an order: what comes out of here is only whom to ask
first. It is the same for everybody, so that nothing is learnt by comparing two screens.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection
from enum import StrEnum

from django.db.models import Q

from belong.people import locked_away
from belong.people.models import Fact, Membership
from belong.people.permissions import Permission

TRAITS = ("social_worker", "in_care")
NO = (None, "", "no")


class Ask(StrEnum):
    """Whom to ask before ringing."""

    SAFEGUARDING = "safeguarding"
    OFFICE = "office"


def whom_to_ask_first(
    pupils: Collection[int], *, by: Membership, today: dt.date
) -> dict[int, frozenset[Ask]]:
    """By the key of each child of whom somebody must be asked first; no others. The page has noted
    the look at every one of them. What nobody knows how to read counts as a reason to ask.

    raises  PermissionDenied
    """
    by.must(Permission.FIRST_DAY)
    found: dict[int, set[Ask]] = defaultdict(set)
    held = Fact.objects.filter(
        Q(begins=None) | Q(begins__lte=today), Q(ends=None) | Q(ends__gte=today),
        school_id=by.school_id, pupil__in=list(pupils), until=None,
        kind__in=("characteristics", "contacts"),
    )  # fmt: skip
    for pupil, kind, data in held.values_list("pupil_id", "kind", "data"):
        if kind == "contacts" and locked_away.under_an_order(data):
            found[pupil].add(Ask.OFFICE)
        if (
            kind == "characteristics"
            and data.get("trait") in TRAITS
            and data.get("value") not in NO
        ):
            found[pupil].add(Ask.SAFEGUARDING)
    return {pupil: frozenset(asks) for pupil, asks in found.items()}
