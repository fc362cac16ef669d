"""What was said with a home too long ago to help anybody is gone by itself. How somebody wants to
be reached stays until it is changed; how a social worker wants to hear goes with the social worker.
"""

from __future__ import annotations

import datetime as dt

from django.utils import timezone

from belong.people import how_long, social_workers
from belong.people.models.pupil import left_before
from belong.practice.contact.models import Contact, KeptInMind, StillBuilding, Try
from belong.practice.contact.word_models import Word, WordWay


def swept(*, today: dt.date, **_more: object) -> None:
    """Delete what is of a day before those that are kept."""
    Try.objects.filter(day__lt=how_long.first_day("tries", today)).delete()
    for kind in (Contact, Word):
        kind.objects.filter(day__lt=how_long.first_day("contacts", today)).delete()
    first = how_long.first_day("beside", today)
    KeptInMind.objects.filter(last__lt=first).delete()
    _building(first, today)
    _ways_to_hear(first)


def _building(first: dt.date, today: dt.date) -> None:
    """What goes on with a child who has left ends; what ended long ago is gone."""
    now = timezone.make_aware(dt.datetime.combine(today, dt.time.min))
    StillBuilding.objects.filter(left_before(today), ended_at=None).update(ended_at=now)
    StillBuilding.objects.filter(day__lt=first, ended_at__date__lt=first).delete()


def _ways_to_hear(first: dt.date) -> None:
    """A name and a number at work are of no use where nobody has that work any more."""
    WordWay.objects.filter(left_before(first)).delete()
    old = WordWay.objects.filter(said_at__date__lt=first)
    theirs = social_workers.had_since(old.values_list("pupil_id", flat=True), first)
    old.exclude(pupil__in=theirs).delete()
