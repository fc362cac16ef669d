"""Joining groups that are too small before anything is counted: none of fewer than ten is left."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

FEWEST = 10
ELSE = "Everybody else"
TOGETHER = "Everybody"


def merged(groups: Sequence[tuple[str, int]], *, in_a_row: bool) -> Mapping[str, str] | None:
    """What each group is called afterwards, by its name before.

    groups    each with how many answered, in their order
    in_a_row  neighbours are joined, as for years; else all small ones become one
    returns   None where fewer than ten answered in all: nothing may be kept then
    """
    if sum(n for _, n in groups) < FEWEST:
        return None
    joined = _neighbours(groups) if in_a_row else _the_small(groups)
    if len(joined) == 1:
        return {name: TOGETHER for name, _ in groups}
    return {name: _called(names, in_a_row) for names, _ in joined for name in names}


def _neighbours(groups: Sequence[tuple[str, int]]) -> list[tuple[list[str], int]]:
    rows = [([name], n) for name, n in groups]
    while len(rows) > 1 and min(n for _, n in rows) < FEWEST:
        at = min(range(len(rows)), key=lambda i: rows[i][1])
        beside = [i for i in (at - 1, at + 1) if 0 <= i < len(rows)]
        other = min(beside, key=lambda i: rows[i][1])
        first, second = sorted((at, other))
        both = (rows[first][0] + rows[second][0], rows[first][1] + rows[second][1])
        rows[first : second + 1] = [both]
    return rows


def _the_small(groups: Sequence[tuple[str, int]]) -> list[tuple[list[str], int]]:
    """All small groups as one; with too few in all of them, the smallest of the others as well."""
    large = sorted(([name], n) for name, n in groups if n >= FEWEST)
    small = [(name, n) for name, n in groups if n < FEWEST]
    if not small:
        return large
    names, total = [name for name, _ in small], sum(n for _, n in small)
    large.sort(key=lambda row: row[1])
    while total < FEWEST:
        more, n = large.pop(0)
        names, total = names + more, total + n
    return [*large, (names, total)]


def _called(names: Sequence[str], in_a_row: bool) -> str:
    if len(names) == 1:
        return names[0]
    if not in_a_row:
        return ELSE
    return f"{names[0]} to {_last(names[0], names[-1])}"


def _last(first: str, last: str) -> str:
    """Year 7 to 9: what both begin with is said once."""
    words, others = first.split(), last.split()
    return others[-1] if words[:-1] == others[:-1] else last
