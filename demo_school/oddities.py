"""What is wrong on purpose, so that a page about data quality has something true to say."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace

import numpy as np

from belong.attendance.codes import NO_MARK, index_of
from belong.basics.terms import date_of
from demo_school.cast import with_lessons
from demo_school.identity import LETTERS, check_letter, upn
from demo_school.invented import Child, Invented
from demo_school.page import IN_SCHOOL
from demo_school.season import AM, PM, sessions
from demo_school.trust_schools import Registers
from demo_school.year_marks import entered_by_form

ODD_MARK = 252
"""Stands in an exported register for the letter that is in no table."""
ODD_LETTER = "A"
UNTAKEN_FORM = "10 Alder"
UNTAKEN = ((1, 4), (1, 9))
"""Half-term and school day of it: two afternoons for which that form has no register."""
UNEXPLAINED_FROM, UNEXPLAINED_TO, UNEXPLAINED = 12, 20, 3
TWICE_ADNO, TWICE_SERIAL = "099001", "01A"


@dataclass(frozen=True)
class Oddities:
    """Where to look for each; "" or () where the school year is too young for it.

    untaken          a form of the secondary school and the afternoons without a register
    unknown          a child of the primary school, the day and half with the unknown letter
    unexplained      children of the secondary school with the day and half of an old N
    open_part_time   a child of the special school whose part-time timetable has no end
    dual_without     a child of the secondary school whose other school nobody entered
    wrong_letter     a child of the primary school whose UPN has a wrong check letter
    twice            a child of the primary school, the second admission number and UPN
    nobody           a UPN in the primary school's characteristics that no child has
    """

    untaken: tuple[str, tuple[dt.date, ...]]
    unknown: tuple[str, dt.date, int] | None
    unexplained: tuple[tuple[str, dt.date, int], ...]
    open_part_time: str
    dual_without: str
    wrong_letter: str
    twice: tuple[str, str, str]
    nobody: str


def with_oddities(found: Registers) -> tuple[Registers, Oddities]:
    """The registers with what is wrong in them, and where it is."""
    big, small = found.schools["secondary"], found.schools["primary"]
    big, untaken = _untaken(big)
    big, unexplained = _unexplained(big)
    small, older, wrong = _wrong_letter(small, found.older)
    small, unknown = _unknown(small)
    special, part_time = _part_time(found.schools["special"])
    schools = {"secondary": with_lessons(big), "primary": small, "special": special}
    return Registers(schools, older), Oddities(
        untaken=(UNTAKEN_FORM, untaken), unknown=unknown, unexplained=unexplained,
        open_part_time=part_time, dual_without=_dual(big), wrong_letter=wrong,
        twice=_twice(small), nobody=upn(la_number="999", establishment="2099", year=2019, serial=1),
    )  # fmt: skip


def _columns(school: Invented, day: int, half: int) -> np.ndarray:
    """The column of a session, or none where it has not come yet."""
    return np.flatnonzero((school.day == day) & (school.half == half))


def _ordinary(school: Invented, *, year_group: int = -1) -> list[int]:
    """Rows of children on roll since September at least who play in no story."""
    told = {s.child for s in school.stories}
    first = date_of(sessions(school.this_year).day[0])
    return [
        n
        for n, c in enumerate(school.children)
        if n not in told
        and c.left is None
        and c.admitted <= first
        and year_group in (-1, c.year_group(school.this_year))
    ]


def _untaken(school: Invented) -> tuple[Invented, tuple[dt.date, ...]]:
    rows = [n for n, c in enumerate(school.children) if c.form(school.this_year) == UNTAKEN_FORM]
    marks, when = school.marks.copy(), sessions(school.this_year)
    days = []
    for half_term, nth in UNTAKEN:
        day = when.nth_of_half_term(half_term, nth)
        for column in _columns(school, day, PM).tolist():
            by_form = entered_by_form()[marks[rows, column]]
            marks[np.array(rows)[by_form], column] = NO_MARK
            days.append(date_of(day))
    minutes = np.where(marks == NO_MARK, 0, school.minutes).astype(np.uint8)
    return replace(school, marks=marks, minutes=minutes), tuple(days)


def _unexplained(school: Invented) -> tuple[Invented, tuple[tuple[str, dt.date, int], ...]]:
    """Three O of September are N still: nobody has asked."""
    when = sessions(school.this_year)
    marks = school.marks.copy()
    found: list[tuple[str, dt.date, int]] = []
    for nth in range(UNEXPLAINED_FROM, UNEXPLAINED_TO):
        for column in _columns(school, int(when.day[2 * nth]), AM).tolist():
            for row in _ordinary(school):
                new = school.children[row].upn not in {upn for upn, _, _ in found}
                if marks[row, column] == index_of("O") and new and len(found) < UNEXPLAINED:
                    marks[row, column] = index_of("N")
                    found.append((school.children[row].upn, date_of(school.day[column]), AM))
                    break
    return replace(school, marks=marks), tuple(found)


def _wrong_letter(school: Invented, older: dict[str, str]) -> tuple[Invented, dict[str, str], str]:
    """A child's number begins with a letter that does not fit the rest of it."""
    row = _ordinary(school, year_group=3)[-1]
    child = school.children[row]
    right = LETTERS.index(check_letter(child.upn[1:]))
    wrong = LETTERS[(right + 5) % len(LETTERS)] + child.upn[1:]
    children = _swapped(school.children, row, replace(child, upn=wrong))
    moved = {wrong if a == child.upn else a: b for a, b in older.items()}
    return replace(school, children=children), moved, wrong


def _swapped(children: tuple[Child, ...], row: int, child: Child) -> tuple[Child, ...]:
    return (*children[:row], child, *children[row + 1 :])


def _unknown(school: Invented) -> tuple[Invented, tuple[str, dt.date, int] | None]:
    """One mark whose letter is in no table: kept as no mark, exported as it was typed."""
    day = sessions(school.this_year).nth_of_half_term(1, 6)
    columns = _columns(school, day, AM)
    if not len(columns):
        return school, None
    column = int(columns[0])
    row = next(n for n in _ordinary(school, year_group=5) if IN_SCHOOL[school.marks[n, column]])
    marks, minutes = school.marks.copy(), school.minutes.copy()
    marks[row, column], minutes[row, column] = NO_MARK, 0
    said = (school.children[row].upn, date_of(day), AM)
    return replace(school, marks=marks, minutes=minutes), said


def _part_time(school: Invented) -> tuple[Invented, str]:
    """Wednesday afternoons at home since the half-term, agreed with no end."""
    when = sessions(school.this_year)
    row = _ordinary(school, year_group=9)[0]
    since = when.nth_of_half_term(1, 0)
    at = (school.day >= since) & (school.half == PM) & ((school.day + 3) % 7 == 2)
    columns = np.flatnonzero(at & IN_SCHOOL[school.marks[row]])
    if not len(columns):
        return school, ""
    marks, minutes = school.marks.copy(), school.minutes.copy()
    marks[row, columns], minutes[row, columns] = index_of("C2"), 0
    return replace(school, marks=marks, minutes=minutes), school.children[row].upn


def _dual(school: Invented) -> str:
    now = school.day >= sessions(school.this_year).day[0]
    rows = np.flatnonzero((school.marks[:, now] == index_of("D")).any(axis=1))
    return school.children[int(rows[-1])].upn if len(rows) else ""


def _twice(school: Invented) -> tuple[str, str, str]:
    """One child entered again under a second admission number and a temporary UPN."""
    child = school.children[_ordinary(school, year_group=2)[-1]]
    digits = f"{child.upn[1:8]}{school.this_year % 100:02d}{TWICE_SERIAL}"
    total = sum(
        place * (int(c) if c.isdigit() else LETTERS.index(c))
        for place, c in enumerate(digits, start=2)
    )
    return child.upn, TWICE_ADNO, LETTERS[total % len(LETTERS)] + digits
