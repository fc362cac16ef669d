"""What was heard long ago is gone, and so is an agreement with pupils that ended long ago. What
waits for an answer is not: somebody was promised one."""

from __future__ import annotations

import datetime as dt

from belong.people import how_long
from belong.practice.voice.ledger_models import Agreement, Session, Theme


def swept(*, today: dt.date, **_more: object) -> None:
    """The end of a day: answered themes, times of listening, ended agreements go in their time."""
    first = how_long.first_day("heard", today)
    Theme.objects.filter(answered_on__lt=first).delete()
    Session.objects.filter(on__lt=first).delete()
    Agreement.objects.filter(ended_on__lt=first).delete()
