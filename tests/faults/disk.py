"""A model of a disk that keeps for certain only what was synced."""

from __future__ import annotations

import os
import random
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

SECTOR = 512
INDEX = "-shm"


@dataclass
class Content:
    """The bytes of one file: those on the disk for certain, and what was done to them since.

    A change is (bytes, where) or (None, new length); `at` is where the next plain write goes.
    """

    sure: bytes = b""
    since: list[tuple[bytes | None, int]] = field(default_factory=list)
    at: int = 0

    def after(self, changes: list[tuple[bytes | None, int]]) -> bytes:
        """The bytes once some of the changes arrived."""
        out = bytearray(self.sure)
        for data, where in changes:
            if data is None:
                out = out[:where].ljust(where, b"\0")
            else:
                out = out.ljust(where, b"\0")
                out[where : where + len(data)] = data
        return bytes(out)


class Disk:
    """Names and bytes under one folder, as calls change them.

    names, sure  path -> content, or None for a folder: as programs see them, and for certain
    since        changes of names not synced yet, in order: (folder, path, content, gone)
    """

    def __init__(self, root: Path) -> None:
        self.sure: dict[str, Content | None] = {}
        for path in sorted(root.rglob("*")):
            name = str(path.relative_to(root))
            self.sure[name] = None if path.is_dir() else Content(path.read_bytes())
        self.names = dict(self.sure)
        self.since: list[tuple[str, str, Content | None, bool]] = []

    def take(self, call: tuple[Any, ...]) -> None:
        """One call: open, write, cut, rename, unlink, mkdir, sync."""
        if not call[1].endswith(INDEX):
            getattr(self, f"_{call[0]}")(*call[1:])

    def _open(self, name: str, empty: bool) -> None:
        if name not in self.names:
            self._name(name, Content())
        elif empty:
            self._cut(name, 0)
        self._content(name).at = 0

    def _write(self, name: str, data: bytes, where: int | None) -> None:
        content = self._content(name)
        if where is None:
            where, content.at = content.at, content.at + len(data)
        content.since.append((data, where))

    def _cut(self, name: str, length: int) -> None:
        self._content(name).since.append((None, length))

    def _rename(self, old: str, new: str) -> None:
        self._name(new, self.names[old])
        self._unlink(old)

    def _unlink(self, name: str) -> None:
        self.since.append((os.path.dirname(name), name, self.names.pop(name), True))

    def _mkdir(self, name: str) -> None:
        self._name(name, None)

    def _sync(self, name: str) -> None:
        content = self.names.get(name)
        if content is not None:
            content.sure, content.since = content.after(content.since), []
            return
        folder = "" if name == "." else name
        for entry in [one for one in self.since if one[0] == folder]:
            _settle(self.sure, entry)
            self.since.remove(entry)

    def _name(self, name: str, content: Content | None) -> None:
        self.names[name] = content
        self.since.append((os.path.dirname(name), name, content, False))

    def _content(self, name: str) -> Content:
        content = self.names[name]
        assert content is not None, f"{name} is a folder"
        return content

    def lay_out(self, place: Path, chance: random.Random | None) -> bool:
        """Make the folder as the power left it. Returns whether anything was lost.

        chance  decides what of the unsynced arrived all the same; without it nothing did
        """
        arrived: Callable[[], bool] = (lambda: chance.random() < 0.5) if chance else (lambda: False)
        names = dict(self.sure)
        kept = [entry for entry in self.since if arrived()]
        for entry in kept:
            _settle(names, entry)
        lost = len(kept) < len(self.since)
        place.mkdir()
        for name, content in sorted(names.items()):
            path = place / name
            if not path.parent.is_dir():
                continue  # the folder it lay in never reached the disk
            if content is None:
                path.mkdir(exist_ok=True)
                continue
            changes = [_torn(change, chance) for change in content.since if arrived()]
            lost |= len(changes) < len(content.since)
            path.write_bytes(content.after(changes))
        return lost


def _settle(names: dict[str, Content | None], entry: tuple[str, str, Content | None, bool]) -> None:
    _, name, content, gone = entry
    if not gone:
        names[name] = content
    elif names.get(name) is content:
        names.pop(name, None)


def _torn(
    change: tuple[bytes | None, int], chance: random.Random | None
) -> tuple[bytes | None, int]:
    """Sometimes only the first sectors of a write arrived."""
    data, where = change
    if data is None or chance is None or len(data) <= SECTOR or chance.random() < 0.7:
        return change
    return data[: SECTOR * chance.randint(1, len(data) // SECTOR)], where
