"""Who came to which club, and how children get on: both only where the register agrees."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from belong.attendance.codes import NOT_ON_ROLL, index_of
from belong.basics.terms import date_of
from demo_school import sources
from demo_school.chance import own_numbers
from demo_school.invented import Invented
from demo_school.own_chance import drawn, on_days, salt
from demo_school.records import ClubVisit, OnTrack
from demo_school.season import sessions
from demo_school.term_dates import school_year

COAXED, SOFT_START = "coaxed_at_the_door", "Soft start"
WORDS = (0.55, 0.87)
"""Shares up to which a word is the first, or the first two, of the list."""
REPORT_DAY = 8
"""School day of the second half-term on which teachers write their words."""


def clubs(school: Invented, key: str) -> tuple[ClubVisit, ...]:
    """Every visit or missed visit of a member this year, by day."""
    here = _here(school)
    told = {s.child for s in school.stories}
    visits: list[ClubVisit] = []
    for club, how in sources.listed("records")["clubs"][key].items():
        chance = drawn(school.children, school.seed, about=f"member of {club}")
        rows = [n for n in range(len(chance)) if chance[n] < how["share"] and n not in told]
        for row in rows:
            visits += _of_member(school, here, row, club=club, how=how)
    visits += _soft_start(school)
    return tuple(sorted(visits, key=lambda v: (v.on, v.club, v.upn)))


def _here(school: Invented) -> np.ndarray:
    """Whether each child was in school at each session: present or late in time."""
    codes = [index_of(code) for code in ("/", "\\", "L")]
    return np.isin(school.marks, codes)


def _of_member(
    school: Invented, here: np.ndarray, row: int, *, club: str, how: dict[str, object]
) -> Iterator[ClubVisit]:
    """A morning club is before the register, an afternoon club after it: a child who came to the
    club was in that session, and on time for a morning."""
    own = own_numbers(school.children[row : row + 1], school.seed)[0]
    comes, weekdays = how["comes"], how["weekdays"]
    assert isinstance(comes, float)
    assert isinstance(weekdays, list)
    on = (school.day >= school_year(school.this_year).first) & (school.half == how["half"])
    on &= np.isin((school.day + 3) % 7, weekdays) & (school.marks[row] != NOT_ON_ROLL)
    columns = np.flatnonzero(on)
    late = school.marks[row, columns] == index_of("L")
    came = here[row, columns] & ~late
    came &= on_days(own, school.day[columns], about=club) < comes
    upn = school.children[row].upn
    for column, yes in zip(columns.tolist(), came.tolist(), strict=True):
        yield ClubVisit(upn, date_of(school.day[column]), club, yes)


def _soft_start(school: Invented) -> Iterator[ClubVisit]:
    """A quiet half-hour inside the door for one child, on each morning she comes late."""
    for told in school.stories:
        if told.key == COAXED:
            late = school.marks[told.child] == index_of("L")
            late &= school.day >= school_year(school.this_year).first
            upn = school.children[told.child].upn
            for column in np.flatnonzero(late & (school.half == 0)).tolist():
                yield ClubVisit(upn, date_of(school.day[column]), SOFT_START, True)


def on_track(school: Invented, key: str) -> tuple[OnTrack, ...]:
    """The words of teachers after the autumn half-term, for two year groups, once written."""
    listed = sources.listed("records")["on_track"]
    on = date_of(sessions(school.this_year).nth_of_half_term(1, REPORT_DAY))
    if on >= school.today:
        return ()
    lines = []
    for row, child in enumerate(school.children):
        if child.left is None and child.year_group(school.this_year) in listed["year_groups"][key]:
            for subject in _subjects(school, row):
                word, part = _words(child.upn + subject)
                lines.append(OnTrack(child.upn, subject, on, word, part))
    return tuple(lines)


def _subjects(school: Invented, row: int) -> list[str]:
    taught = school.teaching
    if not taught.classes:
        return list(sources.listed("records")["on_track"]["primary_subjects"])
    mine = taught.member_of[taught.member == row]
    return sorted({taught.subjects[k] for k in mine.tolist()})


def _words(about: str) -> tuple[str, str]:
    listed = sources.listed("records")["on_track"]
    first, second = salt(about) % 1000 / 1000, salt(about + "part") % 1000 / 1000
    return (
        listed["words"][int(np.searchsorted(WORDS, first))],
        listed["taking_part"][int(np.searchsorted(WORDS, second))],
    )
