"""The marks of several schools sorted into school years on the disk, and laid over what is kept."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from belong.attendance.codes import NO_MARK
from belong.registers import deltas
from belong.registers.bulk.spill import Numbers, Part, Spill
from belong.registers.deltas import Delta, places
from belong.registers.sources.grid import Ints
from belong.registers.store import Kept, Store, YearMarks, merged, sorted_marks

Shorts = NDArray[np.int16]
Bytes = NDArray[np.uint8]
SchoolYear = tuple[int, int]
"""A school's number, and the calendar year its school year began in."""


@dataclass(frozen=True)
class YearLaid:
    """One school year with a file laid over it: written, and not yet pointed at.

    file       None where nothing is different, and nothing was written
    delta      the name of the delta file; "" where nothing is different
    new        marks for sessions that had none
    changed    marks that became other marks
    same       marks that stood there already
    strangers  marks of children nobody knows; they were not kept
    """

    school: int
    year: int
    file: Kept | None
    delta: str
    new: int
    changed: int
    same: int
    strangers: int


@dataclass(frozen=True)
class OfAYear:
    """Marks of one school year, in the order of the file, and how many more are of strangers."""

    of: SchoolYear
    enrolment: Ints
    session: Shorts
    code: Bytes
    strangers: int


class YearsOfMarks:
    """Marks sorted by school and year as they come, seven bytes each, on the disk."""

    def __init__(self) -> None:
        self._spill = Spill()
        self._parts: dict[SchoolYear, list[Part]] = defaultdict(list)
        self.strangers: dict[SchoolYear, int] = defaultdict(int)

    @property
    def every(self) -> list[SchoolYear]:
        """The school years that any mark or stranger's mark is of."""
        return sorted(self._parts.keys() | self.strangers.keys())

    def put(self, some: Iterable[OfAYear]) -> None:
        """More marks, in the order of the file."""
        for one in some:
            self.strangers[one.of] += one.strangers
            self._spill.put({"enrolment": one.enrolment, "session": one.session, "code": one.code})
            self._parts[one.of].append(self._spill.parts.pop())

    def marks(self, of: SchoolYear) -> tuple[YearMarks, int]:
        """The marks of one school year in the store's order, and how many the file gave."""
        enrolment = self._column(of, "enrolment").astype(np.int32)
        session = self._column(of, "session").astype(np.int16)
        code = self._column(of, "code").astype(np.uint8)
        return sorted_marks(of[1], enrolment, session, code), len(code)

    def _column(self, of: SchoolYear, name: str) -> Numbers:
        none = np.zeros(0, dtype=np.uint8)
        return np.concatenate([none, *(self._spill.get(p, name) for p in self._parts.get(of, []))])

    def close(self) -> None:
        """Give the disk back."""
        self._spill.close()


def laid(
    store: Store, years: YearsOfMarks, held: Mapping[SchoolYear, str], of: SchoolYear
) -> YearLaid:
    """One school year with its marks laid over what the store holds.

    held    the names of the files that are current
    raises  BrokenStore where the current file is damaged, OSError where the disk is full
    """
    school, year = of
    new, entered = years.marks(of)
    old = store.long(school, held[of]) if of in held else None
    delta = laid_over(old, new)
    file, name = None, ""
    if len(delta):
        name = deltas.keep(store, school, delta)
        file = store.keep(school, merged(old, new))
    fresh = int((delta.old == NO_MARK).sum())
    return YearLaid(
        school, year, file, name, fresh, len(delta) - fresh, entered - len(delta),
        years.strangers.get(of, 0),
    )  # fmt: skip


def laid_over(old: YearMarks | None, new: YearMarks) -> Delta:
    """What becomes different when marks are laid over a year: `between` it and the `merged` year.

    Only the places of the new marks are looked at, not those of the whole year.
    """
    was = np.full(len(new), NO_MARK, dtype=np.uint8)
    if old is not None and len(old):
        mine, theirs = places(old.enrolment, old.session), places(new.enrolment, new.session)
        at = np.minimum(np.searchsorted(mine, theirs), len(mine) - 1)
        was = np.where(mine[at] == theirs, old.code[at], was)
    differs = was != new.code
    return Delta(
        new.year, new.enrolment[differs], new.session[differs], was[differs], new.code[differs]
    )
