"""Lesson marks drawn by chance for a simulated school, to measure patterns among lessons.

Nothing here knows how patterns are looked for: children differ in how often they miss a lesson
while in school, their half-terms differ, a bad day takes several lessons, some subjects and some
classes are missed more by everybody, teachers forget a register, and whole classes are marked away
while they are on a trip.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from belong.attendance.codes import NO_MARK, index_of
from belong.attendance.lessons import PRESENT
from belong.attendance.patterns.lesson_grid import Taught
from belong.lab.simulated import HALF_TERMS, Draw, Drawn

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Between = tuple[float, float]
"""A school's number is drawn evenly between the two."""

SUBJECTS = {
    "Maths": 4, "English": 4, "Science": 4, "PE": 2, "History": 2, "Geography": 2, "French": 2,
    "RE": 1, "Art": 1, "Music": 1, "Computing": 1, "Technology": 1,
}  # fmt: skip
"""Lessons a week, 25 in all."""
IN_SETS = 3
"""The first subjects are taught in sets across the year group, the others in forms."""
A_CLASS = 27
PERIODS = 5
OF_THE_MORNING = 3


@dataclass(frozen=True)
class Teaching:
    """What lessons at simulated schools are like; each school's numbers are drawn from the ranges.

    missed    share of lessons missed by a child who is in school
    spread    how children differ, standard deviation of the logarithm of their rate
    wander    how a child's half-terms differ, on the same scale
    subject   how subjects differ for everybody, classes of one subject for everybody in them, and
              one child's subjects without a habit, on the same scale
    bad_days  of what is missed, the share that goes on days on which several lessons in a row do
    late_day  how much likelier the last lesson of a day is missed
    blank     share of lessons whose register nobody took
    reason    share of lessons missed with their reason: seen by a nurse, a music lesson
    events    days a year on which much of one class, or of a year group, is marked away wrongly
    """

    name: str = "as tuned"
    missed: Between = (0.006, 0.02)
    spread: Between = (0.9, 1.4)
    wander: Between = (0.3, 0.6)
    subject: Between = (0.15, 0.35)
    klass: Between = (0.1, 0.3)
    own: Between = (0.1, 0.3)
    bad_days: Between = (0.2, 0.5)
    late_day: Between = (1.0, 1.6)
    blank: Between = (0.0, 0.05)
    reason: Between = (0.002, 0.01)
    events: Between = (5.0, 25.0)


USUAL = Teaching()
UNSEEN = (
    Teaching("much missed", missed=(0.03, 0.05)),
    Teaching("uneven lessons", spread=(1.5, 1.8), wander=(0.6, 0.8)),
    Teaching("steep days", late_day=(2.0, 3.0), bad_days=(0.5, 0.7)),
    Teaching("many trips", events=(40.0, 80.0)),
)
"""Settings that nothing was tuned on."""


@dataclass(frozen=True)
class LessonHabit:
    """What some children do: miss one subject on some of its days.

    share   of the children
    weeks   for how many school weeks, from a week drawn by chance
    chance  of missing every lesson of the subject on a day
    """

    name: str
    subject: str = "Maths"
    weeks: int = 14
    chance: float = 0.5
    share: Between = (0.02, 0.05)


@dataclass(frozen=True)
class DrawnLessons:
    """The lessons of a simulated school's second year.

    habit        bool [rows]
    usual        bool [rows], whose other missed lessons lie in the lower nine tenths of the school
    first, last  school weeks of the register in which the habit began and ended
    """

    taught: Taught
    habit: NDArray[np.bool_]
    usual: NDArray[np.bool_]
    first: int
    last: int


@dataclass(frozen=True)
class _Week:
    """subject, klass  int64 [rows x 5 weekdays x 5 periods]."""

    subject: Ints
    klass: Ints


def draw_lessons(
    rng: Draw, drawn: Drawn, teaching: Teaching, habit: LessonHabit | None = None
) -> DrawnLessons:
    """Lessons for a drawn school, with or without a habit among some of its children."""
    days, morning = _days(drawn)
    week = _timetable(rng, drawn.group)
    nth = np.arange(len(days))
    subject, klass = week.subject[:, nth % 5], week.klass[:, nth % 5]
    missed = _missed(rng, teaching, subject, klass)
    low = missed.mean(axis=(1, 2)) <= np.quantile(missed.mean(axis=(1, 2)), 0.9)
    _events(rng, teaching, drawn.group, klass, missed)
    has, first, last = np.zeros(len(missed), dtype=bool), 0, 0
    weeks = sum(HALF_TERMS)
    if habit is not None:
        has, first, last = _habit(rng, habit, subject, missed)
    code = _codes(rng, teaching, drawn, (klass, missed, morning))
    return DrawnLessons(_taught(days, subject, klass, code), has, low & drawn.usual,
                        first + weeks, last + weeks)  # fmt: skip


def _days(drawn: Drawn) -> tuple[NDArray[np.int32], Ints]:
    """The days of the second year, and the column of each one's morning."""
    sessions = drawn.register.sessions
    mornings = np.flatnonzero(sessions.half == 0)[5 * sum(HALF_TERMS) :]
    return sessions.day[mornings], mornings


def _timetable(rng: Draw, group: NDArray[np.int16]) -> _Week:
    """A week for each child: half of a year group shares one, with its sets and its forms."""
    names = np.repeat(np.arange(len(SUBJECTS)), list(SUBJECTS.values()))
    shape = (len(group), 5, PERIODS)
    subject, klass = np.zeros(shape, dtype=np.int64), np.zeros(shape, dtype=np.int64)
    begins = 0
    for year in np.unique(group):
        mine = rng.permutation(np.flatnonzero(group == year))
        for half in np.array_split(mine, 2):
            laid = rng.permutation(names).reshape(5, PERIODS)
            classes = max(1, round(len(half) / A_CLASS))
            forms = np.arange(len(half)) % classes
            sets = rng.permutation(forms)
            of = np.where((laid < IN_SETS)[None], sets[:, None, None], forms[:, None, None])
            subject[half] = laid
            klass[half] = begins + laid[None] * classes + of
            begins += classes * len(SUBJECTS)
    return _Week(subject, klass)


def _one(rng: Draw, between: Between) -> float:
    return float(rng.uniform(*between))


def _near_one(rng: Draw, spread: float, shape: tuple[int, ...]) -> Floats:
    return np.asarray(rng.lognormal(-(spread**2) / 2, spread, shape))


def _missed(rng: Draw, teaching: Teaching, subject: Ints, klass: Ints) -> NDArray[np.bool_]:
    """[rows x days x periods] lessons missed while in school, nobody with a habit."""
    rows, days, periods = subject.shape
    child = _near_one(rng, _one(rng, teaching.spread), (rows,))
    term = np.repeat(np.arange(len(HALF_TERMS)), np.array(HALF_TERMS) * 5)
    rate = child[:, None] * _near_one(rng, _one(rng, teaching.wander), (rows, 6))[:, term]
    of_subject = _near_one(rng, _one(rng, teaching.subject), (len(SUBJECTS),))
    of_class = _near_one(rng, _one(rng, teaching.klass), (int(klass.max()) + 1,))
    own = _near_one(rng, _one(rng, teaching.own), (rows, len(SUBJECTS)))
    times = of_subject[subject] * of_class[klass]
    times *= own[np.arange(rows)[:, None, None], subject]
    times[..., -1] *= _one(rng, teaching.late_day)
    share, bad = _one(rng, teaching.missed), _one(rng, teaching.bad_days)
    alone = np.minimum(share * (1 - bad) * rate[..., None] * times, 0.6)
    found = np.asarray(rng.random(subject.shape) < alone)
    # A bad day takes two or three lessons in a row.
    begins = rng.integers(0, periods, (rows, days))
    ends = begins + 1 + rng.geometric(0.5, (rows, days))
    is_bad = rng.random((rows, days)) < np.minimum(share * bad * rate * periods / 2.2, 0.5)
    nth = np.arange(periods)
    within = (nth >= begins[..., None]) & (nth < ends[..., None])
    return np.asarray(found | (is_bad[..., None] & within))


def _events(
    rng: Draw, teaching: Teaching, group: NDArray[np.int16], klass: Ints,
    missed: NDArray[np.bool_],
) -> None:  # fmt: skip
    """Lessons in which most of a class, or a year group all day, is marked away and was not."""
    for _ in range(rng.poisson(_one(rng, teaching.events))):
        day, period = int(rng.integers(klass.shape[1])), int(rng.integers(PERIODS))
        if rng.random() < 0.2:
            among = np.flatnonzero(group == rng.choice(group))
            who = among[rng.random(len(among)) < rng.uniform(0.3, 0.9)]
            missed[who, day, period:] = True
            continue
        where = rng.choice(klass[:, day, period])
        among = np.flatnonzero(klass[:, day, period] == where)
        who = among[rng.random(len(among)) < rng.uniform(0.4, 1.0)]
        missed[who, day, period] = True


def _habit(
    rng: Draw, habit: LessonHabit, subject: Ints, missed: NDArray[np.bool_]
) -> tuple[NDArray[np.bool_], int, int]:
    rows = len(missed)
    has = np.zeros(rows, dtype=bool)
    has[rng.choice(rows, round(_one(rng, habit.share) * rows), replace=False)] = True
    first = int(rng.integers(0, sum(HALF_TERMS) - habit.weeks - 5))
    week = np.arange(subject.shape[1]) // 5
    inside = (week >= first) & (week < first + habit.weeks)
    which = list(SUBJECTS).index(habit.subject)
    goes = has[:, None] & inside & (rng.random(subject.shape[:2]) < habit.chance)
    missed |= goes[..., None] & (subject == which)
    return has, first, first + habit.weeks - 1


def _codes(
    rng: Draw, teaching: Teaching, drawn: Drawn, of: tuple[Ints, NDArray[np.bool_], Ints]
) -> NDArray[np.uint8]:
    """The session's mark; where it is present, what the lesson's teacher saw."""
    klass, missed, morning = of
    half = (np.arange(PERIODS) >= OF_THE_MORNING).astype(np.int64)
    code = drawn.register.marks[:, morning[:, None] + half]
    here = PRESENT[code].astype(bool)
    code = np.where(here & (rng.random(code.shape) < _one(rng, teaching.reason)),
                    index_of("M"), code)  # fmt: skip
    code = np.where(here & missed, index_of("O"), code)
    forgot = rng.random((int(klass.max()) + 1, *code.shape[1:])) < _one(rng, teaching.blank)
    day, period = np.arange(code.shape[1])[:, None], np.arange(PERIODS)
    return np.where(forgot[klass, day, period], NO_MARK, code).astype(np.uint8)


def _taught(
    days: NDArray[np.int32], subject: Ints, klass: Ints, code: NDArray[np.uint8]
) -> Taught:  # fmt: skip
    row, day, period = (v.ravel().astype(np.int32) for v in np.indices(code.shape))
    return Taught(
        row=row,
        day=days[day].astype(np.int32),
        code=code.ravel(),
        klass=klass.ravel().astype(np.int32),
        subject=subject.ravel().astype(np.int32),
        period=period,
        teacher=np.full(code.size, -1, dtype=np.int32),
        subjects=tuple(SUBJECTS),
        periods=tuple(str(n + 1) for n in range(PERIODS)),
    )
