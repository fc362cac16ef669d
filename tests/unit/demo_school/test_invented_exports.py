from __future__ import annotations

import csv
import datetime as dt
import hashlib
from collections import Counter
from pathlib import Path

import numpy as np
import pytest
from demo_school.exports import write
from demo_school.invented import Invented
from demo_school.secondary import invent

from belong.attendance.codes import NOT_ON_ROLL, table
from belong.basics.terms import day_number

pytestmark = pytest.mark.slow

HEADERS = (
    "Adno,UPN,Legal Surname,Legal Forename,Surname,Forename,Chosen Name,Pronunciation,Gender,"
    "DOB,Year,Reg,FSM Eligible,SEN Status,EAL,Date of admission,Date of leaving"
)


def lines(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as found:
        return list(csv.DictReader(found))


@pytest.fixture(scope="module")
def folder(small: Invented, tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("saltmarsh") / "out"
    write(small, made)
    return made


def test_the_files_are_those_a_school_would_give(small: Invented, tmp_path: Path) -> None:
    names = [p.name for p in write(small, tmp_path)]
    assert names == [
        "pupils.csv",
        "calendar.csv",
        "staff.csv",
        "timetable.csv",
        "marks-2024-25.csv",
        "marks-2025-26.csv",
        "marks-2026-27.csv",
        "lesson-marks-2026-27.csv",
    ]


def test_a_year_without_a_school_day_yet_has_no_file_of_marks(tmp_path: Path) -> None:
    names = {p.name for p in write(invent(today=dt.date(2026, 9, 2), pupils=150), tmp_path)}
    assert "marks-2025-26.csv" in names
    assert not any("2026-27" in name for name in names)


def test_writing_twice_gives_the_same_bytes(small: Invented, folder: Path, tmp_path: Path) -> None:
    for path in write(invent(today=small.today, pupils=150), tmp_path):
        first = hashlib.sha256((folder / path.name).read_bytes()).hexdigest()
        assert hashlib.sha256(path.read_bytes()).hexdigest() == first, path.name


def test_a_pupil_has_a_line_with_the_headers_of_a_school_system(
    small: Invented, folder: Path
) -> None:
    found = lines(folder / "pupils.csv")
    assert ",".join(found[0]) == HEADERS
    assert len(found) == len(small.children)
    cal = next(line for line in found if line["Chosen Name"] == "Cal" and line["Surname"] == "Reid")
    assert cal["Year"] == "Year  8"
    assert cal["Forename"] == "Callum"
    assert cal["Date of admission"] == "03/09/2025"
    assert cal["Date of leaving"] == ""


def test_a_child_who_left_keeps_the_last_form(folder: Path) -> None:
    left = [x for x in lines(folder / "pupils.csv") if x["Date of leaving"] == "26/06/2026"]
    assert len(left) >= 20
    assert {x["Year"] for x in left} == {"Year 11"}


def test_a_line_of_marks_is_a_mark_of_the_school(small: Invented, folder: Path) -> None:
    found = lines(folder / "marks-2026-27.csv")
    now = np.flatnonzero(small.day >= day_number(dt.date(2026, 9, 1)))
    here = small.marks[:, now]
    assert list(found[0]) == ["UPN", "Reg", "Date", "Session", "Mark", "Minutes Late"]
    assert len(found) == (here != NOT_ON_ROLL).sum()
    row = {c.upn: n for n, c in enumerate(small.children)}
    letters = [line.code for line in table()]
    for line in found[:: len(found) // 200]:
        on = day_number(dt.datetime.strptime(line["Date"], "%d/%m/%Y").date())  # noqa: DTZ007
        column = np.flatnonzero(small.day == on)[["AM", "PM"].index(line["Session"])]
        mark = small.marks[row[line["UPN"]], column]
        assert line["Mark"] == (letters[mark] if mark < len(letters) else "-")
        minutes = int(small.minutes[row[line["UPN"]], column])
        assert line["Minutes Late"] == (str(minutes) if minutes else "")


def test_a_backslash_stands_alone_and_unquoted(folder: Path) -> None:
    text = (folder / "marks-2026-27.csv").read_text(encoding="utf-8")
    assert ",PM,\\,\n" in text
    assert '"' not in text


def test_each_child_has_one_line_a_session(folder: Path) -> None:
    found = lines(folder / "marks-2025-26.csv")
    keys = Counter((x["UPN"], x["Date"], x["Session"]) for x in found)
    assert max(keys.values()) == 1


def test_last_years_marks_carry_last_years_form(folder: Path) -> None:
    now = {x["UPN"]: x["Reg"] for x in lines(folder / "marks-2026-27.csv")}
    then = {x["UPN"]: x["Reg"] for x in lines(folder / "marks-2025-26.csv")}
    both = set(now) & set(then)
    assert len(both) > 90
    for upn in both:
        assert int(now[upn].split()[0]) == int(then[upn].split()[0]) + 1
        assert now[upn].split()[1] == then[upn].split()[1]


def test_the_calendar_says_why_a_weekday_had_no_school(folder: Path) -> None:
    found = {(x["Date"], x["Year group"]): x for x in lines(folder / "calendar.csv")}
    half_term = found["26/10/2026", ""]
    assert (half_term["AM"], half_term["PM"]) == ("Closed", "Closed")
    assert half_term["Reason"] == "Autumn half-term"
    assert found["03/09/2026", ""]["Reason"] == "First day of half-term"
    assert found["03/09/2026", ""]["AM"] == "Open"
    assert found["28/06/2027", "11"]["Reason"] == "Year 11 have left"


def test_names_with_commas_and_apostrophes_survive(small: Invented, folder: Path) -> None:
    names = {(x["Forename"], x["Surname"]) for x in lines(folder / "pupils.csv")}
    assert {(c.forename, c.surname) for c in small.children} == names
    assert any("'" in surname for _, surname in names)


def test_staff_and_timetable_speak_of_the_same_people(folder: Path) -> None:
    codes = {x["Code"] for x in lines(folder / "staff.csv")}
    timetable = lines(folder / "timetable.csv")
    assert {x["Teacher"] for x in timetable} <= codes
    assert {x["Period"] for x in timetable} == {"P1", "P2", "P3", "P4", "P5"}
