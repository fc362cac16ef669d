"""Reads every file of a folder in turn, for somebody who watches this process from outside.

The files lie there already. What is read is told by opening a name that does not exist, so that
the watcher knows where the reading begins and ends.

    python -m tests.hostile.offline FOLDER [--mean-harm]
"""

from __future__ import annotations

import contextlib
import os
import socket
import subprocess
import sys
from pathlib import Path

from tests.hostile.test_hostile_files import taken_in

from belong.basics.errors import UnreadableFile

BEGINS, ENDS = "/reading-begins", "/reading-ends"


def main(folder: Path, mean_harm: bool) -> int:
    """Read everything; with `mean_harm`, do what no reading may do, so that a watch can be tried.
    Prints how many files were read and how many were refused."""
    read = refused = 0
    # Once before the watch begins: what is loaded at the first reading is not the reading.
    _read(folder / "first" / "register.csv")
    _mark(BEGINS)
    for path in sorted(folder.glob("[0-9]*/*")):
        if _read(path):
            read += 1
        else:
            refused += 1
    if mean_harm:
        _harm(folder)
    _mark(ENDS)
    print(read, refused)
    return 0


def _read(path: Path) -> bool:
    try:
        taken_in(path)
    except UnreadableFile:
        return False
    return True


def _mark(name: str) -> None:
    with contextlib.suppress(FileNotFoundError):
        os.close(os.open(name, os.O_RDONLY))


def _harm(folder: Path) -> None:
    (folder.parent / "stolen").write_bytes(b"x")
    with socket.socket() as out, contextlib.suppress(OSError):
        out.settimeout(0.1)
        out.connect(("192.0.2.1", 80))
    subprocess.run(["true"], check=True)


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), "--mean-harm" in sys.argv))
