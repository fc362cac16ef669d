"""The files of the trust, in the shapes of three systems, with what is wrong in them on purpose."""

from __future__ import annotations

import csv
import datetime as dt
import hashlib
from collections import Counter
from pathlib import Path

import pytest
from demo_school.exports import write_trust
from demo_school.oddities import ODD_LETTER
from demo_school.trust import Trust, invent_trust

from belong.attendance.codes import NO_MARK, NOT_ON_ROLL, index_of
from belong.basics.terms import day_number
from belong.registers.sources.files import read
from belong.registers.sources.pupils import read_pupils
from belong.registers.sources.reading import Shape, Unit

pytestmark = pytest.mark.slow

KEYS = ("secondary", "primary", "special")
EVERYWHERE = {
    "pupils.csv", "calendar.csv", "staff.csv", "marks-2024-25.csv", "marks-2025-26.csv",
    "marks-2026-27.csv", "classes.csv", "groups.csv", "characteristics.csv", "enrolments.csv",
    "contacts.csv", "suspensions.csv", "placements.csv", "clubs.csv",
}  # fmt: skip
LESSONS = {
    "timetable.csv", "lesson-marks-2026-27.csv", "class-members.csv", "behaviour.csv",
    "removals.csv",
}  # fmt: skip


def lines(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as found:
        return list(csv.DictReader(found))


@pytest.fixture(scope="module")
def folder(trust: Trust, tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("trust") / "out"
    write_trust(trust, made)
    return made


def test_each_school_has_a_folder_with_its_files(trust: Trust, folder: Path) -> None:
    names = {key: {p.name for p in (folder / key).iterdir()} for key in KEYS}
    assert names["secondary"] == EVERYWHERE | LESSONS | {"on-track.csv"}
    assert names["primary"] == EVERYWHERE | {"on-track.csv"}
    assert names["special"] == EVERYWHERE


def test_writing_says_which_files_it_wrote_for_whom(trust: Trust, tmp_path: Path) -> None:
    written = write_trust(trust, tmp_path)
    assert tuple(written) == KEYS
    for key, paths in written.items():
        assert {p.parent for p in paths} == {tmp_path / key}
        assert sorted(paths) == sorted((tmp_path / key).iterdir())


def test_writing_twice_gives_the_same_bytes(trust: Trust, folder: Path, tmp_path: Path) -> None:
    for key, paths in write_trust(trust, tmp_path).items():
        for path in paths:
            first = hashlib.sha256((folder / key / path.name).read_bytes()).hexdigest()
            assert hashlib.sha256(path.read_bytes()).hexdigest() == first, path.name


@pytest.mark.parametrize(
    ("key", "heads"),
    [
        ("secondary", {"Adno", "Legal Surname", "Reg", "FSM Eligible"}),
        ("primary", {"Arbor Student ID", "Legal Last Name", "Registration Form", "SEN status"}),
        ("special", {"Admission No", "Tutor Group", "SEN Provision", "Date of entry"}),
    ],
)
def test_pupils_are_headed_as_each_system_heads_them(
    folder: Path, key: str, heads: set[str]
) -> None:
    assert heads <= set(lines(folder / key / "pupils.csv")[0])


def test_values_are_written_as_each_system_writes_them(folder: Path) -> None:
    column = {"secondary": "Year", "primary": "Year group(s) this academic year"}
    column["special"] = "Year Group"
    years = {k: {x[column[k]] for x in lines(folder / k / "pupils.csv")} for k in KEYS}
    assert "Year  8" in years["secondary"]
    assert {"Reception", "Year 3"} <= years["primary"]
    assert {"X", "7"} <= years["special"]
    assert {x["Sex"] for x in lines(folder / "primary/pupils.csv")} == {"Female", "Male"}


@pytest.mark.parametrize("key", KEYS)
def test_belong_reads_the_pupils_of_every_system(trust: Trust, folder: Path, key: str) -> None:
    table = read_pupils(folder / key / "pupils.csv", day_first=True)
    children = trust.school(key).invented.children
    assert table.num_rows == len(children) + (key == "primary")
    assert {c.upn for c in children} <= set(table["id"].to_pylist())
    for ours in ("surname", "forename", "known_as", "year", "form", "dob", "sex", "fsm", "sen"):
        assert ours in table.column_names
    first = {x["id"]: x for x in table.to_pylist()}[children[0].upn]
    assert first["dob"] == children[0].dob.isoformat()
    assert first["admitted"] == children[0].admitted.isoformat()


@pytest.mark.parametrize(
    ("key", "shape"),
    [("secondary", Shape.LONG), ("primary", Shape.LONG), ("special", Shape.WIDE)],
)
def test_belong_reads_the_marks_of_every_system(
    trust: Trust, folder: Path, key: str, shape: Shape
) -> None:
    found = read(folder / key / "marks-2026-27.csv", as_of=trust.today, day_first=True)
    school = trust.school(key).invented
    now = school.day >= day_number(dt.date(2026, 9, 1))
    assert (found.shape, found.unit) == (shape, Unit.SESSION)
    marks = found.schools[0]
    entered = marks.code < NO_MARK
    here = school.marks[:, now]
    assert entered.sum() == (here < NO_MARK).sum()
    for code in ("/", "I", "N", "D", "C2"):
        assert (marks.code == index_of(code)).sum() == (here == index_of(code)).sum(), code


def test_lesson_marks_say_who_taught_and_how_late(trust: Trust, folder: Path) -> None:
    found = lines(folder / "secondary/lesson-marks-2026-27.csv")
    codes = {a.code for a in trust.school("secondary").invented.adults}
    assert {x["Teacher"] for x in found} <= codes | {""}
    late = [x for x in found if x["Mark"] == "L"]
    assert all(1 <= int(x["Minutes Late"]) <= 30 for x in late)
    assert {x["Minutes Late"] for x in found if x["Mark"] not in ("L", "U")} == {""}


def test_the_timetable_has_weeks_and_rooms(folder: Path) -> None:
    found = lines(folder / "secondary/timetable.csv")
    assert Counter(x["Week"] for x in found if x["Week"]) == {"A": 4, "B": 4}
    assert {x["Year"] for x in found if x["Week"]} == {"Year 11"}
    assert all(x["Room"] for x in found)


def test_a_number_of_the_records_stands_in_the_files(trust: Trust, folder: Path) -> None:
    names = {"classes": "classes", "groups": "groups", "contacts": "contacts", "clubs": "clubs"}
    for key in KEYS:
        for name, field in names.items():
            found = lines(folder / key / f"{name}.csv")
            assert len(found) == len(getattr(trust.school(key).records, field))


def test_one_form_has_no_register_on_two_afternoons(trust: Trust) -> None:
    school = trust.school("secondary").invented
    form, days = trust.oddities.untaken
    assert [f"{on:%d/%m/%Y}" for on in days] == ["09/11/2026", "16/11/2026"]
    rows = [n for n, c in enumerate(school.children) if c.form(2026) == form and c.left is None]
    by_form = {NO_MARK, NOT_ON_ROLL, *map(index_of, ("B", "E", "D", "C2", "K", "V", "P", "J1"))}
    for on in days:
        column = (school.day == day_number(on)) & (school.half == 1)
        marks = school.marks[rows][:, column].ravel()
        assert set(marks.tolist()) <= by_form
        assert (marks == NO_MARK).sum() >= 20


def test_one_letter_is_in_no_table_and_is_not_taken(trust: Trust, folder: Path) -> None:
    path = folder / "primary/marks-2026-27.csv"
    odd = [x for x in lines(path) if x["Mark"] == ODD_LETTER]
    assert trust.oddities.unknown is not None
    upn, on, _ = trust.oddities.unknown
    assert [(x["UPN"], x["Date"], x["Roll Call"]) for x in odd] == [(upn, f"{on:%d/%m/%Y}", "AM")]
    refused = read(path, as_of=trust.today, day_first=True).refused
    assert [r.reason for r in refused] == ["The mark A is not an attendance code."]


def test_three_n_have_stood_for_weeks(trust: Trust) -> None:
    school = trust.school("secondary").invented
    row = {c.upn: n for n, c in enumerate(school.children)}
    assert len({upn for upn, _, _ in trust.oddities.unexplained}) == 3
    for upn, on, half in trust.oddities.unexplained:
        column = (school.day == day_number(on)) & (school.half == half)
        assert (school.marks[row[upn], column] == index_of("N")).all()
        assert (trust.today - on).days >= 42


def test_a_part_time_timetable_has_no_end(trust: Trust, folder: Path) -> None:
    found = [x for x in lines(folder / "special/placements.csv") if x["Kind"] == "C2"]
    without = [x["UPN"] for x in found if not x["Date To"]]
    assert without == [trust.oddities.open_part_time]


def test_a_child_of_two_schools_has_no_other_school(trust: Trust, folder: Path) -> None:
    found = lines(folder / "secondary/enrolments.csv")
    without = [x["UPN"] for x in found if x["Enrolment Status"] == "M" and not x["Other School"]]
    assert without == [trust.oddities.dual_without]


def test_one_child_is_listed_twice(trust: Trust, folder: Path) -> None:
    found = lines(folder / "primary/pupils.csv")
    first, adno, again = trust.oddities.twice
    one, other = (next(x for x in found if x["UPN"] == upn) for upn in (first, again))
    assert other["Arbor Student ID"] == adno != one["Arbor Student ID"]
    same = ("Legal Last Name", "Legal First Name", "Date of Birth", "Registration Form")
    assert [one[k] for k in same] == [other[k] for k in same]
    assert again[-1].isalpha()
    marked = {x["UPN"] for x in lines(folder / "primary/marks-2026-27.csv")}
    assert again not in marked


def test_one_characteristic_belongs_to_nobody(trust: Trust, folder: Path) -> None:
    known = {x["UPN"] for x in lines(folder / "primary/pupils.csv")}
    found = [x["UPN"] for x in lines(folder / "primary/characteristics.csv")]
    assert [u for u in found if u not in known] == [trust.oddities.nobody]


@pytest.mark.parametrize("today", [dt.date(2024, 10, 1), dt.date(2026, 9, 2)])
def test_the_trust_can_be_written_on_any_day(today: dt.date, tmp_path: Path) -> None:
    written = write_trust(invent_trust(today=today), tmp_path)
    for paths in written.values():
        assert all(p.stat().st_size > 30 for p in paths)
        assert any(p.name.startswith("marks-") for p in paths)
