"""The day's anchor of the trail, sent by the worker to the data-protection officers."""

from __future__ import annotations

import datetime as dt

from django.core.cache import cache
from django.utils import timezone
from django_tasks import task

from belong.intake.jobs import IN_ITS_OWN_TIME
from belong.people import anchor_mail, walls

A_ROUND = dt.timedelta(minutes=5)
"""Between two questions whether a school's is to go: a pile is never made."""


@task(priority=IN_ITS_OWN_TIME)
@walls.from_nobody()
def send_anchor(school_id: int) -> int:
    """Send a school's anchor of this day. How many e-mails were taken."""
    with walls.scope(school_id):
        return anchor_mail.see_to(school_id=school_id, now=timezone.now())


@walls.from_nobody()
def ask_for_anchors(now: dt.datetime) -> None:
    """Called by the tick: a round at each school where an officer waits for the anchor of today."""
    with walls.scope_all(reason="finding the schools whose anchor is to go out"):
        schools = anchor_mail.schools_to_see_to(now)
    for pk in schools:
        if cache.add(f"anchor-mail-round:{pk}", True, timeout=A_ROUND.total_seconds()):
            send_anchor.enqueue(pk)
