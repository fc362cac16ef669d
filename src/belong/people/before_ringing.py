"""What somebody must know before they ring a child's home, without being told why.

Whoever rings may not read of social care or of an order: what comes out of here is only whom to ask
first. It is the same for everybody, so that nothing is learnt by comparing two screens.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection
from enum import StrEnum

from belong.people import locked_away, social_workers
from belong.people.models import Membership, Pupil
from belong.people.permissions import Permission


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
    return _asks(pupils, by, today)


def somebody_first(pupil: Pupil, *, by: Membership, today: dt.date) -> bool:
    """Whether whoever is in touch with this child's home asks the office before they ring: one
    answer for every reason there is, so that nobody reads a reason from it.

    raises  PermissionDenied
    """
    by.must(Permission.CONTACT_WRITE, of=pupil)
    return bool(_asks([pupil.pk], by, today))


def _asks(pupils: Collection[int], by: Membership, today: dt.date) -> dict[int, frozenset[Ask]]:
    found: dict[int, set[Ask]] = defaultdict(set)
    held = social_workers.in_force(by.school_id, pupils, today).filter(
        kind__in=("characteristics", "contacts")
    )
    for pupil, kind, data in held.values_list("pupil_id", "kind", "data"):
        if kind == "contacts" and locked_away.under_an_order(data):
            found[pupil].add(Ask.OFFICE)
        if social_workers.has_one(kind, data):
            found[pupil].add(Ask.SAFEGUARDING)
    return {pupil: frozenset(asks) for pupil, asks in found.items()}
