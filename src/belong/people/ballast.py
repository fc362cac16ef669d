"""Room on the disk that is held back, so that a full disk stops changes and never stops looking.

Every look is written down before it is shown, so a disk without room would close the whole house.
A folder of files that hold nothing therefore keeps some room taken. It is given back when room
runs out, and lines of the trail go into it; changes are refused until there is room again.
Whether the disk is full is read from the disk itself, so every process sees the same.
"""

from __future__ import annotations

import errno
import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from belong.basics.errors import BelongError

MIB = 1024 * 1024
PARTS = 8
"""Files of the ballast. A disk can run out of files as well as of bytes, and the database needs two
of its own whenever it is opened: each part gives one back."""
PART = 8 * MIB
SIZE = PARTS * PART
"""Bytes held back: about 100,000 looks with their share of the database's own log."""
LOW, LOW_FILES = 4 * MIB, 8
"""Less room than this [bytes, files] and the ballast is given back, before a look has to fail."""
MARGIN, MARGIN_FILES = 16 * MIB, 32
"""Room there must be besides the ballast before it is made again: else it would come and go."""
NO_ROOM = frozenset({errno.ENOSPC, errno.EDQUOT})
POSTGRES_FULL = "53100"
_home: list[Path] = []


class NoRoom(BelongError):
    """A change that was refused because the disk is full. Nothing of it was kept."""

    def __init__(self) -> None:
        super().__init__(
            "The disk that Belong keeps everything on is full. Nothing of this was kept, and"
            " everything kept before is safe. Reading goes on.",
            do="Ask whoever looks after the computer to make room, then do it again.",
        )


def lies_in(home: Path) -> None:
    """Hold back room on the disk of this folder from now on. Nothing is written yet."""
    _home[:] = [home]


def full() -> bool:
    """Whether changes are refused: the ballast is not there, nor the room to make it."""
    return _asked_for() and not _place().is_dir() and not _comfortable(0)


def must_have_room() -> None:
    """Called before a change. Raises NoRoom while the disk is full."""
    give_back_if_low()
    if full():
        raise NoRoom


def give_back() -> bool:
    """Let the held room go. Returns whether there was any."""
    if not _home or not _place().is_dir():
        return False
    shutil.rmtree(_place(), ignore_errors=True)
    return True


def give_back_if_low() -> None:
    """Let the held room go while a few writes still fit, so that the next look need not fail."""
    if _spent():
        give_back()


def look_after() -> None:
    """Called by the tick: give the room back when it runs low, hold it back when it returned."""
    give_back_if_low()
    if _asked_for() and _comfortable(_held()):
        _make()


@contextmanager
def said_plainly() -> Iterator[None]:
    """Work that may meet a full disk. Raises NoRoom for any error that means that."""
    try:
        yield
    except Exception as problem:
        if not lack_of_room(problem):
            raise
        give_back()
        raise NoRoom from problem


def lack_of_room(problem: BaseException | None) -> bool:
    """Whether an error, or what it came from, means that the disk is full."""
    while problem is not None:
        if isinstance(problem, NoRoom) or _says_full(problem):
            return True
        problem = problem.__cause__ or problem.__context__
    return False


def _says_full(problem: BaseException) -> bool:
    if isinstance(problem, OSError):
        return problem.errno in NO_ROOM
    if isinstance(problem, sqlite3.OperationalError):
        # Out of files, or out of room for its index, SQLite says only that something went wrong.
        asked = getattr(problem, "sqlite_errorcode", 0) & 0xFF
        vague = asked in (sqlite3.SQLITE_IOERR, sqlite3.SQLITE_CANTOPEN)
        return asked == sqlite3.SQLITE_FULL or (vague and _spent())
    return getattr(problem, "sqlstate", "") == POSTGRES_FULL


def _asked_for() -> bool:
    """Whether somebody said where the house keeps everything, and it is there."""
    return bool(_home) and _home[0].is_dir()


def _spent() -> bool:
    return _asked_for() and not _has(LOW, LOW_FILES)


def _place() -> Path:
    return _home[0] / "ballast"


def _held() -> int:
    """Parts that are whole."""
    return sum(_is_whole(part) for part in _place().glob("*"))


def _is_whole(part: Path) -> bool:
    try:
        return part.is_file() and part.stat().st_size == PART
    except FileNotFoundError:
        return False  # given back between two looks


def _comfortable(held: int) -> bool:
    """Whether the ballast, of which some parts are there, fits with a margin."""
    missing = PARTS - held
    return _has(MARGIN + missing * PART, MARGIN_FILES + missing + 1)


def _has(size: int, files: int) -> bool:
    """Whether the disk has room for so many bytes and files, for an ordinary account."""
    disk = os.statvfs(_home[0])
    counts_files = disk.f_files > 0  # some file systems set no limit and say nought
    return disk.f_bavail * disk.f_frsize >= size and (not counts_files or disk.f_favail >= files)


def _make() -> None:
    place = _place()
    place.mkdir(mode=0o700, exist_ok=True)
    try:
        for n in range(PARTS):
            part = place / str(n)
            if not part.is_file() or not _is_whole(part):
                _allocate(part)
    except OSError:
        give_back()  # somebody was quicker: what is held in half helps nobody


def _allocate(part: Path) -> None:
    """Really taken: a file with a hole in it would hold nothing back."""
    handle = os.open(part, os.O_WRONLY | os.O_CREAT, 0o600)
    try:
        os.posix_fallocate(handle, 0, PART)
    finally:
        os.close(handle)
