"""JSON files as Wonde hands them out: pupils, staff, classes, contacts and marks."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from belong.basics.errors import UnreadableFile
from belong.registers.sources.containers import wonde_marks, wonde_people
from belong.registers.sources.containers.json_records import Record, records
from belong.registers.sources.containers.tables import Opened, Table, opened_of
from belong.registers.sources.containers.wonde_words import Known
from belong.registers.sources.containers.zips import Archive
from belong.registers.sources.dates import shown
from belong.registers.sources.notes import Notes
from belong.registers.sources.text import text_of

MOST_FILES = 500
_PAGE = re.compile(r"[ _\-.]*(page)?[ _\-.]*\d+$", re.I)
_NAMES = {
    "students": ("student", "students", "pupils"),
    "contacts": ("contact", "contacts"),
    "groups": ("group", "groups"),
    "classes": ("class", "classes"),
    "lessons": ("lesson", "lessons"),
    "periods": ("period", "periods"),
    "employees": ("employee", "employees", "staff"),
    "codes": ("attendancecodes", "attendancecode", "codes"),
    "session_marks": ("attendance", "attendancesession", "sessionattendance", "attendancesessions",
                      "session"),
    "lesson_marks": ("attendancelesson", "lessonattendance", "attendancelessons"),
    "behaviours": ("behaviour", "behaviours"),
    "deletions": ("deletion", "deletions"),
}  # fmt: skip
_CALLED = {name: ours for ours, names in _NAMES.items() for name in names}
_BY_FIELDS = (
    ("deletions", {"deleted_at"}),
    ("lesson_marks", {"attendance_code", "lesson"}),
    ("session_marks", {"attendance_code", "session"}),
    ("session_marks", {"attendance_code_id", "session"}),
    ("lessons", {"period_instance_id"}),
    ("lessons", {"period_instance"}),
    ("students", {"legal_surname", "upn"}),
    ("students", {"education_details"}),
    ("codes", {"code", "description", "type"}),
    ("periods", {"start_time", "end_time", "day"}),
)
"""What records without a named list are, by fields that no other list has."""


@dataclass
class Lists:
    """The lists found, each record with its place in its list, counted from 1."""

    found: dict[str, list[tuple[int, Record]]] = field(default_factory=dict)
    strange: set[str] = field(default_factory=set)

    def add(self, name: str, record: Record) -> None:
        """One record under the name of its list or file."""
        ours = _named(name) or _by_fields(record)
        if ours is None:
            self.strange.add(name)
            return
        rows = self.found.setdefault(ours, [])
        kept = wonde_marks.slim(record) if ours == "session_marks" else record
        rows.append((len(rows) + 1, kept))

    def of(self, ours: str) -> list[tuple[int, Record]]:
        """One list; empty where the files hold none."""
        return self.found.get(ours, [])


@lru_cache(maxsize=1_000)
def _named(name: str) -> str | None:
    """What a list is by its name; None where the name says nothing."""
    return _CALLED.get(_plain(name))


def _plain(name: str) -> str:
    stem = _PAGE.sub("", name)
    return "".join(ch for ch in stem.casefold() if ch.isalpha())


def _by_fields(record: Record) -> str | None:
    return next((ours for ours, keys in _BY_FIELDS if keys <= record.keys()), None)


def read_json(path: Path) -> Opened:
    """One JSON file. Raises UnreadableFile where it holds no list we know."""
    lists = Lists()
    _take(path.stem, path.read_bytes(), lists)
    return _opened(lists)


def read_folder(paths: list[Path]) -> Opened:
    """Every JSON file of a folder, read as one export."""
    if len(paths) > MOST_FILES:
        raise UnreadableFile(
            f"The folder holds {len(paths)} files. Belong reads up to {MOST_FILES}."
        )
    lists = Lists()
    for path in sorted(paths):
        _take(_called(path.parts[-2:]), path.read_bytes(), lists)
    return _opened(lists)


def read_zip(parts: Archive) -> Opened:
    """Every JSON file of a zip, read as one export."""
    lists = Lists()
    for name in sorted(name for name in parts.names if name.casefold().endswith(".json")):
        _take(_called(tuple(name.split("/")[-2:])), parts.read(name), lists)
    return _opened(lists)


def _called(parts: tuple[str, ...]) -> str:
    """What a file holds, by its name: attendance/session.json is attendance session."""
    stem = parts[-1].rpartition(".")[0]
    folder = parts[0] if len(parts) > 1 and _plain(parts[0]) == "attendance" else ""
    return f"{folder} {stem}" if _plain(stem) not in _CALLED or folder else stem


def _take(name: str, raw: bytes, lists: Lists) -> None:
    """The records of one file. JSON is UTF-8; half of a character pair cannot be kept."""
    text = text_of(raw, json=True).data.decode()
    for held, record in records(text, name):
        lists.add(held, record)


def _opened(lists: Lists) -> Opened:
    notes = Notes()
    known = Known()
    wonde_people.know_pupils(lists.of("students"), known)
    wonde_marks.know_names(lists.found, known)
    _say_strange(lists, notes)
    return opened_of("wonde", _tables(lists, known, notes), notes, _nothing(lists))


def _tables(lists: Lists, known: Known, notes: Notes) -> Iterator[Table | None]:
    students, classes = lists.of("students"), lists.of("classes")
    yield wonde_people.pupils(students, known)
    yield wonde_people.characteristics(students, known)
    yield wonde_people.contacts(students, lists.of("contacts"), known)
    yield wonde_people.groups(lists.of("groups"), known)
    yield wonde_people.staff(lists.of("employees"))
    yield wonde_people.classes(classes)
    yield wonde_people.members(classes, known)
    yield wonde_people.teachers(classes, known)
    yield wonde_marks.timetable(lists.of("lessons"), known)
    yield wonde_people.behaviour(lists.of("behaviours"), known)
    yield wonde_marks.session_marks(lists.of("session_marks"), known, notes)
    yield wonde_marks.lesson_marks(lists.of("lesson_marks"), known, notes)


def _say_strange(lists: Lists, notes: Notes) -> None:
    for name in sorted(lists.strange):
        notes.take(0, f"The list {shown(name)} is not one Belong reads, so it was left out.")
    gone = len(lists.of("deletions"))
    if gone:
        notes.take(
            0, "The file lists records the school's system has deleted. Belong deleted nothing;"
            " bring the marks of those days again.", gone,
        )  # fmt: skip


def _nothing(lists: Lists) -> str:
    names = ", ".join(shown(name) for name in sorted(lists.strange)[:10])
    held = f"Lists found: {names}." if names else "It holds no records."
    if lists.of("deletions"):
        held = "It lists deleted records only, and Belong deletes nothing because of a file."
    if lists.of("codes") and len(lists.found) == 1:
        held = "It holds the attendance codes only; bring the marks with them."
    return f"No pupils, classes or marks were found in the JSON file. {held}"
