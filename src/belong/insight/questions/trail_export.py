"""Everything the trail says about one child, for the person concerned."""

from __future__ import annotations

import datetime as dt

from belong.basics.errors import BelongError
from belong.insight import trail_words, words
from belong.people import fetch, trail_reading
from belong.people.models import Membership
from belong.people.permissions import Permission
from belong.people.trail import Verb

BEGINNING = dt.date(2026, 1, 1)
"""No line is older than Belong."""
MOST = 1_000_000


class NobodyOfThatNumber(BelongError):
    """A number that is no child's, or not one this adult may ask about."""


def of_child(by: Membership, number: str, today: dt.date) -> list[tuple[str, str, str, str]]:
    """When, who, in which role, and what: oldest first. The export itself is the last line.

    number  exactly as the school's system has it
    raises  PermissionDenied, NobodyOfThatNumber
    """
    searching = by.may(Permission.TRAIL_SEARCH)
    wanting = Permission.TRAIL_SEARCH if searching else Permission.TRAIL_OF_CHILD
    child = fetch.sought(number, seen_by=by, wanting=wanting, why=Verb.LOOKS_EXPORTED)
    if child is None:
        raise NobodyOfThatNumber("No child has this number.", do="Write the whole number.")
    told = trail_reading.about_child(child, by=by, first=BEGINNING, last=today, most=MOST)
    return [
        (words.moment(one.at), trail_words.who(one), trail_words.role(one),
         trail_words.what([one]))
        for one in reversed(told)
    ]  # fmt: skip
