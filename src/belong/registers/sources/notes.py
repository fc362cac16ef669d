"""What a reader has to say about a file: what it refused, and what it took although it was odd."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from belong.registers.sources.reading import Refused, Taken

MOST_LINES = 1_000
"""How many lines are named for one reason; the rest are counted in one more entry."""

MOST_REFUSED = 10_000
"""How many refusals are named in all. A file with more than that is the wrong file."""


@dataclass
class Notes:
    """Collects refusals (one a line, grouped by reason) and oddities (one a sentence)."""

    _refused: dict[str, list[tuple[int, int]]] = field(default_factory=dict)
    _taken: dict[str, list[int]] = field(default_factory=dict)

    def refuse(self, line: int, reason: str, marks: int = 1) -> None:
        """Note one line that was not taken."""
        self._refused.setdefault(reason, []).append((line, marks))

    def refuse_all(self, lines: Iterable[int], reason: str) -> None:
        """Note one mark on each of these lines."""
        self._refused.setdefault(reason, []).extend((line, 1) for line in lines)

    def refuse_each(self, lines: Sequence[int], reason_of: Callable[[int], str]) -> None:
        """Note one mark on each of these lines, asking for the reason of the n-th.

        Past the number of lines that can be named, nobody asks any more.
        """
        for n, line in enumerate(lines[:MOST_REFUSED]):
            self.refuse(line, reason_of(n))
        if len(lines) > MOST_REFUSED:
            self.refuse_all(lines[MOST_REFUSED:], "The line could not be taken, as others above.")

    def take(self, line: int, said: str, times: int = 1) -> None:
        """Note something taken; the same sentence adds up, and keeps its first line."""
        known = self._taken.setdefault(said, [line, 0])
        known[0] = min(known[0], line)
        known[1] += times

    @property
    def refused(self) -> tuple[Refused, ...]:
        """Every refusal, by reason and then by line."""
        every = [r for reason, lines in self._refused.items() for r in _named(reason, lines)]
        rest = every[MOST_REFUSED:]
        if rest:
            first, marks = min(r.line for r in rest), sum(r.marks for r in rest)
            every[MOST_REFUSED:] = [Refused(first, "More lines were refused from here on.", marks)]
        return tuple(every)

    @property
    def taken(self) -> tuple[Taken, ...]:
        """Every oddity, by the line it was first seen on; the whole file last."""
        found = [Taken(line, said, times) for said, (line, times) in self._taken.items()]
        return tuple(sorted(found, key=lambda taken: (not taken.line, taken.line, taken.said)))


def _named(reason: str, lines: list[tuple[int, int]]) -> Iterable[Refused]:
    lines = sorted(lines)
    for line, marks in lines[:MOST_LINES]:
        yield Refused(line, reason, marks)
    rest = lines[MOST_LINES:]
    if rest:
        more = f"{reason} The same on {len(rest)} more lines, the first of them line {rest[0][0]}."
        yield Refused(rest[0][0], more, sum(marks for _, marks in rest))
