"""What a form sends: words as they were typed, days and times as a browser sends them."""

from __future__ import annotations

import datetime as dt

from django.http import HttpRequest

from belong.practice.contact.wrong import NotKept


def words(request: HttpRequest, *names: str) -> dict[str, str]:
    """The words of some boxes, to stand in them again."""
    return {name: request.POST.get(name, "").replace("\x00", "") for name in names}


def options(pairs: tuple[tuple[object, str], ...], chosen: object) -> list[dict[str, object]]:
    """What a select shows: keys and words, one of them chosen."""
    return [{"value": str(key), "words": text, "chosen": str(key) == str(chosen)}
            for key, text in pairs]  # fmt: skip


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
