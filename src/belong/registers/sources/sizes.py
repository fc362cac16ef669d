"""How large a file may be that is brought to a server, by what it holds.

Whatever its shape, reading one must leave room for the pages: each limit was measured to take at
most 512 MB beside what the program holds anyway, and `belong bench --scale` measures it again.
"""

from __future__ import annotations

from functools import partial
from pathlib import Path

from belong.basics.errors import UnreadableFile

MEBI = 1 << 20
LINES, LONG, WIDE, PUPILS, LESSONS, RECORDS = (
    "session marks, one on each line",
    "marks, one on each line",
    "marks with the days side by side, or totals",
    "pupils",
    "lesson marks",
    "records",
)
ZIP, WORKBOOK, JSON, XML, TEXT = (
    "files in a zip, unpacked",
    "a workbook, unpacked",
    "JSON",
    "XML",
    "text",
)
LARGEST = {
    LINES: 192, LONG: 48, WIDE: 12, PUPILS: 12, LESSONS: 40, RECORDS: 48,
    ZIP: 96, WORKBOOK: 128, JSON: 64, XML: 32, TEXT: 48,
}  # fmt: skip
"""MiB one file, or one table of it, may hold of each."""
MOST_LINES = 6_000_000
"""Session marks in one file, however short its lines are."""


def refuse_larger(size: int, what: str) -> None:
    """Raises UnreadableFile where something is larger than it may be.

    size  bytes
    what  one of the keys of LARGEST
    """
    most = LARGEST[what]
    if size > most * MEBI:
        raise UnreadableFile(
            f"The file holds {-(-size // MEBI)} MiB of {what}. Belong takes in up to"
            f" {most} MiB of that at once.",
            do="Export one school year or one term at a time.",
        )


def refuse_more_lines(lines: int) -> None:
    """Raises UnreadableFile where a file has more lines of marks than it may have."""
    if lines > MOST_LINES:
        raise UnreadableFile(
            f"The file has {lines:,} lines. Belong takes in up to {MOST_LINES:,} at once.",
            do="Export one school year or one term at a time.",
        )


def one_reading_takes(size: int, lines: int) -> bool:
    """Whether a file of session marks, so many bytes and lines, may be read at once."""
    return size <= LARGEST[LINES] * MEBI and lines <= MOST_LINES


def lines_in(path: Path) -> int:
    """How many lines a file has."""
    with path.open("rb") as file:
        return sum(part.count(b"\n") for part in iter(partial(file.read, MEBI), b""))
