"""Marks out of a Wonde export. A mark names a code by number, so the codes must come too."""

from __future__ import annotations

from sys import intern

from belong.basics.errors import UnreadableFile
from belong.registers.sources.containers.json_records import Record
from belong.registers.sources.containers.tables import Rows, Table
from belong.registers.sources.containers.wonde_people import Numbered, person
from belong.registers.sources.containers.wonde_words import (
    Known,
    clock,
    day,
    inside,
    listed,
    words,
)
from belong.registers.sources.notes import Notes

_CODE = ("attendance_code", "attendance_code_id")
_NO_ID = "The code of a mark is not in the list of codes; its number was kept as it is."


def know_names(found: dict[str, Numbered], known: Known) -> None:
    """Keep the names of codes, classes, periods, lessons and staff by their numbers."""
    for _, one in found.get("codes", []):
        known.codes[words(one, "id")] = words(one, "code")
    for _, one in found.get("classes", []):
        known.classes[words(one, "id")] = words(one, "name", "code")
        known.subjects[words(one, "id")] = words(one, "subject.name")
    for _, one in found.get("employees", []):
        known.staff[words(one, "id")] = person(one)
    for ours, kept in (("periods", known.periods), ("lessons", known.lessons)):
        kept.update((words(one, "id"), one) for _, one in found.get(ours, []))


def slim(one: Record) -> Record:
    """What is needed of a half-day mark, each text held once: a year has half a million of them."""
    kept = {
        "student": words(one, "student", "student_id"), "date": day(one, "date"),
        "session": words(one, "session"), "minutes_late": words(one, "minutes_late"),
    }  # fmt: skip
    if isinstance(one.get("attendance_code"), dict):
        kept_code: object = one["attendance_code"]
    else:
        kept_code = intern(words(one, *_CODE))
    shared = {key: intern(text) for key, text in kept.items() if text}
    return {**shared, "attendance_code": kept_code, "id": words(one, "id")}


def _code(one: Record, known: Known, record: int, notes: Notes) -> str:
    """The letter of a mark; blank where nothing was entered."""
    told = one.get("attendance_code")
    if isinstance(told, dict) and inside(told, "code") is not None:
        return words(told, "code")
    number = told if isinstance(told, str) else words(one, *_CODE)
    if not number:
        return ""
    if not known.codes:
        raise UnreadableFile(
            "The marks name their codes by number, and the list of attendance codes is missing.",
            do="Bring attendance-codes.json together with this file, in one folder or zip.",
        )
    letter = known.codes.get(number)
    if letter is None:
        notes.take(record, _NO_ID)
    return number if letter is None else letter


def session_marks(found: Numbered, known: Known, notes: Notes) -> Table | None:
    """One row a half-day mark, as `slim` keeps it."""
    rows = Rows(("Wonde ID", "UPN", "Date", "Session", "Mark", "Minutes Late", "Record ID"))
    for record, one in found:
        child = one.get("student", "")
        rows.add((
            child, known.upn.get(child, ""), one.get("date"), one.get("session"),
            _code(one, known, record, notes), one.get("minutes_late"), one["id"],
        ), record)  # fmt: skip
    return rows.table("attendance, sessions", "marks")


def lesson_marks(found: Numbered, known: Known, notes: Notes) -> Table | None:
    """One row a lesson mark. It never becomes a session."""
    rows = Rows(
        ("Wonde ID", "UPN", "Date", "Period", "Class", "Subject", "Teacher", "Mark", "Minutes Late")
    )
    for record, one in found:
        lesson = _lesson(one, known)
        group = words(lesson, "class", "class_id")
        rows.add((
            *known.child(one, "student", "student_id"),
            day(one, "date") or day(lesson, "start_at", "date"), _period(lesson, known),
            words(lesson, "class.name") or known.classes.get(group, group),
            words(lesson, "class.subject.name") or known.subjects.get(group, ""),
            _teacher(lesson, known), _code(one, known, record, notes), words(one, "minutes_late"),
        ), record)  # fmt: skip
    return rows.table("attendance, lessons", "lesson_marks")


def _lesson(one: Record, known: Known) -> Record:
    """The lesson of a mark: included in it, or looked up by its number."""
    lesson = inside(one, "lesson")
    if isinstance(lesson, dict):
        inner = lesson.get("data", lesson)
        return inner if isinstance(inner, dict) else {}
    number = words(one, "lesson", "lesson_id")
    return known.lessons.get(number, {"id": number})


def _period(lesson: Record, known: Known) -> str:
    number = words(lesson, "period", "period_id")
    return words(lesson, "period.name") or words(known.periods.get(number, {}), "name") or number


def _teacher(lesson: Record, known: Known) -> str:
    included = next(listed(lesson, "employee"), {})
    number = words(lesson, "employee", "employee_id")
    return person(included) or known.staff.get(number, "")


def timetable(lessons: Numbered, known: Known) -> Table | None:
    """One row a lesson of the timetable."""
    rows = Rows(("Class ID", "Class", "Date", "Period", "Starts", "Ends", "Room", "Teacher"))
    for record, one in lessons:
        group, period = words(one, "class", "class_id"), words(one, "period", "period_id")
        slot = known.periods.get(period, {})
        rows.add((
            group, words(one, "class.name") or known.classes.get(group, ""),
            day(one, "start_at", "date"), _period(one, known),
            clock(one, "start_at") or clock(slot, "start_time"),
            clock(one, "end_at") or clock(slot, "end_time"),
            words(one, "room.name", "room"), _teacher(one, known),
        ), record)  # fmt: skip
    return rows.table("lessons", "timetable")
