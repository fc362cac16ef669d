"""Two records of one child became one; and a day is over."""

from __future__ import annotations

import datetime as dt

from belong.people.models import Pupil
from belong.practice.checkins.models import Agreement, Away, CheckIn, Helps


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
    """Nobody keeps a list of who was away when."""
    Away.objects.filter(day__lt=today).delete()
