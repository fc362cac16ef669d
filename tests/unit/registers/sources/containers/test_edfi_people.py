"""Ed-Fi files of pupils and days, and what is new in attendance events."""

from __future__ import annotations

import datetime as dt

import pytest

from belong.attendance import codes
from belong.basics.errors import UnreadableFile
from belong.registers.sources.calendar import read_calendar
from belong.registers.sources.edfi import read_events
from belong.registers.sources.long import Asked
from belong.registers.sources.notes import Notes
from belong.registers.sources.text import text_of

URI = "uri://ed-fi.org/"
SPACES = ["http://ed-fi.org/5.1.0", "http://ed-fi.org/0220", ""]


def _file(root: str, body: str, space: str = SPACES[0]) -> bytes:
    return f'<?xml version="1.0"?>\n<{root} xmlns="{space}">{body}</{root}>'.encode()


STUDENT = (
    "<Student><StudentUniqueId>604821</StudentUniqueId><Name><FirstName>Ann</FirstName>"
    "<LastSurname>Fox</LastSurname></Name><BirthData><BirthDate>2014-05-01</BirthDate></BirthData>"
    "</Student>"
)
REFERENCE = (
    "<StudentReference><StudentIdentity><StudentUniqueId>604821</StudentUniqueId>"
    "</StudentIdentity></StudentReference>"
)
ENROLMENT = (
    f"<StudentSchoolAssociation>{REFERENCE}<SchoolReference><SchoolIdentity><SchoolId>255901001"
    "</SchoolId></SchoolIdentity></SchoolReference><EntryDate>2025-08-20</EntryDate>"
    f"<EntryGradeLevel>{URI}GradeLevelDescriptor#Seventh grade</EntryGradeLevel>"
    "<ExitWithdrawDate>2026-05-22</ExitWithdrawDate></StudentSchoolAssociation>"
)
ABOUT = (
    f"<StudentEducationOrganizationAssociation>{REFERENCE}<EducationOrganizationReference>"
    "<EducationOrganizationIdentity><EducationOrganizationId>255901001</EducationOrganizationId>"
    "</EducationOrganizationIdentity></EducationOrganizationReference>"
    f"<Sex>{URI}SexDescriptor#Female</Sex></StudentEducationOrganizationAssociation>"
)


@pytest.mark.parametrize("space", SPACES)
def test_what_three_kinds_of_record_say_of_a_child_becomes_one_row(opening, rows, space):
    found = opening(_file("InterchangeStudent", STUDENT + ENROLMENT + ABOUT, space), "a.xml")
    assert found.source == "edfi"
    assert rows(found.of_kind("pupils")[0]) == [
        {"Student ID": "604821", "School": "255901001", "Surname": "Fox", "Forename": "Ann",
         "Preferred Forename": "", "Sex": "Female", "DOB": "2014-05-01", "Year": "Seventh grade",
         "Date of admission": "2025-08-20", "Date of leaving": "2026-05-22"}
    ]  # fmt: skip


def test_a_child_without_a_school_is_still_listed(opening, rows):
    (pupil,) = rows(opening(_file("InterchangeStudent", STUDENT)).of_kind("pupils")[0])
    assert (pupil["Student ID"], pupil["School"]) == ("604821", "")


def test_calendar_dates_become_a_calendar_our_reader_knows(opening, tmp_path):
    days = "".join(
        f"<CalendarDate><Date>2026-09-0{n}</Date><CalendarEvent>{URI}CalendarEventDescriptor#{what}"
        "</CalendarEvent></CalendarDate>"
        for n, what in ((7, "Instructional day"), (8, "Holiday"), (9, "Teacher only day"))
    )
    table = opening(_file("InterchangeEducationOrgCalendar", days)).of_kind("calendar")[0]
    path = tmp_path / "calendar.csv"
    path.write_bytes(table.text.data)
    closed = [str(day) for day in read_calendar(path).astype("datetime64[D]")]
    assert closed == ["2026-09-08", "2026-09-09"]


def test_attendance_is_handed_on_as_it_is(opening):
    event = f"<StudentSchoolAttendanceEvent>{REFERENCE}</StudentSchoolAttendanceEvent>"
    content = _file("InterchangeStudentAttendance", event)
    (table,) = opening(content).tables
    assert (table.kind, table.text.is_xml) == ("marks", True)
    assert table.text.data == content


def test_other_xml_is_refused_by_its_name(opening):
    with pytest.raises(UnreadableFile, match="of the kind InterchangeParent"):
        opening(_file("InterchangeParent", "<Parent/>"))


def _event(on: str, what: str, kind: str = "StudentSchoolAttendanceEvent") -> str:
    return (
        f"<{kind}><AttendanceEvent><EventDate>{on}</EventDate><AttendanceEventCategory>{URI}"
        f"AttendanceEventCategoryDescriptor#{what}</AttendanceEventCategory><AttendanceEventReason>"
        "told by phone</AttendanceEventReason><EventDuration>0.5</EventDuration></AttendanceEvent>"
        f"{REFERENCE}<SchoolReference><SchoolIdentity><SchoolId>255901001</SchoolId></SchoolIdentity>"
        "</SchoolReference><SessionReference><SessionIdentity><SchoolId>255901001</SchoolId>"
        "</SessionIdentity></SessionReference><SchoolAttendanceDuration>30</SchoolAttendanceDuration>"
        f"</{kind}>"
    )


def _events(*events: str, days: tuple[str, ...] = ()):
    notes = Notes()
    text = text_of(_file("InterchangeStudentAttendance", "".join(events)))
    reading = read_events(text, Asked(dt.date(2026, 11, 20)), notes, days=days)
    return reading, {taken.said: taken.times for taken in notes.taken}


def test_events_as_real_files_write_them_stay_events():
    reading, _ = _events(
        _event("2026-09-15", "Excused Absence"), _event("2026-09-16", "Partial"),
        _event("2026-09-17", "Tardy"),
    )  # fmt: skip
    assert [event.what for event in reading.events] == ["Excused Absence", "Partial", "Tardy"]
    assert {event.school for event in reading.events} == {"255901001"}
    assert (reading.schools, reading.counts, reading.code_set) == ((), (), codes.PRESENCE)


def test_two_different_events_on_a_day_are_both_kept_and_equal_ones_once():
    reading, said = _events(
        _event("2026-09-15", "Tardy"), _event("2026-09-15", "Excused Absence"),
        _event("2026-09-15", "Tardy"),
    )  # fmt: skip
    assert [event.what for event in reading.events] == ["Tardy", "Excused Absence"]
    assert said == {
        "A child has two different events on one day; both were kept.": 1,
        "The same event stood more than once and was taken once.": 1,
    }


def test_equal_events_of_several_lessons_are_all_kept():
    kind = "StudentSectionAttendanceEvent"
    reading, _ = _events(*[_event("2026-09-15", "Tardy", kind)] * 3)
    assert len(reading.events) == 3


def test_events_outside_a_calendar_are_kept_and_said():
    events = (_event("2026-09-15", "Tardy"), _event("2026-09-19", "Tardy"))
    reading, said = _events(*events, days=("2026-09-15",))
    assert len(reading.events) == 2
    assert said == {"Events on days outside the calendar were kept.": 1}
    assert _events(*events)[1] == {}
