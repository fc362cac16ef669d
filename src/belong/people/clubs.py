"""Who came to a club or to breakfast, as the school's own registers of them say: only keys, so no
look is noted."""

from __future__ import annotations

import datetime as dt

from belong.people.models import Fact


def came_since(school_id: int, since: dt.date) -> frozenset[int]:
    """Keys of the children who came to one on a day or later."""
    found = Fact.objects.filter(
        school=school_id, kind="clubs", until=None, begins__gte=since, data__came="yes",
        pupil__isnull=False,
    )  # fmt: skip
    return frozenset(key for key in found.values_list("pupil_id", flat=True).distinct() if key)
