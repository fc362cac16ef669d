"""How sure are patterns among lessons? Measured on simulated schools that send lesson marks."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace

import numpy as np

from belong.attendance.patterns import grid as half_days
from belong.attendance.patterns.half_days import HalfDays
from belong.attendance.patterns.in_lessons import LESSONS, LessonLooks
from belong.attendance.patterns.lesson_grid import lay_out
from belong.attendance.patterns.looks import Year, looks_of, take
from belong.attendance.patterns.measured import Line
from belong.attendance.patterns.streams import Looked
from belong.basics.cores import side_by_side
from belong.basics.terms import date_of
from belong.lab.calibrate import School, UnknownKind, came_to, line
from belong.lab.simulated import HALF_TERMS, Drawn, draw
from belong.lab.simulated import USUAL as USUAL_SCHOOL
from belong.lab.simulated_lessons import (
    UNSEEN,
    USUAL,
    DrawnLessons,
    LessonHabit,
    Teaching,
    draw_lessons,
)

TERM = LessonHabit("half of the maths days of a term", weeks=14, chance=0.5)
HALF_TERM = LessonHabit("four in five maths days of a half-term", weeks=7, chance=0.8)
FEW = LessonHabit("half of the history days of a term", "History", weeks=14, chance=0.5)
PROMISED = (TERM, HALF_TERM)
HABITS = (TERM, HALF_TERM, FEW)
"""Maths has four lessons a week, history two."""

Job = tuple[Teaching, LessonHabit | None, int, int]


class _NoHalfDays(HalfDays):
    """Half-days in which nothing stands out: what is measured is lessons, at the share they have of
    a child's one chance."""

    def look(self, week: int) -> Looked:
        return _nothing(len(self.grid.group))


def _nothing(rows: int) -> Looked:
    none = np.zeros((rows, 1))
    return Looked(none + 1, none.astype(np.int64), none.astype(np.int64), none)


def one(job: Job) -> School:
    """Draw one school and look at its lessons every week of its second year."""
    teaching, habit, seed, nth = job
    rng = np.random.default_rng([seed, nth])
    drawn = draw(rng, USUAL_SCHOOL)
    lessons = draw_lessons(rng, drawn, teaching, habit)
    grid = half_days.lay_out(drawn.register, group=drawn.group)
    laid = lay_out(lessons.taught, grid, drawn.register, first=sum(HALF_TERMS))
    year = Year(len(grid.group))
    streams = (_NoHalfDays(grid), LessonLooks(laid))
    for week in looks_of(grid, date_of(int(drawn.register.sessions.day[-1]))):
        take(year, streams, week)
    return came_to(as_drawn(drawn, lessons), year, LESSONS)


def as_drawn(drawn: Drawn, lessons: DrawnLessons) -> Drawn:
    """The school, and the habit of its lessons."""
    return replace(
        drawn, habit=lessons.habit, usual=lessons.usual, first=lessons.first, last=lessons.last
    )


def run(
    teaching: Teaching, habit: LessonHabit | None, *, schools: int, seed: int, cores: int = 2
) -> list[School]:
    """Many schools of one kind, over the machine's cores; the same seed gives the same schools."""
    jobs: Iterable[Job] = ((teaching, habit, seed, n) for n in range(schools))
    if cores == 1:
        return [one(job) for job in jobs]
    with side_by_side(cores) as pool:
        return list(pool.map(one, jobs))


def report(
    *,
    schools: int,
    with_habit: int,
    seed: int,
    cores: int = 2,
    only: str | None = None,
    progress: Callable[[Line], None] = lambda line: None,
) -> list[Line]:
    """Every kind of teaching, or one by its name: with nothing to find, and with each habit.

    raises  UnknownKind for a name no kind has
    """
    kinds = [k for k in (USUAL, *UNSEEN) if only in (None, k.name)]
    if not kinds:
        raise UnknownKind(only or "", (USUAL, *UNSEEN))
    out: list[Line] = []
    for kind in kinds:
        for habit in (None, *HABITS):
            many = schools if habit is None else with_habit
            done = line(kind, habit, run(kind, habit, schools=many, seed=seed, cores=cores))
            out.append(done)
            progress(done)
    return out
