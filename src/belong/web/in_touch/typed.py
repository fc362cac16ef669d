"""What a form sends: days and times as a browser sends them."""

from __future__ import annotations

import datetime as dt

from belong.practice.contact.wrong import NotKept


def day(text: str) -> dt.date:
    """Raises NotKept."""
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        raise NotKept("There is no such day.", do="Choose a day, such as 24 11 2026.") from None


def time(text: str) -> dt.time | None:
    """None where the box is empty. Raises NotKept."""
    if not text:
        return None
    try:
        at = dt.time.fromisoformat(text)
    except ValueError:
        raise NotKept("There is no such time.", do="Write it as 09:30.") from None
    return at.replace(second=0, microsecond=0, tzinfo=None)
