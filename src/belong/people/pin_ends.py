"""A PIN ends with the last role that it opens, for good: whoever comes back is given another."""

from __future__ import annotations

import datetime as dt

from belong.people import trail
from belong.people.models import Adult, Membership, Pin
from belong.people.roles import BY_PIN
from belong.people.trail import Verb


def may_have_one(adult: Adult, school_id: int, today: dt.date) -> bool:
    """Whether somebody is, or will be, in a role that a PIN opens."""
    rows = adult.memberships.filter(school=school_id, role_key__in=BY_PIN, ended_at=None)
    gone = adult.left_on is not None and adult.left_on < today
    return not gone and any(row.ends is None or row.ends >= today for row in rows)


def follow(*, by: Membership, adult: Adult, today: dt.date) -> None:
    """End the PIN of somebody whom no role opens it for any more, in the transaction of whoever
    changes their roles: after one was ended, and before another is given."""
    held = Pin.objects.filter(adult=adult, school=by.school_id)
    if held.exists() and not may_have_one(adult, by.school_id, today):
        held.delete()
        trail.note(by, Verb.PIN_ENDED, about="adult", ids=[adult.pk])


def sweep(today: dt.date) -> None:
    """Forget the PINs whose roles ran out by themselves, at the schools of the moment."""
    for pin in Pin.objects.select_related("adult"):
        if not may_have_one(pin.adult, pin.school_id, today):
            pin.delete()
