"""The rules themselves, and which stand for a child now."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np

from belong.attendance.definitions import number
from belong.attendance.register import Register
from belong.attendance.warnings.paces import NAME, USUAL, settings_of
from belong.attendance.warnings.timeline import Bools, Ints, Timeline


@dataclass(frozen=True)
class Seen:
    """One rule asked of every row at one cut.

    true   bool [rows]
    facts  int32 [rows] by name: what the sentence says
    """

    true: Bools
    facts: Mapping[str, Ints]


Rule = Callable[[Timeline, int, Mapping[str, int]], Seen]


def lately(line: Timeline, cut: int, of: Mapping[str, int]) -> Seen:
    """More of the last sessions missed than of the child's own time before."""
    n, missed, before, earlier = line.absence.last(cut, of["sessions"])
    true = (missed >= of["least"]) & _apart(n, missed, before, earlier, of)
    return Seen(true, {"missed": missed, "of": n, "earlier": earlier, "before": before})


def _apart(n: Ints, now: Ints, before: Ints, earlier: Ints, of: Mapping[str, int]) -> Bools:
    """Whether a share is higher than the one before, by whole numbers so that no rounding tells."""
    enough = (n >= of["sessions"]) & (before >= of["before"])
    now, earlier = now.astype(np.int64), earlier.astype(np.int64)
    return np.asarray(
        enough & (100 * (now * before - earlier * n) >= of["apart_percent"] * n * before)
    )


def spells(line: Timeline, cut: int, of: Mapping[str, int]) -> Seen:
    """Missed in several spells within some school weeks."""
    since = line.weeks_before(cut, of["weeks"])
    begun = line.begun(since, cut)
    return Seen(begun >= of["least"], {"spells": begun})


def last_year(line: Timeline, cut: int, of: Mapping[str, int]) -> Seen:
    """Much of last year missed, and some of the beginning of this one."""
    last, this = line.year_begins(cut)
    upto, missed = line.absence.upto, line.missed_upto
    then, now = upto[:, this] - upto[:, last], upto[:, cut] - upto[:, this]
    missed_then = missed[:, this] - missed[:, last]
    missed_now = missed[:, cut] - missed[:, this]
    much = (then >= of["possible"]) & (100 * missed_then >= of["share_percent"] * then)
    true = much & (now <= of["first"]) & (missed_now >= of["least"])
    return Seen(true, {"then": missed_then, "possible": then, "missed": missed_now, "of": now})


def unexplained(line: Timeline, cut: int, of: Mapping[str, int]) -> Seen:
    """Sessions whose reason has been looked for longer than it takes."""
    until, since = line.days_before(cut, of["days"]), line.weeks_before(cut, of["weeks"])
    marks = line.no_reason[:, max(until, since)] - line.no_reason[:, since]
    return Seen(marks >= of["least"], {"sessions": marks})


def later(line: Timeline, cut: int, of: Mapping[str, int]) -> Seen:
    """More of the last arrivals late than of those before."""
    n, late, before, earlier = line.lateness.last(cut, of["sessions"])
    true = (late >= of["least"]) & _apart(n, late, before, earlier, of)
    return Seen(true, {"late": late, "of": n, "earlier": earlier, "before": before})


def back(line: Timeline, cut: int, of: Mapping[str, int]) -> Seen:
    """Come back after a long time away."""
    upto = line.absence.upto[:, cut]
    rows = np.arange(len(upto))
    longest = np.zeros(len(upto), dtype=np.int32)
    for k in range(1, of["since"] + 1):
        longest = np.maximum(longest, line.runs[rows, np.maximum(upto - k, 0)])
    true = (longest >= of["missed"]) & (line.runs[rows, upto] == 0)
    return Seen(true, {"missed": longest})


RULES: Mapping[str, Rule] = {
    "back": back,
    "lately": lately,
    "last_year": last_year,
    "spells": spells,
    "unexplained": unexplained,
    "later": later,
}
"""The weightiest first: where several stand, a list shows the first."""


@dataclass(frozen=True)
class Standing:
    """A rule that stands for one row.

    since  the cut at which it became true, the end of a school week or of the register
    facts  what its sentence says, by name
    """

    row: int
    rule: str
    since: int
    facts: Mapping[str, int]


def standing(register: Register, pace: str = USUAL) -> list[Standing]:
    """Every rule that is true at the end of a register, and has not been for too long.

    A rule that was true at the end of each school week for longer than `stands_weeks` has said what
    it has to say: it is silent until it has been untrue.

    pace     how soon the rules speak, one of paces.PACES
    returns  by row, then in the order of RULES
    source   definitions/early_warnings.toml
    """
    line = Timeline(register)
    found = [one for rule, ask in RULES.items() for one in standing_of(line, rule, ask, pace)]
    order = list(RULES)
    return sorted(found, key=lambda one: (one.row, order.index(one.rule)))


def standing_of(line: Timeline, rule: str, ask: Rule, pace: str) -> list[Standing]:
    """One rule likewise, by row."""
    weeks = number(NAME, "stands_weeks")
    cuts = [int(cut) for cut in line.cuts()[-(weeks + 1) :]]
    if not cuts:
        return []
    of = settings_of(rule, pace)
    now = ask(line, cuts[-1], of)
    rows = np.flatnonzero(now.true)
    if not len(rows):
        return []
    true = np.array([ask(line, cut, of).true[rows] for cut in cuts[:-1]] + [now.true[rows]])
    # How many looks in a row, from the last one back, it was true.
    looks = np.cumprod(true[::-1], axis=0).sum(axis=0)
    return [
        Standing(
            int(row), rule, cuts[len(cuts) - int(n)],
            {name: int(values[row]) for name, values in now.facts.items()},
        )
        for row, n in zip(rows, looks, strict=True)
        if n <= weeks
    ]  # fmt: skip
