"""Placements, enrolments and suspensions: read off the marks, so that they match to the session."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from belong.attendance.codes import index_of
from belong.basics.terms import date_of, day_number
from demo_school import sources
from demo_school.invented import Child, Ints, Invented
from demo_school.own_chance import salt
from demo_school.records import Enrolment, Placement, Suspension
from demo_school.season import sessions
from demo_school.term_dates import school_year

PLACES = {
    "K": "Council tuition service",
    "C2": "Part-time timetable at school",
}
FARM, WORKSHOP = "Marsh Farm", "Quayside Workshop"
FRIDAY = 4
ELSEWHERE = ("B", "K", "D", "C2")
STILL = 14
"""Days since the latest mark up to which a placement is taken to go on: a child may be ill."""
REASONS = ("DB", "VA", "PP", "DM", "MT", "TH")


def placements(school: Invented, *, partner: dict[str, str]) -> tuple[Placement, ...]:
    """Where children learn elsewhere or shorter, for every B, K, D and C2 in the marks.

    partner  {UPN: the other school of a child of two schools}
    """
    found: list[Placement] = []
    for code in ELSEWHERE:
        cells = school.marks == index_of(code)
        for row in np.flatnonzero(cells.any(axis=1)).tolist():
            found += _of_child(school, school.children[row], cells[row], code, partner)
    return tuple(sorted(found, key=lambda p: (p.upn, p.first, p.code)))


def _of_child(
    school: Invented, child: Child, cells: np.ndarray, code: str, partner: dict[str, str]
) -> Iterator[Placement]:
    """Runs of half-terms of one year with the same weekdays make one placement."""
    for year in school.years:
        runs: list[tuple[int, int, tuple[int, ...]]] = []
        for days in _by_half_term(school, cells, year):
            weekdays = tuple(sorted(set(((days + 3) % 7).tolist())))
            if runs and _goes_on(runs[-1][2], weekdays):
                joined = tuple(sorted({*runs[-1][2], *weekdays}))
                runs[-1] = (runs[-1][0], int(days[-1]), joined)
            else:
                runs.append((int(days[0]), int(days[-1]), weekdays))
        for first, last, weekdays in runs:
            place = _place(code, weekdays, child, partner)
            yield Placement(
                child.upn, place, code, weekdays, date_of(first), _end(school, code, year, last)
            )


def _goes_on(before: tuple[int, ...], now: tuple[int, ...]) -> bool:
    """The same weekdays, but for days on which the child was ill."""
    return set(now) <= set(before) or set(before) <= set(now)


def _by_half_term(school: Invented, cells: np.ndarray, year: int) -> Iterator[Ints]:
    found = school_year(year)
    for n in range(int(found.half_term_of[-1]) + 1):
        within = found.days[found.half_term_of == n]
        days = np.unique(school.day[cells & np.isin(school.day, within)])
        if len(days):
            yield days


def _end(school: Invented, code: str, year: int, last: int) -> dt.date | None:
    """The last day of a placement: None while it goes on, the agreed day for shorter days."""
    term = int(sessions(year).half_term[np.searchsorted(sessions(year).day, last)])
    ends = sessions(year).day[sessions(year).half_term == term][-1]
    now = year == school.this_year and last > int(school.day[-1]) - STILL
    if code == "C2" and now:
        february = sessions(year).nth_of_half_term(2, -1)
        return date_of(max(int(ends), february))
    return None if now else date_of(last)


def _place(code: str, weekdays: tuple[int, ...], child: Child, partner: dict[str, str]) -> str:
    if code == "D":
        return partner.get(child.upn, "")
    if code == "B":
        return FARM if FRIDAY in weekdays else WORKSHOP
    return PLACES[code]


def enrolments(
    school: Invented, *, partner: dict[str, str], subsidiary: set[str], guests: set[str]
) -> tuple[Enrolment, ...]:
    """How each child is on roll: C, or M or S with the other school, or G for a guest."""
    lines = []
    for child in school.children:
        line = Enrolment(child.upn, "C", "", child.admitted, child.left)
        if child.upn in guests:
            line = replace(line, status="G", other_school=_beyond())
        elif child.upn in partner:
            status = "S" if child.upn in subsidiary else "M"
            line = replace(line, status=status, other_school=partner[child.upn])
        lines.append(line)
    return tuple(lines)


def _beyond() -> str:
    return str(sources.listed("records")["other_schools"]["beyond"])


def dual(school: Invented) -> list[str]:
    """UPNs of the children with D in this school year."""
    now = school.day >= school_year(school.this_year).first
    rows = np.flatnonzero((school.marks[:, now] == index_of("D")).any(axis=1))
    ever = np.flatnonzero((school.marks == index_of("D")).any(axis=1))
    return [school.children[n].upn for n in [*rows.tolist(), *np.setdiff1d(ever, rows).tolist()]]


def suspensions(school: Invented) -> tuple[Suspension, ...]:
    """Every run of E in the register, from its first session to its last."""
    found = []
    cells = school.marks == index_of("E")
    for row in np.flatnonzero(cells.any(axis=1)).tolist():
        at = np.flatnonzero(cells[row])
        for run in np.split(at, np.flatnonzero(np.diff(at) > 1) + 1):
            found.append(_suspension(school, school.children[row], run))
    return tuple(found)


def _suspension(school: Invented, child: Child, run: np.ndarray) -> Suspension:
    first, last = date_of(school.day[run[0]]), date_of(school.day[run[-1]])
    at = salt(f"{child.upn}{day_number(first)}")
    count = 1 + (at % 5 == 0) + (at % 11 == 0)
    reasons = tuple(REASONS[(at // 7 + n) % len(REASONS)] for n in range(count))
    return Suspension(
        child.upn, first, int(school.half[run[0]]), last, int(school.half[run[-1]]), len(run),
        reasons, "SUS",
    )  # fmt: skip
