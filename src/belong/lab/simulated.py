"""Registers drawn by chance, to measure how often a pattern is shown where there is none.

Nothing here knows how patterns are looked for: absence comes in spells of illness and of life,
children differ, their half-terms differ, weeks rise and fall for everybody, and a few days are
lost to snow or a festival. What a school is like is itself drawn from wide ranges.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from belong.attendance.codes import index_of
from belong.attendance.register import AM, Register, Sessions
from belong.basics.terms import date_of, day_number

Floats = NDArray[np.float64]
Draw = np.random.Generator

HALF_TERMS = (7, 7, 6, 6, 5, 7)
"""Weeks of each half-term, a week or two apart: 38 weeks of five days."""
FIRST_MONDAY = dt.date(2024, 9, 2)
ILL = ((2.25, 1.2, 1.0, 1.1, 1.3), (0.6, 0.6, 0.6, 0.62, 0.75))
"""How much likelier illness begins in some sessions: mornings, afternoons; Monday to Friday."""
LIFE = ((1.1, 0.6, 0.5, 0.6, 1.0), (0.35, 0.4, 0.4, 0.45, 0.9))


@dataclass(frozen=True)
class Range:
    """A school's setting is drawn evenly between the two."""

    low: float
    high: float

    def draw(self, rng: Draw) -> float:
        """One school's setting."""
        return float(rng.uniform(self.low, self.high))


@dataclass(frozen=True)
class Kind:
    """What schools of one kind are like; each school's numbers are drawn from the ranges.

    absence   share of sessions missed
    spread    how children differ, standard deviation of the logarithm of their rate
    wander    how a child's half-terms differ, on the same scale
    wave      how the school's weeks rise and fall together, on the same scale
    weekday   1 for the usual week, 0 for one in which all days are alike, 2 for twice as steep
    half_day  share of single days that are only a half
    shocks    days a year on which many are away
    heavy     share of children who miss a fifth to four fifths
    late      share of mornings begun late
    earlier   whether the year before is known as well
    """

    name: str
    pupils: int = 1000
    year_groups: int = 5
    absence: Range = Range(0.05, 0.08)
    spread: Range = Range(0.8, 1.2)
    wander: Range = Range(0.2, 0.45)
    wave: Range = Range(0.15, 0.35)
    weekday: Range = Range(0.7, 1.3)
    half_day: Range = Range(0.15, 0.45)
    length: Range = Range(2.6, 4.0)
    shocks: Range = Range(0.0, 4.0)
    heavy: Range = Range(0.01, 0.03)
    late: Range = Range(0.02, 0.06)
    earlier: bool = True


USUAL = Kind("as tuned")
UNSEEN = (
    Kind("much absence", absence=Range(0.09, 0.12), heavy=Range(0.03, 0.06)),
    Kind("steep weeks", weekday=Range(1.6, 2.2), wave=Range(0.35, 0.5)),
    Kind("uneven children", spread=Range(1.3, 1.6), wander=Range(0.45, 0.6)),
    Kind("a primary", pupils=210, year_groups=7, absence=Range(0.04, 0.06), late=Range(0.01, 0.03)),
    Kind("no earlier year", earlier=False),
)
"""Settings that nothing was tuned on."""


@dataclass(frozen=True)
class Habit:
    """What some children of a simulated school do.

    share   of the children
    weekday Monday 0
    weeks   for how many school weeks, from a week drawn by chance
    chance  of missing the morning in each of them
    whole   whether the afternoon goes too
    """

    name: str
    share: Range = Range(0.02, 0.05)
    weekday: int = 0
    weeks: int = 14
    chance: float = 0.5
    whole: bool = False


@dataclass(frozen=True)
class Drawn:
    """One simulated school: two years, the first without habits.

    group   int16 [rows], year groups
    habit   bool [rows]
    usual   bool [rows], whose other absence lies in the middle four fifths of the school
    first, last  the school weeks of the register in which the habit began and ended
    """

    register: Register
    group: NDArray[np.int16]
    habit: NDArray[np.bool_]
    usual: NDArray[np.bool_]
    first: int = 0
    last: int = 0


@dataclass(frozen=True)
class _When:
    """The sessions of two school years."""

    day: NDArray[np.int32]
    half: NDArray[np.uint8]
    weekday: NDArray[np.intp]
    term: NDArray[np.intp]
    week: NDArray[np.intp]
    through: Floats
    year: NDArray[np.intp] = field(repr=False)

    @property
    def clock(self) -> NDArray[np.int64]:
        """Half-days since 1970, nights and weekends counted: they use a spell up."""
        return self.day.astype(np.int64) * 2 + self.half


def _calendar(years: int) -> _When:
    rows: list[tuple[int, int, int, int, float, int]] = []
    week = 0
    for year in range(years):
        monday = day_number(FIRST_MONDAY) + year * 364
        for term, weeks in enumerate(HALF_TERMS):
            for nth in range(weeks):
                for weekday in range(5):
                    through = nth / (weeks - 1)
                    rows.append((monday + weekday, weekday, year * 6 + term, week, through, year))
                monday, week = monday + 7, week + 1
            monday += 7 if term % 2 == 0 else 14
    day, weekday_, term_, week_, through_, year_ = (
        np.repeat(np.array(column), 2) for column in zip(*rows, strict=True)
    )
    half = np.tile([0, 1], len(rows)).astype(np.uint8)
    return _When(day.astype(np.int32), half, weekday_, term_, week_, through_, year_)


def draw(rng: Draw, kind: Kind, habit: Habit | None = None) -> Drawn:
    """One school of a kind, with or without a habit among some of its children."""
    when = _calendar(2)
    rows = kind.pupils
    group = rng.integers(0, kind.year_groups, rows).astype(np.int16)
    code = np.zeros((rows, len(when.day)), dtype=np.uint8)
    _absence(rng, kind, when, group, code)
    heavy = _heavy(rng, kind, when, code)
    _holidays(rng, when, code)
    _shocks(rng, kind, when, group, code)
    others = (code > 0).mean(axis=1)
    low, high = np.quantile(others, [0.1, 0.9])
    usual = (others >= low) & (others <= high)
    has, first, last = np.zeros(rows, dtype=bool), 0, 0
    if habit is not None:
        has, first, last = _habit(rng, habit, when, ~heavy, code)
    marks = _marked(rng, kind, when, code)
    number = np.arange(rows, dtype=np.int32)
    width = len(when.day)
    register = Register(
        enrolment=number,
        pupil=number,
        first=np.zeros(rows, dtype=np.int32),
        last=np.full(rows, width - 1, dtype=np.int32),
        marks=marks,
        sessions=Sessions(when.day, when.half),
        open=np.ones((1, width), dtype=bool),
        calendar_of=np.zeros(rows, dtype=np.uint16),
    )
    if not kind.earlier:
        own = when.year == 1
        register = register.window(date_of(when.day[own][0]), date_of(when.day[-1]))
        weeks = sum(HALF_TERMS)
        first, last = first - weeks, last - weeks
    return Drawn(register, group, has, usual, first, last)


def _spells(rng: Draw, when: _When, chance: Floats, lengths: np.ndarray) -> NDArray[np.bool_]:
    """Sessions inside a spell: chance of one beginning, and half-days it lasts if it does."""
    clock = when.clock - when.clock[0]
    ends = np.where(rng.random(chance.shape) < chance, clock + lengths, 0)
    return np.asarray(np.maximum.accumulate(ends, axis=1) > clock)


def _absence(
    rng: Draw, kind: Kind, when: _When, group: NDArray[np.int16], code: NDArray[np.uint8]
) -> None:
    """Illness; then life, in longer spells and in single days and halves."""
    shape = code.shape
    absence, length = kind.absence.draw(rng), kind.length.draw(rng)
    steep, week = kind.weekday.draw(rng), _weeks(rng, kind, when)
    older = np.exp(rng.normal(0, 0.2, kind.year_groups))[group]
    ill = absence / 2 * _uneven(rng, kind, shape[0]) * older
    life = np.minimum(absence / 2 * _uneven(rng, kind, shape[0]) * older, 0.25)
    lasts = length + 30 * ill
    chance = (ill / lasts * 1.15)[:, None] * _begins(ILL, steep, when) * week
    sick = chance * _wander(rng, kind, when, shape[0])
    code[_spells(rng, when, sick, 1 + rng.geometric(1 / lasts[:, None], shape))] = index_of("I")
    often = _wander(rng, kind, when, shape[0])
    long = (life * 0.6 / (length * 1.5))[:, None] * _begins(ILL, steep, when) * week * often
    away = _spells(rng, when, long, 1 + rng.geometric(1 / (length * 1.5), shape))
    half = rng.random(shape) < kind.half_day.draw(rng)
    short = (life * 0.4 / 1.7)[:, None] * _begins(LIFE, steep, when) * week * often
    away |= _spells(rng, when, short, np.where(half | (when.half == 1), 1, 2))
    code[away & (code == 0)] = index_of("O")


def _uneven(rng: Draw, kind: Kind, rows: int) -> Floats:
    spread = kind.spread.draw(rng)
    return np.asarray(rng.lognormal(-(spread**2) / 2, spread, rows))


def _begins(table: tuple[tuple[float, ...], ...], steep: float, when: _When) -> Floats:
    found = (np.array(table) ** steep)[when.half, when.weekday]
    return np.asarray(found / found.mean())


def _weeks(rng: Draw, kind: Kind, when: _When) -> Floats:
    """Weeks that go up and down for everybody, and the climb towards each break."""
    sizes = rng.normal(0, kind.wave.draw(rng), when.week[-1] + 1)
    for n in range(1, len(sizes)):
        sizes[n] = 0.7 * sizes[n - 1] + 0.7 * sizes[n]
    return np.asarray(np.exp(sizes - sizes.mean())[when.week] * (0.85 + 0.3 * when.through))


def _wander(rng: Draw, kind: Kind, when: _When, rows: int) -> Floats:
    """Some of a child's half-terms go better than others: [rows x sessions]."""
    size = kind.wander.draw(rng)
    steps = rng.normal(0, size, (rows, int(when.term[-1]) + 1))
    for n in range(1, steps.shape[1]):
        steps[:, n] = 0.6 * steps[:, n - 1] + 0.8 * steps[:, n]
    return np.asarray(np.exp(steps - size**2 / 2)[:, when.term])


def _heavy(rng: Draw, kind: Kind, when: _When, code: NDArray[np.uint8]) -> NDArray[np.bool_]:
    """A few children are away a fifth to four fifths of the time, in spells of days."""
    heavy = np.asarray(rng.random(len(code)) < kind.heavy.draw(rng))
    share = rng.uniform(0.2, 0.8, int(heavy.sum()))
    shape = (len(share), code.shape[1])
    chance = np.broadcast_to((share / (1 - share) / 6)[:, None], shape)
    away = _spells(rng, when, chance, 1 + rng.geometric(1 / 6, shape))
    code[heavy] = np.where(away, index_of("O"), code[heavy])
    return heavy


def _holidays(rng: Draw, when: _When, code: NDArray[np.uint8]) -> None:
    """One child in twelve has a holiday in term each year, mostly joined to a break."""
    for year in range(int(when.year[-1]) + 1):
        for row in np.flatnonzero(rng.random(len(code)) < 0.08):
            columns = np.flatnonzero(when.term == year * 6 + rng.integers(0, 6))
            days = 2 * int(rng.integers(3, 6))
            code[row, columns[-days:] if rng.random() < 0.6 else columns[:days]] = index_of("G")


def _shocks(
    rng: Draw, kind: Kind, when: _When, group: NDArray[np.int16], code: NDArray[np.uint8]
) -> None:
    """Days on which much of the school, or of a year group, is away."""
    for year in range(int(when.year[-1]) + 1):
        for _ in range(rng.poisson(kind.shocks.draw(rng))):
            day = rng.choice(when.day[when.year == year])
            among = np.arange(len(code))
            if rng.random() < 0.4:
                among = np.flatnonzero(group == rng.integers(kind.year_groups))
            who = among[rng.random(len(among)) < rng.uniform(0.15, 0.6)]
            code[np.ix_(who, np.flatnonzero(when.day == day))] = index_of("O")


def _habit(
    rng: Draw, habit: Habit, when: _When, may: NDArray[np.bool_], code: NDArray[np.uint8]
) -> tuple[NDArray[np.bool_], int, int]:
    """Some children miss some mornings, in the second year."""
    has = np.zeros(len(code), dtype=bool)
    count = round(habit.share.draw(rng) * len(code))
    has[rng.choice(np.flatnonzero(may), count, replace=False)] = True
    weeks = np.unique(when.week[when.year == 1])
    first = int(rng.integers(weeks[0], weeks[-1] - habit.weeks - 5))
    inside = (when.week >= first) & (when.week < first + habit.weeks)
    mornings = np.flatnonzero(inside & (when.weekday == habit.weekday) & (when.half == AM))
    for row in np.flatnonzero(has):
        missed = mornings[rng.random(len(mornings)) < habit.chance]
        code[row, missed] = index_of("O")
        if habit.whole:
            code[row, missed + 1] = index_of("O")
    return has, first, first + habit.weeks - 1


def _marked(rng: Draw, kind: Kind, when: _When, code: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Absence as drawn; present, and sometimes late, elsewhere."""
    here = np.where(when.half == AM, index_of("/"), index_of("\\")).astype(np.uint8)
    often = kind.late.draw(rng) * rng.lognormal(-0.5, 1.0, len(code))
    late = rng.random(code.shape) < often[:, None] * (when.half == AM)
    came = np.where(late, np.uint8(index_of("L")), here)
    return np.asarray(np.where(code > 0, code, came), dtype=np.uint8)
