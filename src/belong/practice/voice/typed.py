"""What somebody typed about what was said: trimmed, and refused where it does not fit."""

from __future__ import annotations

import datetime as dt

from belong.basics.errors import BelongError


class NotKept(BelongError):
    """Something that cannot be kept as it was typed. Nothing has changed."""


class Moved(BelongError):
    """Somebody else changed it while it was being written. Both stand.

    theirs  what is kept
    """

    def __init__(self, theirs: str) -> None:
        super().__init__(
            "Somebody changed this while you were writing. Yours is not lost: it stands below.",
            do="Read theirs, put both together, and keep it again.",
        )
        self.theirs = theirs


def line(text: str, called: str, most: int, *, needed: bool = True) -> str:
    """One line of words. Raises NotKept for too much, or for nothing where some is needed."""
    said = " ".join(text.replace("\x00", "").split())
    if needed and not said:
        raise NotKept(f"Nothing says {called}.", do="Write it in a few words.")
    if len(said) > most:
        raise NotKept(
            f"There is too much under {called}: {len(said)} letters, of {most} that fit.",
            do="Keep the words that matter.",
        )
    return said


def day(on: dt.date | None, called: str, *, first: dt.date, last: dt.date) -> dt.date:
    """A day within two others. Raises NotKept."""
    if on is None or not first <= on <= last:
        raise NotKept(
            f"{called} does not fit.",
            do=f"Choose a day from {first.day}.{first.month}.{first.year} on."
            if on and on < first
            else "Choose a day that fits.",
        )
    return on
