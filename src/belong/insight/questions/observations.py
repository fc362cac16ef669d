"""What people saw of one child lately."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from belong.people.models import Membership, Pupil
from belong.people.permissions import Permission


@dataclass(frozen=True)
class OnChild:
    """The part of a child's page."""


def on_child(by: Membership, pupil: Pupil, today: dt.date) -> OnChild | None:
    """The part, or None for who may not read it."""
    if not by.may(Permission.OBSERVATIONS_READ, of=pupil):
        return None
    return OnChild()
