"""Background work, and the sign that somebody is doing it."""

from __future__ import annotations

import datetime as dt

from django.core.cache import cache
from django.utils import timezone
from django_tasks import task
from django_tasks_db.models import DBTaskResult

from belong.intake import background, shelf, sweeping
from belong.people import days_end, pin_ends, typed_words, walls

BEAT = "worker-beat"
BEAT_EVERY = dt.timedelta(seconds=20)
ASLEEP_AFTER = dt.timedelta(seconds=90)
SWEPT, SWEEP_EVERY = "swept", dt.timedelta(hours=1)


@task()
@walls.from_nobody()
def beat() -> None:
    """Done by the worker each time the tick asks: I am awake."""
    cache.set(BEAT, timezone.now().isoformat(), timeout=None)


@task()
@walls.from_nobody()
def sweep() -> None:
    """Delete files that belong to nothing, and set aside and forget what waited too long; forget
    PINs of roles that ran out, and what was left for a day that is over."""
    with walls.scope_all(reason="sweeping after every school"):
        sweeping.sweep(uploads=shelf.uploads(), registers=shelf.store().root, now=timezone.now())
        pin_ends.sweep(timezone.localdate())
        days_end.swept.send(sender=None, today=timezone.localdate())
    typed_words.forget_old(timezone.now())


@task()
@walls.from_nobody()
def keep_import(import_id: int) -> bool:
    """Keep a file somebody said yes to."""
    folder = shelf.uploads()
    if folder is None:
        raise RuntimeError("nobody said where files wait")
    with walls.scope(*background.school_of(import_id)):
        return background.work(import_id, folder=folder, now=timezone.now())


def awake() -> bool:
    """Whether the worker answered within the last minute and a half, by the real clock."""
    last = cache.get(BEAT)
    return last is not None and timezone.now() - dt.datetime.fromisoformat(last) < ASLEEP_AFTER


IN_ITS_OWN_TIME = -50
"""The priority of work that everything else goes before. It does not hold the heartbeat up."""
KEPT = 500
"""Finished jobs kept for whoever looks after the machine; older ones are swept."""


@walls.from_nobody()
def ask_for_what_is_due() -> None:
    """Called by the tick. Work is asked for only when none is waiting: a worker that sleeps for a
    week must not wake to a pile of it. A heartbeat each time; a sweep once an hour."""
    if not DBTaskResult.objects.ready().filter(priority__gt=IN_ITS_OWN_TIME).exists():
        beat.enqueue()
        if cache.add(SWEPT, True, timeout=SWEEP_EVERY.total_seconds()):
            sweep.enqueue()
    with walls.scope_all(reason="asking for the work of every school"):
        lying = background.left_lying(timezone.now())
    for import_id in lying:
        # Asked for twice does no harm: a file is held by one worker, and kept once.
        if cache.add(f"asked-for-{import_id}", True, timeout=background.LEASE.total_seconds()):
            keep_import.enqueue(import_id)
    old = DBTaskResult.objects.finished().order_by("-enqueued_at").values_list("pk", flat=True)
    DBTaskResult.objects.filter(pk__in=list(old[KEPT : KEPT + 1000])).delete()
