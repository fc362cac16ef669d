"""The only clock the pages read."""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.utils import timezone


def now() -> dt.datetime:
    """This moment in London; or the fixed one that tests and pictures are made at."""
    if settings.FIXED_NOW:
        return timezone.make_aware(dt.datetime.fromisoformat(settings.FIXED_NOW))
    return timezone.localtime()


def today() -> dt.date:
    """Today's date in London."""
    return now().date()
