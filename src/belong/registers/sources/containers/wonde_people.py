"""Pupils, adults and classes out of the lists of a Wonde export."""

from __future__ import annotations

from collections.abc import Iterator

from belong.registers.sources.containers.json_records import Record
from belong.registers.sources.containers.tables import Rows, Table
from belong.registers.sources.containers.wonde_words import (
    Known,
    clock,
    day,
    inside,
    listed,
    words,
)

Numbered = list[tuple[int, Record]]
"""Records with their places in their list, counted from 1."""

_CHILD = ("Wonde ID", "UPN")
_STUDY = ("education_details", "education")
_MORE = ("extended_details", "education_details", "identifiers", "details")

TRAITS = {
    "FSM": ("free_school_meals", "fsm", "is_fsm", "fsm_eligible"),
    "FSM Ever 6": ("free_school_meals_6", "ever6_fsm", "ever_6_fsm", "fsm_ever_6", "fsm6"),
    "Pupil Premium": ("premium_pupil_indicator", "pupil_premium", "pupil_premium_indicator"),
    "SEN Status": ("sen_status", "sen_provision", "current_sen_status"),
    "EAL": ("english_as_additional_language", "eal", "is_eal"),
    "First Language": ("first_language", "home_language", "first_language_code"),
    "Ethnicity": ("ethnicity_code", "ethnicity"),
    "In Care": ("in_lea_care", "in_care", "looked_after"),
    "Previously in care": ("post_looked_after", "ever_in_care", "previously_in_care"),
    "Young Carer": ("young_carer", "is_young_carer"),
    "Service Child": ("service_children_indicator", "service_child", "service_children"),
}
"""What we call each trait, and the keys schools' systems give it."""


def know_pupils(students: Numbered, known: Known) -> None:
    """Keep each pupil's UPN by the number Wonde gives them."""
    for _, one in students:
        upn = words(one, "upn", *(f"{part}.upn" for part in _MORE))
        if upn:
            known.upn[words(one, "id")] = upn


def pupils(students: Numbered, known: Known) -> Table | None:
    """One row a pupil."""
    rows = Rows(
        (*_CHILD, "Admission Number", "Surname", "Forename", "Preferred Forename", "Sex", "DOB",
         "Year", "Reg", "Date of admission", "Date of leaving")
    )  # fmt: skip
    for record, one in students:
        rows.add((
            *known.child(one, "id"),
            words(one, "admission_number", *(f"{part}.admission_number" for part in _MORE)),
            words(one, "legal_surname", "surname"), words(one, "legal_forename", "forename"),
            words(one, "forename"), words(one, "legal_sex", "sex", "gender"),
            day(one, "date_of_birth"), _year(one),
            words(one, "form_group.name", "registration_group.name", "form.name"),
            day(one, *(f"{part}.admission_date" for part in _STUDY), "admission_date"),
            day(one, *(f"{part}.leaving_date" for part in _STUDY), "leaving_date"),
        ), record)  # fmt: skip
    return rows.table("students", "pupils")


def _year(one: Record) -> str:
    """The year group; the code inside `year` is each school's own, so the curriculum year leads."""
    study = (f"{part}.current_nc_year" for part in _STUDY)
    return words(one, *study, "year.code", "year.name", "year_group")


def characteristics(students: Numbered, known: Known) -> Table | None:
    """One row for each trait a pupil's details name."""
    rows = Rows((*_CHILD, "Characteristic", "Value", "From", "To"))
    for record, one in students:
        child = known.child(one, "id")
        for trait, keys in TRAITS.items():
            value = words(one, *(f"{part}.{key}" for part in _MORE for key in keys), *keys)
            if value:
                rows.add((*child, trait, value, "", ""), record)
    return rows.table("students, details", "characteristics")


def contacts(students: Numbered, lists: Numbered, known: Known) -> Table | None:
    """One row for each adult of a pupil, from either side of the relation."""
    rows = Rows(
        (*_CHILD, "Contact ID", "Contact Title", "Contact Surname", "Contact Forename",
         "Relationship", "Priority", "Parental Responsibility", "Lives With", "Telephone",
         "Mobile", "Email")
    )  # fmt: skip
    for record, child, adult, link in _related(students, lists):
        rows.add((
            *known.child(child, "id"), words(adult, "id"), words(adult, "title"),
            words(adult, "surname", "legal_surname"), words(adult, "forename", "legal_forename"),
            words(link, "relationship", "relationship_type", "description"),
            words(link, "priority", "contact_order"),
            words(link, "parental_responsibility"), words(link, "lives_with_pupil", "lives_with"),
            words(adult, "contact_details.phones.home", "contact_details.phones.phone"),
            words(adult, "contact_details.phones.mobile"),
            words(adult, "contact_details.emails.email", "contact_details.emails.home"),
        ), record)  # fmt: skip
    return rows.table("contacts", "contacts")


def _related(students: Numbered, lists: Numbered) -> Iterator[tuple[int, Record, Record, Record]]:
    for record, child in students:
        for adult in listed(child, "contacts"):
            yield record, child, adult, _link(adult)
    for record, adult in lists:
        for child in listed(adult, "students"):
            yield record, child, adult, _link(adult) | _link(child)


def _link(one: Record) -> Record:
    """What one side says of the relation; some systems put it into an object of its own."""
    pivot = inside(one, "pivot")
    merged = {**one, **(pivot if isinstance(pivot, dict) else {})}
    return {**merged, **next(listed(one, "relationship"), {})}


def groups(found: Numbered, known: Known) -> Table | None:
    """One row for each pupil of a registration group, year or house."""
    rows = Rows((*_CHILD, "Group", "Group Type", "From", "To"))
    for record, group in found:
        name, kind = words(group, "name", "code"), words(group, "type", "group_type")
        for child in listed(group, "students"):
            rows.add((
                *known.child(child, "id"), name, kind,
                day(child, "pivot.start_date", "start_date"),
                day(child, "pivot.end_date", "end_date"),
            ), record)  # fmt: skip
    return rows.table("groups", "groups")


def staff(found: Numbered) -> Table | None:
    """One row an adult who works at the school."""
    rows = Rows(
        ("Staff ID", "Title", "Surname", "Forename", "Email", "Role", "Initials", "From", "To")
    )
    for record, one in found:
        rows.add((
            words(one, "id"), words(one, "title"), words(one, "surname", "legal_surname"),
            words(one, "forename", "legal_forename"),
            words(one, "contact_details.emails.work", "contact_details.emails.email", "email"),
            words(one, "employment_details.job_title", "role"), words(one, "initials"),
            day(one, "employment_details.employment_start_date"),
            day(one, "employment_details.employment_end_date"),
        ), record)  # fmt: skip
    return rows.table("employees", "staff")


def classes(found: Numbered) -> Table | None:
    """One row a class."""
    rows = Rows(("Class ID", "Class", "Subject", "Description", "From", "To"))
    for record, one in found:
        rows.add((
            words(one, "id"), words(one, "name", "code"), words(one, "subject.name", "subject"),
            words(one, "description"), day(one, "start_date"), day(one, "end_date"),
        ), record)  # fmt: skip
    return rows.table("classes", "classes")


def members(found: Numbered, known: Known) -> Table | None:
    """One row for each pupil in a class."""
    rows = Rows((*_CHILD, "Class ID", "Class", "From", "To"))
    for record, one in found:
        for child in listed(one, "students"):
            rows.add((
                *known.child(child, "id"), words(one, "id"), words(one, "name", "code"),
                day(child, "pivot.start_date", "start_date"),
                day(child, "pivot.end_date", "end_date"),
            ), record)  # fmt: skip
    return rows.table("classes, pupils", "class_members")


def teachers(found: Numbered, known: Known) -> Table | None:
    """One row for each adult who teaches a class."""
    rows = Rows(("Class ID", "Class", "Staff ID", "Teacher", "Main Teacher", "From", "To"))
    for record, one in found:
        for adult in listed(one, "employees"):
            number = words(adult, "id")
            rows.add((
                words(one, "id"), words(one, "name", "code"), number,
                known.staff.get(number) or person(adult),
                words(adult, "pivot.is_main_teacher", "is_main_teacher", "meta.is_main_teacher"),
                day(adult, "pivot.start_date", "start_date"),
                day(adult, "pivot.end_date", "end_date"),
            ), record)  # fmt: skip
    return rows.table("classes, teachers", "class_teachers")


def person(one: Record) -> str:
    """An adult's name as a register prints it."""
    parts = (words(one, "title"), words(one, "forename"), words(one, "surname"))
    return " ".join(filter(None, parts))


def behaviour(found: Numbered, known: Known) -> Table | None:
    """One row for each pupil of an event; comments stay where they are."""
    rows = Rows((*_CHILD, "Event ID", "Date", "Time", "Type", "Category", "Points", "Action taken"))
    for record, one in found:
        keys = ("incident_date", "date", "recorded_date")
        for child in [*listed(one, "students"), *listed(one, "student")]:
            rows.add((
                *known.child(child, "id"), words(one, "id"), day(one, *keys), clock(one, *keys),
                "Behaviour", words(one, "type", "category", "subtype"),
                words(child, "pivot.points", "points") or words(one, "points"),
                words(child, "pivot.action", "action") or words(one, "action"),
            ), record)  # fmt: skip
    return rows.table("behaviours", "behaviour")
