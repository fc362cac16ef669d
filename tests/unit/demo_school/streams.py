"""Everything that is looked at in an invented school."""

from __future__ import annotations

from demo_school.invented import Invented
from demo_school.register import taught_in

from belong.attendance.patterns.grid import Grid
from belong.attendance.patterns.half_days import HalfDays
from belong.attendance.patterns.in_lessons import LessonLooks
from belong.attendance.patterns.lesson_grid import lay_out
from belong.attendance.patterns.streams import Stream
from belong.attendance.register import Register


def streams_of(
    invented: Invented, register: Register, grid: Grid
) -> tuple[HalfDays, *tuple[Stream, ...]]:  # fmt: skip
    """Half-days first; lessons where the school has marked any."""
    taught = taught_in(invented, register)
    if not len(taught):
        return (HalfDays(grid),)
    laid = lay_out(taught, grid, register, first=grid.first_of(invented.this_year))
    return (HalfDays(grid), LessonLooks(laid))
