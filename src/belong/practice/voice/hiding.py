"""What of a counted line may be told to somebody who knows the rule, and who was asked.

Rounding alone does not do: of eleven who were asked, "about 10 of about 10 agree" can only be ten
of eleven. A line that leaves too little to guess is not told at all.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from belong.basics.disclosure import PUBLIC, safe_count

HALF = PUBLIC.round_to // 2
ALL_OR_NONE = 30
"""Answers under which "all of them" is hidden: it would be a statement about each."""
LEFT, LEFT_OF_TOLD = 5, 2
"""Values that a hidden count must be able to have, and one that is told rounded."""
NOBODY_KNOWS = 1_000_000
"""People asked, where nobody can know how many."""
Ways = tuple[int | None, int | None, int | None]
"""Who agrees, is in between and does not, as told; all three None where that is not told."""
HIDDEN: Ways = (None, None, None)


@dataclass(frozen=True)
class Range:
    """The least and the most that a count can be [people]."""

    low: int
    high: int

    def __post_init__(self) -> None:
        if self.low > self.high:
            raise ValueError(f"no count is at least {self.low} and at most {self.high}")

    @property
    def wide(self) -> int:
        """How many values it can have."""
        return self.high - self.low + 1


def told(count: int, asked: int) -> int | None:
    """A count of some of those who were asked, fit to be told; that it is all of them is not.

    asked  0 where nobody can know
    """
    return safe_count(count - 1 if PUBLIC.hide_below < count == asked else count)


def ways(counts: tuple[int, int, int], asked: int) -> Ways:
    """How answers to one statement divide, rounded; nothing where few all say one thing."""
    if max(counts) == sum(counts) < ALL_OR_NONE:
        return HIDDEN
    yes, some, no = (told(count, asked) for count in counts)
    return yes, some, no


def could_be(shown: int | None, asked: int) -> Range:
    """What a count was, told like this, where so many were asked."""
    most = asked or NOBODY_KNOWS
    if shown is None:
        return Range(0, PUBLIC.hide_below - 1)
    low = max(PUBLIC.hide_below, shown - HALF)
    return Range(low, most if told(most, most) == shown else min(shown + HALF - 1, most))


@dataclass(frozen=True)
class Line:
    """One statement as it would be told of one group.

    sent, said  who answered anything, and this statement; None for fewer than ten
    asked       of how many; 0 where nobody can know
    """

    sent: int | None
    said: int | None
    ways: Ways
    asked: int


def fit_to_tell(lines: Sequence[Line]) -> list[Ways]:
    """How each line of one statement may be told to divide: everybody first, then the groups.

    A line that gives too much away by itself is not told. Where groups do together with everybody,
    no group is told; and where even that is too much, nobody.
    """
    alone = [line if _leaves_enough([line]) else replace(line, ways=HIDDEN) for line in lines]
    no_group = [alone[0], *(replace(line, ways=HIDDEN) for line in alone[1:])]
    for tried in (alone, no_group):
        if len(tried) > 1 and not _leaves_enough(tried):
            continue
        return [line.ways for line in tried]
    return [HIDDEN for _ in lines]


def _leaves_enough(lines: Sequence[Line]) -> bool:
    found = _worked_out([_row(line) for line in lines], [_few(line) for line in lines])
    return all(
        cell.wide >= (LEFT if count is None else LEFT_OF_TOLD)
        for line, row in zip(lines, found, strict=True)
        if line.said is not None
        for count, cell in zip(line.ways, row[1:], strict=True)
    )


def _row(line: Line) -> list[Range]:
    """What whoever knows the rule knows of a line: of all who said something, and of each way."""
    said = could_be(line.said, line.asked)
    most = min(said.high, could_be(line.sent, line.asked).high)
    if line.ways == HIDDEN:
        return [Range(said.low, most), *[Range(0, most)] * 3]
    return [Range(said.low, most), *(could_be(count, line.asked) for count in line.ways)]


def _few(line: Line) -> list[bool]:
    """Which ways cannot be everybody's, or they would not be told."""
    few = could_be(line.said, line.asked).high < ALL_OR_NONE
    return [few and count is not None for count in line.ways]


def _worked_out(table: list[list[Range]], few: list[list[bool]]) -> list[list[Range]]:
    """What is left when every sum has been used: the first column is the sum of the others, and the
    first row, where there are more, the sum of those below it."""
    while True:
        before = [list(row) for row in table]
        for row, cannot in zip(table, few, strict=True):
            _adds_up(row)
            for at, one in enumerate(cannot, 1):
                if one:
                    row[at] = Range(row[at].low, min(row[at].high, row[0].high - 1))
        for at in range(4) if len(table) > 1 else ():
            column = [row[at] for row in table]
            _adds_up(column)
            for row, cell in zip(table, column, strict=True):
                row[at] = cell
        if table == before:
            return table


def _adds_up(cells: list[Range]) -> None:
    """The first is the sum of the others: each is as narrow as the others make it."""
    whole, parts = cells[0], cells[1:]
    low, high = sum(one.low for one in parts), sum(one.high for one in parts)
    whole = cells[0] = Range(max(whole.low, low), min(whole.high, high))
    for at, one in enumerate(parts, 1):
        cells[at] = Range(
            max(one.low, whole.low - (high - one.high)), min(one.high, whole.high - (low - one.low))
        )
