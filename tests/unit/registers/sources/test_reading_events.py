"""Attendance XML in the Ed-Fi style: events only."""

from __future__ import annotations

import pytest

from belong.basics.errors import UnreadableFile
from belong.registers.sources.reading import Event, Shape, Unit

OPEN = '<?xml version="1.0" encoding="UTF-8"?>\n<InterchangeStudentAttendance xmlns="http://ed-fi.org/{}">\n'
CLOSE = "</InterchangeStudentAttendance>\n"
SCHOOL_EVENT = """<StudentSchoolAttendanceEvent>
  <AttendanceEvent>
    <EventDate>{date}</EventDate>
    <AttendanceEventCategory>{what}</AttendanceEventCategory>
  </AttendanceEvent>
  <StudentReference><StudentIdentity><StudentUniqueId>{pupil}</StudentUniqueId></StudentIdentity></StudentReference>
  <SchoolReference><SchoolIdentity><SchoolId>255901001</SchoolId></SchoolIdentity></SchoolReference>
</StudentSchoolAttendanceEvent>
"""


def _file(*events: str, version: str = "0220") -> str:
    return OPEN.format(version) + "".join(events) + CLOSE


def _absence(**said: str) -> str:
    return SCHOOL_EVENT.format(
        **({"date": "2026-09-15", "what": "Tardy", "pupil": "604821"} | said)
    )


@pytest.mark.parametrize("version", ["0100", "0220", "5.0.0"])
def test_events_are_read_in_any_version(reading, version):
    found = reading(_file(_absence(), version=version))
    assert (found.shape, found.unit, found.rows) == (Shape.EVENTS, Unit.DAY, 1)
    assert found.events == (Event("255901001", "604821", "2026-09-15", "Tardy", 3),)
    assert (found.schools, found.counts) == ((), ())


def test_a_descriptor_with_a_code_value_inside_gives_that_value(reading):
    nested = "<CodeValue>Excused Absence</CodeValue>"
    found = reading(_file(_absence(what=nested)))
    assert [event.what for event in found.events] == ["Excused Absence"]


def test_a_descriptor_uri_gives_what_stands_after_its_hash(reading):
    uri = "uri://ed-fi.org/AttendanceEventCategoryDescriptor#Unexcused Absence"
    event = _absence(what=uri).replace(
        "AttendanceEventCategory>", "AttendanceEventCategoryDescriptor>"
    )
    assert [e.what for e in reading(_file(event)).events] == ["Unexcused Absence"]


def test_references_by_attribute_are_understood(reading):
    found = reading(
        _file(
            '<AttendanceEvent><StudentReference ref="STU_7"/><SchoolReference id="SCH_1"/>'
            "<Date>2026-09-15</Date><AttendanceEventType>Absent</AttendanceEventType></AttendanceEvent>"
        )
    )
    assert found.events == (Event("SCH_1", "STU_7", "2026-09-15", "Absent", 3),)


def test_section_events_are_about_lessons_and_find_the_school_in_the_session(reading):
    event = _absence().replace("StudentSchoolAttendanceEvent", "StudentSectionAttendanceEvent")
    found = reading(_file(event.replace("SchoolReference>", "SessionReference>")))
    assert found.unit is Unit.LESSON
    assert found.events[0].school == "255901001"


def test_events_without_a_pupil_a_date_or_a_category_are_refused_with_their_line(reading, reasons):
    wrong = [{"pupil": ""}, {"date": "soon"}, {"what": ""}, {"date": "1926-09-15"}, {"date": ""}]
    found = reading(_file(*(_absence(**said) for said in wrong), _absence()))
    assert [line for line, _ in reasons(found)] == [3, 11, 19, 27, 35]
    assert (found.rows, len(found.events)) == (6, 1)


def test_events_after_the_day_of_the_import_are_left_out(reading, said):
    found = reading(_file(_absence(date="2026-11-30"), _absence()))
    assert len(found.events) == 1
    assert "Events after the day of the import were left out. x1" in said(found)


def test_a_pupils_file_gives_the_upn_of_each_event(reading):
    found = reading(_file(_absence()), pupils="UPN,Student ID\nY886999926001,604821\n")
    assert found.events[0].pupil == "Y886999926001"


@pytest.mark.parametrize(
    "start",
    [
        '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]>',
        '<!DOCTYPE a [<!ENTITY x "ha"><!ENTITY y "&x;&x;&x;&x;&x;&x;&x;">]>',
        '<!DOCTYPE a SYSTEM "http://example.org/a.dtd">',
    ],
)
def test_document_types_and_entities_are_refused(reading, start):
    with pytest.raises(UnreadableFile, match="document type or entities"):
        reading(start + _file(_absence()).partition("\n")[2])


def test_broken_xml_other_xml_and_bottomless_xml_are_refused(reading):
    with pytest.raises(UnreadableFile, match="XML is broken"):
        reading(_file(_absence())[:-20])
    with pytest.raises(UnreadableFile, match="lists no children"):
        reading("<CTfile><Header/></CTfile>")
    with pytest.raises(UnreadableFile, match="nested too deeply"):
        reading("<a>" * 200)
    with pytest.raises(UnreadableFile, match="far too long"):
        reading(_file(_absence(what="x" * 100_000)))


def test_an_event_may_hold_its_facts_as_attributes(reading):
    found = reading(
        _file(
            '<AttendanceEvent StudentUniqueId="7" EventDate="2026-09-15"'
            ' AttendanceEventType="Late"/>'
        )
    )
    assert found.events == (Event("", "7", "2026-09-15", "Late", 3),)
