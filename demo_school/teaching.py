"""The week of lessons: who is in which class, when, and with whom."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from demo_school import sources
from demo_school.chance import Topic, stream
from demo_school.cohorts import Cohort
from demo_school.invented import YEARS_AT_SCHOOL, Adult, Ints, Teaching
from demo_school.staff import TEACHER

BANDS = 2
PERIODS = 5
SLOTS = 25


@dataclass(frozen=True)
class Lesson:
    """One class in one of the 25 places of the week, and the children who belong to it."""

    name: str
    subject: str
    year_group: int
    slot: int
    rows: Ints


def _week_of(year_group: int) -> dict[str, Any]:
    subjects = sources.subject_list()
    key = "lower" if year_group in subjects["lower"]["year_groups"] else "upper"
    return dict(subjects[key])


def _lessons(cohort: Cohort, year: int, seed: int) -> Iterator[Lesson]:
    """Every weekly lesson of one year group; rows count within the cohort."""
    group = cohort.year_group(year)
    week = _week_of(group)
    letters = week["week"].replace(" ", "")
    rng = stream(seed, Topic.CLASSES, cohort.year)
    ability, choice = rng.random(len(cohort)), rng.integers(0, 4, (len(cohort), 3))
    half = (len(cohort.forms) + 1) // BANDS
    for band in range(BANDS):
        forms = list(range(len(cohort.forms)))[band * half : (band + 1) * half]
        turned = sources.subject_list()["turned"][str(group)][band]
        here = _Band(cohort, group, "xy"[band], forms, ability, choice)
        for place, letter in enumerate(letters):
            slot = (place + turned) % SLOTS
            nth = letters[:place].count(letter)
            yield from here.lessons(week, letter, slot=slot, nth=nth)


@dataclass(frozen=True)
class _Band:
    """Half of a year group: the forms that follow one week together."""

    cohort: Cohort
    group: int
    letter: str
    forms: list[int]
    ability: NDArray[np.float64]
    choice: NDArray[np.int64]

    def lessons(
        self, week: dict[str, Any], letter: str, *, slot: int, nth: int
    ) -> Iterator[Lesson]:
        """The classes of this band at one letter of the week."""
        if letter in week["sets"]:
            yield from self._sets(week["sets"][letter], slot)
        elif letter in week["choices"]:
            block = sorted(week["choices"]).index(letter)
            yield from self._choices(week["choices"][letter], block, slot)
        else:
            turns = week["carousels"].get(letter) or [week["forms"][letter]]
            yield from self._by_form(turns, nth, slot)

    def _rows(self) -> Ints:
        return np.flatnonzero(np.isin(self.cohort.form, self.forms)).astype(np.int32)

    def _sets(self, subject: str, slot: int) -> Iterator[Lesson]:
        rows = self._rows()
        if not len(rows):
            return
        order = rows[np.argsort(self.ability[rows], kind="stable")[::-1]]
        for n, part in enumerate(np.array_split(order, len(self.forms)), start=1):
            name = f"{self.group}{self.letter}/{_short(subject)}{n}"
            yield Lesson(name, subject, self.group, slot, np.sort(part))

    def _choices(self, subjects: list[str], block: int, slot: int) -> Iterator[Lesson]:
        rows = self._rows()
        for n, subject in enumerate(subjects):
            taking = rows[self.choice[rows, block] == n]
            name = f"{self.group}{self.letter}/{_short(subject)}{'XYZ'[block]}"
            if len(taking):
                yield Lesson(name, subject, self.group, slot, taking)

    def _by_form(self, turns: list[str], nth: int, slot: int) -> Iterator[Lesson]:
        for place, form in enumerate(self.forms):
            subject = turns[(place + nth) % len(turns)]
            name = f"{self.group} {self.cohort.forms[form]}/{_short(subject)}"
            rows = np.flatnonzero(self.cohort.form == form).astype(np.int32)
            yield Lesson(name, subject, self.group, slot, rows)


def _short(subject: str) -> str:
    return str(sources.subject_list()["short"][subject])


def teaching(
    cohorts: tuple[Cohort, ...],
    year: int,
    *,
    adults: tuple[Adult, ...],
    row_of: tuple[Ints, ...],
    seed: int,
) -> Teaching:
    """The timetable of a school year, with a teacher for each lesson (-1 where nobody is free).

    row_of  for each cohort, the row of each child in the school's list, -1 where not listed
    """
    here = [n for n, c in enumerate(cohorts) if 0 <= year - c.year < YEARS_AT_SCHOOL]
    found = [(x, row_of[n][x.rows]) for n in here for x in _lessons(cohorts[n], year, seed)]
    first = {x.name: (x, rows) for x, rows in reversed(found)}
    names = tuple(dict.fromkeys(x.name for x, _ in found))
    number = {name: n for n, name in enumerate(names)}
    klass = np.array([number[x.name] for x, _ in found], dtype=np.int32)
    slot = np.array([x.slot for x, _ in found], dtype=np.int32)
    order = np.lexsort((slot, klass))
    klass, slot = klass[order], slot[order]
    subjects = tuple(first[name][0].subject for name in names)
    member, member_of = _members([first[name][1] for name in names])
    return Teaching(
        classes=names, subjects=subjects,
        year_groups=tuple(first[name][0].year_group for name in names),
        klass=klass, weekday=slot // PERIODS, period=slot % PERIODS + 1,
        teacher=_teachers(klass, slot, subjects=subjects, adults=adults),
        member=member, member_of=member_of,
    )  # fmt: skip


def _members(rows_of_class: list[Ints]) -> tuple[Ints, Ints]:
    """Long lists of child and class, listed children only."""
    member = np.concatenate(rows_of_class)
    klass = np.repeat(np.arange(len(rows_of_class)), [len(rows) for rows in rows_of_class])
    listed = member >= 0
    return member[listed].astype(np.int32), klass[listed].astype(np.int32)


def _teachers(
    klass: Ints, slot: Ints, *, subjects: tuple[str, ...], adults: tuple[Adult, ...]
) -> Ints:
    """A teacher for every weekly lesson: one for the whole class where one is free at all its
    times, else whoever of the department is free, else any teacher who is."""
    free = np.ones((len(adults), SLOTS), dtype=np.bool_)
    free[[n for n, a in enumerate(adults) if a.role != TEACHER]] = False
    teacher = np.full(len(klass), -1, dtype=np.int32)
    sizes = np.bincount(klass)
    for k in sorted(range(len(sizes)), key=lambda k: (-sizes[k], k)):
        own = np.array([a.subject == subjects[k] for a in adults])
        at = np.flatnonzero(klass == k)
        for part in _pieces(at, slot, free & own[:, None]):
            who = _freest(free, slot[part], own)
            teacher[part] = who
            if who >= 0:
                free[who, slot[part]] = False
    return teacher


def _pieces(at: NDArray[np.intp], slot: Ints, free: NDArray[np.bool_]) -> list[NDArray[np.intp]]:
    """A class's lessons in one piece if one colleague can take them all, else one by one."""
    if free[:, slot[at]].all(axis=1).any():
        return [at]
    return [at[n : n + 1] for n in range(len(at))]


def _freest(free: NDArray[np.bool_], slots: Ints, own: NDArray[np.bool_]) -> int:
    """The free adult with the most free lessons, of the department first; -1 for nobody."""
    can = free[:, slots].all(axis=1)
    if not can.any():
        return -1
    return int(np.argmax(np.where(can, free.sum(axis=1) + 1 + 100 * own, -1)))
