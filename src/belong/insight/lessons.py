"""One child's lessons, subject by subject, over a stretch of time."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from belong.attendance.lessons import LessonsTaken, days_in_school, lessons_missed
from belong.basics.terms import date_of, day_number
from belong.insight import words
from belong.insight.desk import Desk
from belong.insight.figures import Figure, Scope
from belong.insight.words import say, say_n
from belong.intake import lessons as kept
from belong.people.models import Pupil
from belong.registers.lessons import LessonMarks

NAME = "lessons_missed"
"""The definition these are counted by."""


@dataclass(frozen=True)
class Subject:
    """The lessons of one subject. `name` is the school's own word, "" where no file says one."""

    name: str
    possible: int
    missed: int
    missed_in_school: int
    blank: int

    @property
    def came(self) -> int:
        """Lessons the child came to, or learnt elsewhere in."""
        return self.possible - self.missed


@dataclass(frozen=True)
class ChildsLessons:
    """What the lesson marks of a child say.

    first    the day of the earliest mark counted
    of_code  int64 [256], lessons of each mark
    """

    scope: Scope
    first: dt.date
    subjects: tuple[Subject, ...]
    of_code: NDArray[np.int64]

    def total(self, what: str) -> int:
        """A count over every subject."""
        return sum(int(getattr(one, what)) for one in self.subjects)

    @property
    def missed(self) -> Figure:
        """All that was missed, of all that was possible."""
        missed, possible = self.total("missed"), self.total("possible")
        share = missed / possible if possible else None
        text = say_n("{n} lesson", "{n} lessons", missed)
        return Figure(NAME, self.scope, text, missed, possible, share)


def of(desk: Desk, pupil: Pupil, scope: Scope) -> ChildsLessons | None:
    """A child's lessons up to the day in force; None where no lesson mark of theirs is kept.

    pupil  fetched by whoever asks, so the look is noted already
    """
    school = desk.by.school_id
    last = min(scope.last, desk.day)
    years = kept.of_child(school, pupil.pk, first=scope.first, last=last)
    classes = sorted({one.classes[k] for one in years for k in np.unique(one.klass)})
    names = kept.subjects(school, classes) if classes else {}
    taken, spelt = _taken(years, names, _days_in_school(desk, pupil))
    within = (taken.day >= day_number(scope.first)) & (taken.day <= day_number(last))
    if not within.any():
        return None
    counted = lessons_missed(taken, first=day_number(scope.first), last=day_number(last))
    lines = counted.drop_columns(["child"]).to_pylist()
    return ChildsLessons(
        scope,
        date_of(int(taken.day[within].min())),
        tuple(Subject(spelt[line.pop("subject")], **line) for line in lines),
        np.bincount(taken.code[within], minlength=256),
    )


def _days_in_school(desk: Desk, pupil: Pupil) -> NDArray[np.int32]:
    rows = desk.rows_of(f"child:{pupil.pk}")
    if not len(rows):
        return np.zeros(0, dtype=np.int32)
    return days_in_school(desk.register, int(rows[0]))


def _taken(
    years: tuple[LessonMarks, ...], names: dict[str, str], in_school: NDArray[np.int32]
) -> tuple[LessonsTaken, tuple[str, ...]]:
    """Every lesson mark of some years, and the subjects in order; a class without one stands for
    itself."""
    said = {c: names.get(c, c) for one in years for c in one.classes}
    spelt = {name.casefold(): name for name in sorted(said.values(), reverse=True)}
    order = tuple(sorted(set(spelt.values()), key=str.casefold))
    at = {name.casefold(): n for n, name in enumerate(order)}
    parts = [
        np.array([at[said[c].casefold()] for c in one.classes], dtype=np.int32)[one.klass]
        for one in years
    ]
    day = _joined([one.day for one in years], np.int32)
    return LessonsTaken(
        child=np.zeros(len(day), dtype=np.int32),
        subject=_joined(parts, np.int32),
        code=_joined([one.code for one in years], np.uint8),
        day=day,
        in_school=np.isin(day, in_school),
    ), order


def _joined(parts: Sequence[NDArray[Any]], kind: type) -> NDArray[Any]:
    return np.concatenate([np.zeros(0, dtype=kind), *parts]).astype(kind)


def called(subject: Subject) -> str:
    """A subject as a line of a table is led by it."""
    return subject.name or say("No file says the subject")


def since(desk: Desk, lessons: ChildsLessons) -> str:
    """From when these lessons are, as the end of a sentence."""
    if desk.is_this_year:
        return say("since {day}", day=words.short_day(lessons.first))
    return lessons.scope.when()
