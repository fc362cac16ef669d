"""Attendance XML in the Ed-Fi style: events only. Nobody can tell from it who came."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Collection
from dataclasses import dataclass, field
from xml.etree.ElementTree import ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import DefusedXMLParser

from belong.attendance import codes
from belong.basics.errors import UnreadableFile
from belong.registers.sources.dates import EARLIEST, LATEST, shown, shown_cell, understood
from belong.registers.sources.long import Asked
from belong.registers.sources.notes import Notes
from belong.registers.sources.reading import Event, Reading, Shape, Unit
from belong.registers.sources.text import MAX_CELL, Text

INTERCHANGE = "InterchangeStudentAttendance"
LESSON_EVENT = "StudentSectionAttendanceEvent"
EVENTS = frozenset({"StudentSchoolAttendanceEvent", LESSON_EVENT, "AttendanceEvent"})
DEEPEST = 60
"""Elements inside elements; the standard needs a dozen."""
_STEP = 1 << 16

_PUPIL = ("StudentUniqueId", "StudentUniqueID", "StudentId", "StudentReference", "StudentIdentity")
_SCHOOL = ("SchoolId", "StateOrganizationId", "EducationOrganizationId", "SchoolReference")
_DATE = ("EventDate", "Date", "AttendanceDate")
_WHAT = ("AttendanceEventCategory", "AttendanceEventCategoryDescriptor", "AttendanceEventType")
_KEYS = frozenset({"ref", "id", "studentUniqueId", "schoolId"})


@dataclass
class _Watcher:
    """Hears each element begin and end, and keeps only the event it is inside of."""

    notes: Notes
    asked: Asked
    events: list[Event] = field(default_factory=list)
    seen: int = 0
    lessons: int = 0
    names: list[str] = field(default_factory=list)
    root: str = ""
    current: dict[str, str] | None = None
    began: int = 0
    text: list[str] = field(default_factory=list)
    length: int = 0
    parser: object = None

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        name = _local(tag)
        self.root = self.root or name
        self.names.append(name)
        self.text, self.length = [], 0
        if len(self.names) > DEEPEST:
            raise UnreadableFile(
                f"Parts on line {self._line()} are nested too deeply, one inside another."
            )
        if name in EVENTS and self.current is None:
            self.current, self.began = {}, self._line()
        if self.current is not None:
            self._keep_attributes(name, attributes)

    def _keep_attributes(self, name: str, attributes: dict[str, str]) -> None:
        assert self.current is not None
        for key, value in attributes.items():
            local = _local(key)
            if local in _DATE + _WHAT + _PUPIL + _SCHOOL:
                self.current.setdefault(local, value)
            elif local in _KEYS and name in _PUPIL + _SCHOOL:
                self.current.setdefault(name, value)

    def data(self, text: str) -> None:
        if self.current is None:
            return
        self.text.append(text)
        self.length += len(text)
        if self.length > MAX_CELL:
            raise UnreadableFile(f"A value on line {self._line()} is far too long.")

    def end(self, tag: str) -> None:
        name = _local(tag)
        if self.current is not None:
            said = "".join(self.text).strip()
            if said:
                self._keep_text(name, said)
        self.text, self.length = [], 0
        self.names.pop()
        if name in EVENTS and not EVENTS & set(self.names):
            self._finish(name)

    def _keep_text(self, name: str, said: str) -> None:
        assert self.current is not None
        inside = next((n for n in reversed(self.names[:-1]) if n in _WHAT), None)
        if inside and name in ("CodeValue", "ShortDescription", "Description"):
            self.current.setdefault(inside, said)
        elif name in _DATE + _WHAT + _PUPIL + _SCHOOL:
            self.current.setdefault(name, said)

    def _finish(self, name: str) -> None:
        assert self.current is not None
        self.seen += 1
        self.lessons += name == LESSON_EVENT
        event = _event(self.current, self.began, self.notes)
        if event and self.asked.as_of and event.on > self.asked.as_of.isoformat():
            self.notes.take(event.line, "Events after the day of the import were left out.")
        elif event:
            self.events.append(event)
        self.current = None

    def close(self) -> None:
        """Nothing is built, so there is nothing to hand over."""

    def _line(self) -> int:
        return int(getattr(self.parser, "CurrentLineNumber", 0))


def _local(tag: str) -> str:
    """A name without its namespace: versions differ in nothing else that matters here."""
    return tag.rpartition("}")[2].rpartition(":")[2]


def _event(said: dict[str, str], line: int, notes: Notes) -> Event | None:
    pupil, school = _first(said, _PUPIL), _first(said, _SCHOOL)
    found = understood(_first(said, _DATE))
    what = _first(said, _WHAT).rpartition("#")[2].strip()
    reason = _why_not(pupil, found, _first(said, _DATE), what)
    if reason or not isinstance(found, dt.date):
        notes.refuse(line, reason)
        return None
    return Event(school, pupil, found.isoformat(), what, line)


def _why_not(pupil: str, found: object, date: str, what: str) -> str:
    if not pupil:
        return "The event names no pupil."
    if not isinstance(found, dt.date):
        return (
            f"The event's date {shown_cell(date)} cannot be read."
            if date
            else "The event has no date."
        )
    if not EARLIEST <= found <= LATEST:
        return f"The date {found} lies too far from the school years we know."
    return "" if what else "The event does not say what happened."


def _first(said: dict[str, str], names: tuple[str, ...]) -> str:
    return next((said[name].strip() for name in names if said.get(name, "").strip()), "")


def read_events(text: Text, asked: Asked, notes: Notes, *, days: Collection[str] = ()) -> Reading:
    """The events of an attendance interchange. No rate can be worked out from them.

    days    the ISO dates of a calendar, where one is known; events outside it are noted and kept
    raises  UnreadableFile for XML that is broken, that declares a document type, or that is
            something other than student attendance
    """
    watcher = _heard(text, asked, notes)
    if not watcher.seen:
        raise UnreadableFile(
            f"The file is XML of the kind {shown(watcher.root)} and holds no attendance events."
            f" Looked for: {INTERCHANGE} with {', '.join(sorted(EVENTS))}.",
            do="Bring a CSV of marks, or the attendance interchange.",
        )
    if not watcher.lessons:  # a child has many lessons a day, and their events look alike
        watcher.events = _once_each(watcher.events, days, notes)
    if asked.roll:
        watcher.events = [_known_by_roll(event, asked) for event in watcher.events]
    return Reading(
        shape=Shape.EVENTS,
        unit=Unit.LESSON if watcher.lessons == watcher.seen else Unit.DAY,
        code_set=codes.PRESENCE,
        rows=watcher.seen,
        columns={"pupil": "StudentUniqueId", "date": "EventDate", "mark": _WHAT[0]},
        events=tuple(watcher.events),
        refused=notes.refused,
        taken=notes.taken,
    )


def _heard(text: Text, asked: Asked, notes: Notes) -> _Watcher:
    watcher = _Watcher(notes, asked)
    parser = DefusedXMLParser(target=watcher, forbid_dtd=True)
    watcher.parser = parser.parser
    try:
        stream = io.BytesIO(text.xml)
        while piece := stream.read(_STEP):
            parser.feed(piece)
        parser.close()
    except DefusedXmlException as problem:
        raise UnreadableFile(
            "The file begins with instructions for programs (a document type or entities). "
            "Belong does not read such files.",
            do="Export the attendance again without them.",
        ) from problem
    except ParseError as problem:
        raise UnreadableFile(f"The XML is broken: {problem}.", do="Export it again.") from problem
    return watcher


def _once_each(events: list[Event], days: Collection[str], notes: Notes) -> list[Event]:
    """Events without exact repeats; two different ones of a child on one day are both kept."""
    said: dict[tuple[str, str, str], set[str]] = {}
    out = []
    for event in events:
        before = said.setdefault((event.school, event.pupil, event.on), set())
        if event.what in before:
            notes.take(event.line, "The same event stood more than once and was taken once.")
            continue
        if before:
            notes.take(event.line, "A child has two different events on one day; both were kept.")
        if days and event.on not in days:
            notes.take(event.line, "Events on days outside the calendar were kept.")
        before.add(event.what)
        out.append(event)
    return out


def _known_by_roll(event: Event, asked: Asked) -> Event:
    number = asked.roll.number("student_id", event.pupil, event.school) if asked.roll else None
    return Event(event.school, number or event.pupil, event.on, event.what, event.line)
