"""Looks taken by the worker, so that no page has to wait for them."""

from __future__ import annotations

import datetime as dt

from django.core.cache import cache
from django_tasks import task
from django_tasks_db.models import DBTaskResult

from belong import __version__
from belong.attendance.patterns.grid import FRIDAY
from belong.insight import noticed
from belong.intake import queries
from belong.intake.jobs import IN_ITS_OWN_TIME
from belong.people import walls

REMEMBERED = dt.timedelta(days=60)
"""How long it is known that looks were asked for; asking again does no harm."""
AT_ONCE = 20
"""Schools asked for at most in one round of the tick."""


@task(priority=IN_ITS_OWN_TIME)
@walls.from_nobody()
def take_looks(school_id: int, day: str) -> int:
    """Take the looks of one school that are due on a day (2026-11-24) and not taken yet."""
    with walls.scope(school_id):
        return noticed.take_ahead(school_id, dt.date.fromisoformat(day))


@walls.from_nobody()
def ask_for_looks(today: dt.date) -> None:
    """Called by the tick: looks of every school in which something changed, or a week ended, since
    they were last asked for. None while some wait: a worker that sleeps must not wake to a pile.
    Files and the heartbeat go first; a page that comes before the worker takes its looks itself."""
    if DBTaskResult.objects.ready().filter(priority=IN_ITS_OWN_TIME).exists():
        return
    with walls.scope_all(reason="finding the schools whose looks are due"):
        schools = queries.revisions()
    ended = today - dt.timedelta(days=FRIDAY)
    week = ended - dt.timedelta(days=ended.weekday())
    wanted = {
        f"looks-asked-for:{pk}:{revision}:{week}:{__version__}": pk for pk, revision in schools
    }
    known = cache.get_many(wanted)
    for name in [name for name in wanted if name not in known][:AT_ONCE]:
        take_looks.enqueue(wanted[name], today.isoformat())
        cache.set(name, True, timeout=REMEMBERED.total_seconds())
