"""The lessons of a whole school as a stream of patterns, read and laid out once for each change.

No page reads every lesson of a school more than once for each change of its marks: what the weeks
of a file are lies in memory and in the cache that all processes share, as digests; so do the
sentences. Lessons are laid out where a look is due, or a sentence nobody has said yet.
"""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass
from functools import cached_property
from hashlib import blake2b
from threading import Lock
from typing import TypeVar

import numpy as np
from django.core.cache import cache
from numpy.typing import NDArray

from belong import __version__
from belong.attendance.patterns.grid import Grid
from belong.attendance.patterns.in_lessons import LESSONS, LessonLooks
from belong.attendance.patterns.lesson_grid import NOBODY_SAID, Taught, in_school, lay_out
from belong.attendance.patterns.streams import Found, Looked, Told
from belong.attendance.register import Register
from belong.basics.terms import monday_of
from belong.intake import lesson_classes
from belong.intake import lessons as kept
from belong.registers.lessons import COLUMNS, LessonMarks

K = TypeVar("K")
V = TypeVar("V")
KEPT_FOR = 60 * 60 * 24 * 60
"""Seconds in the shared cache: longer than any holiday."""
MOST_LAID = 2
"""Laid-out schools kept in memory: some 10 MB each for 2,000 children."""
MOST_DIGESTS = 16
_laid: OrderedDict[bytes, LessonLooks] = OrderedDict()
_digests: OrderedDict[str, dict[int, bytes]] = OrderedDict()
_said: OrderedDict[str, str] = OrderedDict()
_lock = Lock()


@dataclass(frozen=True)
class OfSchool:
    """The lesson marks of one school in one school year, not read yet.

    name      the stored file
    revision  the school's: what is said of its classes can only change with it
    """

    school_id: int
    year: int
    name: str
    revision: int

    @cached_property
    def weeks(self) -> dict[int, bytes]:
        """A digest of what the marks of each week say, by its Monday."""
        at = f"lesson-weeks:{__version__}:{self.school_id}:{self.year}:{self.name}:{self._said_at()}"
        with _lock:
            known = _digests.get(at)
        if known is None:
            known = cache.get(at)
            if known is None:
                known = _of_weeks(self.read())
                cache.set(at, known, timeout=KEPT_FOR)
            _remember(_digests, at, known, MOST_DIGESTS)
        return known

    def _said_at(self) -> str:
        """A digest of what is said of classes: most changes of a school say nothing new of any, and
        then no mark of a lesson is read again. It is worked out once a revision."""
        at = f"lesson-classes:{__version__}:{self.school_id}:{self.year}:{self.revision}"
        with _lock:
            known = _said.get(at)
        known = known or cache.get(at)
        if known is None:
            known = _digest(repr([sorted(said.items()) for said in self._classes]).encode()).hex()
            cache.set(at, known, timeout=KEPT_FOR)
        _remember(_said, at, known, MOST_DIGESTS)
        return known

    @cached_property
    def _classes(self) -> tuple[dict[str, str], dict[str, str]]:
        """The subject, and who teaches, by class."""
        return (
            lesson_classes.every_subject(self.school_id),
            lesson_classes.every_teacher(self.school_id, self.year),
        )

    def read(self) -> _Read:
        """The marks, and what is said of their classes."""
        marks = kept.named(self.school_id, self.name)
        subject, teacher = self._classes
        classes = [name.casefold() for name in marks.classes]
        return _Read(
            marks,
            tuple(subject.get(low, own) for low, own in zip(classes, marks.classes, strict=True)),
            tuple(teacher.get(low, "") for low in classes),
        )


@dataclass(frozen=True)
class _Read:
    """subjects, teachers: one entry a class of the marks; "" where nobody said who teaches."""

    marks: LessonMarks
    subjects: tuple[str, ...]
    teachers: tuple[str, ...]


def of_school(school_id: int, year: int, revision: int) -> OfSchool | None:
    """The lesson marks of a school year; None where none are kept."""
    name = kept.standing(school_id, year)
    return OfSchool(school_id, year, name, revision) if name else None


@dataclass(frozen=True)
class Keys:
    """What goes into the key of a look beside half-days: for each week of the grid with lessons
    what they say and who was in school all day; and the first such week."""

    weeks: dict[int, bytes]
    begins: int


def keys(lessons: OfSchool, grid: Grid, register: Register, first: int) -> Keys:
    """Digests for the weeks of a school year, the first of which is `first` in the grid."""
    begins = grid.monday[first:]
    day = np.unique(register.sessions.day)
    day = day[day >= (begins[0] if len(begins) else day[-1:].max(initial=0) + 1)]
    here = in_school(register, day)
    of = np.searchsorted(begins, day, side="right") - 1
    found = {}
    for nth, monday in enumerate(begins.tolist()):
        if monday in lessons.weeks:
            own = np.packbits(here[:, of == nth], axis=1).tobytes()
            found[first + nth] = lessons.weeks[monday] + _digest(own)
    return Keys(found, min(found, default=grid.weeks))


@dataclass
class InLessons:
    """The stream of lessons. Nothing is read before a look or a new sentence wants it.

    key    of the latest look: the same where everything known by then is
    begins the first week with lessons
    first  the first week of the grid that lies in the school year
    """

    lessons: OfSchool
    grid: Grid
    register: Register
    first: int
    key: bytes
    begins: int
    name: str = LESSONS

    def look(self, week: int) -> Looked:
        """Every test of every child at the end of a school week."""
        return self._looks().look(week)

    def told(self, found: Found, until: int) -> Told:
        """A pattern among lessons in words."""
        place = (found.row, found.week, found.test, until)
        told = self._told.get(place)
        if told is None:
            told = self._looks().told(found, until)
            self._told[place] = told
            cache.set(self._told_at, self._told, timeout=KEPT_FOR)
        return told

    @property
    def _told_at(self) -> str:
        return f"lessons-told:{self.key.hex()}"

    @cached_property
    def _told(self) -> dict[tuple[int, int, int, int], Told]:
        """What was said already, by anybody."""
        return dict(cache.get(self._told_at) or {})

    def _looks(self) -> LessonLooks:
        with _lock:
            known = _laid.get(self.key)
        if known is None:
            taught = _taught(self.lessons.read(), self.register.pupil)
            known = LessonLooks(lay_out(taught, self.grid, self.register, first=self.first))
            _remember(_laid, self.key, known, MOST_LAID)
        return known


def _remember(memory: OrderedDict[K, V], key: K, value: V, most: int) -> None:
    with _lock:
        memory[key] = value
        memory.move_to_end(key)
        while len(memory) > most:
            memory.popitem(last=False)


def _of_weeks(read: _Read) -> dict[int, bytes]:
    """A digest of each week: of its marks, and of what is said of the classes in it."""
    marks = read.marks
    monday = monday_of(marks.day)
    order = np.argsort(monday, kind="stable")
    mondays, begins = np.unique(monday[order], return_index=True)
    columns = [getattr(marks, name)[order] for name in COLUMNS]
    found = {}
    for nth, week in enumerate(mondays.tolist()):
        part = slice(begins[nth], begins[nth + 1] if nth + 1 < len(begins) else None)
        own = [column[part] for column in columns]
        period, klass = (np.unique(own[COLUMNS.index(name)]) for name in ("period", "klass"))
        said = [(marks.classes[n], read.subjects[n], read.teachers[n]) for n in klass]
        names = [[marks.periods[n] for n in period], said]
        found[week] = _digest(b"".join(c.tobytes() for c in own), repr(names).encode())
    return found


def _digest(*parts: bytes) -> bytes:
    return blake2b(b"".join(parts), digest_size=16).digest()


def _taught(read: _Read, pupil: NDArray[np.int32]) -> Taught:
    """The marks as patterns are looked for in them; rows are those of `pupil`."""
    marks = read.marks
    subject, subjects = _numbered(read.subjects)
    teacher, teachers = _numbered(read.teachers)
    period, periods = _numbered(marks.periods)
    order = np.argsort(pupil)
    at = np.minimum(np.searchsorted(pupil[order], marks.pupil), max(len(pupil) - 1, 0))
    known = pupil[order][at] == marks.pupil if len(pupil) else np.zeros(len(marks), dtype=bool)
    row = order[at] if len(pupil) else at
    return Taught(
        row=np.where(known, row, NOBODY_SAID).astype(np.int32),
        day=marks.day,
        code=marks.code,
        klass=marks.klass.astype(np.int32),
        subject=subject[marks.klass],
        period=period[marks.period],
        teacher=teacher[marks.klass],
        subjects=subjects,
        periods=periods,
        teachers=teachers,
    )


def _numbered(names: tuple[str, ...]) -> tuple[NDArray[np.int32], tuple[str, ...]]:
    """Each name as a number among those that differ, in order; NOBODY_SAID for "". Capitals make
    no difference."""
    spelt = {name.casefold(): name for name in sorted(names, reverse=True) if name}
    order = tuple(spelt[low] for low in sorted(spelt))
    at = {low: n for n, low in enumerate(sorted(spelt))}
    numbers = [at.get(name.casefold(), NOBODY_SAID) for name in names]
    return np.array(numbers, dtype=np.int32), order
