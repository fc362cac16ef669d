"""How far a long run came, so that one that was stopped goes on where it was.

Only where BELONG_SO_FAR names a folder, as the long check does; what was run on other sources than
today's does not count.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from functools import cache
from pathlib import Path

TOP = Path(__file__).resolve().parents[2]


def pieces(name: str, total: int, size: int) -> Iterator[range]:
    """The numbers still to be run, in pieces; a piece counts once the next one is asked for."""
    note = _note_of(name)
    start = int(note.read_text(encoding="ascii")) if note is not None and note.is_file() else 0
    for first in range(min(start, total), total, size):
        last = min(first + size, total)
        yield range(first, last)
        if note is not None:
            note.parent.mkdir(parents=True, exist_ok=True)
            note.write_text(str(last), encoding="ascii")


def _note_of(name: str) -> Path | None:
    """One small file for each run, so that two at a time do not write over each other."""
    kept = os.environ.get("BELONG_SO_FAR")
    return Path(kept) / f"{name.replace(' ', '-')}-{_sources()}" if kept else None


@cache
def _sources() -> str:
    """One number for every line that could make a difference."""
    digest = hashlib.sha256()
    for path in sorted([*(TOP / "src").rglob("*.py"), *(TOP / "tests").rglob("*.py")]):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:16]
