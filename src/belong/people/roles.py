"""Roles, each in a sentence that the people it describes can read."""

from __future__ import annotations

from dataclasses import dataclass

from belong.people.permissions import Permission
from belong.people.reach import Reach

_READS = frozenset(
    {
        Permission.SCHOOL_TODAY_READ,
        Permission.CHILDREN_LIST,
        Permission.CHILD_READ,
        Permission.NUMBERS_EXPLAIN,
        Permission.KITCHEN_SINK,
    }
)
_CAME_IN = frozenset({Permission.REGISTERS_READ, Permission.QUALITY_READ})
_REGISTERS = _CAME_IN | {
    Permission.REGISTERS_IMPORT,
    Permission.MARKS_CORRECT,
    Permission.CALENDAR_WRITE,
}
_EXPORTS = frozenset({Permission.CHILDREN_EXPORT})
_SCHOOL = frozenset({Reach.SCHOOL})
_SYSTEM = frozenset({Permission.SYSTEM_READ})
_CONTACTS = _SYSTEM | {Permission.CONTACTS_READ}
_HEALTH = frozenset({Permission.HEALTH_READ})
_LOOKS_AFTER = _CONTACTS | {Permission.GATE_OPEN, Permission.ORDER_ASK}
_KEEPS_SAFE = (
    _CONTACTS
    | _HEALTH
    | {
        Permission.SOCIAL_CARE_READ,
        Permission.ORDER_ASK,
        Permission.ORDER_AGREE,
        Permission.NOTICES_READ,
    }
)
"""What each part is for, and who was given it and why: docs/adr/0016-gates.md."""

WHOLE_SCHOOL = _REGISTERS | _EXPORTS
"""What is about the whole school at once: no role that may reach less includes any of it."""


@dataclass(frozen=True)
class Role:
    """What somebody is in a school, what that lets them do, and for whom.

    reaches  how far it can be given: a role is given for the school, or for one year, form or child
    for_a_while  whether it gives nothing unless it has a first and a last day
    """

    key: str
    name: str
    in_words: str
    may: frozenset[Permission]
    reaches: frozenset[Reach] = _SCHOOL
    for_a_while: bool = False


_EVERY = (
    Role(
        "headteacher",
        "Headteacher",
        "Sees how the school is doing, every child, and what came in.",
        _READS | _CAME_IN | _EXPORTS | _KEEPS_SAFE,
    ),
    Role(
        "attendance_champion",
        "Senior attendance champion",
        "Leads on attendance for the whole school, and sees what came in.",
        _READS | _CAME_IN | _EXPORTS | _CONTACTS | {Permission.GATE_OPEN},
    ),
    Role(
        "attendance_lead",
        "Attendance lead",
        "Knows who is not here today, and brings the registers in.",
        _READS | _REGISTERS | _EXPORTS | _CONTACTS,
    ),
    Role(
        "data_lead",
        "Data lead",
        "Brings the registers in and checks the numbers.",
        _READS | _REGISTERS | _EXPORTS | _SYSTEM,
    ),
    Role(
        "office",
        "School office",
        "Answers the phone in the morning: sees who is not here, and what came in.",
        _READS | {Permission.REGISTERS_READ} | _CONTACTS,
    ),
    Role(
        "safeguarding_lead",
        "Designated safeguarding lead",
        "Keeps children safe, so every child of the school may be looked at.",
        _READS | _EXPORTS | _KEEPS_SAFE,
    ),
    Role(
        "senco",
        "SENCo",
        "Makes school work for children with special educational needs, in every year.",
        _READS | _EXPORTS | _CONTACTS | _HEALTH | {Permission.GATE_OPEN},
    ),
    Role(
        "pastoral_lead",
        "Pastoral lead",
        "Looks after how children are, in the whole school or in a year.",
        _READS | _LOOKS_AFTER,
        frozenset({Reach.SCHOOL, Reach.YEAR}),
    ),
    Role(
        "head_of_year",
        "Head of year",
        "Leads one year group and sees its children, no others.",
        _READS | _LOOKS_AFTER,
        frozenset({Reach.YEAR}),
    ),
    Role(
        "tutor",
        "Tutor",
        "Sees the children of their own form; prints nothing out.",
        _READS | _SYSTEM,
        frozenset({Reach.FORM}),
    ),
    Role(
        "class_teacher",
        "Class teacher",
        "Sees the children of their own class; prints nothing out.",
        _READS | _SYSTEM,
        frozenset({Reach.FORM}),
    ),
    Role(
        "teaching_assistant",
        "Teaching assistant",
        "Works beside children in a class, or beside one child, and sees only them.",
        _READS,
        frozenset({Reach.FORM, Reach.CHILD}),
    ),
    Role(
        "key_person",
        "Key person",
        "Is the adult one child turns to, and sees that child.",
        _READS | _SYSTEM,
        frozenset({Reach.CHILD}),
    ),
    Role(
        "stand_in",
        "Stand-in",
        "Steps in for a child's key person while they are away.",
        _READS,
        frozenset({Reach.CHILD}),
        for_a_while=True,
    ),
    Role(
        "family_liaison",
        "Family liaison",
        "Works with families: sees the children of a year, or single children.",
        _READS | _CONTACTS,
        frozenset({Reach.YEAR, Reach.CHILD}),
    ),
    Role(
        "supply",
        "Supply teacher",
        "Takes a form for some days, and sees its children on those days only.",
        _READS,
        frozenset({Reach.FORM}),
        for_a_while=True,
    ),
)
ROLES = {role.key: role for role in _EVERY}
