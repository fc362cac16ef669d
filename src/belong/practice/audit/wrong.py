"""What cannot be done where the school looks at itself. Nothing has changed."""

from __future__ import annotations

from belong.basics.errors import BelongError
from belong.basics.letters import seen
from belong.practice.audit.models import Agreed, BlockNote, Rating
from belong.practice.audit.plan_models import Evidence, Step

Stands = Rating | Agreed | BlockNote | Step | Evidence


class NotKept(BelongError):
    """Something that cannot be kept as asked."""


class StepUnclear(NotKept):
    """A next step of which something is missing.

    missing  what to put right, by the field of the form: what, owner, due
    """

    def __init__(self, missing: dict[str, str]) -> None:
        super().__init__(
            "This is not a next step yet.",
            do="It needs one thing to do, one adult and a day: see below what is missing.",
        )
        self.missing = missing


class WordsMoved(NotKept):
    """Somebody else, or oneself on another device, wrote here meanwhile. What they wrote stands.

    stands  the row as it is now
    """

    def __init__(self, stands: Stands) -> None:
        super().__init__(
            "These words have changed since you opened them.",
            do="Read what stands now, then keep what you want of yours.",
        )
        self.stands = stands


def line(text: str, called: str, longest: int) -> str:
    """What somebody typed, trimmed. Raises NotKept where it is too long."""
    said = " ".join(seen(" ".join(text.split())).split())
    if len(said) > longest:
        raise NotKept(
            f"There is too much under {called}: {len(said)} letters, of {longest} that fit.",
            do="Keep the sentence that matters.",
        )
    return said
