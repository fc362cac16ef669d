"""Looks taken by the worker, so that no page has to wait for them."""

from __future__ import annotations

import datetime as dt

from django.core.cache import cache
from django_tasks import task

from belong import __version__
from belong.attendance.patterns.grid import FRIDAY
from belong.insight import noticed
from belong.intake import queries
from belong.people import walls

ASKED_FOR = dt.timedelta(days=60)
"""How long it is remembered that looks were asked for; asking again does no harm."""


@task()
@walls.from_nobody()
def take_looks(school_id: int, day: str) -> int:
    """Take the looks of one school that are due on a day (2026-11-24) and not taken yet."""
    with walls.scope(school_id):
        return noticed.take_ahead(school_id, dt.date.fromisoformat(day))


@walls.from_nobody()
def ask_for_looks(today: dt.date) -> None:
    """Called by the tick: looks of every school in which something changed, or a week ended,
    since they were last asked for. A page that comes first takes them itself."""
    with walls.scope_all(reason="finding the schools whose looks are due"):
        schools = queries.revisions()
    ended = today - dt.timedelta(days=FRIDAY)
    week = ended - dt.timedelta(days=ended.weekday())
    for school_id, revision in schools:
        named = f"looks-asked-for:{school_id}:{revision}:{week}:{__version__}"
        if cache.add(named, True, timeout=ASKED_FOR.total_seconds()):
            take_looks.enqueue(school_id, today.isoformat())
