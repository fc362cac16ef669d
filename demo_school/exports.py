"""Files of the invented schools, as each school's own system would give them out."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from pathlib import Path

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from belong.attendance.codes import NOT_ON_ROLL, index_of, table
from belong.basics.terms import date_of, day_number, year_of
from demo_school import sources
from demo_school.chance import even, own_numbers
from demo_school.groups import year_words
from demo_school.invented import Adult, Child, Closure, Ints, Invented
from demo_school.lessons import FIRST_OF_SESSION, MORNING_PERIODS
from demo_school.oddities import ODD_LETTER, ODD_MARK, Oddities
from demo_school.record_lines import record_lines
from demo_school.sheets import (
    HALVES,
    SIMS,
    WEEKDAYS,
    Line,
    dashed,
    dates,
    picked,
    uk,
    write_columns,
    write_lines,
    yes,
)
from demo_school.staffing import lessons, staffing, teacher_of
from demo_school.term_dates import school_year
from demo_school.trust import Trust, TrustSchool
from demo_school.wide_register import write_wide

NOTHING_ENTERED = "-"
LATE_TO_LESSON = 12
"""Minutes at most, where a child is late to a lesson but was in school."""


def write(invented: Invented, folder: Path) -> tuple[Path, ...]:
    """Write the school's files into a folder, made where it is missing; their paths in order.

    pupils.csv, calendar.csv, staff.csv and timetable.csv always; marks-2025-26.csv for each
    school year that has marks; lesson-marks-2026-27.csv for the current year once it has some.
    UTF-8, comma, dates dd/mm/yyyy, quotes where needed. The same school gives the same bytes.
    """
    return _written(invented, folder, system=SIMS, also=[])


def write_trust(trust: Trust, folder: Path) -> dict[str, tuple[Path, ...]]:
    """Write each school of a trust into a folder of its own: {key of the school: its files}.

    Each school's files are headed as its own system would head them. Beside what `write` gives
    there is a file for every kind of record that has lines.
    """
    return {s.key: _of_school(s, trust.oddities, folder / s.key) for s in trust.schools}


def _of_school(school: TrustSchool, odd: Oddities, folder: Path) -> tuple[Path, ...]:
    invented, also = school.invented, []
    if school.key == "primary":
        invented, also = _with_odd_letter(invented, odd), [_twice(invented, odd)]
    written = _written(invented, folder, system=school.system, also=also)
    records = record_lines(school.records)
    return written + tuple(
        write_lines(lines, folder / f"{name}.csv", system=school.system)
        for name, lines in records.items()
    )


def _with_odd_letter(invented: Invented, odd: Oddities) -> Invented:
    if odd.unknown is None:
        return invented
    upn, on, half = odd.unknown
    row = [c.upn for c in invented.children].index(upn)
    marks = invented.marks.copy()
    marks[row, (invented.day == day_number(on)) & (invented.half == half)] = ODD_MARK
    return replace(invented, marks=marks)


def _twice(invented: Invented, odd: Oddities) -> Line:
    """A second line for a child who was entered twice."""
    upn, adno, again = odd.twice
    child = next(c for c in invented.children if c.upn == upn)
    return _pupil(replace(child, upn=again, adno=adno), invented.this_year)


def _written(
    invented: Invented, folder: Path, *, system: str, also: list[Line]
) -> tuple[Path, ...]:
    folder.mkdir(parents=True, exist_ok=True)
    written = [
        write_lines([*_pupils(invented), *also], folder / "pupils.csv", system=system),
        write_lines(_calendar(invented), folder / "calendar.csv", system=system),
        write_lines(_staff(invented.adults), folder / "staff.csv", system=system),
    ]
    if invented.teaching.classes:
        written.append(write_lines(_timetable(invented), folder / "timetable.csv", system=system))
    wide = sources.listed("systems")[system]["marks"] == "wide"
    for year in _marked(invented):
        path = folder / f"marks-{dashed(year)}.csv"
        if wide:
            written.append(write_wide(invented, year, path, letters=_letters()))
        else:
            columns = np.flatnonzero(_in_year(invented.day, year))
            written.append(write_columns(marks_of(invented, columns), path, system=system))
    if len(invented.lesson_marks.code):
        name = f"lesson-marks-{dashed(invented.this_year)}.csv"
        written.append(write_columns(_lesson_marks(invented), folder / name, system=system))
    return tuple(written)


def _marked(invented: Invented) -> list[int]:
    """School years with at least one session."""
    return [y for y in invented.years if (invented.day >= school_year(y).first).any()]


def _pupils(invented: Invented) -> list[Line]:
    return [_pupil(child, invented.this_year) for child in invented.children]


def _pupil(child: Child, this_year: int) -> Line:
    """One line; a child who has left keeps the year and form of the last day."""
    year = min(this_year, year_of(child.left)) if child.left else this_year
    return {
        "Adno": child.adno,
        "UPN": child.upn,
        "Legal Surname": child.legal_surname,
        "Legal Forename": child.legal_forename,
        "Surname": child.surname,
        "Forename": child.forename,
        "Chosen Name": child.known_as,
        "Pronunciation": child.say,
        "Gender": child.sex,
        "DOB": uk(child.dob),
        "Year": year_words(child, year),
        "Reg": child.form(year),
        "FSM Eligible": yes(child.fsm),
        "SEN Status": child.sen,
        "EAL": yes(child.eal),
        "Date of admission": uk(child.admitted),
        "Date of leaving": uk(child.left),
    }


def _calendar(invented: Invented) -> list[Line]:
    """A line for each weekday on which somebody had no school, and for the ends of half-terms."""
    lines = [(c.on, _closure(c)) for c in invented.closures]
    for year in invented.years:
        lines += [(on, _open_day(on, words)) for on, words in _ends(year)]
    return [line for _, line in sorted(lines, key=lambda pair: (pair[0], str(pair[1])))]


def _closure(closure: Closure) -> Line:
    return {
        "Date": uk(closure.on),
        "AM": "Open" if closure.am_open else "Closed",
        "PM": "Open" if closure.pm_open else "Closed",
        "Year group": " ".join(str(group) for group in closure.years),
        "Reason": closure.reason,
    }


def _open_day(on: dt.date, words: str) -> Line:
    return {"Date": uk(on), "AM": "Open", "PM": "Open", "Year group": "", "Reason": words}


def _ends(year: int) -> list[tuple[dt.date, str]]:
    found = school_year(year)
    ends: list[tuple[dt.date, str]] = []
    for n in range(int(found.half_term_of[-1]) + 1):
        days = found.days[found.half_term_of == n]
        ends.append((date_of(days[0]), "First day of half-term"))
        ends.append((date_of(days[-1]), "Last day of half-term"))
    return ends


def _staff(adults: tuple[Adult, ...]) -> list[Line]:
    return [
        {
            "Code": a.code,
            "Title": a.title,
            "Forename": a.forename,
            "Surname": a.surname,
            "Email": a.email,
            "Role": a.role,
            "Subject": a.subject,
            "Tutor group": a.form,
        }
        for a in adults
    ]


def _timetable(invented: Invented) -> list[Line]:
    taught, starts = invented.teaching, dict(sources.subject_list()["periods"])
    codes = [*(a.code for a in invented.adults), ""]
    return [
        {
            "Class": taught.classes[x.klass],
            "Subject": taught.subjects[x.klass],
            "Year": f"Year {taught.year_groups[x.klass]:2d}",
            "Day": WEEKDAYS[x.weekday],
            "Period": f"P{x.period}",
            "Starts": starts[f"P{x.period}"],
            "Teacher": codes[x.teacher],
            "Week": x.week,
            "Room": x.room,
        }
        for x in lessons(invented, staffing(invented))
    ]


def _letters() -> list[str]:
    """What is written for each number a mark can be."""
    letters = [line.code for line in table()]
    letters += [NOTHING_ENTERED] * (256 - len(letters))
    letters[ODD_MARK] = ODD_LETTER
    return letters


def marks_of(invented: Invented, columns: NDArray[np.intp]) -> dict[str, pa.DictionaryArray]:
    """The marks of some sessions of one school year, by day, session and child."""
    year = year_of(date_of(int(invented.day[columns[0]])))
    part = invented.marks[:, columns]
    at, pupil = np.nonzero((part != NOT_ON_ROLL).T)
    column = columns[at]
    late = invented.minutes[pupil, column]
    return {
        "UPN": picked([c.upn for c in invented.children], pupil),
        "Reg": picked([c.form(year) for c in invented.children], pupil),
        "Date": dates(invented.day[column]),
        "Session": picked(list(HALVES), invented.half[column]),
        "Mark": picked(_letters(), invented.marks[pupil, column]),
        "Minutes Late": picked(["", *(str(n) for n in range(1, 256))], late),
    }


def _in_year(day: Ints, year: int) -> NDArray[np.bool_]:
    found = school_year(year)
    return np.asarray((day >= found.first) & (day <= found.last))


def _lesson_marks(invented: Invented) -> dict[str, pa.DictionaryArray]:
    """This year's lesson marks, by day, period and child."""
    marks, taught = invented.lesson_marks, invented.teaching
    order = np.lexsort((marks.pupil, marks.period, marks.day))
    klass = marks.klass[order]
    teacher = teacher_of(invented, staffing(invented), marks)[order]
    codes = [*(a.code for a in invented.adults), ""]
    return {
        "UPN": picked([c.upn for c in invented.children], marks.pupil[order]),
        "Date": dates(marks.day[order]),
        "Period": picked([f"P{n}" for n in range(6)], marks.period[order]),
        "Class": picked(list(taught.classes), klass),
        "Subject": picked(list(taught.subjects), klass),
        "Mark": picked(_letters(), marks.code[order]),
        "Teacher": picked(codes, np.where(teacher < 0, len(codes) - 1, teacher)),
        "Minutes Late": picked(
            ["", *(str(n) for n in range(1, 256))], _minutes_late(invented)[order]
        ),
    }


def _minutes_late(invented: Invented) -> Ints:
    """Minutes late to each lesson: those of the session in its first lesson, else a few."""
    marks = invented.lesson_marks
    column = np.searchsorted(invented.day, marks.day) + (marks.period > MORNING_PERIODS)
    session = invented.minutes[marks.pupil, column].astype(np.int32)
    own = own_numbers(invented.children, invented.seed)[marks.pupil]
    drawn = even(own + (marks.day * 8 + marks.period).astype(np.uint64) + np.uint64(3))
    few = 1 + (drawn * LATE_TO_LESSON).astype(np.int32)
    first = np.isin(marks.period, FIRST_OF_SESSION) & (session > 0)
    late = (marks.code == index_of("L")) | (marks.code == index_of("U"))
    return np.where(late, np.where(first, session, few), 0).astype(np.int32)
