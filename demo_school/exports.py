"""Files of the invented school, as a school's own system would give them out."""

from __future__ import annotations

import csv
import datetime as dt
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.csv as pa_csv
from numpy.typing import NDArray

from belong.attendance.codes import NOT_ON_ROLL, table
from belong.basics.terms import date_of, year_name, year_of
from demo_school import sources
from demo_school.invented import Adult, Child, Closure, Ints, Invented
from demo_school.term_dates import school_year

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday")
HALVES = ("AM", "PM")
NOTHING_ENTERED = "-"


def write(invented: Invented, folder: Path) -> tuple[Path, ...]:
    """Write the school's files into a folder, made where it is missing; their paths in order.

    pupils.csv, calendar.csv, staff.csv and timetable.csv always; marks-2025-26.csv for each
    school year that has marks; lesson-marks-2026-27.csv for the current year once it has some.
    UTF-8, comma, dates dd/mm/yyyy, quotes where needed. The same school gives the same bytes.
    """
    folder.mkdir(parents=True, exist_ok=True)
    written = [
        _write_lines(_pupils(invented), folder / "pupils.csv"),
        _write_lines(_calendar(invented), folder / "calendar.csv"),
        _write_lines(_staff(invented.adults), folder / "staff.csv"),
        _write_lines(_timetable(invented), folder / "timetable.csv"),
    ]
    for year in _marked(invented):
        marks = _marks(invented, year)
        written.append(_write_columns(marks, folder / f"marks-{_dashed(year)}.csv"))
    if len(invented.lesson_marks.code):
        name = f"lesson-marks-{_dashed(invented.this_year)}.csv"
        written.append(_write_columns(_lesson_marks(invented), folder / name))
    return tuple(written)


def _write_lines(lines: list[dict[str, str]], path: Path) -> Path:
    with path.open("w", encoding="utf-8", newline="") as out:
        writer = csv.DictWriter(out, fieldnames=list(lines[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(lines)
    return path


def _write_columns(columns: dict[str, pa.DictionaryArray], path: Path) -> Path:
    """Write a million lines quickly. No name stands in these columns, so nothing needs quotes."""
    plain = pa.table({name: column.dictionary_decode() for name, column in columns.items()})
    options = pa_csv.WriteOptions(include_header=False, quoting_style="none")
    with path.open("wb") as out:
        out.write((",".join(columns) + "\n").encode())
        pa_csv.write_csv(plain, out, options)
    return path


def _dashed(year: int) -> str:
    return year_name(year).replace("/", "-")


def _marked(invented: Invented) -> list[int]:
    """School years with at least one session."""
    return [y for y in invented.years if (invented.day >= school_year(y).first).any()]


def _uk(on: dt.date | None) -> str:
    return f"{on:%d/%m/%Y}" if on else ""


def _yes(statement: bool) -> str:
    return "T" if statement else "F"


def _pupils(invented: Invented) -> list[dict[str, str]]:
    return [_pupil(child, invented.this_year) for child in invented.children]


def _pupil(child: Child, this_year: int) -> dict[str, str]:
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
        "DOB": _uk(child.dob),
        "Year": f"Year {child.year_group(year):2d}",
        "Reg": child.form(year),
        "FSM Eligible": _yes(child.fsm),
        "SEN Status": child.sen,
        "EAL": _yes(child.eal),
        "Date of admission": _uk(child.admitted),
        "Date of leaving": _uk(child.left),
    }


def _calendar(invented: Invented) -> list[dict[str, str]]:
    """A line for each weekday on which somebody had no school, and for the ends of half-terms."""
    lines = [(c.on, _closure(c)) for c in invented.closures]
    for year in invented.years:
        lines += [(on, _open_day(on, words)) for on, words in _ends(year)]
    return [line for _, line in sorted(lines, key=lambda pair: (pair[0], str(pair[1])))]


def _closure(closure: Closure) -> dict[str, str]:
    return {
        "Date": _uk(closure.on),
        "AM": "Open" if closure.am_open else "Closed",
        "PM": "Open" if closure.pm_open else "Closed",
        "Year group": " ".join(str(group) for group in closure.years),
        "Reason": closure.reason,
    }


def _open_day(on: dt.date, words: str) -> dict[str, str]:
    return {"Date": _uk(on), "AM": "Open", "PM": "Open", "Year group": "", "Reason": words}


def _ends(year: int) -> list[tuple[dt.date, str]]:
    found = school_year(year)
    ends: list[tuple[dt.date, str]] = []
    for n in range(int(found.half_term_of[-1]) + 1):
        days = found.days[found.half_term_of == n]
        ends.append((date_of(days[0]), "First day of half-term"))
        ends.append((date_of(days[-1]), "Last day of half-term"))
    return ends


def _staff(adults: tuple[Adult, ...]) -> list[dict[str, str]]:
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


def _timetable(invented: Invented) -> list[dict[str, str]]:
    taught = invented.teaching
    codes = [*(a.code for a in invented.adults), ""]
    starts = dict(sources.subject_list()["periods"])
    return [
        {
            "Class": taught.classes[k],
            "Subject": taught.subjects[k],
            "Year": f"Year {taught.year_groups[k]:2d}",
            "Day": WEEKDAYS[d],
            "Period": f"P{p}",
            "Starts": starts[f"P{p}"],
            "Teacher": codes[t],
        }
        for k, d, p, t in zip(
            taught.klass.tolist(), taught.weekday.tolist(), taught.period.tolist(),
            taught.teacher.tolist(), strict=True,
        )
    ]  # fmt: skip


def _picked(words: list[str], index: NDArray[np.integer]) -> pa.DictionaryArray:
    """A text column given as indexes into a short list."""
    return pa.DictionaryArray.from_arrays(pa.array(index.astype(np.int32)), pa.array(words))


def _dates(days: Ints) -> pa.DictionaryArray:
    distinct, index = np.unique(days, return_inverse=True)
    return _picked([_uk(date_of(day)) for day in distinct], index)


def _letters() -> list[str]:
    letters = [line.code for line in table()]
    return letters + [NOTHING_ENTERED] * (256 - len(letters))


def _marks(invented: Invented, year: int) -> dict[str, pa.DictionaryArray]:
    """One school year's session marks, by day, session and child."""
    columns = np.flatnonzero(_in_year(invented.day, year))
    part = invented.marks[:, columns]
    at, pupil = np.nonzero((part != NOT_ON_ROLL).T)
    column = columns[at]
    late = invented.minutes[pupil, column]
    return {
        "UPN": _picked([c.upn for c in invented.children], pupil),
        "Reg": _picked([c.form(year) for c in invented.children], pupil),
        "Date": _dates(invented.day[column]),
        "Session": _picked(list(HALVES), invented.half[column]),
        "Mark": _picked(_letters(), invented.marks[pupil, column]),
        "Minutes Late": _picked(["", *(str(n) for n in range(1, 256))], late),
    }


def _in_year(day: Ints, year: int) -> NDArray[np.bool_]:
    found = school_year(year)
    return np.asarray((day >= found.first) & (day <= found.last))


def _lesson_marks(invented: Invented) -> dict[str, pa.DictionaryArray]:
    """This year's lesson marks, by day, period and child."""
    marks, taught = invented.lesson_marks, invented.teaching
    order = np.lexsort((marks.pupil, marks.period, marks.day))
    klass = marks.klass[order]
    return {
        "UPN": _picked([c.upn for c in invented.children], marks.pupil[order]),
        "Date": _dates(marks.day[order]),
        "Period": _picked([f"P{n}" for n in range(6)], marks.period[order]),
        "Class": _picked(list(taught.classes), klass),
        "Subject": _picked(list(taught.subjects), klass),
        "Mark": _picked(_letters(), marks.code[order]),
    }
