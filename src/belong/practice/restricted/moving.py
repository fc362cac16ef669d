"""Notes for few people follow a child whose two records became one, and go in their time."""

from __future__ import annotations

import datetime as dt

from belong.people import how_long
from belong.people.models import Pupil
from belong.people.models.pupil import left_before
from belong.practice.restricted.models import Note


def joined(*, stays: Pupil, goes: Pupil, **_more: object) -> None:
    """Each note follows the child, word for word."""
    Note.objects.filter(pupil=goes).update(pupil=stays)


def swept(*, today: dt.date, **_more: object) -> None:
    """Delete what ended long ago, and what was kept of children who left long ago. What holds stays
    until somebody ends it."""
    first = how_long.first_day("restricted", today)
    Note.objects.filter(ended_on__lt=first).delete()
    Note.objects.filter(left_before(first)).delete()
