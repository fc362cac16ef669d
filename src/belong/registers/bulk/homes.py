"""Whose marks a file holds: each child's school and the enrolment every mark goes to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol, TypeAlias

import numpy as np
from numpy.typing import NDArray

from belong.attendance.codes import NO_MARK
from belong.basics.terms import date_of, day_number, year_of, year_start
from belong.registers.bulk.years import Bytes, OfAYear
from belong.registers.sources.children import Child
from belong.registers.sources.grid import Ints
from belong.registers.store import SLOTS

NOBODY = -1
ALWAYS = int(np.iinfo(np.int32).max)
_YEARS = 10_000


class Stay(Protocol):
    """One stay of a child: the enrolment, and its days as day numbers, both included."""

    @property
    def enrolment(self) -> int:
        """The number the marks of the stay are kept under."""

    @property
    def admitted(self) -> int:
        """The first day."""

    @property
    def left(self) -> int:
        """The last day."""


Home: TypeAlias = "int | Sequence[Stay]"
"""Where a child's marks go: to one enrolment, or to the stay each day belongs to."""


@dataclass(frozen=True)
class Marks:
    """Some marks of a file. days: int32, the days `date` counts in; the others run by mark."""

    pupil: NDArray[np.intp]
    days: Ints
    date: NDArray[np.intp]
    half: Bytes
    code: Bytes

    def only(self, keep: NDArray[np.bool_]) -> Marks:
        """The marks to keep."""
        if keep.all():
            return self
        return Marks(self.pupil[keep], self.days, self.date[keep], self.half[keep], self.code[keep])


class Homes:
    """The schools and enrolments of the children of a file.

    school, enrolment, left  int32 [children]; NOBODY where not known; the last day marks count
    """

    def __init__(
        self,
        children: Sequence[Child],
        school_of: Mapping[str, int],
        known: Mapping[int, Mapping[str, Home]],
    ) -> None:
        schools = [school_of.get(name, NOBODY) for name, _ in children]
        homes = [
            known.get(school, {}).get(number, ())
            for school, (_, number) in zip(schools, children, strict=True)
        ]
        stays = [() if isinstance(home, int) else tuple(home) for home in homes]
        self.school = np.array(schools, dtype=np.int32)
        self.enrolment = np.array([_first(home) for home in homes], dtype=np.int32)
        self.left = np.array([one[0].left if one else ALWAYS for one in stays], dtype=np.int32)
        self._all_known = bool((self.school != NOBODY).all())
        self._always = bool((self.left == ALWAYS).all()) and not any(len(s) > 1 for s in stays)
        self._several = {n: one for n, one in enumerate(stays) if len(one) > 1}
        self._is_several = np.array([len(one) > 1 for one in stays], dtype=np.bool_)

    def counting(self, marks: Marks) -> Marks:
        """The marks that say something and are of a school somebody knows."""
        says = marks.code != NO_MARK
        return marks.only(says if self._all_known else says & (self.school[marks.pupil] != NOBODY))

    def of(self, marks: Marks) -> tuple[Marks, Ints]:
        """The marks that are not dated after a stay, and the enrolment of each, or NOBODY."""
        enrolment = self.enrolment.take(marks.pupil)
        if self._always:
            return marks, enrolment
        left = self.left.take(marks.pupil)
        if self._several:
            at = np.flatnonzero(self._is_several[marks.pupil])
            for pupil in np.unique(marks.pupil[at]).tolist():
                mine = at[marks.pupil[at] == pupil]
                stays = self._several[pupil]
                stay = _stay_of(stays, marks.days[marks.date[mine]])
                enrolment[mine] = np.array([s.enrolment for s in stays], dtype=np.int32)[stay]
                left[mine] = np.array([s.left for s in stays], dtype=np.int32)[stay]
        counts = marks.days[marks.date] <= left
        return marks.only(counts), enrolment[counts]


def _first(home: Home) -> int:
    if isinstance(home, int):
        return home
    return home[0].enrolment if home else NOBODY


def _stay_of(stays: Sequence[Stay], day: Ints) -> NDArray[np.int64]:
    """The stay each day belongs to: the nearest earlier one, or the first."""
    begins = np.array([stay.admitted for stay in stays])
    return np.maximum(np.searchsorted(begins, day, side="right") - 1, 0)


def by_year(homes: Homes, marks: Marks) -> list[OfAYear]:
    """Marks sorted into the school years they are of.

    Blanks, marks dated after a child left and marks of schools nobody knows say nothing.
    """
    marks, enrolment = homes.of(homes.counting(marks))
    if not len(enrolment):
        return []
    year_of_day = np.array([year_of(date_of(day)) for day in marks.days.tolist()], dtype=np.int64)
    begins = np.array([day_number(year_start(int(y))) for y in year_of_day], dtype=np.int32)
    session = ((marks.days - begins) * SLOTS).astype(np.int16).take(marks.date) + marks.half
    school = homes.school.astype(np.int64) * _YEARS
    key = school.take(marks.pupil) + year_of_day.take(marks.date)
    out = []
    for at in _runs(key):
        of = divmod(int(key[at][0]), _YEARS)
        whose, when, code = enrolment[at], session[at], marks.code[at]
        mine = whose != NOBODY
        if not mine.all():
            whose, when, code = whose[mine], when[mine], code[mine]
        out.append(OfAYear(of, whose, when, code, len(mine) - len(whose)))
    return out


def _runs(key: NDArray[np.int64]) -> list[slice | NDArray[np.int64]]:
    """The rows of each different key, in their order."""
    if key[0] == key[-1] and (key == key[0]).all():
        return [slice(None)]
    edges = np.flatnonzero(np.diff(key)) + 1
    if len(np.unique(key[np.append(0, edges)])) == len(edges) + 1:
        return [slice(a, b) for a, b in zip([0, *edges], [*edges, len(key)], strict=True)]
    order = np.argsort(key, kind="stable")
    return list(np.split(order, np.flatnonzero(np.diff(key[order])) + 1))
