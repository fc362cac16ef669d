"""What went wrong, said so that a school can act on it."""

from __future__ import annotations


class BelongError(Exception):
    """Something a person can put right: what happened, and what to do."""

    def __init__(self, what: str, *, do: str = "") -> None:
        super().__init__(f"{what} {do}".strip())
        self.what = what
        self.do = do


class UnreadableFile(BelongError):
    """A file that cannot be read as a register at all. Nothing of it was kept."""


class BrokenStore(BelongError):
    """A stored register whose bytes are not what was written."""
