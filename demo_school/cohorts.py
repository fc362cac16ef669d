"""One intake of children: who they are, and how easily school and health let them come."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import numpy as np

from belong.basics.terms import date_of, day_number
from demo_school import sources
from demo_school.chance import Topic, spread, stream
from demo_school.identity import upn
from demo_school.invented import FIRST_YEAR_GROUP, YEARS_AT_SCHOOL, Bits, Child, Floats, Ints
from demo_school.names import Named, draw_names
from demo_school.term_dates import school_year

FORM_SIZE = 28
NAMED_FOR = 2026
"""The school year for which stories.toml names its children."""
JOINERS_A_YEAR = 0.02
LEAVERS_A_YEAR = 0.018
STAYS = 2**30
FSM, EAL_ELSEWHERE, EAL_BRITISH = 0.27, 0.5, 0.01
SEN_SUPPORT, SEN_PLAN = 0.145, 0.045
OUT_OF_COHORT = 0.004


@dataclass(frozen=True)
class Cohort:
    """The children whose class began Year 7 in one September, in the order of their numbers.

    life, health   float [children], standard normal: how heavily school life and health weigh
    eid            bool [children]
    admitted, left int32 [children], first and last day on roll, both included
    part           the row of each story's child is its place in the list of stories
    """

    year: int
    children: tuple[Child, ...]
    form: Ints
    forms: tuple[str, ...]
    fsm: Bits
    sen: Ints
    eid: Bits
    life: Floats
    health: Floats
    admitted: Ints
    left: Ints
    entry: int = FIRST_YEAR_GROUP

    def __len__(self) -> int:
        return len(self.children)

    def year_group(self, year: int) -> int:
        """The year group of these children in a school year."""
        return year - self.year + self.entry


def forms_of(cohort: int, pupils: int) -> tuple[str, ...]:
    """The tutor groups of a cohort. Two cohorts in five have one more, so that 1,050 need 37."""
    usual = max(1, pupils // YEARS_AT_SCHOOL // FORM_SIZE)
    more = 1 if cohort % YEARS_AT_SCHOOL in (0, 2) else 0
    return sources.trees()[: usual + more]


def cohort(year: int, *, seed: int, pupils: int) -> Cohort:
    """Everything about one intake that never changes, whatever today's date is."""
    rng = stream(seed, Topic.CHILDREN, year)
    starting = round(pupils / YEARS_AT_SCHOOL)
    count = starting + max(1, round(starting * JOINERS_A_YEAR)) * YEARS_AT_SCHOOL
    admitted, left = _moves(year, seed=seed, starting=starting, count=count)
    named = draw_names(rng, count, year - NAMED_FOR)
    forms = forms_of(year, pupils)
    form = _forms(rng, count, forms)
    fsm, sen = _needs(rng, count)
    life, health = _burdens(rng, fsm)
    eid = np.array([n.eid for n in named])
    children = _children(
        year, rng, named=named, trees=[forms[f] for f in form], fsm=fsm, sen=sen,
        admitted=admitted, left=left,
    )  # fmt: skip
    return Cohort(year, children, form, forms, fsm, sen, eid, life, health, admitted, left)


def _forms(rng: np.random.Generator, count: int, forms: tuple[str, ...]) -> Ints:
    """Even forms; children of stories go where their story says, as far as there is such a form."""
    form = np.asarray(rng.permutation(count) % len(forms), dtype=np.int32)
    for row, part in enumerate(sources.parts()):
        form[row] = min(sources.trees().index(part.tree), len(forms) - 1)
    return form


def _needs(rng: np.random.Generator, count: int) -> tuple[Bits, Ints]:
    """Free school meals, and SEN as 0 none, 1 support, 2 a plan; they go together somewhat."""
    hardship = spread(rng, count)
    need = 0.3 * hardship + 0.954 * spread(rng, count)
    fsm = hardship > np.quantile(hardship, 1 - FSM)
    cuts = np.quantile(need, [1 - SEN_SUPPORT - SEN_PLAN, 1 - SEN_PLAN])
    sen = np.searchsorted(cuts, need).astype(np.int32)
    told = len(sources.parts())
    fsm[:told], sen[:told] = np.arange(told) % 4 == 1, np.where(np.arange(told) % 7 == 4, 1, 0)
    return fsm, sen


def _burdens(rng: np.random.Generator, fsm: Bits) -> tuple[Floats, Floats]:
    """How heavily school life and health weigh: drawn evenly within children with and without
    free school meals, so that one intake is much like the next. Story children have it light."""
    life = np.zeros(len(fsm))
    for group in (fsm, ~fsm):
        life[group] = spread(rng, int(group.sum()))
    health = 0.4 * life + 0.92 * spread(rng, len(fsm))
    told = len(sources.parts())
    life[:told], health[:told] = -0.6, -0.4
    return life, health


def _moves(year: int, *, seed: int, starting: int, count: int) -> tuple[Ints, Ints]:
    """First and last days on roll: most come in September and leave at the end of Year 11."""
    rng = stream(seed, Topic.MOVES, year)
    admitted = np.full(count, school_year(year).first, dtype=np.int32)
    left = np.full(count, day_number(school_year(year + YEARS_AT_SCHOOL - 1).leaving), np.int32)
    for n in range(starting, count):
        days = school_year(year + n % YEARS_AT_SCHOOL).days
        admitted[n] = days[rng.integers(8, len(days) - 25)]
    going = rng.random((count, YEARS_AT_SCHOOL)) < LEAVERS_A_YEAR
    for row, stay in zip(*np.nonzero(going), strict=True):
        days = school_year(year + int(stay)).days
        on = days[rng.integers(20, len(days) - 30)]
        if row >= len(sources.parts()) and on > admitted[row] + 40:
            left[row] = min(left[row], on)
    return _story_moves(year, admitted), left


def _story_moves(year: int, admitted: Ints) -> Ints:
    for row, part in enumerate(sources.parts()):
        if part.key == "joined_in_october":
            days = school_year(year + part.year_group - FIRST_YEAR_GROUP).days
            admitted[row] = days[27]
    return admitted


def birthday(rng: np.random.Generator, year: int, *, age: int = 11) -> dt.date:
    """A day of birth of a child of that age on the last 31 August; a few are a year apart."""
    first = dt.date(year - age - 1, 9, 1)
    days = (dt.date(year - age, 8, 31) - first).days
    on = first + dt.timedelta(days=int(rng.integers(0, days + 1)))
    if rng.random() < OUT_OF_COHORT:
        return on - dt.timedelta(days=int(rng.integers(20, 120)) + (on - first).days)
    return on


def _number(year: int, row: int) -> str:
    """A UPN as an invented primary school would have given it at the start of Reception."""
    feeders = sources.feeders()
    return upn(
        la_number=sources.school().la_number,
        establishment=feeders[row % len(feeders)],
        year=year - 7,
        serial=row // len(feeders) + 1,
    )


def _children(
    year: int,
    rng: np.random.Generator,
    *,
    named: tuple[Named, ...],
    trees: list[str],
    fsm: Bits,
    sen: Ints,
    admitted: Ints,
    left: Ints,
) -> tuple[Child, ...]:
    adno = (year - 2000) * 1000 % 1_000_000
    return tuple(
        Child(
            adno=f"{adno + row + 1:06d}", upn=_number(year, row),
            legal_surname=who.surname, legal_forename=who.forename,
            surname=who.usual_surname, forename=who.forename, known_as=who.known_as,
            say=who.say, sex=who.sex, dob=birthday(rng, year), cohort=year, tree=trees[row],
            fsm=bool(fsm[row]), sen="NKE"[sen[row]],
            eal=bool(rng.random() < (EAL_BRITISH if who.english else EAL_ELSEWHERE)),
            admitted=date_of(admitted[row]), left=date_of(left[row]),
        )
        for row, who in enumerate(named)
    )  # fmt: skip
