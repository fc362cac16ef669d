"""A disk with as much room as a test says, for the room that is held back on it."""

from __future__ import annotations

from pathlib import Path

from belong.people import ballast
from belong.people.ballast import MIB


class Disk:
    """A disk with as much room as a test says, besides what lies in the ballast."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self.free, self.files = 500 * MIB, 5000

    def has(self, size: int, files: int) -> bool:
        held = [p for p in (self.home / "ballast").glob("*") if p.stat().st_size == ballast.PART]
        return self.free - len(held) * ballast.PART >= size and self.files - len(held) >= files


def sparse(part: Path) -> None:
    """A part of the ballast that takes no room of the real disk."""
    with part.open("wb") as file:
        file.truncate(ballast.PART)
