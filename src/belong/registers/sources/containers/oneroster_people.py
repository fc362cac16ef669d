"""The tables of a roster: pupils, staff, enrolments, classes and who is in them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from belong.basics.terms import year_name
from belong.registers.sources.containers.oneroster_words import Line, Roster, upn_of, year_group
from belong.registers.sources.containers.tables import Rows, Table
from belong.registers.sources.notes import Notes

PUPIL = frozenset({"student"})
STAFF = frozenset(
    {"teacher", "administrator", "aide", "proctor", "principal", "counselor",
     "districtadministrator", "siteadministrator", "systemadministrator"}
)  # fmt: skip
_HOMEROOM = "homeroom"


@dataclass(frozen=True)
class Place:
    """One role of one person at one school. Version 1.1 tells no dates."""

    user: Line
    role: str
    school: str
    line: int
    begins: str = ""
    ends: str = ""
    main: bool = True


def tables(roster: Roster, notes: Notes) -> Iterator[Table | None]:
    """Every table a roster gives, in the order a person would look for them."""
    places = list(_places(roster))
    if not roster.of("orgs"):
        notes.take(0, "The roster names no schools, so its people carry none.")
    yield _pupils(roster, [place for place in places if place.role in PUPIL])
    yield _enrolments([place for place in places if place.role in PUPIL])
    yield _staff([place for place in places if place.role in STAFF])
    yield _classes(roster)
    yield from _memberships(roster)


def _places(roster: Roster) -> Iterator[Place]:
    """Who does what where: version 1.2 has a file for it, 1.1 says it of each user."""
    if roster.of("roles"):
        yield from _places_by_role(roster)
        return
    for user in roster.of("users"):
        named = [_school(roster, number) for number in user.several("orgsourcedids")]
        for school in [school for school in named if school] or [""]:
            yield Place(user, _plain_role(user), school, user.line)


def _places_by_role(roster: Roster) -> Iterator[Place]:
    for role in roster.of("roles"):
        user = roster.users.get(role.said("usersourcedid"))
        if user is not None:
            yield Place(
                user, _plain_role(role), _school(roster, role.said("orgsourcedid")), user.line,
                role.said("begindate"), role.said("enddate"),
                role.said("roletype").casefold() != "secondary",
            )  # fmt: skip


def _plain_role(line: Line) -> str:
    return line.said("role").casefold().replace(" ", "").replace("_", "")


def _school(roster: Roster, number: str) -> str:
    """A school's number or name; "" for a district, which is no school."""
    return roster.schools.get(number, "" if roster.of("orgs") else number)


def _pupils(roster: Roster, places: list[Place]) -> Table | None:
    rows = Rows(
        ("UPN", "Student sourcedId", "Admission Number", "School", "Surname", "Forename",
         "Preferred Forename", "Sex", "DOB", "Year", "Date of admission", "Date of leaving")
    )  # fmt: skip
    about = roster.by_number("demographics")
    seen: set[tuple[str, str]] = set()
    for place in sorted(places, key=lambda place: place.line):
        number = place.user.said("sourcedid")
        if (number, place.school) in seen:
            continue
        seen.add((number, place.school))
        more = about.get(number, Line(0, {}))
        upn = upn_of(place.user)
        own = place.user.said("identifier")
        rows.add((
            upn, number, "" if own.upper() == upn else own, place.school,
            place.user.said("familyname"), place.user.said("givenname"),
            place.user.said("preferredgivenname", "preferredfirstname"), more.said("sex"),
            more.said("birthdate"), year_group(place.user), place.begins, place.ends,
        ), place.line)  # fmt: skip
    return rows.table("users.csv", "pupils", "line")


def _enrolments(places: list[Place]) -> Table | None:
    """One row for each child and school: main and other where the roster says which is which."""
    rows = Rows(
        ("UPN", "Student sourcedId", "School", "Enrolment Status", "Start Date", "End Date")
    )
    elsewhere = {place.user.said("sourcedid") for place in places if not place.main}
    for place in places:
        number = place.user.said("sourcedid")
        if not place.begins and number not in elsewhere:
            continue  # version 1.1 tells no dates, and an enrolment without any says nothing new
        status = ("M" if place.main else "S") if number in elsewhere else "C"
        rows.add(
            (upn_of(place.user), number, place.school, status, place.begins, place.ends), place.line
        )
    return rows.table("users.csv, schools", "enrolments", "line")


def _staff(places: list[Place]) -> Table | None:
    rows = Rows(("Staff ID", "Surname", "Forename", "Email", "Role", "School", "From", "To"))
    for place in places:
        user = place.user
        rows.add((
            user.said("sourcedid"), user.said("preferredfamilyname", "familyname"),
            user.said("preferredgivenname", "givenname"), user.said("email"), place.role,
            place.school, place.begins, place.ends,
        ), place.line)  # fmt: skip
    return rows.table("users.csv, staff", "staff", "line")


def _classes(roster: Roster) -> Table | None:
    rows = Rows(
        ("Class ID", "Class", "Subject", "Description", "Year", "School", "School year", "Room",
         "From", "To")
    )  # fmt: skip
    for one in roster.of("classes"):
        course = roster.courses.get(one.said("coursesourcedid"), Line(0, {}))
        begins, ends, year = _stretch(roster, one)
        rows.add((
            one.said("sourcedid"), _class_name(one),
            next(iter(one.several("subjects") or course.several("subjects")), "")
            or course.said("title"),
            one.said("title"), ", ".join(one.several("grades")),
            _school(roster, one.said("schoolsourcedid")), year, one.said("location"), begins, ends,
        ), one.line)  # fmt: skip
    return rows.table("classes.csv", "classes", "line")


def _class_name(one: Line) -> str:
    return one.said("classcode", "title", "sourcedid")


def _stretch(roster: Roster, one: Line) -> tuple[str, str, str]:
    """First day, last day and school year of a class, by its terms."""
    terms = [roster.terms[n] for n in one.several("termsourcedids") if n in roster.terms]
    begins = min((term.said("startdate") for term in terms), default="")
    ends = max((term.said("enddate") for term in terms), default="")
    years = {term.said("schoolyear") for term in terms} - {""}
    year = years.pop() if len(years) == 1 else ""
    return begins, ends, year_name(int(year) - 1) if year.isascii() and year.isdecimal() else ""


def _memberships(roster: Roster) -> Iterator[Table | None]:
    members = Rows(("UPN", "Student sourcedId", "Class ID", "Class", "From", "To"))
    groups = Rows(("UPN", "Student sourcedId", "Group", "Group Type", "From", "To"))
    teachers = Rows(("Class ID", "Class", "Staff ID", "Teacher", "Main Teacher", "From", "To"))
    for one in roster.of("enrollments"):
        user = roster.users.get(one.said("usersourcedid"), Line(0, {}))
        group = roster.classes.get(one.said("classsourcedid"), Line(0, {}))
        number, class_id = one.said("usersourcedid"), one.said("classsourcedid")
        dates = (one.said("begindate"), one.said("enddate"))
        name = _class_name(group) or class_id
        if _plain_role(one) in STAFF:
            main = {"true": "Yes", "false": "No"}.get(one.said("primary").casefold(), "")
            teachers.add((class_id, name, number, _person(user), main, *dates), one.line)
        elif _plain_role(one) in PUPIL and group.said("classtype").casefold() == _HOMEROOM:
            groups.add((upn_of(user), number, name, "Registration group", *dates), one.line)
        elif _plain_role(one) in PUPIL:
            members.add((upn_of(user), number, class_id, name, *dates), one.line)
    yield members.table("enrollments.csv, pupils", "class_members", "line")
    yield teachers.table("enrollments.csv, teachers", "class_teachers", "line")
    yield groups.table("enrollments.csv, registration groups", "groups", "line")


def _person(user: Line) -> str:
    given = user.said("preferredgivenname", "givenname")
    return " ".join(filter(None, (given, user.said("preferredfamilyname", "familyname"))))
