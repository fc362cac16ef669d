"""What became of the children a rule spoke of: time before is held apart from time after."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from belong.attendance.definitions import load, number
from belong.attendance.measures.counts import MISSED, POSSIBLE
from belong.attendance.register import Register
from belong.attendance.warnings.paces import NAME, USUAL, settings_of
from belong.attendance.warnings.rules import RULES
from belong.attendance.warnings.timeline import Bools, Timeline
from belong.basics.terms import HalfTerm, date_of, year_of, year_start

WAYS = ("rules", "last_year", "so_far")
"""Ways to tell beforehand: the rules; a tenth of last year missed; a tenth of this year so far."""


@dataclass(frozen=True)
class Way:
    """One way to tell, over one half-term and the one after it.

    spoke   children it spoke of by the end of the first
    true    those of them who missed a tenth of the second
    """

    spoke: int
    true: int


@dataclass(frozen=True)
class Pair:
    """A half-term in which rules spoke, and the next one, in which what became of it is counted.

    children  who had enough sessions in the second
    later     those of them who missed a tenth of it
    over      whether the second is: another began after it
    ways      one of each of WAYS
    """

    first: HalfTerm
    then: HalfTerm
    children: int
    later: int
    over: bool
    ways: dict[str, Way]


def looked_back(
    register: Register, rows: Bools | None = None, pace: str = USUAL, most: int | None = None
) -> list[Pair]:
    """Each half-term of the last two school years beside the next, the latest first.

    Nothing of the second half-term is known when the rules are asked of the first: they see the
    register as it now stands up to the end of each school week, corrections included.

    rows     only these children, bool [rows]
    pace     how soon the rules speak
    most     only so many, the latest; None for all
    source   definitions/early_warnings.toml, `looked_back`
    """
    chosen = np.ones(len(register), dtype=bool) if rows is None else rows
    terms = register.half_terms()
    line, of = Timeline(register), load(NAME).settings["looked_back"]
    pairs = [
        (a, b)
        for a, b in pairwise(terms)
        if year_of(a.first) >= year_of(terms[-1].first) - 1
        and (b.first - a.last).days <= of["gap_days"]
    ]
    return [_pair(line, a, b, chosen, pace) for a, b in pairs[::-1][:most]]


@dataclass(frozen=True)
class Outcome:
    """The latest half-term that is over beside the one before it, row by row, to count groups.

    enough  bool [rows], had enough sessions in both: of others no rule could speak
    spoke   bool [rows], a rule spoke in the first
    later   bool [rows], missed a tenth of the second
    """

    first: HalfTerm
    then: HalfTerm
    enough: Bools
    spoke: Bools
    later: Bools


def latest(register: Register, pace: str = USUAL) -> Outcome | None:
    """None where no half-term beside another is over; the running one says too little of a few."""
    terms, of = register.half_terms(), load(NAME).settings["looked_back"]
    pairs = [(a, b) for a, b in pairwise(terms) if (b.first - a.last).days <= of["gap_days"]]
    pairs = [(a, b) for a, b in pairs if b != terms[-1]]
    if not pairs:
        return None
    first, then = pairs[-1]
    enough, later = _missed_a_share(register, then, of["sessions"])
    enough &= _missed_a_share(register, first, of["sessions"])[0]
    spoke = spoke_of(Timeline(register), first, pace)
    return Outcome(first, then, enough, spoke & enough, later & enough)


def _pair(line: Timeline, first: HalfTerm, then: HalfTerm, rows: Bools, pace: str) -> Pair:
    of = load(NAME).settings["looked_back"]
    enough, later = _missed_a_share(line.register, then, of["sessions"])
    enough &= rows
    told = {
        "rules": spoke_of(line, first, pace),
        "last_year": _last_year(line.register, first, of["year"]),
        "so_far": _so_far(line.register, first, of["sessions"]),
    }
    ways = {
        name: Way(int((spoke & enough).sum()), int((spoke & enough & later).sum()))
        for name, spoke in told.items()
    }
    over = then != line.register.half_terms()[-1]
    return Pair(first, then, int(enough.sum()), int((enough & later).sum()), over, ways)


def spoke_of(line: Timeline, term: HalfTerm, pace: str = USUAL) -> Bools:
    """Of whom a rule spoke at the end of a school week of a half-term: it was true, and had not
    fallen silent."""
    day, most = line.register.sessions.day, number(NAME, "stands_weeks")
    cuts = line.cuts().tolist()
    within = [n for n, cut in enumerate(cuts) if _within(day[cut - 1], term)]
    spoke = np.zeros(len(line.register), dtype=bool)
    if not within:
        return spoke
    for rule, ask in RULES.items():
        looks = np.zeros(len(line.register), dtype=np.int32)
        for n in range(max(0, within[0] - most), within[-1] + 1):
            true = ask(line, cuts[n], settings_of(rule, pace)).true
            looks = np.where(true, looks + 1, 0)
            if n >= within[0]:
                spoke |= true & (looks <= most)
    return spoke


def _within(day: int, term: HalfTerm) -> bool:
    return term.first <= date_of(int(day)) <= term.last


def _share(register: Register, least: int) -> tuple[Bools, Bools]:
    """Who had enough possible sessions; and who missed the share the definition says of them."""
    possible = POSSIBLE[register.marks].sum(axis=1, dtype=np.int64)
    missed = MISSED[register.marks].sum(axis=1, dtype=np.int64)
    percent = load(NAME).settings["looked_back"]["share_percent"]
    enough = possible >= least
    return enough, enough & (100 * missed >= percent * possible)


def _missed_a_share(register: Register, term: HalfTerm, least: int) -> tuple[Bools, Bools]:
    return _share(register.window(term.first, term.last), least)


def _last_year(register: Register, term: HalfTerm, least: int) -> Bools:
    this = year_of(term.first)
    before = register.window(year_start(this - 1), year_start(this).replace(month=8, day=31))
    return _share(before, least)[1]


def _so_far(register: Register, term: HalfTerm, least: int) -> Bools:
    return _share(register.window(year_start(year_of(term.first)), term.last), least)[1]
