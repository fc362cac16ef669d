"""A register page being written: one cohort, one school year, every session."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from belong.attendance.codes import Kind, index_of, lookup
from demo_school.absence import Away
from demo_school.cohorts import Cohort
from demo_school.invented import PRESENT_AM, PRESENT_PM, Bits, Ints, Marks, Wholes
from demo_school.lateness import LONGEST, REGISTER_CLOSES
from demo_school.season import AM, Sessions

IN_SCHOOL = lookup(kinds=frozenset({Kind.PRES})).astype(np.bool_)
AT_ONCE = 0


@dataclass(frozen=True)
class Page:
    """Marks as they will stand once every reason is known. Written into, layer by layer.

    marks    uint8 [children x sessions], indexes into the code table
    known    int16 [children x sessions], the school day from which the reason stands
    minutes  uint8 [children x sessions]
    """

    cohort: Cohort
    year: int
    when: Sessions
    marks: Marks
    known: Wholes
    minutes: NDArray[np.uint8]

    @property
    def year_group(self) -> int:
        """The year group of these children."""
        return self.cohort.year_group(self.year)

    def put(self, rows: Ints | int, columns: NDArray[np.intp], code: str) -> None:
        """Enter a letter for some children in some sessions, whatever stood there."""
        self.put_where(self._cells(rows, columns), code)

    def put_if_here(self, rows: Ints | int, columns: NDArray[np.intp], code: str) -> None:
        """Enter a letter only where the child would have been in school."""
        self.put_where(self._cells(rows, columns) & IN_SCHOOL[self.marks], code)

    def put_where(self, cells: Bits, code: str) -> None:
        """Enter a letter in the cells that are true: [children x sessions]."""
        self.marks[cells] = index_of(code)
        self.known[cells] = AT_ONCE
        self.minutes[cells] = 0

    def come(self, rows: Ints | int, columns: NDArray[np.intp]) -> None:
        """Enter present, with the stroke that belongs to the half of the day."""
        for half, code in ((AM, PRESENT_AM), (1 - AM, PRESENT_PM)):
            self.put(rows, columns[self.when.half[columns] == half], code)

    def arrive_late(self, row: int, column: int, minutes: int) -> None:
        """Enter L or U for one child with the minutes."""
        code = "L" if minutes <= REGISTER_CLOSES else "U"
        self.put(row, np.array([column]), code)
        self.minutes[row, column] = min(minutes, LONGEST)

    def _cells(self, rows: Ints | int, columns: NDArray[np.intp]) -> Bits:
        cells = np.zeros(self.marks.shape, dtype=np.bool_)
        cells[np.ix_(np.atleast_1d(rows), columns)] = True
        return cells


def fresh_page(cohort: Cohort, year: int, when: Sessions) -> Page:
    """A page on which everybody is present."""
    strokes = np.where(when.half == AM, index_of(PRESENT_AM), index_of(PRESENT_PM))
    marks = np.tile(strokes.astype(np.uint8), (len(cohort), 1))
    known = np.zeros(marks.shape, dtype=np.int16)
    return Page(cohort, year, when, marks, known, np.zeros(marks.shape, dtype=np.uint8))


def enter_lateness(page: Page, late: Marks, minutes: NDArray[np.uint8]) -> None:
    """Late marks for children who come."""
    cells = late > 0
    page.marks[cells] = late[cells]
    page.minutes[cells] = minutes[cells]


def enter_absence(page: Page, away: Away) -> None:
    """Absence, over whatever stood there."""
    cells = away.code >= 0
    page.marks[cells] = away.code[cells]
    page.known[cells] = away.known[cells]
    page.minutes[cells] = 0
