"""The file that follows a child: who they are, and the attendance that went before."""

from __future__ import annotations

import datetime as dt

import pytest
from tests.hostile.making import ctf, pupil

from belong.basics.errors import UnreadableFile

UPN = "Y886999926001"
SCHOOL = "8869999"
MONDAY = "2025-09-01"
FULL = "/\\" * 5


def year(marks: str = "", start: str = MONDAY, named: str = "2025", more: str = "") -> str:
    """One year of attendance at the school before."""
    sessions = (
        f"<AttendSessions><AttendanceStartDate>{start}</AttendanceStartDate>"
        f"<AttendanceMarks>{marks}</AttendanceMarks></AttendSessions>"
    )
    place = f"<Year>{named}</Year><LEA>886</LEA><Estab>9999</Estab>"
    return f"<YearData>{place}{more}{sessions if marks else ''}</YearData>"


def attended(*years: str) -> bytes:
    """A transfer file of one child with some years."""
    return ctf(pupil(f"<Attendance>{''.join(years)}</Attendance>"))


@pytest.fixture
def strung(opening, rows):
    """The marks of a string as (day, half, mark)."""

    def of(marks, start=MONDAY):
        found = opening(attended(year(marks, start, more="<SessionsPossible>1</SessionsPossible>")))
        tables = found.of_kind("marks")
        every = rows(tables[0]) if tables else []
        return [(r["Date"], r["Session"], r["Mark"]) for r in every], found

    return of


def test_a_string_with_weekends_in_it_passes_over_them(strung):
    marks, found = strung(FULL + "----" + "I\\" + "/\\" * 4)
    assert len(marks) == 20
    assert marks[0] == (MONDAY, "AM", "/")
    assert marks[10:12] == [("2025-09-08", "AM", "I"), ("2025-09-08", "PM", "\\")]
    assert found.refused == ()


def test_a_string_of_school_days_only_is_known_by_its_saturdays(strung):
    marks, _ = strung(FULL + "I\\" + "/\\" * 4)
    assert len(marks) == 20
    assert marks[10] == ("2025-09-08", "AM", "I")


@pytest.mark.parametrize("blank", ["-", "#", " ", ".", "X"])
def test_whatever_stands_for_nothing_may_stand_on_a_saturday(strung, blank):
    marks, _ = strung(FULL + blank * 4 + "O\\")
    assert marks[10:] == [("2025-09-08", "AM", "O"), ("2025-09-08", "PM", "\\")]


def test_a_string_may_begin_in_the_middle_of_a_week_either_way(strung):
    padded, _ = strung("/\\" * 2 + "####" + "O\\", "2025-09-04")
    short, _ = strung("/\\" * 2 + "O\\", "2025-09-04")
    assert padded == short
    assert padded[4] == ("2025-09-08", "AM", "O")


def test_what_was_not_taken_yet_at_the_end_is_no_mark(strung):
    marks, _ = strung(FULL + "-" * 300)
    assert len(marks) == 10


@pytest.mark.parametrize(
    ("marks", "start"),
    [
        ("/\\" * 4, "2025-09-06"),  # from a Saturday, without blanks
        ("\\/" * 20, MONDAY),  # afternoons in the mornings
        ("/\\" * 300, MONDAY),  # school days beyond the end of the year, marks on Saturdays
    ],
)
def test_a_string_that_fits_neither_way_is_refused_with_the_reason(strung, marks, start):
    taken, found = strung(marks, start)
    assert taken == []
    assert [(r.line, r.marks) for r in found.refused] == [(1, len(marks))]
    assert "fit" in found.refused[0].reason


def test_a_string_without_a_first_day_is_refused(strung):
    _, found = strung(FULL, "soon")
    assert found.refused[0].reason == "A run of marks was not taken: soon cannot be its first day."


def test_marks_carry_the_school_they_were_made_in(opening, rows, marks_in):
    found = opening(attended(year(FULL)))
    (table,) = found.of_kind("marks")
    assert {row["LAESTAB"] for row in rows(table)} == {SCHOOL}
    assert [school.school for school in marks_in(table).schools] == [SCHOOL]
    assert {row["LAESTAB"] for row in rows(found.of_kind("pupils")[0])} == {"8864321"}


def test_totals_become_one_summary_a_school_year(opening, marks_in):
    said = (
        "<SessionsPossible>{}</SessionsPossible><SessionsAuthorised>4</SessionsAuthorised>"
        "<SessionsUnauthorised>1</SessionsUnauthorised><SessionsAttended>{}</SessionsAttended>"
    )
    found = opening(
        attended(year(named="2023", more=said.format(100, 95)),
                 year(named="2024", more=said.format(50, 45)))
    )  # fmt: skip
    tables = found.of_kind("summary")
    assert [table.name for table in tables] == [
        "Attendance totals 2023", "Attendance totals 2024",
    ]  # fmt: skip
    row = marks_in(tables[1]).counts[0].counts.to_pylist()[0]
    assert (row["id"], row["possible"], row["attended"]) == (UPN, 50, 45)
    assert (row["authorised"], row["unauthorised"]) == (4, 1)


def test_a_year_named_by_its_end_is_put_right_by_its_marks_and_said(opening):
    more = "<SessionsPossible>10</SessionsPossible>"
    found = opening(attended(year(FULL, named="2026", more=more)))
    assert found.of_kind("summary")[0].name == "Attendance totals 2025/26"
    assert any("The year of the marks was used" in " ".join(t.said.split()) for t in found.taken)


BASICS = (
    "<BasicDetails><NCyearActual>7</NCyearActual><Ethnicity>WBRI</Ethnicity>"
    "<EnrolStatus>C</EnrolStatus><Languages><Type><LanguageType>F</LanguageType>"
    "<Language>POL</Language></Type></Languages><FSMhistory><FSMinstance>"
    "<FSMstartDate>2024-01-08</FSMstartDate><FSMendDate>2025-01-08</FSMendDate></FSMinstance>"
    "<FSMinstance><FSMstartDate>2025-06-01</FSMstartDate></FSMinstance></FSMhistory></BasicDetails>"
    "<LookedAfter><InCare>true</InCare></LookedAfter><SENhistory><SEN><StartDate>2023-09-01"
    "</StartDate><SENprovision>K</SENprovision><SENneeds><SENneed><SENtype>SPLD</SENtype></SENneed>"
    "</SENneeds></SEN></SENhistory>"
)


def test_characteristics_keep_their_spells(opening, rows):
    found = opening(ctf(pupil(BASICS)))
    traits = [tuple(row.values())[1:] for row in rows(found.of_kind("characteristics")[0])]
    assert traits == [
        ("FSM", "Yes", "2024-01-08", "2025-01-08"), ("FSM", "Yes", "2025-06-01", ""),
        ("In Care", "Yes", "", ""), ("SEN Status", "K", "2023-09-01", ""),
        ("SEN Need", "SPLD", "2023-09-01", ""), ("First Language", "POL", "", ""),
        ("Ethnicity", "WBRI", "", ""),
    ]  # fmt: skip


def test_a_leaver_brings_school_history_with_dates_and_reason(opening, rows):
    history = (
        "<SchoolHistory><School><LEA>886</LEA><Estab>9999</Estab><EntryDate>2018-09-04</EntryDate>"
        "<LeavingDate>2024-07-19</LeavingDate><LeavingReason>PHASE</LeavingReason></School><School>"
        "<LEA>886</LEA><Estab>4321</Estab><EntryDate>2024-09-03</EntryDate></School></SchoolHistory>"
    )
    found = opening(ctf(pupil(BASICS + history)))
    stays = [tuple(row.values())[1:] for row in rows(found.of_kind("enrolments")[0])]
    assert stays == [
        (SCHOOL, "", "2018-09-04", "2024-07-19", "PHASE"), ("8864321", "C", "2024-09-03", "", ""),
    ]  # fmt: skip
    assert rows(found.of_kind("pupils")[0])[0]["Date of admission"] == "2024-09-03"


def test_contacts_stand_in_their_order(opening, rows):
    more = (
        "<Contacts><Contact><Surname>Fox</Surname><Forename>Bea</Forename><Relationship>MTH"
        "</Relationship><Responsibility>1</Responsibility><Phones><Phone><PhoneNo>01632 960001"
        "</PhoneNo></Phone></Phones></Contact><Contact><Surname>Elm</Surname></Contact></Contacts>"
    )
    first, second = rows(opening(ctf(pupil(more))).of_kind("contacts")[0])
    assert (first["Contact Surname"], first["Priority"], first["Telephone"]) == (
        "Fox", "1", "01632 960001",
    )  # fmt: skip
    assert (second["Contact Surname"], second["Priority"]) == ("Elm", "2")


@pytest.mark.parametrize("sex", ["<Gender>F</Gender>", "<Sex>F</Sex>"])
def test_sex_by_its_old_and_its_new_name(opening, rows, sex):
    assert rows(opening(ctf(pupil(sex))).of_kind("pupils")[0])[0]["Sex"] == "F"


def test_a_file_in_windows_letters_is_read_and_said(opening, rows):
    content = ctf(pupil().replace("Ann", "Zoe")).replace(b"Zoe", b"Zo\xeb")
    found = opening(content)
    assert rows(found.of_kind("pupils")[0])[0]["Forename"] == "Zoë"
    assert any("read as cp1252" in taken.said for taken in found.taken)


def test_empty_elements_are_elements(opening, rows):
    found = opening(
        ctf(pupil("<BasicDetails/><SchoolHistory/><Attendance><YearData/></Attendance>"))
    )
    assert rows(found.of_kind("pupils")[0])[0]["UPN"] == UPN
    assert found.of_kind("summary") == found.of_kind("marks") == ()


def test_records_count_children_even_where_one_child_gives_many_rows(opening):
    body = pupil() + pupil(f"<Attendance>{year(FULL)}</Attendance>", "J88699992600A")
    (table,) = opening(ctf(body)).of_kind("marks")
    assert table.place(7) == "record 2 of Attendance marks"


def test_a_file_without_children_is_refused(opening):
    with pytest.raises(UnreadableFile, match="lists no children"):
        opening(ctf(""))


def test_the_first_of_september_2025_was_a_monday():
    assert dt.date.fromisoformat(MONDAY).weekday() == 0
