"""What was heard long ago is gone. What waits for an answer is not: somebody was promised one."""

from __future__ import annotations

import datetime as dt

from belong.people import how_long
from belong.practice.voice.ledger_models import Session, Theme


def swept(*, today: dt.date, **_more: object) -> None:
    """The end of a day: answered themes and times of listening go in their time."""
    first = how_long.first_day("heard", today)
    Theme.objects.filter(answered_on__lt=first).delete()
    Session.objects.filter(on__lt=first).delete()
