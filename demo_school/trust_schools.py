"""The three registers of the trust, with every tale in them."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace

from demo_school import cast, secondary, sources
from demo_school.cast import CohortOf
from demo_school.invented import FIRST_YEAR_GROUP, Invented
from demo_school.plan import plan
from demo_school.small_cohorts import intake, secondary_cohort
from demo_school.small_school import invent_small

SHARED_CHILD = ("two_schools", "two_schools_there")
"""The tale of one child in the primary and in the special school."""


@dataclass(frozen=True)
class Registers:
    """The schools by key. `older` is {UPN: UPN of a sister or brother} over all of them."""

    schools: dict[str, Invented]
    older: dict[str, str]


def registers(*, today: dt.date, seed: int) -> Registers:
    """The secondary, the primary and the special school on the morning of `today`."""
    big = secondary_register(today=today, seed=seed)
    small = {key: invent_small(key, today=today, seed=seed) for key in ("primary", "special")}
    told = {key: with_tales(found.invented, key, seed=seed) for key, found in small.items()}
    schools = {"secondary": big, **told}
    schools["special"] = _with_shared_child(schools["primary"], schools["special"])
    older = {a: b for found in small.values() for a, b in found.older.items()}
    return Registers(schools, older)


def secondary_register(*, today: dt.date, seed: int) -> Invented:
    """The secondary school with the tales of the trust, on the morning of `today`."""
    invented = secondary.invent(today=today, seed=seed)
    feeders = len(sources.feeders())
    rows = [n for n in range(len(sources.parts()), 200) if n % feeders]

    def cohort_of(year: int) -> cast.Cohort:
        return secondary_cohort(year, seed)

    given = cast.parts("secondary", invented.years, cohort_of, rows=rows, entry=FIRST_YEAR_GROUP)
    return cast.retold(invented, given, cohort_of, seed=seed)


def with_tales(invented: Invented, key: str, *, seed: int) -> Invented:
    """A small school with the tales of the trust in its marks."""
    here = plan(key)
    first = here.roll.carried_on
    rows = range(first, first + here.roll.reserved)
    cohort_of = _cohorts(key, seed)
    given = cast.parts(key, invented.years, cohort_of, rows=rows, entry=here.roll.entry)
    return cast.retold(invented, given, cohort_of, seed=seed)


def _cohorts(key: str, seed: int) -> CohortOf:
    return lambda year: intake(plan(key), year, seed=seed).cohort


def _with_shared_child(main: Invented, other: Invented) -> Invented:
    """The child of two schools is one child: the same number, name and birthday in both."""
    rows = [
        [s.child for s in x.stories if s.key == k]
        for x, k in zip((main, other), SHARED_CHILD, strict=True)
    ]
    if not all(rows):
        return other
    (at,), (there,) = rows
    child = main.children[at]
    same = replace(
        other.children[there], upn=child.upn, dob=child.dob, fsm=child.fsm, eal=child.eal,
        sex=child.sex, sen=child.sen, no_year=False,
    )  # fmt: skip
    children = (*other.children[:there], same, *other.children[there + 1 :])
    return replace(other, children=children)
