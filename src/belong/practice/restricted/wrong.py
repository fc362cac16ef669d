"""What cannot be kept of a note for few people."""

from __future__ import annotations

from typing import TYPE_CHECKING

from belong.basics.errors import BelongError

if TYPE_CHECKING:
    from belong.practice.restricted.models import Note


class NotKept(BelongError):
    """Something that cannot be kept as asked. Nothing has changed."""


class NoteMoved(NotKept):
    """It was changed, ended or taken out since it was read. What stands, stands.

    stands  as it is now; None where it was taken out
    """

    def __init__(self, stands: Note | None) -> None:
        if stands is None:
            what, do = "This was taken out since you opened it.", "Keep yours anew, or leave it."
        elif stands.ended_on is not None:
            what, do = "This was ended since you opened it.", "Keep yours anew, or leave it."
        else:
            what = "This was changed since you opened it."
            do = "Read what stands now, then keep what you want of yours."
        super().__init__(what, do=do)
        self.stands = stands
