"""The file a school sends when a child moves: who they are, and what went before."""

from __future__ import annotations

import io
from collections.abc import Iterator

from belong.registers.sources.containers.ctf_marks import Marks, Totals, school_of
from belong.registers.sources.containers.elements import Gatherer, Node, hear
from belong.registers.sources.containers.tables import Opened, Rows, Table, opened_of
from belong.registers.sources.notes import Notes
from belong.registers.sources.text import Text

ROOT = "CTfile"
_YES = frozenset({"true", "1", "yes", "y", "t"})
_FLAGS = {
    "Ethnicity": ("Ethnicity",),
    "Service Child": ("ServiceChild", "ServiceChildren"),
    "Young Carer": ("YoungCarer", "YoungCarerIndicator"),
    "Previously in care": ("PLAA", "PostLookedAfterArrangements"),
}


def read_ctf(text: Text) -> Opened:
    """Every child of a transfer file, with characteristics, contacts and attendance before.

    Marks and totals carry the school they were made in: they are a child's history, not this
    school's register.

    raises  UnreadableFile for broken XML, or where the file lists no children
    """
    notes = Notes()
    if text.encoding != "utf-8":
        notes.take(
            0,
            "The letters of the file are not stored as UTF-8. It was read as "
            f"{text.encoding}: check names with accents.",
        )
    heard = _Heard(notes)
    hear(io.BytesIO(text.xml), Gatherer(("Header", "Pupil"), heard.node))
    return opened_of("ctf", heard.tables(), notes, "The transfer file lists no children.")


class _Heard:
    """The tables growing while the children of a file are heard one by one."""

    def __init__(self, notes: Notes) -> None:
        self.school = ""
        self.count = 0
        self.pupils = Rows(
            ("UPN", "Unique Learner Number", "LAESTAB", "Surname", "Forename",
             "Preferred Surname", "Preferred Forename", "Sex", "DOB", "NC Year",
             "Date of admission", "Date of leaving")
        )  # fmt: skip
        self.traits = Rows(("UPN", "Characteristic", "Value", "From", "To"))
        self.enrolments = Rows(
            ("UPN", "LAESTAB", "Enrolment Status", "Start Date", "End Date",
             "Leaving Reason")
        )  # fmt: skip
        self.contacts = Rows(
            ("UPN", "Contact Title", "Contact Surname", "Contact Forename", "Relationship",
             "Priority", "Parental Responsibility", "Telephone", "Email", "Address", "Postcode")
        )  # fmt: skip
        self.totals = Totals(notes)
        self.marks = Marks(notes)

    def node(self, node: Node) -> None:
        """A header or a child, heard whole."""
        if node.name == "Header":
            source = node.first("SourceSchool")
            self.school = school_of(source) if source is not None else ""
            return
        self.count += 1
        upn = node.said("UPN")
        basic = node.first("BasicDetails")
        self._pupil(node, basic if basic is not None else node, upn)
        for trait in _traits(node, basic):
            self.traits.add((upn, *trait), self.count)
        for order, contact in enumerate(node.deep("Contact"), start=1):
            self._contact(contact, upn, order)
        for year in node.deep("YearData"):
            self.totals.add(upn, year, self.count)
            self.marks.add(upn, year, self.count)

    def _pupil(self, node: Node, basic: Node, upn: str) -> None:
        last = _here(node, self.school)
        self.pupils.add((
            upn, node.said("UniqueLearnerNumber"), self.school, node.said("Surname"),
            node.said("Forename"), basic.said("PreferredSurname"),
            basic.said("PreferredForename"), node.said("Sex", "Gender"), node.said("DOB"),
            basic.said("NCyearActual"), last.said("EntryDate"), last.said("LeavingDate"),
        ), self.count)  # fmt: skip
        for stay in node.deep("School"):
            self._stay(stay, upn, basic.said("EnrolStatus") if stay is last else "")

    def _stay(self, stay: Node, upn: str, status: str) -> None:
        self.enrolments.add((
            upn, school_of(stay), status, stay.said("EntryDate"),
            stay.said("LeavingDate"), stay.said("LeavingReason"),
        ), self.count)  # fmt: skip

    def _contact(self, contact: Node, upn: str, order: int) -> None:
        phone = next((one for one in contact.deep("PhoneNo", "Phone") if one.text.strip()), None)
        lines = [one.text.strip() for one in contact.deep(*_ADDRESS) if one.text.strip()]
        code = next((one.text.strip() for one in contact.deep("PostCode", "Postcode")), "")
        self.contacts.add((
            upn, contact.said("Title"), contact.said("Surname"), contact.said("Forename"),
            contact.said("Relationship"), contact.said("Order") or order,
            _yes(contact.said("Responsibility")), phone.text.strip() if phone is not None else "",
            contact.said("Email"), ", ".join(lines), code,
        ), self.count)  # fmt: skip

    def tables(self) -> Iterator[Table | None]:
        """Everything heard, one table a kind; totals one a school year."""
        yield self.pupils.table("Pupil", "pupils")
        yield self.traits.table("Pupil, characteristics", "characteristics")
        yield self.enrolments.table("Pupil, schools", "enrolments")
        yield self.contacts.table("Pupil, contacts", "contacts")
        yield from self.totals.tables()
        yield self.marks.table()


_ADDRESS = ("SAON", "PAON", "Street", "Locality", "Town", "AddressLine1", "AddressLine2",
            "AddressLine3", "AddressLine4", "AddressLine5")  # fmt: skip


def _here(node: Node, school: str) -> Node:
    """A child's latest stay at the school that sends the file; an empty one where none is told."""
    stays = [stay for stay in node.deep("School") if not school or school_of(stay) == school]
    return max(stays, key=lambda stay: stay.said("EntryDate"), default=Node("School", {}))


def _yes(text: str) -> str:
    return "" if not text else "Yes" if text.casefold() in _YES else "No"


def _traits(node: Node, basic: Node | None) -> Iterator[tuple[str, str, str, str]]:
    """What a file says of a child, as trait, value, first and last day."""
    for spell in node.deep("FSMinstance"):
        yield "FSM", "Yes", spell.said("FSMstartDate"), spell.said("FSMendDate")
    for care in node.deep("LookedAfter"):
        if care.said("InCare"):
            yield "In Care", _yes(care.said("InCare")), "", ""
    for sen in node.deep("SEN"):
        begins, ends = sen.said("StartDate"), sen.said("EndDate")
        if sen.said("SENprovision"):
            yield "SEN Status", sen.said("SENprovision"), begins, ends
        for need in sen.deep("SENtype", "SENneedType"):
            yield "SEN Need", need.text.strip(), begins, ends
    yield from _languages(node)
    if basic is not None:
        for trait, names in _FLAGS.items():
            if basic.said(*names):
                yield trait, basic.said(*names), "", ""


def _languages(node: Node) -> Iterator[tuple[str, str, str, str]]:
    """The first language, and whether it makes English an additional one."""
    for kind in node.deep("Type"):
        language = kind.said("Language")
        if language and kind.said("LanguageType") in ("F", "M", "H", ""):
            yield "First Language", language, "", ""
            return
