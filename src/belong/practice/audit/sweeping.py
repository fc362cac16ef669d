"""A look at the school that was closed long ago is gone by itself, with who said what in it."""

from __future__ import annotations

import datetime as dt

from belong.people import how_long
from belong.practice.audit.models import Look
from belong.practice.audit.own_models import OwnItem, OwnList
from belong.practice.audit.plan_models import Evidence, Paper, Step

KEPT = (Evidence, Paper, Step)
"""What goes with a look; named here so that every table of this room is known when it is ready."""
OWN = (OwnList, OwnItem)
"""A school's own lists stay until it takes them away: they say nothing of anybody."""


def swept(*, today: dt.date, **_more: object) -> None:
    """Delete what was closed before those that are kept."""
    Look.objects.filter(closed_on__lt=how_long.first_day("looks", today)).delete()
