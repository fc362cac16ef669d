"""The files that hold many schools: read a few at a time, and shared out to several programs."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import replace
from functools import partial
from itertools import islice
from multiprocessing import get_context
from pathlib import Path

import django

from belong.basics.errors import BelongError, UnreadableFile
from belong.intake import many_schools, shelf
from belong.intake.actions import ENDINGS
from belong.intake.many_schools import FAILED, NOTE, Errand, Schools, Share, Told
from belong.registers.bulk import sorted_by_school
from belong.registers.sources import sizes
from belong.registers.sources.reading import Reading
from belong.registers.sources.safely import in_a_cell
from belong.registers.sources.whole import Read, Wanted, Whole, read_each

AT_ONCE = 12
"""Files of a folder that one cell reads: starting a cell takes longer than reading a day."""
LINES_SAID = 20
_CHUNK = 1 << 20
Piece = tuple[Path, ...] | Share | Told
"""Something for one program to do: some files of a folder, a school's part, or only to be said."""


def bring(path: Path, errand: Errand, *, workers: int = 1) -> Iterator[Told]:
    """Bring in a file of many schools, or every file of a folder; a line for each as it is done.

    workers  programs that work side by side; 1 does everything here
    raises   BelongError where the adult is nobody here or there is nothing to bring
    """
    schools = Schools(errand)
    pieces = _of_folder(path) if path.is_dir() else _of_file(path, errand)
    if workers == 1:
        for piece in pieces:
            yield from _done(errand, schools, piece)
        return
    # Django first: a program of its own cannot even load this module before.
    with ProcessPoolExecutor(workers, get_context("spawn"), django.setup) as pool:
        yield from _in_order(pool, partial(_at_the_desk, errand), pieces, 2 * workers)


_desk: dict[Errand, Schools] = {}
"""What one program of the pool knows of the schools, asked once."""


def _at_the_desk(errand: Errand, piece: Piece) -> list[Told]:
    if errand not in _desk:
        _desk[errand] = Schools(errand)
    return _done(errand, _desk[errand], piece)


def _in_order(
    pool: ProcessPoolExecutor,
    work: Callable[[Piece], list[Told]],
    pieces: Iterable[Piece],
    ahead: int,
) -> Iterator[Told]:
    """What becomes of each piece, with only a few of them in memory at once."""
    coming: list[tuple[Piece, Future[list[Told]]]] = []
    for piece in pieces:
        coming.append((piece, pool.submit(work, piece)))
        if len(coming) > ahead:
            yield from _heard(*coming.pop(0))
    for one in coming:
        yield from _heard(*one)


def _heard(piece: Piece, future: Future[list[Told]]) -> list[Told]:
    try:
        return future.result()
    except BrokenProcessPool:
        said = "The work was stopped in the middle. Bring the same once more: it does the rest."
        return [Told(name, "", FAILED, said) for name in _names_in(piece)]


def _names_in(piece: Piece) -> list[str]:
    if isinstance(piece, Told):
        return [piece.file_name]
    return [piece.path.name] if isinstance(piece, Share) else [path.name for path in piece]


def _done(errand: Errand, schools: Schools, piece: Piece) -> list[Told]:
    if isinstance(piece, Told):
        return [piece]
    if isinstance(piece, Share):
        return [many_schools.told(errand, schools, piece)]
    out: list[Told] = []
    for path, read in zip(piece, _read(piece, errand), strict=True):
        for one in _shared_out(path, digest_of(path), read):
            out += _done(errand, schools, one)
    return out


def _read(paths: Sequence[Path], errand: Errand) -> tuple[Read, ...]:
    """Some files, read in one cell where this house asks for that; each alone where that fails."""
    wanted = Wanted("", errand.today, errand.day_first)
    if not shelf.careful():
        return read_each(tuple(paths), wanted)
    try:
        return in_a_cell(read_each, tuple(paths), wanted)
    except UnreadableFile as refused:
        if len(paths) == 1:
            return (Read(None, str(refused)),)
        return tuple(one for path in paths for one in _read([path], errand))


def _of_folder(folder: Path) -> Iterator[Piece]:
    """The files of a folder by a few; links and hidden files are left alone."""
    files = iter(sorted(path for path in folder.iterdir() if _counts(path)))
    while some := tuple(islice(files, AT_ONCE)):
        yield some


def _counts(path: Path) -> bool:
    plain = path.is_file() and not path.is_symlink() and not path.name.startswith(".")
    return plain and path.suffix.casefold() in ENDINGS


def _of_file(path: Path, errand: Errand) -> Iterator[Piece]:
    """The parts of one file, which may be larger than any one school may bring."""
    digest = digest_of(path)
    size, lines = path.stat().st_size, sizes.lines_in(path)
    if sizes.one_reading_takes(size, lines):
        (read,) = _read([path], errand)
        yield from _shared_out(path, digest, read)
        return
    # Too large for a cell, which may write no file. Only plain lines of marks are read here.
    with sorted_by_school(path, as_of=errand.today, day_first=errand.day_first) as found:
        if found is None:
            raise BelongError(
                "So large a file has to be plain lines of session marks.",
                do="Export one school at a time.",
            )
        for name in found.names:
            yield _share_of(path, digest, replace(found.reading, schools=(found.marks(name),)),
                            alone=len(found.names) == 1)  # fmt: skip
        yield from _notes(path, found.reading)


def _shared_out(path: Path, digest: str, read: Read) -> Iterator[Piece]:
    """Each school's part of a file that was read; what is said of the file comes last."""
    if read.whole is None:
        yield Told(path.name, "", FAILED, read.refused)
        return
    reading = read.whole.reading
    if reading is None or len(reading.schools) < 2:
        named = reading.schools[0].school if reading and reading.schools else ""
        yield Share(path, digest, named, True, read.whole)
        return
    for marks in reading.schools:
        part = replace(reading, schools=(marks,))
        yield _share_of(path, digest, part, alone=False, source=read.whole.source)
    yield from _notes(path, reading)
    if len(read.whole.kinds) > 1:
        yield Told(path.name, "", NOTE, "It holds more than marks of several schools. Only the"
                   " marks were taken.")  # fmt: skip


def _share_of(
    path: Path, digest: str, reading: Reading, *, alone: bool, source: str = "csv"
) -> Share:
    """A school's part. Nobody knows which school a line that was not taken is about."""
    (marks,) = reading.schools
    if not alone:
        reading = replace(reading, rows=len(marks.code), refused=(), taken=())
    whole = Whole(source, reading, None, (), (), ())
    return Share(path, digest, marks.school, alone, whole)


def _notes(path: Path, reading: Reading) -> Iterator[Told]:
    """The lines of a file of several schools that were not taken."""
    for one in reading.refused[:LINES_SAID]:
        yield Told(path.name, "", NOTE, f"Line {one.line} was not taken: {one.reason}")
    rest = sum(one.marks for one in reading.refused[LINES_SAID:])
    if rest:
        yield Told(path.name, "", NOTE, f"{rest:,} more marks were not taken.")


def digest_of(path: Path) -> str:
    """The SHA-256 of a file, in hex."""
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while part := file.read(_CHUNK):
            digest.update(part)
    return digest.hexdigest()
