"""Patterns once more, slowly and in plain Python, to hold the fast ones beside."""

from __future__ import annotations

from fractions import Fraction
from math import comb, exp, lgamma

MISSED, CAME, SAYS_NOTHING = "missed", "came", "nothing"
HALF_DAY, WHOLE_DAY, LONGER = 1, 2, 3


def spells(marks: list[tuple[int, int, str]]) -> list[tuple[int, int, int, int | None]]:
    """Where each spell of one child began, how long it was, and the week it was over.

    marks    one a session in order of time: week, cell (0..9), what the mark says
    returns  week, cell, length class, week of coming back (None while away)
    """
    told = [m for m in marks if m[2] != SAYS_NOTHING]
    out = []
    for n, (week, cell, says) in enumerate(told):
        if says != MISSED or (n and told[n - 1][2] == MISSED):
            continue
        end = n
        while end < len(told) and told[end][2] == MISSED:
            end += 1
        over = end < len(told)
        long = end - n
        kind = LONGER
        if over and long == 1:
            kind = HALF_DAY
        if over and long == 2 and cell % 2 == 0 and told[n + 1][:2] == (week, cell + 1):
            kind = WHOLE_DAY
        out.append((week, cell, kind, told[end][0] if over else None))
    return out


def written_in(marks: list[tuple[int, int, str]], cell: int) -> dict[str, int]:
    """How often each letter for being away all session stands in one place of the week.

    marks  one a session: week, cell, letter
    """
    out: dict[str, int] = {}
    for _week, where, letter in marks:
        if where == cell and letter in "IO":
            out[letter] = out.get(letter, 0) + 1
    return out


def after_an_event(
    marks: list[tuple[int, int, str]], mondays: list[int], day: int, last_week: int
) -> tuple[int, int]:
    """Beginnings of absence in six school weeks after an event, and the chances for one.

    marks      one a session in order of time: week, cell, what the mark says
    mondays    the Monday of each school week, as a day number
    day        the first day after the event
    last_week  the week of the look; what came later is not known
    """
    weeks = [w for w, monday in enumerate(mondays) if monday + 4 >= day]
    if not weeks or weeks[0] > last_week or weeks[0] + 6 <= last_week:
        return 0, 0
    inside = {
        (w, c)
        for w in weeks[:6]
        for c in range(10)
        if w <= last_week and mondays[w] + c // 2 >= day
    }
    began = {(w, c) for w, c, _, _ in spells(marks)}
    return len(began & inside), len(chances(marks) & inside)


def written_first(marks: list[tuple[int, int, str]]) -> dict[str, int]:
    """How often each letter stands at the beginning of a spell of absence."""
    out: dict[str, int] = {}
    before = "/"
    for _week, _cell, letter in marks:
        if letter in "IOU" and before not in "IOU":
            out[letter] = out.get(letter, 0) + 1
        before = letter if letter in "IOU/LV" else before
    return out


def chances(marks: list[tuple[int, int, str]]) -> set[tuple[int, int]]:
    """The weeks and cells in which a spell of one child could have begun."""
    told = [m for m in marks if m[2] != SAYS_NOTHING]
    return {
        (week, cell) for n, (week, cell, _) in enumerate(told) if n == 0 or told[n - 1][2] == CAME
    }


def at_least(count: int, of: int, chance: float, firm: float) -> float:
    """The beta-binomial tail by its own formula, term by term."""
    a, b = firm, firm * (1 - chance) / chance

    def beta(x: float, y: float) -> float:
        return lgamma(x) + lgamma(y) - lgamma(x + y)

    return sum(
        comb(of, k) * exp(beta(k + a, of - k + b) - beta(a, b)) for k in range(count, of + 1)
    )


def shown(p: list[float], share: float) -> set[int]:
    """Benjamini and Hochberg as they wrote it: the largest k with p(k) at most k/m of q."""
    ordered = sorted(range(len(p)), key=lambda n: p[n])
    most = 0
    for k, n in enumerate(ordered, start=1):
        if Fraction(p[n]) <= Fraction(share) * k / len(p):
            most = k
    return set(ordered[:most])
