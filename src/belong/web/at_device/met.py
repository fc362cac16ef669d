"""Whom a search or the gate showed in a session. Who may open no page about a child does something
for these alone: a key that was counted up is nobody's."""

from __future__ import annotations

from collections.abc import Iterable

from belong.people import fetch
from belong.people.models import Pupil
from belong.people.permissions import Permission
from belong.web import clock
from belong.web.gate import SignedIn

MET = "met_today"
"""In a session: the day, and keys of the children shown on it, the newest first."""
MOST = 200
"""Keys that a session keeps at most: more than a morning at a gate needs."""


def remember(request: SignedIn, keys: Iterable[int]) -> None:
    """These children were shown just now."""
    before = keys_of(request)
    found = list(dict.fromkeys([*keys, *before]))[:MOST]
    if found != before:
        request.session[MET] = {"day": clock.today().isoformat(), "keys": found}


def keys_of(request: SignedIn) -> list[int]:
    """Keys of the children shown today in this session."""
    kept = request.session.get(MET)
    return list(kept["keys"]) if kept and kept["day"] == clock.today().isoformat() else []


def child(request: SignedIn, key: int, wanting: Permission) -> Pupil:
    """The child something small is done for; the look is noted.

    raises  PermissionDenied, fetch.NotYours
    """
    return fetch.at_hand(
        key, seen_by=request.membership, wanting=wanting, shown=keys_of(request),
        today=clock.today(),
    )  # fmt: skip
