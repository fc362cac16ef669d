"""One intake of a small school, with its older sisters and brothers in the trust."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from belong.basics.terms import date_of, day_number
from demo_school import sources
from demo_school.chance import Topic, spread, stream
from demo_school.cohorts import EAL_BRITISH, EAL_ELSEWHERE, Cohort, birthday, cohort
from demo_school.identity import upn
from demo_school.invented import FIRST_YEAR_GROUP, Bits, Child, Floats, Ints
from demo_school.names import ENGLISH, Named, draw_communities, draw_one
from demo_school.plan import Plan
from demo_school.term_dates import school_year

PUPILS = 1050
RECEPTION_AGE = 4
OTHERS_FROM = 101
APART = (2, 10)
"""Years between a child and an older sister or brother: at least, and less than."""


@dataclass(frozen=True)
class Intake:
    """A cohort of a small school. `older` is {UPN: UPN of a sister or brother}."""

    cohort: Cohort
    older: dict[str, str]


@lru_cache(maxsize=64)
def secondary_cohort(year: int, seed: int) -> Cohort:
    """A cohort of the trust's secondary school, which small schools look up families in."""
    return cohort(year, seed=seed, pupils=PUPILS)


def intake(plan: Plan, year: int, *, seed: int) -> Intake:
    """Everything about one intake that never changes. `year` is that of the first September."""
    rng = stream(plan.seed(seed), Topic.CHILDREN, year)
    count = plan.roll.starting + len(plan.roll.joining_later)
    carried = _carried(plan, year, seed)
    older = _older(plan, rng, year, seed=seed, rows=range(len(carried), count))
    named = _names(rng, year, carried=carried, older=older, count=count)
    fsm, sen = _needs(plan, rng, count)
    for row, child in enumerate(carried):
        fsm[row], sen[row] = child.fsm, "NKE".index(child.sen)
    admitted, left = _moves(plan, year, seed=seed, count=count)
    children = _children(
        plan, year, rng, named=named, carried=carried, fsm=fsm, sen=sen, admitted=admitted,
        left=left,
    )  # fmt: skip
    life, health = _burdens(rng, fsm)
    found = Cohort(
        year, children, form=np.zeros(count, dtype=np.int32), forms=("",), fsm=fsm, sen=sen,
        eid=np.array([n.eid for n in named]), life=life, health=health, admitted=admitted,
        left=left, entry=plan.roll.entry,
    )  # fmt: skip
    return Intake(found, {children[row].upn: child.upn for row, child in older.items()})


def _carried(plan: Plan, year: int, seed: int) -> tuple[Child, ...]:
    """Children who go on to the secondary school: the same number, name and birthday there."""
    if not plan.roll.carried_on:
        return ()
    feeders = len(sources.feeders())
    later = secondary_cohort(year + FIRST_YEAR_GROUP, seed).children
    return later[: plan.roll.carried_on * feeders : feeders]


def _older(
    plan: Plan, rng: np.random.Generator, year: int, *, seed: int, rows: range
) -> dict[int, Child]:
    """For some rows a child two to nine years older, who is or was at the primary school and
    goes or went to the secondary school."""
    feeders = len(sources.feeders())
    found = {}
    for row in rows:
        apart, place = int(rng.integers(*APART)), int(rng.integers(1, 17))
        if rng.random() < plan.roll.siblings:
            ahead = year + FIRST_YEAR_GROUP - plan.roll.entry - apart
            found[row] = secondary_cohort(ahead, seed).children[place * feeders]
    return found


def _names(
    rng: np.random.Generator,
    year: int,
    *,
    carried: tuple[Child, ...],
    older: dict[int, Child],
    count: int,
) -> tuple[Named, ...]:
    towns = sources.communities()
    taken = {(c.legal_forename, c.legal_surname) for c in carried}
    drawn = []
    for row, n in enumerate(draw_communities(rng, count).tolist()):
        who = draw_one(rng, towns[n], year, taken)
        if row < len(carried):
            who = _named(carried[row])
        elif row in older:
            who = _of_that_family(rng, older[row], taken)
        drawn.append(who)
    return tuple(drawn)


def _home(surname: str) -> sources.Community:
    """The community a surname belongs to; for a surname of no list, the first."""
    towns = sources.communities()
    return next((c for c in towns if surname in c.family), towns[0])


def _named(child: Child) -> Named:
    home = _home(child.legal_surname)
    return Named(
        child.legal_forename, child.legal_surname, child.surname, child.known_as, child.say,
        child.sex, home.eid, not child.eal,
    )  # fmt: skip


def _of_that_family(rng: np.random.Generator, older: Child, taken: set[tuple[str, str]]) -> Named:
    home = _home(older.legal_surname)
    surname = older.legal_surname
    sex = "F" if rng.random() < 0.5 else "M"
    forenames = [f for f in (home.girls if sex == "F" else home.boys) if f != older.legal_forename]
    free = [f for f in forenames if (f, surname) not in taken] or forenames
    forename = free[int(rng.integers(len(free)))]
    taken.add((forename, surname))
    say = sources.say(forename)
    return Named(forename, surname, surname, "", say, sex, home.eid, home.key in ENGLISH)


def _needs(plan: Plan, rng: np.random.Generator, count: int) -> tuple[Bits, Ints]:
    hardship = spread(rng, count)
    need = 0.3 * hardship + 0.954 * spread(rng, count)
    fsm = hardship > np.quantile(hardship, 1 - plan.roll.fsm)
    ranked = need.argsort().argsort() / count
    plans, support = plan.roll.sen_plan, plan.roll.sen_support
    sen = np.where(ranked >= 1 - plans, 2, np.where(ranked >= 1 - plans - support, 1, 0))
    return fsm, sen.astype(np.int32)


def _burdens(rng: np.random.Generator, fsm: Bits) -> tuple[Floats, Floats]:
    """How heavily school life and health weigh: spread evenly with and without free meals."""
    life = np.zeros(len(fsm))
    for group in (fsm, ~fsm):
        life[group] = spread(rng, int(group.sum()))
    return life, 0.4 * life + 0.92 * spread(rng, len(fsm))


def _moves(plan: Plan, year: int, *, seed: int, count: int) -> tuple[Ints, Ints]:
    """First and last days on roll; who joins later comes in a September or in mid-year."""
    rng = stream(plan.seed(seed), Topic.MOVES, year)
    ends = school_year(year + plan.roll.years - 1)
    last = ends.last if plan.roll.entry + plan.roll.years - 1 < 11 else day_number(ends.leaving)
    admitted = np.full(count, school_year(year).first, dtype=np.int32)
    left = np.full(count, last, dtype=np.int32)
    for n, later in enumerate(plan.roll.joining_later, start=plan.roll.starting):
        days = school_year(year + later).days
        nth = 0 if later == FIRST_YEAR_GROUP else rng.integers(8, len(days) - 40)
        admitted[n] = days[nth]
    going = rng.random((count, plan.roll.years)) < plan.roll.leavers
    for row, stay in zip(*np.nonzero(going), strict=True):
        days = school_year(year + int(stay)).days
        on = days[rng.integers(20, len(days) - 30)]
        if row >= plan.roll.carried_on + plan.roll.reserved and on > admitted[row] + 40:
            left[row] = min(left[row], on)
    return admitted, left


def _children(
    plan: Plan,
    year: int,
    rng: np.random.Generator,
    *,
    named: tuple[Named, ...],
    carried: tuple[Child, ...],
    fsm: Bits,
    sen: Ints,
    admitted: Ints,
    left: Ints,
) -> tuple[Child, ...]:
    birthdays = [birthday(rng, year, age=RECEPTION_AGE) for _ in named]
    birthdays[: len(carried)] = [c.dob for c in carried]
    home = rng.random(len(named))
    free = rng.permutation(len(named)) < round(plan.roll.no_year * len(named))
    adno = (year - 2000) * 1000
    return tuple(
        Child(
            adno=f"{adno + row + 1:06d}", upn=_number(plan, year, row),
            legal_surname=who.surname, legal_forename=who.forename,
            surname=who.usual_surname, forename=who.forename, known_as=who.known_as,
            say=who.say, sex=who.sex, dob=birthdays[row],
            cohort=year, tree="", fsm=bool(fsm[row]), sen="NKE"[sen[row]],
            eal=_eal(who, carried, row, home[row]),
            admitted=date_of(admitted[row]), left=date_of(left[row]),
            entry=plan.roll.entry, classes=plan.roll.classes, no_year=bool(free[row]),
        )
        for row, who in enumerate(named)
    )  # fmt: skip


def _eal(who: Named, carried: tuple[Child, ...], row: int, drawn: float) -> bool:
    if row < len(carried):
        return carried[row].eal
    return bool(drawn < (EAL_BRITISH if who.english else EAL_ELSEWHERE))


def _number(plan: Plan, year: int, row: int) -> str:
    """A UPN that this school gave at the start of Reception. Children who go on to the secondary
    school have the numbers it knows them by; the others stay clear of those."""
    serial = row + 1 if row < plan.roll.carried_on else row + OTHERS_FROM
    return upn(
        la_number=plan.school.la_number, establishment=plan.school.establishment, year=year,
        serial=serial,
    )  # fmt: skip
