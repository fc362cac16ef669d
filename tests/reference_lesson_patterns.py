"""Patterns among lessons once more, slowly and in plain Python, to hold the fast ones beside."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping
from typing import NamedTuple

MISSED, CAME, FOR_A_REASON, BLANK = "missed", "came", "reason", "blank"
Week = int
Day = int
Key = tuple[int, int, Week]
"""Child, place and week."""


class Lesson(NamedTuple):
    """One lesson of one child, as a teacher marked it."""

    child: int
    day: Day
    klass: int
    place: int
    says: str


class Days(NamedTuple):
    """Days of one child with lessons in one place in one week."""

    could: int
    missed: int
    unsure: int


def set_apart(lessons: list[Lesson], how: Mapping[str, float]) -> set[tuple[int, Day]]:
    """Classes and days on which far more children missed a lesson than on days before."""
    told: dict[tuple[int, Day], dict[int, bool]] = defaultdict(dict)
    for one in lessons:
        if one.says in (MISSED, CAME):
            of = told[one.klass, one.day]
            of[one.child] = of.get(one.child, False) or one.says == MISSED
    out = set()
    for (klass, day), children in told.items():
        missed = list(children.values())
        earlier = [m for (k, d), c in told.items() if k == klass and d < day for m in c.values()]
        usual = (sum(earlier) + how["firm"] * how["before"]) / (len(earlier) + how["firm"])
        if (
            sum(missed) >= how["least"]
            and sum(missed) >= how["share"] * len(missed)
            and sum(missed) > how["times"] * usual * len(missed)
        ):
            out.add((klass, day))
    return out


def days(
    lessons: list[Lesson], in_school: set[tuple[int, Day]], week: Mapping[Day, Week],
    how: Mapping[str, float],
) -> dict[Key, Days]:  # fmt: skip
    """By child, place and week. Only days in school count, and two lessons in one place are one."""
    counted = [x for x in lessons if (x.child, x.day) in in_school]
    apart = set_apart(counted, how)
    told: dict[tuple[int, int, Day], set[str]] = defaultdict(set)
    for one in counted:
        is_apart = (one.klass, one.day) in apart
        told[one.child, one.place, one.day].add(_says(one.says, is_apart=is_apart))
    out: dict[Key, Days] = defaultdict(lambda: Days(0, 0, 0))
    for (child, place, day), says in told.items():
        old = out[child, place, week[day]]
        out[child, place, week[day]] = Days(
            old.could + bool(says & {MISSED, CAME}),
            old.missed + (MISSED in says),
            old.unsure + bool(says & {FOR_A_REASON, BLANK}),
        )
    return dict(out)


def _says(says: str, *, is_apart: bool) -> str:
    """What is left of a mark on a day that is set apart: who came is told nothing by it."""
    if not is_apart or says in (FOR_A_REASON, BLANK):
        return says
    return FOR_A_REASON if says == MISSED else "nothing"


class Expected(NamedTuple):
    """How often a child was to miss a place over a window, and how firmly that is known."""

    times: float
    firm: float


def expected(
    seen: dict[Key, Days], group: list[int], last: Week, weeks: int,
    how: Mapping[str, Mapping[str, float]], alike: float,
) -> dict[tuple[int, int], Expected]:  # fmt: skip
    """What a look at the end of a week holds each child's places beside, by child and place.

    alike  how alike children are, as the fast way estimates it
    """
    known = {key: value for key, value in seen.items() if key[2] <= last}
    usual = _usual(known, group, how["profile"])
    window = range(last - weeks + 1, last + 1)
    tests, out = how["tests"], {}
    for child, place in {(c, p) for c, p, _ in known}:
        mine = {(p, w): key for key in known for c, p, w in [key] if c == child}

        def both(keys: list[Key]) -> tuple[float, float]:
            return sum(known[k].missed for k in keys), sum(usual[k] for k in keys)

        elsewhere = {(p, w): k for (p, w), k in mine.items() if p != place}
        now = both([k for (_, w), k in elsewhere.items() if w in window])
        past = both([k for (_, w), k in elsewhere.items() if w not in window])
        less = min(1.0, tests["firm_history"] / (alike + past[0]))
        firm = (alike + past[0]) * less + now[0]
        rate = firm / ((alike + past[1]) * less + now[1])
        here = both([k for (p, w), k in mine.items() if p == place and w in window])
        out[child, place] = Expected(rate * here[1], min(firm, tests["firm_most"]))
    return out


def whole(
    seen: dict[Key, Days], group: list[int], last: Week,
    how: Mapping[str, Mapping[str, float]],
) -> list[tuple[float, float]]:  # fmt: skip
    """What each child missed until a week, and what the school's own rate would give."""
    known = {key: value for key, value in seen.items() if key[2] <= last}
    usual = _usual(known, group, how["profile"])
    return [
        (float(sum(v.missed for (c, _, _), v in known.items() if c == child)),
         sum(u for (c, _, _), u in usual.items() if c == child))
        for child in range(len(group))
    ]  # fmt: skip


def _usual(known: dict[Key, Days], group: list[int], how: Mapping[str, float]) -> dict[Key, float]:
    """What the school's own rates of weeks, places and year groups would give."""
    missed, could = (sum(v[n] for v in known.values()) for n in (1, 0))
    rate = missed / max(could, 1)
    out = {key: rate * value.could for key, value in known.items()}
    out = _drawn(out, known, how["firm_week"], lambda key: key[2])
    out = _drawn(out, known, how["firm_place"], lambda key: key[1])
    return _drawn(out, known, how["firm_group"], lambda key: (group[key[0]], key[1]))


def _drawn(
    usual: dict[Key, float], known: dict[Key, Days], firm: float,
    part: Callable[[Key], object],
) -> dict[Key, float]:  # fmt: skip
    """Each part's expectation drawn towards what was seen in it."""
    awaited: dict[object, float] = defaultdict(float)
    missed: dict[object, float] = defaultdict(float)
    for key, value in known.items():
        awaited[part(key)] += usual[key]
        missed[part(key)] += value.missed
    factor = {p: (missed[p] + firm) / (awaited[p] + firm) for p in awaited}
    return {key: value * factor[part(key)] for key, value in usual.items()}
