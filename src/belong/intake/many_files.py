"""The files that hold many schools: read a few at a time, and shared out to several programs."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import replace
from functools import partial
from pathlib import Path

import django
import pyarrow as pa
import pyarrow.compute as pc

from belong.basics.cores import side_by_side
from belong.basics.errors import BelongError, UnreadableFile
from belong.intake import many_schools, previewing, shelf
from belong.intake.actions import ENDINGS, digest_of
from belong.intake.many_schools import FAILED, NOTE, Errand, Schools, Share, Told
from belong.registers.bulk import sorted_by_school
from belong.registers.bulk.source import WHOLE, Otherwise, rows_one_by_one, source_of
from belong.registers.sources import sizes
from belong.registers.sources.grid import clean
from belong.registers.sources.reading import Reading, Refused
from belong.registers.sources.records import Records
from belong.registers.sources.safely import in_a_cell
from belong.registers.sources.whole import Read, Wanted, Whole, read_each

AT_ONCE, BYTES_AT_ONCE = 48, 8 << 20
"""Files of a folder that one cell reads: starting a cell takes longer than reading many a day."""
LINES_SAID = 20
Piece = tuple[Path, ...] | Share | Told
"""Something for one program to do: some files of a folder, a school's part, or only to be said."""


def bring(path: Path, errand: Errand, *, workers: int = 1) -> Iterator[Told]:
    """Bring in a file of many schools, or every file of a folder; a line for each as it is done.

    workers  programs that work side by side; 1 does everything here
    raises   BelongError where the adult is nobody here or there is nothing to bring
    """
    schools = Schools(errand)
    pieces = _of_folder(path) if path.is_dir() else _of_file(path, errand, schools)
    if workers == 1:
        for piece in pieces:
            yield from _done(errand, schools, piece)
        return
    # Django first: a program of its own cannot even load this module before.
    with side_by_side(workers, django.setup) as pool:
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
        coming.append((piece, _asked(pool, work, piece)))
        if len(coming) > ahead:
            yield from _heard(*coming.pop(0))
    for one in coming:
        yield from _heard(*one)


def _asked(
    pool: ProcessPoolExecutor, work: Callable[[Piece], list[Told]], piece: Piece
) -> Future[list[Told]]:
    """A piece given to the pool. Once a program of it was killed, it takes nothing any more."""
    try:
        return pool.submit(work, piece)
    except BrokenProcessPool as broken:
        never: Future[list[Told]] = Future()
        never.set_exception(broken)
        return never


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
        for one in _shared_out(path, digest_of(path), read, schools):
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
    some: list[Path] = []
    room = BYTES_AT_ONCE
    for path in sorted(path for path in folder.iterdir() if _counts(path)):
        room -= path.stat().st_size
        if some and (room < 0 or len(some) == AT_ONCE):
            yield tuple(some)
            some, room = [], BYTES_AT_ONCE - path.stat().st_size
        some.append(path)
    if some:
        yield tuple(some)


def _counts(path: Path) -> bool:
    plain = path.is_file() and not path.is_symlink() and not path.name.startswith(".")
    return plain and path.suffix.casefold() in ENDINGS


def _of_file(path: Path, errand: Errand, schools: Schools) -> Iterator[Piece]:
    """The parts of one file, which may be larger than any one school may bring."""
    digest = digest_of(path)
    size, lines = path.stat().st_size, sizes.lines_in(path)
    if sizes.one_reading_takes(size, lines):
        (read,) = _read([path], errand)
        yield from _shared_out(path, digest, read, schools)
        return
    # Too large for a cell, which may write no file. Only plain lines of marks are read here.
    with sorted_by_school(path, as_of=errand.today, day_first=errand.day_first) as found:
        if found is None:
            raise BelongError(
                "So large a file has to be plain lines of session marks.",
                do="Export one school at a time.",
            )
        if twice := schools.called_twice(found.names):
            yield _two_names(path, twice)
            return
        alone = len(found.names) == 1 and _names_no_other(path, found.reading)
        for name in found.names:
            part = replace(found.reading, schools=(found.marks(name),))
            whole = Whole("csv", part if alone else _without_notes(part), None, (), (), ())
            yield Share(path, digest, tuple(filter(None, [name])), alone, whole)
        if not alone:
            yield from _notes(path, found.reading.refused)


def _shared_out(path: Path, digest: str, read: Read, schools: Schools) -> Iterator[Piece]:
    """Each school's part of a file that was read; what is said of the file comes last."""
    whole = read.whole
    if whole is None:
        yield Told(path.name, "", FAILED, read.refused)
        return
    reading, names = whole.reading, _names_to_split_by(whole)
    if twice := schools.called_twice(names):
        yield _two_names(path, twice)
    elif names:
        for name in names:
            yield Share(path, digest, tuple(filter(None, [name])), False, _part_of(whole, name))
        yield from _said_of_all(path, whole)
    elif reading is None or _names_no_other(path, reading):
        yield Share(path, digest, previewing.schools_named(whole), True, whole)
    else:
        plain = replace(whole, reading=_without_notes(reading))
        yield Share(path, digest, previewing.schools_named(whole), False, plain)
        yield from _notes(path, reading.refused)


def _two_names(path: Path, names: Sequence[str]) -> Told:
    said = f"It has several names for one school: {', '.join(names)}. Nothing of it was kept."
    return Told(path.name, "", FAILED, f"{said} Use one name for each school in the file.")


def _names_to_split_by(whole: Whole) -> tuple[str, ...]:
    """The schools a file is shared out to; none where it stays whole.

    Marks are always shared out. Children and records are where each line of them names its school;
    where some do not, nobody can tell whose those are.
    """
    if whole.reading is not None:
        found = tuple(one.school for one in whole.reading.schools)
        return found if len(found) > 1 else ()
    names = previewing.schools_named(whole)
    return names if len(names) > 1 and all(_all_of(names, t) for t in _tables(whole)) else ()


def _tables(whole: Whole) -> list[pa.Table]:
    every = [whole.pupils, *(one.table for one in whole.records)]
    return [table for table in every if table is not None and table.num_rows]


def _all_of(names: Sequence[str], table: pa.Table) -> bool:
    """Whether every row of a table names one of these schools."""
    here = "school" in table.column_names
    return here and set(pc.unique(table["school"]).to_pylist()) <= set(names)


def _part_of(whole: Whole, name: str) -> Whole:
    """One school's part of a file of several, without what was said of single lines."""
    if whole.reading is not None:
        mine = tuple(one for one in whole.reading.schools if one.school == name)
        part = _without_notes(replace(whole.reading, schools=mine))
        return Whole(whole.source, part, None, (), (), ())
    people = _rows_of(whole.pupils, name) if whole.pupils is not None else None
    records = [_records_of(one, name) for one in whole.records if one.table.num_rows]
    return Whole(
        whole.source, None, people if people is not None and people.num_rows else None,
        tuple(one for one in records if one.table.num_rows), (), (),
    )  # fmt: skip


def _rows_of(table: pa.Table, school: str) -> pa.Table:
    return table.filter(pc.equal(table["school"], school))


def _records_of(records: Records, school: str) -> Records:
    mine = _rows_of(records.table, school)
    rows = len(pc.unique(mine["line"]))
    return replace(records, table=mine, rows=rows, refused=(), taken=())


def _without_notes(reading: Reading) -> Reading:
    """Marks of a school. Nobody knows which school a line that was not taken is about."""
    rows = sum(len(one.code) for one in reading.schools)
    return replace(reading, rows=rows, refused=(), taken=())


def _names_no_other(path: Path, reading: Reading) -> bool:
    """Whether the lines that were not taken are of the same school as the marks that were."""
    if not reading.refused or "school" not in reading.columns:
        return True
    names = _schools_in_lines(path)
    return names is not None and len(names) < 2


def _schools_in_lines(path: Path) -> set[str] | None:
    """What stands under the school in every line; None for a file not made of plain lines."""
    source = source_of(path)
    while source is not None:
        try:
            at = source.columns.at["school"]
            return {clean(cells[at]) for _, cells in rows_one_by_one(source) if len(cells) > at}
        except Otherwise as other:
            source = None if other.encoding == WHOLE else source_of(path, other.encoding)
    return None


def _said_of_all(path: Path, whole: Whole) -> Iterator[Told]:
    """What is said of a file of several schools and of no school of it."""
    reading = whole.reading
    if reading is None:
        yield from _notes(path, [line for one in whole.records for line in one.refused])
        return
    yield from _notes(path, reading.refused)
    if len(whole.kinds) > 1:
        yield Told(path.name, "", NOTE, "It holds more than marks of several schools. Only the"
                   " marks were taken.")  # fmt: skip


def _notes(path: Path, refused: Sequence[Refused]) -> Iterator[Told]:
    """The lines of a file of several schools that were not taken."""
    for one in refused[:LINES_SAID]:
        yield Told(path.name, "", NOTE, f"Line {one.line} was not taken: {one.reason}")
    rest = sum(one.marks for one in refused[LINES_SAID:])
    if rest:
        yield Told(path.name, "", NOTE, f"{rest:,} more marks were not taken.")
