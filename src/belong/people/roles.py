"""Roles, each in a sentence that the people it describes can read."""

from __future__ import annotations

from dataclasses import dataclass

from belong.people.permissions import Permission

_READS = frozenset(
    {
        Permission.SCHOOL_TODAY_READ,
        Permission.CHILDREN_LIST,
        Permission.CHILD_READ,
        Permission.NUMBERS_EXPLAIN,
        Permission.KITCHEN_SINK,
    }
)
_REGISTERS = frozenset(
    {
        Permission.REGISTERS_READ,
        Permission.REGISTERS_IMPORT,
        Permission.MARKS_CORRECT,
        Permission.CALENDAR_WRITE,
        Permission.QUALITY_READ,
    }
)


@dataclass(frozen=True)
class Role:
    """What somebody is in a school, and what that lets them do."""

    key: str
    name: str
    in_words: str
    may: frozenset[Permission]


HEADTEACHER = Role(
    key="headteacher",
    name="Headteacher",
    in_words="Sees how the school is doing, every child, and what came in.",
    may=_READS | {Permission.REGISTERS_READ, Permission.CHILDREN_EXPORT, Permission.QUALITY_READ},
)
ATTENDANCE_LEAD = Role(
    key="attendance_lead",
    name="Attendance lead",
    in_words="Knows who is not here today, and brings the registers in.",
    may=_READS | _REGISTERS | {Permission.CHILDREN_EXPORT},
)
DATA_LEAD = Role(
    key="data_lead",
    name="Data lead",
    in_words="Brings the registers in and checks the numbers.",
    may=_READS | _REGISTERS | {Permission.CHILDREN_EXPORT},
)
TUTOR = Role(
    key="tutor",
    name="Tutor",
    in_words="Sees the children and how the school is doing; prints nothing out.",
    may=_READS,
)

ROLES = {role.key: role for role in (HEADTEACHER, ATTENDANCE_LEAD, DATA_LEAD, TUTOR)}
