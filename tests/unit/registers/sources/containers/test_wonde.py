"""JSON as Wonde hands it out, in files, folders and zips."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from tests.hostile.making import zipped

from belong.basics.errors import UnreadableFile
from belong.registers.sources.containers import opened

UPN = "Y886999926001"
DAY = {"date": "2026-09-07 00:00:00.000000", "timezone_type": 3, "timezone": "Europe/London"}
CODES = [
    {"id": "K1", "code": "/", "description": "Present", "type": "x"},
    {"id": "K2", "code": "I", "description": "Ill", "type": "x"},
]
STUDENT = {
    "id": "A1", "mis_id": "9", "upn": UPN, "legal_surname": "Fox", "forename": "Annie",
    "legal_forename": "Ann", "date_of_birth": DAY | {"date": "2014-05-01 00:00:00.000000"},
    "education_details": {"data": {"current_nc_year": "7", "admission_date": DAY,
                                   "admission_number": "000123"}},
    "extended_details": {"data": {"ethnicity_code": "WBRI", "in_lea_care": True}},
}  # fmt: skip
CONTACT = {"id": "C1", "surname": "Fox", "forename": "Bea",
           "relationship": {"data": {"relationship": "Mother", "priority": 1}}}  # fmt: skip
EMPLOYEE = {"id": "E1", "title": "Mr", "surname": "Oak", "forename": "Tom"}
CLASS = {
    "id": "X1", "name": "7a/Ma1", "subject": {"data": {"id": "S", "name": "Maths"}},
    "students": {"data": [{"id": "A1"}]},
    "employees": {"data": [{"id": "E1", "meta": {"is_main_teacher": True}}]},
}  # fmt: skip
PERIOD = {"id": "P1", "name": "Mon:3", "start_time": "11:00:00", "end_time": "12:00:00"}
LESSON = {"id": "L1", "class": "X1", "period": "P1", "employee": "E1", "room": "R1",
          "start_at": DAY | {"date": "2026-09-07 11:00:00.000000"}}  # fmt: skip


def _session(**more):
    return {
        "id": "1",
        "student": "A1",
        "date": DAY,
        "session": "AM",
        "attendance_code": "K1",
    } | more


def _paged(*records):
    return {"data": list(records), "meta": {"pagination": {"next": None, "more": False}}}


@pytest.fixture
def export(tmp_path: Path):
    """A folder of files, one a list, opened as one."""

    def make(**files):
        for name, content in files.items():
            path = tmp_path / "export" / f"{name}.json"
            path.parent.mkdir(exist_ok=True)
            path.write_text(json.dumps(content), encoding="utf-8")
        return opened(tmp_path / "export")

    return make


def _one(found, kind):
    (table,) = found.of_kind(kind)
    return table


def test_session_marks_find_their_letters_in_the_list_of_codes(export, marks_in):
    found = export(
        students=_paged(STUDENT), attendance_codes=_paged(*CODES),
        attendance_session=[_session(), _session(id="2", session="PM", attendance_code="K2")],
    )  # fmt: skip
    assert found.source == "wonde"
    table = _one(found, "marks")
    reading = marks_in(table)
    assert (reading.marks, reading.schools[0].pupils, reading.refused) == (2, (UPN,), ())
    assert table.text.data.splitlines()[1:] == [
        f"A1,{UPN},2026-09-07,AM,/,,1".encode(), f"A1,{UPN},2026-09-07,PM,I,,2".encode(),
    ]  # fmt: skip
    assert (table.text.first, table.place(2)) == (0, "record 2 of attendance, sessions")


def test_marks_without_the_list_of_codes_are_refused_naming_the_missing_file(opening):
    with pytest.raises(UnreadableFile, match=r"attendance-codes\.json"):
        opening(json.dumps(_paged(_session())), "attendance.json")


def test_a_mark_with_its_code_included_needs_no_list(opening, rows):
    included = _session(attendance_code={"data": {"id": "K1", "code": "\\"}})
    found = opening(json.dumps([included]), "attendance.json")
    assert rows(_one(found, "marks"))[0]["Mark"] == "\\"


def test_a_code_that_is_not_listed_keeps_its_number_and_is_said(export, marks_in):
    found = export(codes=CODES, attendance=[_session(), _session(attendance_code="K9", id="2")])
    assert [(t.line, t.times) for t in found.taken if "list of codes" in t.said] == [(2, 1)]
    assert len(marks_in(_one(found, "marks")).refused) == 1


def test_a_mark_nobody_entered_is_blank(export, rows):
    found = export(codes=CODES, attendance=[_session(attendance_code=None)])
    assert rows(_one(found, "marks"))[0]["Mark"] == ""


def test_lesson_marks_stay_lesson_marks(export, rows):
    found = export(
        attendance_codes=CODES, classes=[CLASS], periods=[PERIOD], lessons=[LESSON],
        employees=[EMPLOYEE],
        attendance_lesson=[{"student": "A1", "lesson": "L1", "attendance_code": "K2",
                            "minutes_late": 4}],
    )  # fmt: skip
    assert found.of_kind("marks") == ()
    assert rows(_one(found, "lesson_marks")) == [
        {"Wonde ID": "A1", "UPN": "", "Date": "2026-09-07", "Period": "Mon:3", "Class": "7a/Ma1",
         "Subject": "Maths", "Teacher": "Mr Tom Oak", "Mark": "I", "Minutes Late": "4"}
    ]  # fmt: skip
    slot = rows(_one(found, "timetable"))[0]
    assert (slot["Starts"], slot["Ends"], slot["Room"]) == ("11:00", "12:00", "R1")


def test_pupils_carry_legal_names_numbers_and_days(export, rows):
    pupil = rows(_one(export(students=_paged(STUDENT)), "pupils"))[0]
    assert pupil["UPN"] == UPN
    assert (pupil["Surname"], pupil["Forename"], pupil["Preferred Forename"]) == (
        "Fox", "Ann", "Annie",
    )  # fmt: skip
    assert (pupil["DOB"], pupil["Year"], pupil["Admission Number"]) == ("2014-05-01", "7", "000123")
    assert (pupil["Date of admission"], pupil["Date of leaving"]) == ("2026-09-07", "")


@pytest.mark.parametrize(
    "details",
    [
        {"data": {"ethnicity_code": "WBRI", "in_lea_care": False}},
        {"ethnicity_code": "WBRI", "in_lea_care": False},
        {
            "data": [
                {"key": "ethnicity_code", "value": "WBRI"},
                {"key": "in_lea_care", "value": False},
            ]
        },
    ],
)
def test_details_are_understood_as_an_object_and_as_a_list(export, rows, details):
    found = export(students=[STUDENT | {"extended_details": details}])
    traits = [(r["Characteristic"], r["Value"]) for r in rows(_one(found, "characteristics"))]
    assert traits == [("Ethnicity", "WBRI"), ("In Care", "No")]


def test_contacts_are_found_from_either_side(export, rows):
    ours = export(students=[STUDENT | {"contacts": {"data": [CONTACT]}}])
    theirs = export(students=[STUDENT], contacts=[CONTACT | {"students": {"data": [{"id": "A1"}]}}])
    for found in (ours, theirs):
        contact = rows(_one(found, "contacts"))[0]
        assert (contact["UPN"], contact["Contact Surname"]) == (UPN, "Fox")
        assert (contact["Relationship"], contact["Priority"]) == ("Mother", "1")


def test_classes_their_pupils_and_their_teachers_are_three_tables(export, rows):
    found = export(students=[STUDENT], classes=[CLASS], employees=[EMPLOYEE])
    assert rows(_one(found, "classes"))[0]["Subject"] == "Maths"
    assert rows(_one(found, "class_members"))[0]["UPN"] == UPN
    teacher = rows(_one(found, "class_teachers"))[0]
    assert (teacher["Staff ID"], teacher["Teacher"], teacher["Main Teacher"]) == (
        "E1", "Mr Tom Oak", "Yes",
    )  # fmt: skip
    assert rows(_one(found, "staff"))[0]["Surname"] == "Oak"


def test_groups_and_behaviour_are_read_without_comments(export, rows):
    found = export(
        students=[STUDENT],
        groups=[{"id": "G", "name": "7A", "type": "registration", "students": [{"id": "A1"}]}],
        behaviours=[{"id": "B", "date": DAY, "type": "Late work", "comment": "private",
                     "students": {"data": [{"id": "A1", "points": 2}]}}],
    )  # fmt: skip
    assert rows(_one(found, "groups"))[0]["Group"] == "7A"
    event = _one(found, "behaviour")
    assert rows(event)[0]["Points"] == "2"
    assert b"private" not in event.text.data


def test_deletions_are_said_and_nothing_else(export):
    gone = [{"id": "1", "type": "attendance", "deleted_at": "2026-09-08"}] * 2
    found = export(students=[STUDENT], deletions=gone)
    assert [t.times for t in found.taken if "deleted nothing" in t.said] == [2]
    assert {table.kind for table in found.tables} == {"pupils", "characteristics"}


def test_one_file_may_hold_several_lists_and_a_zip_several_files(opening):
    several = {"students": _paged(STUDENT), "attendance_codes": CODES, "attendance": [_session()]}
    one = opening(json.dumps(several), "all.json")
    many = opening(
        zipped(
            {
                "students-1.json": json.dumps([STUDENT]),
                "attendance/codes.json": json.dumps(CODES),
                "attendance/session_2.json": json.dumps([_session()]),
            }
        ),
        "all.zip",
    )
    for found in (one, many):
        assert [table.kind for table in found.tables] == ["pupils", "characteristics", "marks"]


def test_records_are_known_by_their_fields_where_the_file_is_called_anything(opening):
    assert opening(json.dumps(_paged(STUDENT)), "download(3).json").of_kind("pupils")


def test_strange_lists_are_said_and_a_file_of_nothing_else_is_refused(opening, export):
    found = export(students=[STUDENT], photos=[{"id": "1"}])
    assert any("photos" in taken.said for taken in found.taken)
    with pytest.raises(UnreadableFile, match="Lists found: photos"):
        opening(json.dumps({"photos": [{"id": "1"}]}), "x.json")


def test_many_records_cross_the_edges_of_the_stretches_they_are_read_in(opening, monkeypatch):
    monkeypatch.setattr("belong.registers.sources.containers.json_records.MOST_IN_RECORD", 400)
    marks = [_session(id=str(n), date=f"2026-09-{n % 30 + 1:02d}") for n in range(500)]
    text = json.dumps({"attendance_codes": CODES, "attendance": marks}, indent=1)
    found = opening(text, "all.json")
    assert found.tables[0].text.data.count(b"\n") == 501


def test_a_day_is_the_day_written_whatever_its_time_zone(export, rows):
    summer = {"date": "2026-06-01 00:00:00.000000", "timezone": "Europe/London"}
    told = _session(date="2026-06-01T00:00:00+01:00")
    found = export(codes=CODES, attendance=[_session(date=summer), told])
    assert [row["Date"] for row in rows(_one(found, "marks"))] == ["2026-06-01", "2026-06-01"]
