"""Reading a file somebody brought, in a cell of its own where this house asks for that."""

from __future__ import annotations

from pathlib import Path

from belong.intake import shelf
from belong.intake.models import Import, Profile
from belong.registers.sources.safely import in_a_cell
from belong.registers.sources.whole import Wanted, Whole, read_whole


def read(brought: Import, path: Path) -> Whole:
    """Everything in a stored file, read as it was asked for. Raises UnreadableFile."""
    wanted = Wanted(brought.kind, brought.as_of, brought.day_first, dict(brought.mapping))
    if shelf.careful():
        return in_a_cell(read_whole, path, wanted)
    return read_whole(path, wanted)


def known_profile(school_id: int, headings: tuple[str, ...]) -> Profile | None:
    """What the school once said about a file with exactly these headings."""
    return Profile.objects.filter(school_id=school_id, headings=list(headings)).first()
