"""The records of a school as lines of files: {name of the file: its lines}."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TypeVar

from demo_school.records import (
    Behaviour,
    Characteristic,
    ClubVisit,
    Contact,
    Enrolment,
    Group,
    Klass,
    Member,
    OnTrack,
    Placement,
    Records,
    Removal,
    Suspension,
)
from demo_school.sheets import HALVES, WEEKDAYS, Line, uk, yes

MOST_REASONS = 3
Kind = TypeVar("Kind")


def record_lines(records: Records) -> dict[str, list[Line]]:
    """Every file that has lines, in the order in which they are written."""
    found = {
        "classes": _lines(_klass, records.classes),
        "class-members": _lines(_member, records.members),
        "groups": _lines(_group, records.groups),
        "characteristics": _lines(_characteristic, records.characteristics),
        "enrolments": _lines(_enrolment, records.enrolments),
        "contacts": _lines(_contact, records.contacts),
        "behaviour": _lines(_behaviour, records.behaviour),
        "removals": _lines(_removal, records.removals),
        "suspensions": _lines(_suspension, records.suspensions),
        "placements": _lines(_placement, records.placements),
        "clubs": _lines(_club, records.clubs),
        "on-track": _lines(_on_track, records.on_track),
    }
    return {name: lines for name, lines in found.items() if lines}


def _lines(line: Callable[[Kind], Line], records: Iterable[Kind]) -> list[Line]:
    return [line(one) for one in records]


def _klass(k: Klass) -> Line:
    return {
        "Class": k.name, "Subject": k.subject, "Year": k.year, "Teacher": k.teacher,
        "From": uk(k.first), "To": uk(k.last),
    }  # fmt: skip


def _member(m: Member) -> Line:
    return {"UPN": m.upn, "Class": m.klass, "From": uk(m.first), "To": uk(m.last)}


def _group(g: Group) -> Line:
    return {
        "UPN": g.upn, "Reg": g.form, "Year": g.year, "House": g.house, "From": uk(g.first),
        "To": uk(g.last),
    }  # fmt: skip


def _characteristic(c: Characteristic) -> Line:
    return {
        "UPN": c.upn, "Characteristic": c.name, "Value": c.value, "From": uk(c.first),
        "To": uk(c.last),
    }  # fmt: skip


def _enrolment(e: Enrolment) -> Line:
    return {
        "UPN": e.upn, "Enrolment Status": e.status, "Other School": e.other_school,
        "From": uk(e.first), "To": uk(e.last),
    }  # fmt: skip


def _contact(c: Contact) -> Line:
    return {
        "UPN": c.upn, "Surname": c.surname, "Forename": c.forename,
        "Relationship": c.relationship, "Priority": str(c.priority), "Telephone": c.phone,
        "Email": c.email, "Language": c.language, "No Contact": yes(c.no_contact),
        "Address": c.address,
    }  # fmt: skip


def _behaviour(b: Behaviour) -> Line:
    return {
        "UPN": b.upn, "Date": uk(b.on), "Period": f"P{b.period}", "Category": b.category,
        "Location": b.location, "Recorded by": b.by, "Comments": b.comments,
    }  # fmt: skip


def _removal(r: Removal) -> Line:
    return {
        "UPN": r.upn, "Date": uk(r.on), "Period": f"P{r.period}", "Class": r.klass,
        "Minutes Out": str(r.minutes), "Went To": r.went_to, "Recorded by": r.by,
    }  # fmt: skip


def _suspension(s: Suspension) -> Line:
    reasons = [*s.reasons, *[""] * MOST_REASONS][:MOST_REASONS]
    return {
        "UPN": s.upn, "Start Date": uk(s.first), "Start Session": HALVES[s.first_half],
        "End Date": uk(s.last), "End Session": HALVES[s.last_half], "Sessions": str(s.sessions),
        "Reason 1": reasons[0], "Reason 2": reasons[1], "Reason 3": reasons[2],
        "Category": s.kind,
    }  # fmt: skip


def _placement(p: Placement) -> Line:
    return {
        "UPN": p.upn, "Place": p.place, "Kind": p.code,
        "Weekdays": " ".join(WEEKDAYS[day][:3] for day in p.weekdays), "From": uk(p.first),
        "To": uk(p.last),
    }  # fmt: skip


def _club(v: ClubVisit) -> Line:
    return {"UPN": v.upn, "Date": uk(v.on), "Club": v.club, "Came": yes(v.came)}


def _on_track(t: OnTrack) -> Line:
    return {
        "UPN": t.upn, "Subject": t.subject, "Date": uk(t.on), "Word": t.word,
        "Taking Part": t.taking_part,
    }  # fmt: skip
