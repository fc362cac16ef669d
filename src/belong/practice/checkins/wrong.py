"""What cannot be kept, and the one way that words come in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from belong.basics.errors import BelongError

if TYPE_CHECKING:
    from belong.practice.checkins.models import Agreement, CheckIn


class NotKept(BelongError):
    """Something that cannot be kept as asked. Nothing has changed."""


class AgreedMeanwhile(NotKept):
    """Somebody else agreed something with the child since the form was opened. Theirs stands.

    stands  what is agreed now; None where it was ended
    """

    def __init__(self, stands: Agreement | None) -> None:
        super().__init__(
            "Somebody else has changed what is agreed since you opened it.",
            do="Read theirs with the child, then keep what you want of yours.",
        )
        self.stands = stands


class SaidMeanwhile(NotKept):
    """Somebody else wrote down the same check-in meanwhile. What they wrote stands.

    stands  as it is now; None where it was taken back
    """

    def __init__(self, stands: CheckIn | None) -> None:
        super().__init__(
            "Somebody else has written this down since you opened it.",
            do="Read theirs. What you typed is still below.",
        )
        self.stands = stands


def line(text: str, longest: int, called: str) -> str:
    """What somebody typed, in one line without what cannot be seen. Raises NotKept."""
    said = " ".join(text.replace("\x00", "").split())
    if len(said) > longest:
        raise NotKept(
            f"There is too much under {called}: {len(said)} letters, of {longest} that fit.",
            do="Keep the words that matter.",
        )
    return said
