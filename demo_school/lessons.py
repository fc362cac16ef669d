"""Marks taken in lessons, which follow the session marks but not always."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from belong.attendance.codes import NO_MARK, NOT_ON_ROLL, index_of
from demo_school.chance import even, own_numbers
from demo_school.invented import (
    PRESENT_AM,
    PRESENT_PM,
    Child,
    Floats,
    Ints,
    LessonMarks,
    Marks,
    Teaching,
)
from demo_school.term_dates import school_year

PERIODS = 5
MORNING_PERIODS = 3
FIRST_OF_SESSION = (1, 4)
MISSED, SEEN, LATE = 0.0019, 0.0007, 0.011
"""Shares of lessons, for a child who came: not there, at an appointment, late to the lesson."""


def lesson_marks(
    taught: Teaching,
    *,
    children: tuple[Child, ...],
    day: Ints,
    marks: Marks,
    year: int,
    seed: int,
) -> LessonMarks:
    """This year's lesson marks up to the last session of `marks` [children x sessions]."""
    columns = np.flatnonzero(day >= school_year(year).first)
    days = day[columns][::2]
    klass = _class_at(taught, len(children))
    pupil, nth, period = _taken(klass, days, marks[:, columns])
    place = (days[nth] + 3) % 7 * PERIODS + period - 1
    session = len(day) - len(columns) + 2 * nth + (period > MORNING_PERIODS)
    own = own_numbers(children, seed)
    drawn = even(own[pupil] + (days[nth] * 8 + period).astype(np.uint64))
    code = _codes(marks[pupil, session], period, drawn=drawn, habit=habit(own)[pupil])
    return LessonMarks(
        pupil=pupil.astype(np.int32), day=days[nth].astype(np.int32),
        period=period.astype(np.int32), klass=klass[pupil, place], code=code,
    )  # fmt: skip


def _class_at(taught: Teaching, children: int) -> Ints:
    """The class of each child at each of the 25 places of the week, -1 for none."""
    klass = np.full((children, 5 * PERIODS), -1, dtype=np.int32)
    place = taught.weekday * PERIODS + taught.period - 1
    order = np.argsort(taught.member_of, kind="stable")
    member, edges = (
        taught.member[order],
        np.searchsorted(taught.member_of[order], np.arange(len(taught.classes) + 1)),
    )
    for k, at in zip(taught.klass.tolist(), place.tolist(), strict=True):
        klass[member[edges[k] : edges[k + 1]], at] = k
    return klass


def _taken(
    klass: Ints, days: Ints, marks: Marks
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
    """Every lesson of every child on roll: child, nth day, period from 1."""
    week = klass.reshape(len(klass), 5, PERIODS)
    has_lesson = (week >= 0)[:, (days + 3) % 7, :]
    on_roll = marks[:, ::2] != NOT_ON_ROLL
    pupil, nth, period = np.nonzero(has_lesson & on_roll[:, :, None])
    return pupil, nth, period + 1


def _codes(session: Marks, period: NDArray[np.int64], *, drawn: Floats, habit: Floats) -> Marks:
    """A lesson mark for each session mark, one each."""
    stroke = np.where(period <= MORNING_PERIODS, index_of(PRESENT_AM), index_of(PRESENT_PM))
    late = (session == index_of("L")) | (session == index_of("U"))
    here = late | (session == stroke) | (session == NO_MARK)
    # Lateness to school is lateness to the first lesson of the session only.
    first = np.isin(period, FIRST_OF_SESSION)
    code = np.where(here & ~(late & first), stroke, session)
    came = here & ~(late & first)
    edges = np.cumsum([MISSED, SEEN, LATE])
    code = np.where(came & (drawn < edges[2] * habit), index_of("L"), code)
    code = np.where(came & (drawn < edges[1] * habit), index_of("M"), code)
    return np.where(came & (drawn < edges[0] * habit), index_of("O"), code).astype(np.uint8)


def habit(numbers: NDArray[np.uint64]) -> Floats:
    """A factor with mean 1 for each child: most near a half, a few above 3."""
    return np.asarray(0.3 - 0.7 * np.log1p(-even(numbers)))
