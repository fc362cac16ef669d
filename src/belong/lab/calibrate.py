"""How sure are patterns? Measured on simulated schools, week by week, as a school would look."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from belong.attendance.definitions import load
from belong.attendance.patterns.grid import lay_out
from belong.attendance.patterns.looks import Year, replay
from belong.attendance.patterns.measured import Line
from belong.attendance.patterns.streams import SESSIONS
from belong.basics.cores import side_by_side
from belong.basics.errors import BelongError
from belong.basics.terms import date_of
from belong.lab.simulated import UNSEEN, USUAL, Drawn, Habit, Kind, draw

MONDAYS_OF_A_TERM = Habit("half of the Monday mornings of a term", weeks=14, chance=0.5)
WHOLE_MONDAYS = Habit("half of the Mondays of a term, all day", weeks=14, chance=0.5, whole=True)
MONDAYS_OF_A_HALF_TERM = Habit("four in five Monday mornings of a half-term", weeks=7, chance=0.8)
PROMISED = (MONDAYS_OF_A_TERM, MONDAYS_OF_A_HALF_TERM)
HABITS = (MONDAYS_OF_A_TERM, MONDAYS_OF_A_HALF_TERM, WHOLE_MONDAYS)
A_HALF_TERM = 7
CURVE = tuple(
    Habit(f"{round(10 * chance)} in 10 Monday mornings of a {length}", weeks=weeks, chance=chance)
    for length, weeks in (("term", 14), ("half-term", 7))
    for chance in (0.2, 0.3, 0.4, 0.5, 0.6, 0.8, 1.0)
)
"""From a habit that hardly shows to one that nobody could miss."""


@dataclass(frozen=True)
class School:
    """What one simulated school came to.

    shown     children shown in the year
    false     those of them without a habit
    has       children with a habit whose other absence is like the school's
    found     those of them who were shown within the weeks the habit lasted and one half-term
    in_time   those shown before the habit ended
    all_has, all_found  the same for every child with the habit, whatever their other absence
    smallest  float64 [rows], each child's smallest tail of the year
    """

    shown: int
    false: int
    has: int
    found: int
    in_time: int
    all_has: int
    all_found: int
    smallest: NDArray[np.float64]


class Named(Protocol):
    """A kind of school or a habit."""

    @property
    def name(self) -> str:
        """Its name."""


Job = tuple[Kind, Habit | None, int, int]


def one(job: Job) -> School:
    """Draw one school and look at it every week of its second year."""
    kind, habit, seed, nth = job
    drawn = draw(np.random.default_rng([seed, nth]), kind, habit)
    grid = lay_out(drawn.register, group=drawn.group)
    last_day = date_of(int(drawn.register.sessions.day[-1]))
    return came_to(drawn, replay(grid, until=last_day), SESSIONS)


def came_to(drawn: Drawn, year: Year, stream: str) -> School:
    """What a year of looks at a drawn school came to; its smallest tails are of one stream."""
    has, like = drawn.habit, drawn.habit & drawn.usual
    week = np.full(len(has), 10_000)
    for row, found in year.found.items():
        week[row] = found[0].week
    shown = week < 10_000
    soon = week <= drawn.last + A_HALF_TERM
    return School(
        shown=int(shown.sum()),
        false=int((shown & ~has).sum()),
        has=int(like.sum()),
        found=int((like & soon).sum()),
        in_time=int((like & (week <= drawn.last)).sum()),
        all_has=int(has.sum()),
        all_found=int((has & soon).sum()),
        smallest=year.smallest[stream],
    )


def line(kind: Named, habit: Named | None, schools: list[School]) -> Line:
    """Put schools of one kind together."""
    return Line(
        kind=kind.name,
        habit=habit.name if habit else "nothing to find",
        schools=len(schools),
        schools_that_show=sum(s.shown > 0 for s in schools),
        shown=sum(s.shown for s in schools),
        false=sum(s.false for s in schools),
        has=sum(s.has for s in schools),
        found=sum(s.found for s in schools),
        in_time=sum(s.in_time for s in schools),
        all_has=sum(s.all_has for s in schools),
        all_found=sum(s.all_found for s in schools),
    )


def run(
    kind: Kind, habit: Habit | None, *, schools: int, seed: int, cores: int = 2
) -> list[School]:
    """Many schools of one kind, over the machine's cores; the same seed gives the same schools."""
    jobs: Iterable[Job] = ((kind, habit, seed, n) for n in range(schools))
    if cores == 1:
        return [one(job) for job in jobs]
    with side_by_side(cores) as pool:
        return list(pool.map(one, jobs))


def report(
    *,
    schools: int,
    with_habit: int,
    seed: int,
    cores: int = 2,
    only: str | None = None,
    habits: Sequence[Habit | None] = (None, *HABITS),
    progress: Callable[[Line], None] = lambda line: None,
) -> list[Line]:
    """Every kind of school, or one by its name: with nothing to find, and with each habit.

    habits  None stands for nothing to find
    raises  UnknownKind for a name no kind has
    """
    kinds = [k for k in (USUAL, *UNSEEN) if only in (None, k.name)]
    if not kinds:
        raise UnknownKind(only or "")
    out: list[Line] = []
    for kind in kinds:
        for habit in habits:
            many = schools if habit is None else with_habit
            done = line(kind, habit, run(kind, habit, schools=many, seed=seed, cores=cores))
            out.append(done)
            progress(done)
    return out


class UnknownKind(BelongError):
    """No kind of simulated school has that name."""

    def __init__(self, name: str, kinds: Sequence[Named] = (USUAL, *UNSEEN)) -> None:
        names = ", ".join(k.name for k in kinds)
        super().__init__(f"There is no kind of school called {name!r}.", do=f"Choose: {names}.")


@dataclass(frozen=True)
class Verdict:
    """One target and whether it holds."""

    said: str
    holds: bool


def verdicts(lines: list[Line], promised: Sequence[Named] = PROMISED) -> list[Verdict]:
    """The targets of definitions/patterns.toml beside what was measured."""
    how = load("patterns").settings["targets"]
    out: list[Verdict] = []
    for done in lines:
        if done.habit == "nothing to find":
            most = how["schools_that_show"] * done.schools
            said = f"{done.schools_that_show} of {done.schools} schools with nothing to find show"
            said = f"{done.kind}: {said} anyone; at most {most:.0f}"
            out.append(Verdict(said, done.schools_that_show <= most))
            continue
        said = f"{done.kind}: {done.habit}: {100 * done.false_share:.1f} % shown by chance"
        out.append(Verdict(f"{said}; at most 5 %", done.false_share <= how["false_share"]))
        if done.habit in (h.name for h in promised):
            said = f"{done.kind}: {done.habit}: {100 * (done.power or 0):.0f} % found"
            out.append(Verdict(f"{said}; at least 80 %", (done.power or 0) >= how["power"]))
    return out


TAILS = (1e-9, 1e-8, 1e-7, 1e-6, 3e-6, 1e-5, 3e-5, 1e-4, 3e-4, 1e-3, 3e-3, 1e-2, 0.1, 1.0)


def table(schools: list[School]) -> list[tuple[float, float]]:
    """How often a child without habits had so small a tail in a year: [(tail, chance)].

    Tails seen fewer than ten times are left out: a table should not rest on a handful.
    """
    return chances(np.concatenate([s.smallest for s in schools]))


def chances(smallest: NDArray[np.float64]) -> list[tuple[float, float]]:
    """The same for the smallest tails themselves."""
    counts = [(t, int((smallest <= t).sum())) for t in TAILS]
    return [(t, n / len(smallest)) for t, n in counts if n >= 10]
