"""Two records of one child became one; and a day is over."""

from __future__ import annotations

import datetime as dt

from django.db.models import Q

from belong.people import how_long
from belong.people.models import Pupil
from belong.practice.checkins.models import Agreement, CheckIn, Helps


def joined(*, stays: Pupil, goes: Pupil, **_more: object) -> None:
    """Move what is kept of the record that goes. Of two agreements the later one stands; where both
    had a check-in in one half of a day, both stay, so that no word is lost."""
    _agreements(stays, goes)
    for done in CheckIn.objects.filter(pupil=goes).order_by("pk"):
        same = CheckIn.objects.filter(pupil=stays, day=done.day, half=done.half)
        last = same.order_by("-nth").first()
        done.pupil, done.nth = stays, last.nth + 1 if last else done.nth
        done.save(update_fields=["pupil", "nth"])
    Helps.objects.filter(pupil=goes).update(pupil=stays)


def _agreements(stays: Pupil, goes: Pupil) -> None:
    open_ones = Agreement.objects.filter(pupil__in=[stays, goes], ended_at=None)
    two = list(open_ones.order_by("at", "pk"))
    if len(two) > 1:
        earlier, later = two
        earlier.ended_at = later.at
        earlier.save(update_fields=["ended_at"])
    Agreement.objects.filter(pupil=goes).update(pupil=stays)


def swept(*, today: dt.date, **_more: object) -> None:
    """Delete what was said before the days that are kept; and what was agreed, once it is over as
    long and nothing said under it is left."""
    first = how_long.first_day("checkins", today)
    CheckIn.objects.filter(day__lt=first).delete()
    Helps.objects.filter(day__lt=first).delete()
    over = Q(ended_at__date__lt=first) | Q(ends__lt=first)
    Agreement.objects.filter(over, checkins=None, helps=None).delete()
