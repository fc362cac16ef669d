"""What pupils, families and staff said in closed surveys, beside a statement of a look."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class HeardLine:
    """What one group that was asked said of the same thing, as its released table has it.

    title  who was asked; level a shape (strong, some, notyet, unknown); words the released sentence
    """

    title: str
    level: str
    word: str
    words: str


def heard_on(school_id: int, item: str) -> tuple[HeardLine, ...]:
    """What closed surveys say of a statement: empty where none asked it, or too few answered."""
    return ()
