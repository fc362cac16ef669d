"""The smallest view of a child, with how they like to be greeted."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from belong.people import fetch
from belong.people.greeting import Found
from belong.people.models import Membership
from belong.practice.profiles import queries


def ask(text: str, by: Membership, today: dt.date) -> Found:
    """Children found by name; the look is noted. Beside each stands only what the child agreed to
    as it stands: how to greet them, and nothing else of what helps.

    raises  PermissionDenied
    """
    found = fetch.greeted(text, seen_by=by, today=today)
    said = queries.greetings([child.key for child in found.children], today)
    children = tuple(
        replace(child, greeting=said[child.key].words) if child.key in said else child
        for child in found.children
    )
    return replace(found, children=children)
