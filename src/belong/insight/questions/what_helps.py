"""What helps one child, in their own words."""

from __future__ import annotations

from dataclasses import dataclass

from belong.people.models import Membership, Pupil
from belong.people.permissions import Permission


@dataclass(frozen=True)
class OnChild:
    """The part of a child's page."""


def on_child(by: Membership, pupil: Pupil) -> OnChild | None:
    """The part, or None for who may not read it."""
    if not by.may(Permission.PROFILE_READ, of=pupil):
        return None
    return OnChild()
