"""Bringing a very large file into the store: every school year it speaks of is written once."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import numpy as np

from belong.basics.errors import UnreadableFile
from belong.registers.bulk.gather import in_order
from belong.registers.bulk.homes import Home, Homes, Marks, by_year
from belong.registers.bulk.passing import WORKERS
from belong.registers.bulk.settle import Settled, settled_file
from belong.registers.bulk.spill import Numbers
from belong.registers.bulk.years import SchoolYear, YearLaid, YearsOfMarks, laid
from belong.registers.sources import read
from belong.registers.sources.children import Child
from belong.registers.sources.grid import Ints
from belong.registers.sources.reading import Reading, Refused, SchoolMarks, Taken, Unit
from belong.registers.store import Store


@dataclass(frozen=True)
class Known:
    """Whom the caller knows.

    school_of  a school as the file names it ("" where it names none) -> its number
    homes      school -> a child's number there -> the enrolment, or the child's stays in order
    held       the name of the current file of each school year that has one
    """

    school_of: Mapping[str, int]
    homes: Mapping[int, Mapping[str, Home]]
    held: Mapping[SchoolYear, str]


@dataclass(frozen=True)
class SchoolLaid:
    """One school of a file.

    name     as the file names it; the first of its names where several mean one school
    school   its number; None where nobody knows it: nothing of it was kept
    years    what was laid over each of its school years
    refused  rows about its children that were refused; None where the file had to be read at once
             and only its own list says which lines they were
    """

    name: str
    school: int | None
    years: tuple[YearLaid, ...]
    refused: int | None


@dataclass(frozen=True)
class FileLaid:
    """What a file did to the store; rows, refusals and oddities as its `Reading` has them."""

    rows: int
    schools: tuple[SchoolLaid, ...]
    refused: tuple[Refused, ...]
    taken: tuple[Taken, ...]


def import_blocks(
    path: Path,
    store: Store,
    known: Known,
    *,
    as_of: dt.date | None = None,
    day_first: bool | None = None,
    workers: int = WORKERS,
) -> FileLaid:
    """Lay a file of session marks over the store, each school year written once, with its delta.

    Nothing is pointed at: that is the caller's one transaction. A year in which nothing is
    different is not written.

    raises  as `sources.read` does; UnreadableFile for totals, events and lesson marks;
            BrokenStore for a damaged current file, OSError where the disk is full
    """
    years = YearsOfMarks()
    try:
        found = settled_file(path, as_of=as_of, day_first=day_first)
        if found is None:
            reading = read(path, as_of=as_of, day_first=day_first)
            return _laid_whole(reading, store, known, years, workers)
        with found[1].spill:
            return _laid_settled(found[1], store, known, years, workers)
    finally:
        years.close()


def _laid_settled(
    marks: Settled, store: Store, known: Known, years: YearsOfMarks, workers: int
) -> FileLaid:
    children = marks.told.children
    homes = Homes(children, known.school_of, known.homes)
    with ThreadPoolExecutor(workers) as pool:
        every = (_marks_in(columns, marks.told.days) for columns in marks.blocks())
        for sorted_out in in_order(pool, partial(by_year, homes), every, workers):
            years.put(sorted_out)
    refused: dict[str, int] = defaultdict(int)
    for (name, _), count in zip(children, marks.refused.tolist(), strict=True):
        refused[name] += count
    schools = _written(store, known, years, refused, workers)
    return FileLaid(marks.rows, schools, marks.notes.refused, marks.notes.taken)


def _laid_whole(
    reading: Reading, store: Store, known: Known, years: YearsOfMarks, workers: int
) -> FileLaid:
    if not reading.schools or reading.unit is Unit.LESSON:
        raise UnreadableFile(
            "The file holds no marks of sessions.", do="Choose the file with the register."
        )
    for school in reading.schools:
        children: list[Child] = [(school.school, number) for number in school.pupils]
        homes = Homes(children, known.school_of, known.homes)
        years.put(by_year(homes, _marks_of(school)))
    refused = {school.school: None for school in reading.schools}
    schools = _written(store, known, years, refused, workers)
    return FileLaid(reading.rows, schools, reading.refused, reading.taken)


def _marks_in(columns: dict[str, Numbers], days: Ints) -> Marks:
    pupil, date = columns["pupil"].astype(np.intp), columns["date"].astype(np.intp)
    return Marks(pupil, days, date, columns["half"], columns["code"])


def _marks_of(school: SchoolMarks) -> Marks:
    days, date = np.unique(school.day, return_inverse=True)
    pupil, date = school.pupil.astype(np.intp), date.astype(np.intp)
    return Marks(pupil, days, date, school.half, school.code)


def _written(
    store: Store,
    known: Known,
    years: YearsOfMarks,
    refused: Mapping[str, int | None],
    workers: int,
) -> tuple[SchoolLaid, ...]:
    """Every school year laid over what is held, and told by school."""
    of_school: dict[int, list[YearLaid]] = defaultdict(list)
    with ThreadPoolExecutor(workers) as pool:
        work = partial(laid, store, years, known.held)
        for one in in_order(pool, work, years.every, workers):
            of_school[one.school].append(one)
    return tuple(_by_school(known, of_school, refused))


def _by_school(
    known: Known,
    years: Mapping[int, Sequence[YearLaid]],
    refused: Mapping[str, int | None],
) -> Iterator[SchoolLaid]:
    names: dict[int | None, list[str]] = defaultdict(list)
    for name in refused:
        names[known.school_of.get(name)].append(name)
    for school, mine in names.items():
        for name in mine if school is None else mine[:1]:
            counts = [refused[one] for one in (mine if school is not None else [name])]
            some = None if None in counts else sum(count or 0 for count in counts)
            of_one = tuple(years.get(school, ())) if school is not None else ()
            yield SchoolLaid(name, school, of_one, some)
