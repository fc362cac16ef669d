"""A zip file read in memory, part by part. Nothing in it is ever written to disk."""

from __future__ import annotations

import stat
import unicodedata
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from belong.basics.errors import UnreadableFile
from belong.registers.sources.dates import shown

MAX_PARTS = 2_000
MAX_UNPACKED = 512 * 1024 * 1024
MAX_RATIO = 250
"""Times a large part may grow. Registers repeat themselves, yet stay well below a hundred."""
RATIO_FROM = 4 * 1024 * 1024
"""Parts smaller than this, unpacked, harm nobody however they are packed."""
LONGEST_NAME = 240
_LITTER = ("__MACOSX/", ".DS_Store", "Thumbs.db", "desktop.ini")
_INNER = (".zip", ".xlsx", ".xlsm", ".xls", ".7z", ".rar", ".gz", ".tar", ".jar")
_PLAIN = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_DO = "Make the zip again from the exported files alone."


class Archive:
    """The parts of a zip whose names and sizes have been looked at.

    names  of the parts that are files, in the order of the zip
    """

    def __init__(self, file: zipfile.ZipFile) -> None:
        self.file = file
        self._parts = {info.filename: info for info in _looked_at(file)}

    @property
    def names(self) -> tuple[str, ...]:
        """Every part that is a file somebody put there on purpose."""
        return tuple(name for name in self._parts if not _is_litter(name))

    def __contains__(self, name: str) -> bool:
        return name in self._parts

    def size(self, name: str) -> int:
        """Bytes of a part, unpacked."""
        return self._parts[name].file_size

    def read(self, name: str, most: int = MAX_UNPACKED) -> bytes:
        """A part's bytes. Raises UnreadableFile where it is too large, damaged or a zip again."""
        if self.size(name) > most:
            raise UnreadableFile(
                f"{shown(name)} in the zip is larger than {most // 1_048_576 or 1} MiB.",
                do="Export one school year at a time.",
            )
        with self.open(name) as part:
            data = part.read(most + 1)
        if data.startswith(b"PK\x03\x04"):
            raise UnreadableFile("The zip holds another zip or a workbook.", do=_DO)
        return data

    @contextmanager
    def open(self, name: str) -> Iterator[IO[bytes]]:
        """A part to be read in pieces; damage becomes an UnreadableFile."""
        try:
            with self.file.open(self._parts[name]) as part:
                yield part
        except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError,
                RuntimeError, ValueError) as problem:  # fmt: skip
            if isinstance(problem, RecursionError):
                raise
            raise _damaged() from problem


@contextmanager
def archive(path: Path) -> Iterator[Archive]:
    """A zip, opened. Raises UnreadableFile where it is damaged, locked or means harm."""
    try:
        file = zipfile.ZipFile(path)
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, OverflowError) as problem:
        raise _damaged() from problem
    with file:
        yield Archive(file)


def _damaged() -> UnreadableFile:
    return UnreadableFile(
        "The file is damaged, or was cut off on its way.", do="Copy or export it again."
    )


def _looked_at(file: zipfile.ZipFile) -> list[zipfile.ZipInfo]:
    """The parts that are files, when every part may be trusted to be read."""
    every = file.infolist()
    if len(every) > MAX_PARTS:
        raise UnreadableFile(
            f"The zip has {len(every)} parts. Belong opens up to {MAX_PARTS}.", do=_DO
        )
    _refuse_bomb(every)
    seen: set[str] = set()
    for info in every:
        _refuse_part(info)
        name = unicodedata.normalize("NFC", info.filename).casefold()
        if name in seen:
            raise UnreadableFile(f"Two parts of the zip are called {shown(name)}.", do=_DO)
        seen.add(name)
    return [info for info in every if not info.is_dir()]


def _refuse_bomb(every: list[zipfile.ZipInfo]) -> None:
    unpacked = sum(info.file_size for info in every)
    if unpacked > MAX_UNPACKED:
        raise UnreadableFile(
            f"Unpacked, the file would be larger than {MAX_UNPACKED // 1_048_576} MiB.",
            do="Export one school year at a time.",
        )
    for info in every:
        if info.file_size > RATIO_FROM and info.file_size > MAX_RATIO * max(1, info.compress_size):
            raise UnreadableFile(
                "A part of the file would grow far too much when unpacked.",
                do="Bring the file as the school's system exported it.",
            )


def _refuse_part(info: zipfile.ZipInfo) -> None:
    name = info.filename
    if info.flag_bits & 0x1:
        raise UnreadableFile("The zip is locked with a password.", do="Bring it without one.")
    if _leads_astray(info.orig_filename) or _leads_astray(name):
        raise UnreadableFile("A name in the zip points outside the zip.", do=_DO)
    if len(name) > LONGEST_NAME or any(
        unicodedata.category(ch) in ("Cc", "Cf", "Cs") for ch in name
    ):
        raise UnreadableFile("A name in the zip holds characters that no file name needs.", do=_DO)
    if stat.S_ISLNK(info.external_attr >> 16):
        raise UnreadableFile("The zip holds a link to another file.", do=_DO)
    if info.compress_type not in _PLAIN:
        raise UnreadableFile("The zip is packed in a way Belong does not open.", do=_DO)


def _leads_astray(name: str) -> bool:
    parts = name.replace("\\", "/").split("/")
    return "\\" in name or "\0" in name or name.startswith("/") or ".." in parts or ":" in parts[0]


def _is_litter(name: str) -> bool:
    return any(name.startswith(one) or name.endswith(one) for one in _LITTER)


def refuse_inner(names: tuple[str, ...]) -> None:
    """Refuse a zip that holds a zip or a workbook: each is to be brought by itself."""
    if any(name.casefold().endswith(_INNER) for name in names):
        raise UnreadableFile(
            "The zip holds another zip or a workbook.", do="Unpack it and bring each file."
        )
