"""Lessons: the stream of patterns of schools that send lesson marks."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from belong.attendance.patterns import lesson_said
from belong.attendance.patterns.lesson_grid import NEVER
from belong.attendance.patterns.lesson_look import Lessons
from belong.attendance.patterns.streams import Found, Told

LESSONS = "lessons"


@dataclass(frozen=True)
class LessonLooks(Lessons):
    """Lessons missed on days in school, by subject, by period, and by who teaches them.

    source  definitions/lesson_patterns.toml
    """

    name: str = LESSONS

    @property
    def begins(self) -> int:
        """The first week of the grid with a lesson that counts."""
        could = [places.could.any(axis=(0, 1)) for places in self.grid.families.values()]
        weeks = np.flatnonzero(np.any(could, axis=0))
        return self.grid.first + int(weeks[0]) if len(weeks) else NEVER

    def told(self, found: Found, until: int) -> Told:
        """A pattern among lessons in words."""
        return lesson_said.told(self.grid, found, until)
