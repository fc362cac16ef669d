"""Each kind of record in the shapes of several programs, down to the cells."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from belong.attendance import codes
from belong.registers.kinds import kind_named, kinds
from belong.registers.sources.recognise import kind_of, settled
from belong.registers.sources.records import Records, read_records
from belong.registers.sources.text import Text

TODAY = dt.date(2026, 11, 20)
ROSTER = "sourcedId,status,dateLastModified,"
SHAPES: dict[tuple[str, str], tuple[str, dict[str, Any]]] = {
    ("behaviour", "sims"): (
        "Adno,Surname,Forename,Reg,Date,Time,Behaviour Type,Points,Location,Status,Recorded by\n"
        "000123,Fox,Ada,7A,15/09/2026,10:20,Out of seat,1,Hall,Resolved,Ms Okoro\n",
        {"pupil_id": "000123", "name": "Fox, Ada", "on": "2026-09-15", "time": "10:20",
         "category": "Out of seat", "points": "1", "staff": "Ms Okoro"},
    ),
    ("behaviour", "arbor"): (
        "Arbor Student ID,Student,Date and Time,Event,Positive or Negative,Logged by,Comments\n"
        "901,Ada Fox,2026-09-15 10:20:00,Kind deed,Positive,Ms Okoro,x\n",
        {"pupil_id": "901", "name": "Ada Fox", "on": "2026-09-15", "time": "10:20",
         "category": "Kind deed", "type": "positive"},
    ),
    ("behaviour", "go4schools"): (
        "UPN;Event Date;Period;Event Type;Event Category;Points;Outcome\n"
        "H801200001001;15 Sep 2026;P3;Behaviour;Phone out;-1;Rang home\n",
        {"pupil_id": "H801200001001", "period": "P3", "type": "behaviour", "points": "-1",
         "category": "Phone out", "action": "Rang home"},
    ),
    ("contacts", "sims"): (
        "Adno,Surname,Forename,Contact Surname,Contact Forename,Contact Title,Relationship,"
        "Priority,Parental Responsibility,Telephone,Address,Postcode\n"
        "000123,Fox,Ada,Fox,Eve,Mrs,Mother,1,Yes,01632 960001,\"1 High St\nOakton\",OA1 1AA\n",
        {"pupil_id": "000123", "contact_surname": "Fox", "contact_forename": "Eve",
         "relationship": "mother", "priority": "1", "parental_responsibility": "yes",
         "phone": "01632 960001", "address": "1 High St Oakton", "postcode": "OA1 1AA"},
    ),
    ("contacts", "arbor"): (
        "Arbor Student ID,Guardian ID,Guardian Name,Relationship to Student,Do Not Contact,"
        "First Language,Lives With Student\n901,55,Sam Lee,Step-father,Yes,Polish,No\n",
        {"contact": "55", "contact_name": "Sam Lee", "relationship": "step-parent",
         "no_contact": "yes", "language": "Polish", "lives_with": "no"},
    ),
    ("contacts", "bromcom"): (
        "UPN\tContact First Name\tContact Last Name\tRelation\tCall Order\tMobile\tInterpreter\n"
        "H801200001001\tSam\tLee\tGodfather\t2\t07700 900001\tY\n",
        {"contact_forename": "Sam", "contact_surname": "Lee", "relationship": "Godfather",
         "priority": "2", "mobile": "07700 900001", "interpreter": "yes"},
    ),
    ("enrolments", "sims"): (
        "Adno,UPN,Date of admission,Date of leaving,Enrolment Status,Reason for Leaving\n"
        "000123,H801200001001,01/09/2025,22/07/2026,Main - Dual Registration,Moved house\n",
        {"pupil_id": "H801200001001", "other_ids": ["000123"], "begins": "2025-09-01",
         "ends": "2026-07-22", "status": "main of two schools", "reason_left": "Moved house"},
    ),
    ("enrolments", "census"): (
        "UPN,EnrolStatus,EntryDate,LeavingDate,Other School URN\n"
        "H801200001001,S,2026-09-01,,100001\n",
        {"status": "second of two schools", "begins": "2026-09-01", "ends": None,
         "other_school": "100001"},
    ),
    ("enrolments", "oneroster"): (
        "UPN,Student sourcedId,School,Enrolment Status,Start Date,End Date\n"
        ",s1,Oak,G,2026-09-01,2031-07-31\n",
        {"pupil_id": "s1", "school": "Oak", "status": "guest", "ends": "2031-07-31"},
    ),
    ("staff", "sims"): (
        "Staff Code,Title,Forename,Surname,Job Title,Employment Start\n"
        "OKO,Ms,Ife,Okoro,Head of Year 7,23/08/1989\n",
        {"staff": "OKO", "title": "Ms", "surname": "Okoro", "job": "Head of Year 7",
         "begins": "1989-08-23"},
    ),
    ("staff", "arbor"): (
        "Staff ID,Full Name,Work Email,Business Role\n7,Ife Okoro,i@example.org,Tutor\n",
        {"staff": "7", "name": "Ife Okoro", "email": "i@example.org", "job": "Tutor"},
    ),
    ("staff", "oneroster"): (
        ROSTER + "enabledUser,orgSourcedIds,role,username,givenName,familyName,email\n"
        "u1,,,true,o1,student,ada,Ada,Fox,\nu2,,,true,o1,teacher,ife,Ife,Okoro,i@example.org\n"
        "u3,tobedeleted,,true,o1,teacher,gone,Old,Name,\n",
        {"line": 3, "staff": "u2", "school": "o1", "role": "teacher", "forename": "Ife",
         "surname": "Okoro", "email": "i@example.org"},
    ),
    ("classes", "sims"): (
        "Class Code,Subject,Year Group,Room,Teacher Code\n7A/Ma1,Mathematics,7,M4,OKO\n",
        {"class": "7A/Ma1", "subject": "Mathematics", "year": "7", "room": "M4", "staff": "OKO"},
    ),
    ("classes", "bromcom"): (
        "Class Name,Subject Name,Class Start Date,Class End Date\n"
        "1E05,Maths,2026-09-01,2027-07-20\n",
        {"class": "1E05", "subject": "Maths", "begins": "2026-09-01", "ends": "2027-07-20"},
    ),
    ("classes", "oneroster"): (
        ROSTER + "title,grades,courseSourcedId,classCode,classType,location,schoolSourcedId,"
        "subjects\n"
        'c1,,,Maths 7A,"07,08",k1,7A/Ma1,scheduled,M4,o1,"Maths,Numeracy"\n',
        {"class": "c1", "title": "Maths 7A", "code": "7A/Ma1", "kind": "lessons", "school": "o1",
         "subject": "Maths,Numeracy", "year": "07,08"},
    ),
    ("class_members", "sims"): (
        "Adno,Class Code,Membership Start,Membership End\n000123,7A/Ma1,01/09/2026,16/10/2026\n",
        {"pupil_id": "000123", "class": "7A/Ma1", "begins": "2026-09-01", "ends": "2026-10-16"},
    ),
    ("class_members", "arbor"): (
        "Arbor Student ID,Student Name,Class Name,Subject,Start Date\n"
        "901,Ada Fox,Ma1,Maths,2026-09-01\n",
        {"pupil_id": "901", "name": "Ada Fox", "class": "Ma1", "subject": "Maths"},
    ),
    ("class_members", "oneroster"): (
        ROSTER + "classSourcedId,schoolSourcedId,userSourcedId,role,beginDate,endDate\n"
        "e1,,,c1,o1,u1,student,2026-09-01,\ne2,,,c1,o1,u2,teacher,2026-09-01,\n",
        {"line": 2, "pupil_id": "u1", "class": "c1", "school": "o1", "begins": "2026-09-01"},
    ),
    ("class_teachers", "sims"): (
        "Class Code,Teacher Code,Main Teacher,Share,Days\n4F,OKO,Y,60%,\"Mon, Tue;Wed\"\n",
        {"class": "4F", "staff": "OKO", "lead": "yes", "share": "60",
         "weekdays": ["monday", "tuesday", "wednesday"]},
    ),
    ("class_teachers", "arbor"): (
        "Class Name,Staff Name,Staff Role,Start Date,End Date\n4F,Ife Okoro,Cover,2026-09-01,\n",
        {"class": "4F", "staff": "Ife Okoro", "role": "other staff", "begins": "2026-09-01"},
    ),
    ("class_teachers", "oneroster"): (
        ROSTER + "classSourcedId,schoolSourcedId,userSourcedId,role,primary,beginDate,endDate\n"
        "e1,,,c1,o1,u1,student,,2026-09-01,\ne2,,,c1,o1,u2,teacher,true,2026-09-01,\n",
        {"line": 3, "class": "c1", "staff": "u2", "lead": "yes", "role": "teacher"},
    ),
    ("timetable", "sims"): (
        "Class,Slot,Room,Teacher Code\n7A/Ma1,MonB:3,M4,OKO\n",
        {"class": "7A/Ma1", "week": "B", "weekday": "monday", "period": "3", "room": "M4"},
    ),
    ("timetable", "bromcom"): (
        "Class Name,Week,Day,Period,Start Time,End Time\nMa1,Week 1,Thurs,P5,14:10,15:00\n",
        {"class": "Ma1", "week": "A", "weekday": "thursday", "period": "P5",
         "starts_at": "14:10", "ends_at": "15:00"},
    ),
    ("timetable", "wonde"): (
        "Class ID,Class,Date,Period,Starts,Ends,Room,Teacher\n"
        "A1,Ma1,2026-12-01,P5,14:10,15:00,M4,Ms Okoro\n",
        {"class": "A1", "class_name": "Ma1", "lesson_on": "2026-12-01", "starts_at": "14:10"},
    ),
    ("removals", "sims"): (
        "Adno,Date,Period,Class,Subject,Removal Reason,Removed By,Sent To\n"
        "000123,15/09/2026,P3,7A/Ma1,Maths,Shouting out,Ms Okoro,Reset Room\n",
        {"pupil_id": "000123", "on": "2026-09-15", "period": "P3", "class": "7A/Ma1",
         "reason": "Shouting out", "sent_to": "Reset Room", "staff": "Ms Okoro"},
    ),
    ("removals", "arbor"): (
        "Arbor Student ID,On Call Date,On Call Time,On Call Reason,Duration (mins),Returned\n"
        "901,2026-09-15,10:20,Too loud,15,Yes\n",
        {"on": "2026-09-15", "time": "10:20", "reason": "Too loud", "minutes_out": "15",
         "came_back": "yes"},
    ),
    ("removals", "bromcom"): (
        "UPN;Date of Removal;Removed From;Reason;Relocated To;Comments\n"
        "H801200001001;15.09.2026;Ma1;Not ready;Library;x\n",
        {"class": "Ma1", "reason": "Not ready", "sent_to": "Library"},
    ),
    ("suspensions", "sims"): (
        "Adno,Start date,Start session,End date,End session,Sessions,Category,Reason 1,Reason 2,"
        "Reason 3,SEN at time,In care at time\n"
        "000123,15/09/2026,AM,16/09/2026,PM,4,SUS,DB,VA,DB,K,N\n",
        {"kind": "suspension", "begins": "2026-09-15", "begins_half": "am", "ends": "2026-09-16",
         "ends_half": "pm", "sessions": "4", "sen_then": "K", "in_care_then": "no",
         "reasons": ["lessons disturbed again and again",
                     "verbal abuse or threats against an adult"]},
    ),
    ("suspensions", "arbor"): (
        "Arbor Student ID,Suspension Type,Suspension Start Date,Number of Days,Suspension Reason\n"
        "901,Lunchtime Suspension,2026-09-15,0.5,Bullying\n",
        {"kind": "lunchtime", "begins": "2026-09-15", "days": "0.5", "reasons": ["bullying"]},
    ),
    ("suspensions", "bromcom"): (
        "UPN,Exclusion Type,Exclusion Start Date,Exclusion Reason,Reintegration Date\n"
        "H801200001001,PEX,15/09/2026,PP; Something new,30/09/2026\n",
        {"kind": "permanent", "meeting": "2026-09-30",
         "reasons": ["physical assault against a pupil", "Something new"]},
    ),
    ("placements", "sims"): (
        "Adno,Placement Type,Provider,Start Date,End Date,Sessions per Week\n"
        "000123,Alternative Provision,The Barn,15/09/2026,18/12/2026,4\n",
        {"kind": "alternative provision", "place": "The Barn", "begins": "2026-09-15",
         "ends": "2026-12-18", "sessions_a_week": "4"},
    ),
    ("placements", "arbor"): (
        "Arbor Student ID,Provision,Date From,Date To,Days Attending,Review Date\n"
        "901,Bike workshop,2026-09-15,2026-12-18,\"Tue,Thu\",2026-12-01\n",
        {"place": "Bike workshop", "weekdays": ["tuesday", "thursday"], "review": "2026-12-01"},
    ),
    ("placements", "bromcom"): (
        "UPN,Type of Move,Receiving School,Move Date,Reason for Move\n"
        "H801200001001,Managed Move,Elm School,15/09/2026,A fresh start\n",
        {"kind": "managed move", "place": "Elm School", "reason": "A fresh start"},
    ),
    ("clubs", "sims"): (
        "Adno,Date,Club,Mark\n000123,15/09/2026,Breakfast,/\n",
        {"pupil_id": "000123", "on": "2026-09-15", "club": "Breakfast", "came": "yes"},
    ),
    ("clubs", "arbor"): (
        "Arbor Student ID,Session Date,Club Name,Attended,Sign In\n901,2026-09-15,Chess,No,\n",
        {"club": "Chess", "came": "no", "starts_at": None},
    ),
    ("clubs", "names only"): (
        "Name,DOB,Date,Club\nAda Fox,25/12/2015,15/09/2026,Breakfast\n",
        {"pupil_id": None, "name": "Ada Fox", "dob": "2015-12-25", "came": "yes"},
    ),
    ("on_track", "sims"): (
        "Adno,Subject,Term,On Track,Effort\n000123,Maths,Autumn 1,Below target,Good\n",
        {"subject": "Maths", "term": "Autumn 1", "on_track": "not yet", "taking_part": "Good"},
    ),
    ("on_track", "arbor"): (
        "Arbor Student ID,Assessment Date,Course,Progress\n901,2026-09-15,Maths,Flying\n",
        {"on": "2026-09-15", "subject": "Maths", "on_track": "Flying"},
    ),
    ("on_track", "go4schools"): (
        "UPN,Report Date,Subject,Teacher,Attitude to Learning,Teacher Comment\n"
        "H801200001001,15/09/2026,Art,Ms Okoro,Curious,x\n",
        {"on": "2026-09-15", "taking_part": "Curious", "staff": "Ms Okoro"},
    ),
    ("lesson_marks", "sims"): (
        "Adno,Date,Period,Class,Subject,Teacher,Mark,Minutes late\n"
        "000123,15/09/2026,P3,7A/Ma1,Maths,OKO,L,12\n",
        {"on": "2026-09-15", "period": "P3", "class": "7A/Ma1", "subject": "Maths",
         "staff": "OKO", "mark": "L", "mark_code": codes.index_of("L"), "minutes_late": "12"},
    ),
    ("lesson_marks", "arbor"): (
        "Arbor Student ID,Lesson Date,Lesson,Course,Attendance Mark\n901,2026-09-15,P3,Maths,\\\n",
        {"subject": "Maths", "mark": "\\", "mark_code": codes.index_of("\\")},
    ),
    ("lesson_marks", "wonde"): (
        "Wonde ID,UPN,Date,Period,Class,Subject,Teacher,Mark,Minutes Late\n"
        "A1,H801200001001,2026-09-15,P3,Ma1,Maths,Ms Okoro,Zap,\n",
        {"pupil_id": "H801200001001", "other_ids": ["A1"], "mark": "Zap", "mark_code": None},
    ),
}  # fmt: skip


def records(kind: str, content: str) -> Records:
    text = Text(content.encode(), 1, "utf-8")
    return read_records(text, kind_named(kind), as_of=TODAY)


@pytest.mark.parametrize(("kind", "shape"), SHAPES)
def test_a_shape_is_read_down_to_its_cells(kind, shape):
    content, expected = SHAPES[kind, shape]
    rows = records(kind, content).table.to_pylist()
    assert len(rows) == 1
    assert {ours: rows[0].get(ours) for ours in expected} == expected


@pytest.mark.parametrize(("kind", "shape"), SHAPES)
def test_a_shape_is_recognised_by_its_headings_alone(kind, shape):
    header = SHAPES[kind, shape][0].partition("\n")[0]
    separator = max(",;\t", key=header.count)
    guesses = kind_of(header.split(separator))
    best = settled(guesses)
    assert kind in {best, *guesses[0].also}
    assert guesses[0].fits


def test_every_kind_has_three_shapes():
    shaped = [kind for kind, _ in SHAPES]
    apart = {"characteristics", "groups"}  # these have tests of their own
    assert {k.name for k in kinds() if shaped.count(k.name) < 3} == apart


@pytest.mark.parametrize(
    ("slot", "parts"),
    [
        ("1Mon:3", ("A", "monday", "3")), ("A Tue P2", ("A", "tuesday", "P2")),
        ("Wednesday Week B Period 4", ("B", "wednesday", "4")), ("Thu 5", (None, "thursday", "5")),
        ("Wk B Fri Reg", ("B", "friday", "Reg")), ("MonAM", (None, "monday", "AM")),
        ("Fri", (None, "friday", None)),
    ],
)  # fmt: skip
def test_a_slot_is_taken_apart(slot, parts):
    row = records("timetable", f"Class,Slot\n7A,{slot}\n").table.to_pylist()[0]
    assert (row["week"], row["weekday"], row["period"]) == parts


@pytest.mark.parametrize(
    ("cell", "days"),
    [("Mon Tue", ["monday", "tuesday"]), ("Mon;Fri", ["monday", "friday"]), (";", []),
     ("every day", ["every day"])],
)  # fmt: skip
def test_weekdays_stand_apart_however_they_are_separated(cell, days):
    found = records("placements", f"Adno,Start Date,Place,Weekdays\n1,2026-09-15,X,{cell}\n")
    assert found.table.column("weekdays").to_pylist() == [days]


def test_a_slot_that_names_no_day_is_refused():
    found = records("timetable", "Class,Slot\n7A,Day 9 P1\n7B,Mon 1\n")
    assert [(r.line, r.reason) for r in found.refused] == [
        (2, "The slot Day 9 P1 names no day of the week.")
    ]
    assert found.table.num_rows == 1


def test_a_lesson_mark_is_read_by_the_table_of_its_own_day():
    head = "Adno,Date,Period,Mark\n"
    rows = "1,2023-09-15,P1,H\n1,2026-09-15,P1,H\n1,2026-09-15,P2,-\n1,2026-09-15,P3,/\\\n"
    marks = records("lesson_marks", head + rows + "1,2026-09-15,P4,L12\n").table.to_pylist()
    then = codes.find("H", on=dt.date(2023, 9, 15))
    assert then is not None
    assert [(m["mark"], m["mark_code"]) for m in marks] == [
        ("H", then.index), ("H", None), (None, codes.NO_MARK), ("/\\", None),
        ("L", codes.index_of("L")),
    ]  # fmt: skip


def test_rows_of_another_role_and_deleted_rows_are_counted_not_hidden():
    content, _ = SHAPES["staff", "oneroster"]
    said = {t.said: t.times for t in records("staff", content).taken}
    assert said == {
        "A row that is not one adult who works at the school was left out.": 1,
        "A row the file marks as deleted was left out.": 1,
    }


def test_half_a_day_that_is_neither_is_left_empty_and_said():
    found = records(
        "suspensions", "Adno,Start Date,Start Session,Category\n1,2026-09-15,noon,SUS\n"
    )
    assert found.table.column("begins_half").to_pylist() == [None]
    assert "is neither a morning nor an afternoon" in found.taken[0].said


@pytest.mark.parametrize(
    ("kind", "content", "reason"),
    [
        ("contacts", "Adno,Contact Name\n1,\n", "The row has no contact name."),
        ("enrolments", "Adno,Start Date\n1,soon\n", "The date soon is not a date we can read."),
        ("staff", "Staff Code,Job Title\n,Tutor\n", "The row has no staff code."),
        ("classes", "Class,Subject\n,Maths\n", "The row has no class."),
        ("class_members", "Adno,Class Code\n1,\n", "The row has no class."),
        ("class_teachers", "Class Code,Teacher,Share\n4F,,1\n", "The row has no teacher."),
        ("removals", "Adno,Date,Reason\n1,9/9/2027,x\n", "The date 9/9/2027 is in the future."),
        ("suspensions", "Adno,Start Date,Category\n1,,SUS\n", "The row has no first day."),
        ("placements", "Adno,Start Date,Provider\n1,2026-09-15,\n", "The row has no place."),
        ("clubs", "Adno,Date,Club\n1,2026-09-15,\n", "The row has no club."),
        ("on_track", "Adno,Date,Effort\n1,2026-09-15,\n", "The row has no taking part."),
        ("lesson_marks", "Adno,Date,Period,Mark\n1,2026-09-15,P1,\n", "The row has no mark."),
    ],
)
def test_a_row_that_leaves_out_what_its_kind_needs_is_refused(kind, content, reason):
    found = records(kind, content)
    assert [(r.line, r.reason) for r in found.refused] == [(2, reason)]
    assert found.table.num_rows == 0
