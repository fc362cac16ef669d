"""The patterns of a file: what a school would have been shown, week by week, until a day."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from belong.attendance.patterns.grid import Grid, lay_out
from belong.attendance.patterns.half_days import HalfDays
from belong.attendance.patterns.in_lessons import LessonLooks
from belong.attendance.patterns.lesson_grid import lay_out as lay_out_lessons
from belong.attendance.patterns.looks import Year, looks_of, replay
from belong.attendance.patterns.profile import Shock
from belong.attendance.patterns.said import session
from belong.attendance.patterns.streams import Found, Stream, Told
from belong.attendance.register import Register
from belong.basics.terms import date_of, year_of
from belong.lab.answer import Pattern, Shocked
from belong.lab.lessons_laid import Marked
from belong.registers.sources.reading import SchoolMarks


def noticed(
    marks: SchoolMarks, register: Register, lessons: Marked | None = None
) -> tuple[tuple[Pattern, ...], tuple[Shocked, ...]]:
    """Patterns and shocks of one school in the school year of its last mark.

    Marks that are those of lessons have no mornings and afternoons, and give nothing.

    lessons  lesson marks beside the register
    """
    if not len(register) or not len(register.sessions):
        return (), ()
    names, group = _year_groups(marks)
    grid = lay_out(register, group=group)
    until = date_of(int(register.sessions.day[-1]))
    beside = _beside(marks, register, grid, lessons)
    year = replay(grid, until=until, beside=beside)
    last = looks_of(grid, until).stop - 1
    looked_at: tuple[Stream, ...] = (HalfDays(grid), *beside)
    streams = {s.name: s for s in looked_at}
    patterns = [_pattern(marks, grid, f, streams[f.stream].told(f, last)) for f in _in_order(year)]
    return tuple(patterns), tuple(_shocked(marks.school, grid, s, names) for s in year.shocks)


def _beside(
    marks: SchoolMarks, register: Register, grid: Grid, lessons: Marked | None
) -> tuple[LessonLooks, ...]:
    """Where patterns are looked for beside half-days, in the school year of the last mark."""
    if lessons is None:
        return ()
    first = grid.first_of(year_of(date_of(int(register.sessions.day[-1]))))
    return (LessonLooks(lay_out_lessons(lessons.of(marks.pupils), grid, register, first=first)),)


def _in_order(year: Year) -> list[Found]:
    every = (f for found in year.found.values() for f in found)
    return sorted(every, key=lambda f: (f.week, f.row))


def _year_groups(marks: SchoolMarks) -> tuple[list[str], NDArray[np.int16]]:
    if "year" not in marks.details.column_names:
        return [""], np.zeros(len(marks.pupils), dtype=np.int16)
    told = np.array([v or "" for v in marks.details["year"].to_pylist()])
    names, group = np.unique(told, return_inverse=True)
    return names.tolist(), group.astype(np.int16)


def _pattern(marks: SchoolMarks, grid: Grid, found: Found, told: Told) -> Pattern:
    return Pattern(
        school=marks.school,
        pupil=marks.pupils[found.row],
        kind=told.kind,
        where=told.where,
        week=date_of(int(grid.monday[found.week])).isoformat(),
        missed=found.counted,
        possible=found.chances,
        expected=round(found.expected, 3),
        p=found.p,
        ever=found.ever,
        q=found.q,
        said=told.said,
        contrast=told.contrast,
    )


def _shocked(school: str, grid: Grid, shock: Shock, names: list[str]) -> Shocked:
    day = int(grid.monday[shock.week]) + shock.cell // 2
    return Shocked(
        school=school,
        day=date_of(day).isoformat(),
        session=session(shock.cell),
        group=None if shock.group is None else names[shock.group],
        began=shock.began,
        expected=round(shock.expected, 1),
    )
