"""The end of a day: what nobody kept is gone.

No line in the trail for each: nobody does it, and the line of leaving a word says what it was
about. A word is never found again in an answer from the day after on, swept or not (`queries`).
"""

from __future__ import annotations

import datetime as dt

from django.db.models import Q

from belong.people import how_long
from belong.practice.curiosity import things
from belong.practice.curiosity.models import Answer, Arrival, Observation


def swept(*, today: dt.date, **_more: object) -> None:
    """Delete the words of earlier days that are not kept, or were kept until a day before; how
    children came in, once that is too long ago to help; and answers to early warnings likewise."""
    over = Q(kept_until=None) | Q(kept_until__lt=today)
    Observation.objects.filter(over, day__lt=today).delete()
    long_ago = today - dt.timedelta(days=things.rules().arrival_days)
    Arrival.objects.filter(day__lt=long_ago).delete()
    Answer.objects.filter(day__lt=how_long.first_day("answers", today)).delete()
