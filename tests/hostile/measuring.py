"""What a cell is asked to do with a hostile file, so that its memory can be measured there."""

from __future__ import annotations

from pathlib import Path

from belong.basics.errors import UnreadableFile
from belong.registers.sources.containers import opened


def most_memory(path: Path, hostile: bool) -> int:
    """The most memory this process ever held [KiB], having opened the file or nothing at all."""
    try:
        if hostile:
            opened(path)
    except UnreadableFile:
        pass
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return int(status.partition("VmHWM:")[2].split()[0])
