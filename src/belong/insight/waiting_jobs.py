"""The daily e-mail, sent by the worker: it says only that something is waiting."""

from __future__ import annotations

import datetime as dt

from django.core.cache import cache
from django.utils import timezone
from django_tasks import task
from django_tasks_db.models import DBTaskResult

from belong.insight import today_ahead
from belong.insight.questions import something_waits
from belong.intake.jobs import IN_ITS_OWN_TIME
from belong.people import waiting_mail, walls

A_ROUND = dt.timedelta(minutes=5)
"""Between two rounds at one school: each sees to some of the adults."""


@task(priority=IN_ITS_OWN_TIME)
@walls.from_nobody()
def see_to_school(school_id: int) -> int:
    """See to some of the adults of a school, by the clock of this moment: a worker that slept
    through the day finds that it is over. How many e-mails were taken."""
    now = timezone.now()
    day = timezone.localdate(now)
    with walls.scope(school_id):
        if not today_ahead.is_school_day(school_id, day):
            return 0
        return waiting_mail.see_to(
            school_id=school_id, now=now, waits=lambda by: something_waits.ask(by, day)
        )


@walls.from_nobody()
def ask_for_rounds(now: dt.datetime) -> None:
    """Called by the tick: a round at each school where somebody was not seen to yet. None while
    one waits: a worker that sleeps must not wake to a pile."""
    waiting = DBTaskResult.objects.ready().filter(task_path=see_to_school.module_path)
    if waiting.exists():
        return
    with walls.scope_all(reason="finding the schools where somebody wants the daily e-mail"):
        schools = waiting_mail.schools_to_see_to(now)
    for pk in schools:
        if cache.add(f"waiting-mail-round:{pk}", True, timeout=A_ROUND.total_seconds()):
            see_to_school.enqueue(pk)
