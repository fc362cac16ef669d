"""What an invented school is made of. Every child and adult in it is made up."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Marks = NDArray[np.uint8]
Ints = NDArray[np.int32]
Wholes = NDArray[np.integer]
Bits = NDArray[np.bool_]
Floats = NDArray[np.float64]

FIRST_YEAR_GROUP, LAST_YEAR_GROUP = 7, 11
YEARS_AT_SCHOOL = LAST_YEAR_GROUP - FIRST_YEAR_GROUP + 1
PRESENT_AM, PRESENT_PM = "/", "\\"


@dataclass(frozen=True)
class School:
    """The school as an authority would list it; all numbers as text."""

    name: str
    town: str
    urn: str
    la_number: str
    establishment: str
    laestab: str
    email_domain: str


@dataclass(frozen=True)
class Child:
    """One child and one stay at the school.

    cohort    the year in which the child's class began here (2026 for 2026/27)
    known_as  what the child likes to be called, or "" for the forename
    say       how to say the forename, or ""
    sen       N none, K support, E an education, health and care plan
    left      the last day on roll, or None while that day is not in the past
    entry     the year group of the first September at this kind of school; 0 is Reception
    classes   the class of each year at school, or () where a form keeps its name for good
    no_year   whether the child follows no year of the national curriculum: Year X
    """

    adno: str
    upn: str
    legal_surname: str
    legal_forename: str
    surname: str
    forename: str
    known_as: str
    say: str
    sex: str
    dob: dt.date
    cohort: int
    tree: str
    fsm: bool
    sen: str
    eal: bool
    admitted: dt.date
    left: dt.date | None
    entry: int = FIRST_YEAR_GROUP
    classes: tuple[str, ...] = ()
    no_year: bool = False

    def year_group(self, year: int) -> int:
        """The year group in the school year that began in `year`."""
        return year - self.cohort + self.entry

    def form(self, year: int) -> str:
        """The registration group in that school year: 8 Rowan, or Wrens."""
        if self.classes:
            return self.classes[min(max(0, year - self.cohort), len(self.classes) - 1)]
        return f"{self.year_group(year)} {self.tree}"


@dataclass(frozen=True)
class Adult:
    """One adult of the school; `form` is the current registration group or ""."""

    code: str
    title: str
    forename: str
    surname: str
    email: str
    role: str
    subject: str
    form: str


@dataclass(frozen=True)
class Closure:
    """A day on which the school, or a year group of it, was not open for some of the day.

    years   the year groups it holds for; empty for all
    """

    on: dt.date
    am_open: bool
    pm_open: bool
    years: tuple[int, ...]
    reason: str


@dataclass(frozen=True)
class Story:
    """Something to notice in the marks of one child. `child` is a row of the school's children."""

    key: str
    child: int
    says: str
    look: str


@dataclass(frozen=True)
class Teaching:
    """The current year's timetable.

    classes, subjects, year_groups  one entry a class
    klass, weekday, period, teacher int32 [weekly lessons]: index into classes, Monday 0, period
                                    from 1, row of the school's adults or -1
    member, member_of               int32 [memberships]: row of the school's children, its class
    """

    classes: tuple[str, ...]
    subjects: tuple[str, ...]
    year_groups: tuple[int, ...]
    klass: Ints
    weekday: Ints
    period: Ints
    teacher: Ints
    member: Ints
    member_of: Ints


@dataclass(frozen=True)
class LessonMarks:
    """Marks taken in lessons this year, long.

    pupil, day, period, klass   int32 [marks]: row of the school's children, days since
                                1970-01-01, period 1 to 5, index into Teaching.classes
    code                        uint8 [marks], index into the dated code table, or NO_MARK
    """

    pupil: Ints
    day: Ints
    period: Ints
    klass: Ints
    code: Marks


@dataclass(frozen=True)
class Invented:
    """One invented school as it stands on the morning of `today`, before any register is taken.

    day, half   the sessions, in order: int32 days since 1970-01-01; uint8 0 morning, 1 afternoon
    marks       uint8 [children x sessions], index into the dated code table; NO_MARK where a
                register was not taken, NOT_ON_ROLL before admission and after leaving
    minutes     uint8 [children x sessions], minutes late where the mark is L or U, else 0
    closures    every weekday of the school years shown on which somebody had no school
    """

    school: School
    today: dt.date
    seed: int
    years: tuple[int, ...]
    children: tuple[Child, ...]
    adults: tuple[Adult, ...]
    day: Ints
    half: NDArray[np.uint8]
    marks: Marks
    minutes: NDArray[np.uint8]
    closures: tuple[Closure, ...]
    teaching: Teaching
    lesson_marks: LessonMarks
    stories: tuple[Story, ...]

    @property
    def this_year(self) -> int:
        """The calendar year in which the current school year began."""
        return self.years[-1]

    def story(self, key: str) -> Story:
        """The story of that name. Raises KeyError where there is none."""
        for told in self.stories:
            if told.key == key:
                return told
        raise KeyError(key)
