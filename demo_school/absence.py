"""Absence comes in spells: who is away, since when, and why, for one cohort in one year."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from belong.attendance.codes import index_of
from demo_school.chance import Topic, stream
from demo_school.cohorts import Cohort
from demo_school.invented import Bits, Floats, Ints, Wholes
from demo_school.season import AM, DAY_BEGINS, SPELL_BEGINS, begins, sessions

HERE = -1

SINGLE = 0.22
"""Days missed for life's sake that are single days, against those in longer spells."""
DRIFT = 0.35
"""How far a child's half-term may differ from the child's year, on a log scale."""
MOST = 0.78
DELAYS_OF_ILLNESS = (0.66, 0.2, 0.07, 0.04, 0.02, 0.01)
DELAYS_OF_OTHERS = (0.0, 0.42, 0.26, 0.16, 0.1, 0.06)


@dataclass(frozen=True)
class Weights:
    """How much keeps children of one kind of school away; as it stands, a secondary school.

    health, life    shares of sessions, before the people and the calendar are let in
    by_year_group   a factor for each year group
    heavy           beyond a point school life weighs so heavily that a child hardly comes: how
                    much of the time that takes, where the point lies on the scale of
                    Cohort.life, how sharp it is; then what moves it
    most_of_life    the most that school life takes short of that point
    holiday         children whose family takes a holiday in term, in one year
    excused         how often illness is the reason given when school life was the cause
    morning, afternoon  shares of sessions begun late
    """

    health: float = 0.0177
    life: float = 0.0198
    spread_of_health: float = 0.86
    spread_of_life: float = 1.25
    by_year_group: Mapping[int, float] = field(
        default_factory=lambda: {7: 0.62, 8: 0.92, 9: 1.12, 10: 1.26, 11: 1.34}
    )
    life_fsm: float = 4.2
    health_fsm: float = 1.7
    life_sen: tuple[float, ...] = (1.0, 2.2, 2.9)
    health_sen: tuple[float, ...] = (1.0, 1.4, 1.7)
    heavy: float = 0.545
    heavy_from: float = 1.88
    heavy_width: float = 0.05
    heavy_fsm: float = 0.3
    heavy_sen: float = 0.4
    heavy_year: float = 0.12
    most_of_life: float = 0.145
    appointment: float = 0.0038
    holiday: float = 0.085
    excused: float = 0.52
    excused_fsm: float = 0.47
    excused_older: float = 0.47
    morning: float = 0.047
    afternoon: float = 0.01


SECONDARY = Weights()
MIDDLE_YEAR_GROUP, OLDER_FROM = 9, 10


@dataclass(frozen=True)
class Away:
    """Marks of absence, and when their reason became known.

    code    int16 [children x sessions], an index into the code table or HERE
    known   int16 [children x sessions], the school day of the year from which the reason stands
    """

    code: Wholes
    known: Wholes


def spells(rng: np.random.Generator, *, chance: Floats, lengths: Wholes, clock: Ints) -> Ints:
    """Where each session's spell began: int32 [children x sessions], HERE where there is none.

    chance   [children x sessions], of a spell beginning
    lengths  [children x sessions], half-days a spell would last, weekends counted
    clock    [sessions], half-days since 1970: a weekend uses a spell up, a holiday ends it
    """
    width = chance.shape[1]
    starts = rng.random(chance.shape) < chance
    origin = int(clock[0])
    ends = np.where(starts, clock - origin + lengths, 0).astype(np.int64)
    # The spell that reaches furthest wins; its first session rides along in the low digits.
    reach = np.maximum.accumulate(ends * width + np.arange(width), axis=1)
    lasting = reach // width > clock - origin
    return np.where(lasting, reach % width, HERE).astype(np.int32)


def _drift(rng: np.random.Generator, children: int, half_term: Ints) -> Floats:
    """Some half-terms go better than others: a factor [children x sessions] that wanders."""
    terms = int(half_term[-1]) + 1
    steps = rng.standard_normal((children, terms)) * DRIFT
    for n in range(1, terms):
        steps[:, n] = 0.6 * steps[:, n - 1] + 0.8 * steps[:, n]
    return np.asarray(np.exp(steps - DRIFT**2 / 2)[:, half_term])


def _log_normal(z: Floats, spread: float) -> Floats:
    return np.asarray(np.exp(spread * z - spread**2 / 2))


def _weights(cohort: Cohort, year: int, how: Weights) -> tuple[Floats, Floats]:
    """Shares of sessions [children] that health and school life would take in a plain year."""
    older = how.by_year_group[cohort.year_group(year)]
    health = how.health * _log_normal(cohort.health, how.spread_of_health) * older**0.4
    health *= np.where(cohort.fsm, how.health_fsm, 1) * np.array(how.health_sen)[cohort.sen]
    life = how.life * _log_normal(cohort.life, how.spread_of_life) * older**1.25
    life *= np.where(cohort.fsm, how.life_fsm, 1) * np.array(how.life_sen)[cohort.sen]
    return health, np.minimum(life, how.most_of_life) + _hardly_coming(cohort, year, how)


def _hardly_coming(cohort: Cohort, year: int, how: Weights) -> Floats:
    """What is added to the share of sessions missed for the few who hardly come: [children]."""
    weight = cohort.life + how.heavy_fsm * cohort.fsm + how.heavy_sen * (cohort.sen > 0)
    weight = weight + how.heavy_year * (cohort.year_group(year) - MIDDLE_YEAR_GROUP)
    return np.asarray(how.heavy / (1 + np.exp((how.heavy_from - weight) / how.heavy_width)))


def _rate(share: Floats) -> Floats:
    """How many spells must overlap for a share of time to be covered."""
    return np.asarray(-np.log1p(-np.minimum(share, MOST)))


def _health(rng: np.random.Generator, share: Floats, year: int, wander: Floats) -> Ints:
    when = sessions(year)
    mean = 3.1 + 30 * share
    lengths = 1 + rng.geometric(1 / mean[:, None], size=wander.shape)
    chance = (_rate(share) / mean * 1.12)[:, None] * begins(year, SPELL_BEGINS) * wander
    return spells(rng, chance=chance, lengths=lengths, clock=when.clock)


def _life(rng: np.random.Generator, share: Floats, year: int, wander: Floats) -> Ints:
    """Longer spells, and single days and afternoons: the earlier beginning is kept."""
    when = sessions(year)
    mean = 2.4 + 26 * share
    lengths = 1 + rng.geometric(1 / mean[:, None], size=wander.shape)
    long = _rate(share * (1 - SINGLE)) / mean * 1.15
    runs = spells(
        rng, chance=long[:, None] * begins(year, SPELL_BEGINS) * wander,
        lengths=lengths, clock=when.clock,
    )  # fmt: skip
    # A morning missed is mostly a day missed.
    one = np.where(when.half == AM, 1 + (rng.random(wander.shape) < 0.8), 1)
    chance = (_rate(share * SINGLE) / 1.5)[:, None] * begins(year, DAY_BEGINS) * wander
    single = spells(rng, chance=chance, lengths=one, clock=when.clock)
    return np.where(runs >= 0, runs, single)


def _reasons(
    rng: np.random.Generator, began: Ints, *, excused: Floats, year: int
) -> tuple[Ints, Ints]:
    """A code for each session and the school day it is known from, one reason a spell."""
    when = sessions(year)
    ill = rng.random(began.shape) < excused[:, None]
    leave = rng.random(began.shape) < 0.03
    code = np.where(ill, index_of("I"), np.where(leave, index_of("C"), index_of("O")))
    quick = rng.choice(len(DELAYS_OF_ILLNESS), size=began.shape, p=DELAYS_OF_ILLNESS)
    slow = rng.choice(len(DELAYS_OF_OTHERS), size=began.shape, p=DELAYS_OF_OTHERS)
    known = when.nth + np.where(code == index_of("O"), slow, quick)
    at = np.maximum(began, 0)
    rows = np.arange(len(began))[:, None]
    return np.where(began >= 0, code[rows, at], HERE), np.where(began >= 0, known[rows, at], 0)


def _excused(cohort: Cohort, year: int, how: Weights) -> Floats:
    """How often a family gives illness as the reason when school life was the cause."""
    older = cohort.year_group(year) >= OLDER_FROM
    given = np.where(cohort.fsm, how.excused_fsm, how.excused)
    return given * (how.excused_older / how.excused if older else 1)


def _holidays(rng: np.random.Generator, children: int, *, year: int, share: float) -> Bits:
    """Days around a break that a family added to it: bool [children x sessions]."""
    when = sessions(year)
    gone = np.zeros((children, len(when)), dtype=np.bool_)
    for row in np.flatnonzero(rng.random(children) < share).tolist():
        term, days = (
            int(rng.choice(6, p=(0.1, 0.2, 0.12, 0.13, 0.2, 0.25))),
            int(rng.integers(2, 7)),
        )
        first = when.nth_of_half_term(term, -days)
        last = when.nth_of_half_term(term, -1)
        gone[row] = (when.day >= first) & (when.day <= last)
    return gone


def away(cohort: Cohort, year: int, *, seed: int, how: Weights = SECONDARY) -> Away:
    """Absence of a cohort over a whole school year, before arrangements, trips and stories."""
    rng = stream(seed, Topic.ABSENCE, cohort.year, year)
    when, children = sessions(year), len(cohort)
    wander = _drift(rng, children, when.half_term)
    health, life = _weights(cohort, year, how)
    ill = _health(rng, health, year, np.sqrt(wander))
    left_out = _life(rng, life, year, wander)
    why = stream(seed, Topic.REASONS, cohort.year, year)
    code, known = _reasons(why, left_out, excused=_excused(cohort, year, how), year=year)
    sick, sick_known = _reasons(why, ill, excused=np.ones(children), year=year)
    code, known = np.where(ill >= 0, sick, code), np.where(ill >= 0, sick_known, known)
    gone = _holidays(rng, children, year=year, share=how.holiday)
    code, known = np.where(gone, index_of("G"), code), np.where(gone, 0, known)
    seen = rng.random(code.shape) < how.appointment
    code = np.where((code == HERE) & seen, index_of("M"), code)
    return Away(code.astype(np.int16), known.astype(np.int16))
