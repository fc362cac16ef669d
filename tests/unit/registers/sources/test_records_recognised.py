"""What a file is, told by its headings: in step with the reader of registers, or nobody guesses."""

from __future__ import annotations

import pytest

from belong.registers.sources import files
from belong.registers.sources.cells import Header
from belong.registers.sources.recognise import kind_of, look_at, settled
from belong.registers.sources.text import Text

REGISTERS = [
    "Surname,Forename,Adno,Reg,Date,Session,Mark,Minutes Late,Comment",
    "Student ID,Date,Session Name,Mark,Record ID",
    "UPN,Date,AM/PM,Attendance Code",
    "Adno,Date,Session,Class,Teacher,Mark",
    "Name,Reg,Mon 02/09 AM,Mon 02/09 PM,Tue 03/09 AM",
    "UPN,2026-09-07,2026-09-08",
    "UPN,Surname,Forename,Possible,Attended,Authorised,Unauthorised",
    "UPN,T_Reason_I,T_Reason_O",
    "student_id,school_id,attendance_date,attendance_status",
]
OTHERS = {
    "Adno,UPN,Legal Surname,Legal Forename,DOB,Year,Reg,House,Ethnicity,SEN Status,FSM Eligible,"
    "Date of admission,Date of leaving": "pupils",
    "UPN,Surname,Forename,DOB,Sex,Year,Reg": "pupils",
    "UPN,FSM,FSM start date,FSM end date": "characteristics",
    "UPN,Characteristic,Value,From,To": "characteristics",
    "UPN,Group Type,Group,From,To": "groups",
    "Adno,Date,Period,Mark": "lesson_marks",
    "Adno,Date,Class Code,Mark": "lesson_marks",
    "Adno,Date,Subject,Teacher,Mark": "lesson_marks",
}


def _split(headings: str) -> tuple[str, ...]:
    return tuple(headings.split(","))


@pytest.mark.parametrize("headings", REGISTERS)
def test_a_register_is_marks_and_the_reader_of_registers_agrees(headings):
    names = _split(headings)
    assert settled(kind_of(names)) == "marks"
    assert files._reader_for(Header(names, 1, 0, (), ",")) is not None


@pytest.mark.parametrize(("headings", "kind"), OTHERS.items())
def test_other_files_are_told_by_their_headings(headings, kind):
    assert settled(kind_of(_split(headings))) == kind


def test_a_pupils_file_says_what_else_can_be_read_from_it():
    first = kind_of(_split(next(iter(OTHERS))))[0]
    assert first.also == ("characteristics", "groups", "enrolments")
    assert first.explained == 11


@pytest.mark.parametrize(
    "headings",
    ["colour,size", "Adno", "", "sourcedId,status,name,type,identifier,parentSourcedId",
     "sourcedId,status,title,type,startDate,endDate,parentSourcedId,schoolYear"],
)  # fmt: skip
def test_headings_that_mean_nothing_to_us_are_nothing(headings):
    guesses = kind_of(_split(headings))
    assert settled(guesses) is None
    assert not guesses[0].fits


def test_a_bare_class_may_be_either_so_the_page_has_to_ask():
    guesses = kind_of(_split("Adno,Date,Class,Mark"))
    assert settled(guesses) is None
    assert {guesses[0].kind, guesses[1].kind} == {"marks", "lesson_marks"}


def test_a_roster_holds_children_and_teachers_and_says_so():
    names = _split("sourcedId,status,classSourcedId,userSourcedId,role,beginDate,endDate")
    guesses = kind_of(names)
    assert settled(guesses) in {"class_members", "class_teachers"}
    assert {guesses[0].kind, *guesses[0].also} == {"class_members", "class_teachers"}


def test_every_kind_is_ranked_and_says_what_it_misses():
    guesses = {guess.kind: guess for guess in kind_of(_split("Date,Category"))}
    assert len(guesses) == 18
    assert guesses["behaviour"].missing == ("pupil",)
    assert guesses["marks"].missing == ("pupil",)
    assert not any(guess.fits for guess in guesses.values())


def test_no_guesses_settle_nothing():
    assert settled([]) is None


def test_a_whole_text_is_recognised_under_its_title_rows():
    text = Text(b"Behaviour\nAutumn;;\nAdno;Date;Category\n1;2026-09-15;A\n", 1, "utf-8")
    names, guesses = look_at(text)
    assert names == ("Adno", "Date", "Category")
    assert settled(guesses) == "behaviour"


def test_days_in_the_row_above_make_a_register():
    text = Text(b"Mon 7 Sep 2026,,,\nName,Reg,AM,PM\nFox,7A,/,\\\n", 1, "utf-8")
    assert look_at(text)[0] == ("Name", "Reg", "AM", "PM")


def test_a_text_that_is_no_table_is_nothing():
    assert look_at(Text(b"just words\nand more words\n", 1, "utf-8")) == ((), [])
