"""Who asked, asked for. Whoever shows a child's name with it has noted the look at that child."""

from __future__ import annotations

import datetime as dt

from belong.practice.asking.actions import stands_days
from belong.practice.asking.models import Ask


def standing(school_id: int, today: dt.date) -> list[Ask]:
    """What children of a school asked lately, the newest first, with whom they chose."""
    since = today - dt.timedelta(days=stands_days())
    found = Ask.objects.filter(school_id=school_id, day__gte=since, day__lte=today)
    return list(
        found.filter(pupil__merged_into=None).select_related("to", "pupil").order_by("-at", "-pk")
    )
