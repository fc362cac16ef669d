"""Half-days: the stream of patterns that every school has."""

from __future__ import annotations

from dataclasses import dataclass

from belong.attendance.patterns.asked import LATE, LATELY, tests
from belong.attendance.patterns.facts import facts, since, times
from belong.attendance.patterns.grid import Grid
from belong.attendance.patterns.look import look
from belong.attendance.patterns.said import afterwards, contrast, said, where
from belong.attendance.patterns.streams import SESSIONS, Found, Looked, Told


@dataclass(frozen=True)
class HalfDays:
    """Beginnings of absence and late arrivals, by place of the week and beside breaks."""

    grid: Grid
    name: str = SESSIONS
    begins: int = 0

    def look(self, week: int) -> Looked:
        """Every test of every child at the end of a school week."""
        return look(self.grid, week)

    def together(self, found: Found, row: int) -> tuple[int, int]:
        """How often another child was away too when this one was, of how many times; none of none
        for what is not about being away."""
        test = tests()[found.test]
        if test.kind == LATE:
            return 0, 0
        at = times(self.grid, found, test)
        return int(self.grid.away[row][at].sum()), int(at.sum())

    def told(self, found: Found, until: int) -> Told:
        """A pattern of half-days in words."""
        test = tests()[found.test]
        seen = facts(self.grid, found, test)
        of_no_place = test.is_break or test.family == LATELY
        return Told(
            family=test.family,
            kind=f"{test.family}/{test.kind}",
            where=where(test),
            said=said(test, seen),
            contrast=contrast(test, seen),
            since=afterwards(test, *since(self.grid, found, test, until)),
            cells=() if of_no_place else test.cells,
            weeks=test.weeks,
        )
