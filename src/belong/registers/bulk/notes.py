"""What is said of a file that is read in blocks, without holding a line for every refusal."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from belong.registers.sources import notes as limits
from belong.registers.sources.grid import Ints
from belong.registers.sources.notes import Notes
from belong.registers.sources.reading import Refused

_REST = "The line could not be taken, as others above."


@dataclass(frozen=True)
class Beyond:
    """Lines of one reason that are only counted: the first, how many, and their marks."""

    first: int
    lines: int
    marks: int

    def with_more(self, more: Beyond) -> Beyond:
        """Both together."""
        first = min(self.first, more.first)
        return Beyond(first, self.lines + more.lines, self.marks + more.marks)


class FileNotes(Notes):
    """Notes over a whole file that are told block by block and kept small.

    Of each reason the first lines are kept, as many as will be named; the others are counted.
    """

    def __init__(self) -> None:
        super().__init__()
        self._named_so_far = 0
        self._beyond: dict[str, Beyond] = {}

    def refuse(self, line: int, reason: str, marks: int = 1) -> None:
        """Note one line that was not taken."""
        lines = self._refused.setdefault(reason, [])
        lines.append((line, marks))
        if len(lines) > 4 * limits.MOST_LINES:
            self._shorten(reason)

    def refuse_all(self, lines: Iterable[int], reason: str) -> None:
        """Note one mark on each of these lines."""
        for line in lines:
            self.refuse(line, reason)

    def refuse_each(self, lines: Sequence[int], reason_of: Callable[[int], str]) -> None:
        """Note one mark on each of these lines; past the limit of the file nobody asks why."""
        room = max(0, limits.MOST_REFUSED - self._named_so_far)
        self._named_so_far += len(lines)
        for n, line in enumerate(lines):
            self.refuse(line, reason_of(n) if n < room else _REST)

    def pour_into(self, other: FileNotes) -> None:
        """Say all of this in other notes too."""
        for reason, lines in self._refused.items():
            for line, marks in lines:
                other.refuse(line, reason, marks)
            if reason in self._beyond:
                other._count(reason, self._beyond[reason])
        for said, (line, times) in self._taken.items():
            other.take(line, said, times)

    def _shorten(self, reason: str) -> None:
        lines = sorted(self._refused[reason])
        self._refused[reason] = lines[: limits.MOST_LINES]
        for line, marks in lines[limits.MOST_LINES :]:
            self._count(reason, Beyond(line, 1, marks))

    def _count(self, reason: str, more: Beyond) -> None:
        known = self._beyond.get(reason)
        self._beyond[reason] = known.with_more(more) if known else more

    @property
    def refused(self) -> tuple[Refused, ...]:
        """Every refusal, by reason and then by line, no more of them than a file may name."""
        every = [one for reason in self._refused for one in self._of(reason)]
        rest = every[limits.MOST_REFUSED :]
        if rest:
            first, marks = min(r.line for r in rest), sum(r.marks for r in rest)
            more = Refused(first, "More lines were refused from here on.", marks)
            every[limits.MOST_REFUSED :] = [more]
        return tuple(every)

    def _of(self, reason: str) -> Iterable[Refused]:
        self._shorten(reason)
        for line, marks in self._refused[reason]:
            yield Refused(line, reason, marks)
        if reason in self._beyond:
            rest = self._beyond[reason]
            same = f"The same on {rest.lines} more lines, the first of them line {rest.first}."
            yield Refused(rest.first, f"{reason} {same}", rest.marks)


class StepNotes:
    """Notes of one step of judging: what whole reasons refuse, then what each line is refused for.

    A file that is read at once says the first before the second; read in blocks, they come mixed.
    """

    def __init__(self) -> None:
        self.together, self.each = FileNotes(), FileNotes()

    def pour_into(self, other: FileNotes) -> None:
        """Say it all in the order of a file that is read at once."""
        self.together.pour_into(other)
        self.each.pour_into(other)


class BlockNotes(Notes):
    """What one step has to say of one block. Its lines are rows of the block, from 0."""

    def __init__(self) -> None:
        super().__init__()
        self._together: list[tuple[list[int], str]] = []
        self._each: list[int] = []
        self._reasons: list[str] = []

    @property
    def rows(self) -> list[int]:
        """The rows that were refused, in any order."""
        return [row for rows, _ in self._together for row in rows] + self._each

    def refuse_all(self, lines: Iterable[int], reason: str) -> None:
        """Note one mark on each of these rows."""
        self._together.append((list(lines), reason))

    def refuse_each(self, lines: Sequence[int], reason_of: Callable[[int], str]) -> None:
        """Note one mark on each of these rows, as many with a reason as a file may name."""
        self._reasons += [reason_of(n) for n in range(min(len(lines), limits.MOST_REFUSED))]
        self._each += lines

    def tell(self, step: StepNotes, line: Ints) -> None:
        """Say it of the file. line: int32 [rows of the block], where each stands in the file."""
        for rows, reason in self._together:
            step.together.refuse_all((int(line[row]) for row in rows), reason)
        reasons = self._reasons
        step.each.refuse_each(
            [int(line[row]) for row in self._each],
            lambda n: reasons[n] if n < len(reasons) else _REST,
        )
        for said, (row, times) in self._taken.items():
            step.together.take(int(line[row]), said, times)
