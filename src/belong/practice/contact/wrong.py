"""What cannot be kept of being in touch, and the one way that words come in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from belong.basics.errors import BelongError

if TYPE_CHECKING:
    from belong.practice.contact.in_touch import Contact, KeptInMind, StillBuilding, Way


class NotKept(BelongError):
    """Something that cannot be kept as asked. Nothing has changed."""


class WordsMoved(NotKept):
    """It was changed since it was read, by somebody or in another window. What stands, stands.

    stands  as it is now; None where it was taken away
    """

    def __init__(self, stands: Contact | KeptInMind | StillBuilding | Way | None) -> None:
        if stands is None:
            what, do = "This was removed since you opened it.", "Keep yours anew, or leave it."
        else:
            what = "This was changed since you opened it."
            do = "Read what stands now, then keep what you want of yours."
        super().__init__(what, do=do)
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


def one_of(value: str, values: object, what: str, do: str) -> str:
    """A choice that somebody made. Raises NotKept for none and for nonsense."""
    if value not in set(values):  # type: ignore[call-overload]
        raise NotKept(what, do=do)
    return value
