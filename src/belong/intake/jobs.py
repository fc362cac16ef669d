"""Background work, and the sign that somebody is doing it."""

from __future__ import annotations

import datetime as dt

from django.core.cache import cache
from django.utils import timezone
from django_tasks import task
from django_tasks_db.models import DBTaskResult

BEAT = "worker-beat"
BEAT_EVERY = dt.timedelta(seconds=20)
ASLEEP_AFTER = dt.timedelta(seconds=90)


@task()
def beat() -> None:
    """Done by the worker each time the tick asks: I am awake."""
    cache.set(BEAT, timezone.now().isoformat(), timeout=None)


def awake() -> bool:
    """Whether the worker answered within the last minute and a half, by the real clock."""
    last = cache.get(BEAT)
    return last is not None and timezone.now() - dt.datetime.fromisoformat(last) < ASLEEP_AFTER


KEPT = 500
"""Finished jobs kept for whoever looks after the machine; older ones are swept."""


def ask_for_what_is_due() -> None:
    """Called by the tick. A heartbeat is asked for only when none is waiting: a worker that sleeps
    for a week must not wake to a pile of them."""
    if not DBTaskResult.objects.ready().exists():
        beat.enqueue()
    old = DBTaskResult.objects.finished().order_by("-enqueued_at").values_list("pk", flat=True)
    DBTaskResult.objects.filter(pk__in=list(old[KEPT : KEPT + 1000])).delete()
