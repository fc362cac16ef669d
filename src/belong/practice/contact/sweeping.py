"""What was said with a home too long ago to help anybody is gone by itself. How somebody wants to
be reached stays until it is changed."""

from __future__ import annotations

import datetime as dt

from belong.people import how_long
from belong.practice.contact.models import Contact, KeptInMind, StillBuilding, Try
from belong.practice.contact.word_models import Word


def swept(*, today: dt.date, **_more: object) -> None:
    """Delete what is of a day before those that are kept."""
    Try.objects.filter(day__lt=how_long.first_day("tries", today)).delete()
    for kind in (Contact, Word):
        kind.objects.filter(day__lt=how_long.first_day("contacts", today)).delete()
    first = how_long.first_day("beside", today)
    KeptInMind.objects.filter(last__lt=first).delete()
    StillBuilding.objects.filter(day__lt=first, ended_at__isnull=False).delete()
