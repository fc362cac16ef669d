"""Ed-Fi files about pupils and days, beside those about attendance."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass, field

from belong.registers.sources.containers.elements import Gatherer, Node, hear
from belong.registers.sources.containers.tables import Opened, Rows, Table, opened_of
from belong.registers.sources.edfi import EVENTS
from belong.registers.sources.notes import Notes
from belong.registers.sources.text import Text

PEOPLE = ("Student", "StudentSchoolAssociation", "StudentEducationOrganizationAssociation")
DAYS = ("CalendarDate",)
_SCHOOL_DAYS = ("instructional day", "make-up day", "make up day", "student attendance")


def read_edfi(text: Text, root: str) -> Opened:
    """Pupils and calendar of an Ed-Fi file; a file of attendance is handed on as it is.

    raises  UnreadableFile for XML that is broken or holds nothing of the kind
    """
    notes = Notes()
    heard = _Heard()
    hear(io.BytesIO(text.xml), Gatherer((*PEOPLE, *DAYS, *EVENTS), heard.node))
    events = Table(root, "marks", text) if heard.events else None
    nothing = f"The file is XML of the kind {root} and holds no pupils, days or attendance."
    return opened_of("edfi", (events, *heard.tables()), notes, nothing)


@dataclass
class _Heard:
    """What was heard of each child at each school, by number."""

    events: int = 0
    count: int = 0
    people: dict[tuple[str, str], dict[str, str]] = field(default_factory=dict)
    born: dict[str, dict[str, str]] = field(default_factory=dict)
    days: list[tuple[str, str]] = field(default_factory=list)

    def node(self, node: Node) -> None:
        """One element, heard whole."""
        if node.name in EVENTS:
            self.events += 1
        elif node.name in DAYS:
            self._day(node)
        elif node.name == "Student":
            self.born.setdefault(_deep(node, *_ID), {}).update(_about(node))
        else:
            self._at_school(node)

    def _day(self, node: Node) -> None:
        what = _deep(node, "CalendarEventDescriptor", "CodeValue", "CalendarEvent")
        self.days.append((node.said("Date"), what.rpartition("#")[2]))

    def _at_school(self, node: Node) -> None:
        school = _deep(node, "SchoolId", "EducationOrganizationId")
        known = self.people.setdefault((_deep(node, *_ID), school), {})
        found = _about(node) | {
            "entry": node.said("EntryDate"),
            "exit": node.said("ExitWithdrawDate"),
            "year": _deep(node, "EntryGradeLevelDescriptor", "EntryGradeLevel").rpartition("#")[2],
        }
        known.update({key: value for key, value in found.items() if value})

    def tables(self) -> Iterator[Table | None]:
        """Pupils, then the calendar."""
        yield self._pupils()
        rows = Rows(("Date", "AM", "PM", "Event"))
        for day, what in self.days:
            half = "open" if what.casefold() in _SCHOOL_DAYS else "closed"
            rows.add((day, half, half, what))
        yield rows.table("CalendarDate", "calendar")

    def _pupils(self) -> Table | None:
        rows = Rows(
            ("Student ID", "School", "Surname", "Forename", "Preferred Forename", "Sex", "DOB",
             "Year", "Date of admission", "Date of leaving")
        )  # fmt: skip
        placed = {number for number, _ in self.people}
        every = self.people | {(number, ""): {} for number in self.born if number not in placed}
        for (number, school), said in every.items():
            one = self.born.get(number, {}) | said
            rows.add((number, school, *(one.get(key, "") for key in _DETAILS)))
        return rows.table("Student", "pupils")


_ID = ("StudentUniqueId", "StudentUniqueID")
_DETAILS = ("surname", "forename", "known_as", "sex", "dob", "year", "entry", "exit")


def _deep(node: Node, *names: str) -> str:
    """The first words, however deep, under one of these names, the first name first."""
    for name in names:
        for found in node.deep(name):
            if found.text.strip():
                return found.text.strip()
    return ""


def _about(node: Node) -> dict[str, str]:
    found = {
        "surname": _deep(node, "LastSurname"),
        "forename": _deep(node, "FirstName"),
        "known_as": _deep(node, "PreferredFirstName"),
        "sex": _deep(node, "SexDescriptor", "Sex", "BirthSex").rpartition("#")[2],
        "dob": _deep(node, "BirthDate"),
    }
    return {key: value for key, value in found.items() if value}
