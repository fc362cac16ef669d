"""Roles, each in a sentence that the people it describes can read."""

from __future__ import annotations

from dataclasses import dataclass

from belong.people.permissions import Permission
from belong.people.reach import Reach

_HOUSE = frozenset({Permission.HOUSE, Permission.KITCHEN_SINK})
_SEES = _HOUSE | frozenset(
    {
        Permission.SCHOOL_TODAY_READ,
        Permission.CHILDREN_LIST,
        Permission.CHILD_READ,
        Permission.NUMBERS_EXPLAIN,
    }
)
_TAKES_PART = frozenset({Permission.AUDIT_READ, Permission.VOICE_READ})
"""For every adult of the school, governors too: it says nothing of a child."""
_LISTENS = frozenset({Permission.AUDIT_LEAD, Permission.VOICE_LEAD})
_ROUND = frozenset({Permission.CLASS_ROUND})
_VISITS = _SEES | {Permission.PATTERNS_READ, Permission.TODAY_READ, Permission.PROFILE_READ}
"""For those from outside who come in for one child: they set nobody at school a task."""
_FOLLOWS = _SEES | {Permission.PATTERNS_READ}
"""What children themselves said, and whom to welcome back, is for the adults who meet them."""
_READS = (
    _VISITS
    | _TAKES_PART
    | {
        Permission.ACT_SET,
        Permission.DAYS_AHEAD,
        Permission.GATE_READ,
        Permission.GOOD_THINGS,
        Permission.OBSERVE,
        Permission.OBSERVATIONS_READ,
        Permission.WARNINGS_READ,
    }
)
"""With patterns too: for those who can do something with them, not for whoever answers the phone,
checks the numbers or is here for a day."""
_WRITES_TO_HOME = frozenset({Permission.CONTACT_WRITE})
"""For whoever rings a home: how people there like to be reached, and writing down what was said.
What others said with them is not in it."""
_IN_TOUCH = _WRITES_TO_HOME | {Permission.CONTACT_READ}
_KNOWS = _IN_TOUCH | {Permission.CHECKINS, Permission.PROFILE_WRITE}
"""For those whom a child knows, and who look after them: what was said between two stays there."""
_FIRST_DAY = frozenset({Permission.FIRST_DAY})
_AT_THE_DESK = frozenset(
    {Permission.DAYS_AHEAD, Permission.GATE_READ, Permission.OBSERVE, Permission.OBSERVATIONS_READ}
)
_PASSED_ON = frozenset({Permission.PASSED_ON_READ})
"""For those who can find a child another adult."""
_GREETS = frozenset(
    {Permission.HOUSE, Permission.CHILD_GREET, Permission.GATE_READ, Permission.OBSERVE}
)
"""The smallest view there is, and all that a PIN opens: docs/adr/0018-a-pin-is-not-a-sign-in.md."""
_CAME_IN = frozenset({Permission.REGISTERS_READ, Permission.QUALITY_READ})
_REGISTERS = _CAME_IN | {
    Permission.REGISTERS_IMPORT,
    Permission.MARKS_CORRECT,
    Permission.CALENDAR_WRITE,
}
_EXPORTS = frozenset({Permission.CHILDREN_EXPORT})
_WHO_LOOKED = frozenset({Permission.TRAIL_OF_CHILD})
_TRAIL = _HOUSE | {Permission.TRAIL_SEARCH, Permission.TRAIL_DROP}
_SEES_STAFF = frozenset({Permission.PEOPLE_READ})
_GIVES_ROLES = _SEES_STAFF | {
    Permission.PEOPLE_GIVE,
    Permission.SECURITY_READ,
    Permission.SETTINGS_WRITE,
}
_SCHOOL = frozenset({Reach.SCHOOL})
_ONE_CHILD = frozenset({Reach.CHILD})
_COHORT = frozenset({Reach.COHORT})
_SYSTEM = frozenset({Permission.SYSTEM_READ})
_CONTACTS = _SYSTEM | {Permission.CONTACTS_READ}
_HEALTH = frozenset({Permission.HEALTH_READ})
_FAMILY_IN = frozenset({Permission.LINKS_READ, Permission.FAMILY_INVITE})
_PROFESSIONALS_IN = frozenset({Permission.LINKS_READ, Permission.PROFESSIONALS_INVITE})
_ALL_IN = _FAMILY_IN | _PROFESSIONALS_IN
_LOOKS_AFTER = _CONTACTS | {Permission.GATE_OPEN, Permission.ORDER_ASK}
_KEEPS_SAFE = (
    _CONTACTS
    | _ALL_IN
    | _HEALTH
    | {
        Permission.SOCIAL_CARE_READ,
        Permission.RESTRICTED_NOTES,
        Permission.ORDER_ASK,
        Permission.ORDER_AGREE,
        Permission.NOTICES_READ,
        Permission.LINKS_OF_SCHOOL,
    }
)
"""What each part is for, and who was given it and why: docs/adr/0017-gates.md."""

WHOLE_SCHOOL = (
    _REGISTERS
    | _EXPORTS
    | _GIVES_ROLES
    | _WHO_LOOKED
    | _LISTENS
    | {Permission.TRAIL_SEARCH, Permission.TRAIL_DROP, Permission.LINKS_OF_SCHOOL}
)
"""What is about the whole school at once: no role that may reach less includes any of it."""


@dataclass(frozen=True)
class Role:
    """What somebody is in a school, what that lets them do, and for whom.

    reaches  how far it can be given: a role is given for the school, or for one year, form or child
    for_a_while  whether it gives nothing unless it has a first and a last day
    by_pin  whether somebody in it may come in with a PIN, on a device of the school
    """

    key: str
    name: str
    in_words: str
    may: frozenset[Permission]
    reaches: frozenset[Reach] = _SCHOOL
    for_a_while: bool = False
    by_pin: bool = False


_EVERY = (
    Role(
        "headteacher",
        "Headteacher",
        "Sees how the school is doing, every child, what came in and who looked at whom; says who"
        " may see what.",
        _READS
        | _KNOWS
        | _FIRST_DAY
        | _PASSED_ON
        | _CAME_IN
        | _EXPORTS
        | _GIVES_ROLES
        | _WHO_LOOKED
        | _KEEPS_SAFE
        | _LISTENS,
    ),
    Role(
        "attendance_champion",
        "Senior attendance champion",
        "Leads on attendance for the whole school, and sees what came in.",
        _READS
        | _IN_TOUCH
        | _FIRST_DAY
        | _PASSED_ON
        | _CAME_IN
        | _EXPORTS
        | _CONTACTS
        | {Permission.GATE_OPEN},
    ),
    Role(
        "attendance_lead",
        "Attendance lead",
        "Knows who is not here today, and brings the registers in.",
        _READS | _IN_TOUCH | _FIRST_DAY | _REGISTERS | _EXPORTS | _SEES_STAFF | _CONTACTS,
    ),
    Role(
        "data_lead",
        "Data lead",
        "Brings the registers in and checks the numbers.",
        _SEES | _TAKES_PART | _REGISTERS | _EXPORTS | _SYSTEM,
    ),
    Role(
        "office",
        "School office",
        "Answers the phone in the morning: sees who is not here, and what came in.",
        _SEES
        | _TAKES_PART
        | _AT_THE_DESK
        | _WRITES_TO_HOME
        | _FIRST_DAY
        | _SEES_STAFF
        | {Permission.REGISTERS_READ}
        | _CONTACTS,
    ),
    Role(
        "safeguarding_lead",
        "Designated safeguarding lead",
        "Keeps children safe: may look at every child of the school, and see who else did.",
        _READS
        | _KNOWS
        | _FIRST_DAY
        | _PASSED_ON
        | _EXPORTS
        | _SEES_STAFF
        | _WHO_LOOKED
        | _KEEPS_SAFE
        | {Permission.SETTINGS_WRITE},
    ),
    Role(
        "deputy_safeguarding_lead",
        "Deputy safeguarding lead",
        "Stands in for the safeguarding lead, and may look at every child of the school.",
        _READS
        | _KNOWS
        | _FIRST_DAY
        | _PASSED_ON
        | _EXPORTS
        | _SEES_STAFF
        | _WHO_LOOKED
        | _KEEPS_SAFE,
    ),
    Role(
        "data_protection_officer",
        "Data-protection officer",
        "Sees who did and saw what in Belong, and opens no child's page.",
        _TRAIL,
    ),
    Role(
        "senco",
        "SENCo",
        "Makes school work for children with special educational needs, in every year.",
        _READS
        | _KNOWS
        | _PASSED_ON
        | _EXPORTS
        | _CONTACTS
        | _HEALTH
        | _PROFESSIONALS_IN
        | {Permission.GATE_OPEN},
    ),
    Role(
        "mental_health_lead",
        "Senior mental health lead",
        "Leads on how children feel, in the whole school.",
        _READS | _KNOWS | _SYSTEM | _HEALTH | _LISTENS,
    ),
    Role(
        "designated_teacher",
        "Designated teacher",
        "Looks out for children in care, each of whom is named, and sees only them.",
        _READS | _KNOWS | _CONTACTS | _PROFESSIONALS_IN | {Permission.SOCIAL_CARE_READ},
        _ONE_CHILD,
    ),
    Role(
        "pastoral_lead",
        "Pastoral lead",
        "Looks after how children are, in the whole school or in a year.",
        _READS | _KNOWS | _FIRST_DAY | _PASSED_ON | _LOOKS_AFTER | _ALL_IN,
        frozenset({Reach.SCHOOL, Reach.YEAR}),
    ),
    Role(
        "head_of_year",
        "Head of year",
        "Leads one year group and sees its children, no others.",
        _READS | _KNOWS | _FIRST_DAY | _PASSED_ON | _LOOKS_AFTER,
        frozenset({Reach.YEAR}),
    ),
    Role(
        "tutor",
        "Tutor",
        "Sees the children of their own form; saves no list as a file.",
        _READS | _KNOWS | _SYSTEM | _FAMILY_IN | _ROUND,
        frozenset({Reach.FORM}),
    ),
    Role(
        "class_teacher",
        "Class teacher",
        "Sees the children of their own class; saves no list as a file.",
        _READS | _KNOWS | _SYSTEM | _ROUND,
        frozenset({Reach.FORM}),
    ),
    Role(
        "subject_teacher",
        "Subject teacher",
        "Sees the children of a class they teach, as the timetable says today.",
        _READS | _WRITES_TO_HOME | _SYSTEM,
        frozenset({Reach.CLASS}),
    ),
    Role(
        "teaching_assistant",
        "Teaching assistant",
        "Works beside children in a class, or beside one child, and sees only them.",
        _READS | _KNOWS,
        frozenset({Reach.FORM, Reach.CHILD}),
    ),
    Role(
        "key_person",
        "Key person",
        "Is the adult one child turns to, and sees that child.",
        _READS | _KNOWS | _SYSTEM | _FAMILY_IN,
        _ONE_CHILD,
    ),
    Role(
        "mentor",
        "ELSA or mentor",
        "Spends time with one child, and sees that child.",
        _READS | _KNOWS | _SYSTEM,
        _ONE_CHILD,
    ),
    Role(
        "stand_in",
        "Stand-in",
        "Steps in for a child's key person while they are away.",
        _READS | _KNOWS,
        _ONE_CHILD,
        for_a_while=True,
    ),
    Role(
        "family_liaison",
        "Family liaison",
        "Works with families: sees the children of a year, or single children.",
        _READS | _IN_TOUCH | _CONTACTS | _FAMILY_IN,
        frozenset({Reach.YEAR, Reach.CHILD}),
    ),
    Role(
        "supply",
        "Supply teacher",
        "Takes a form for some days, and sees its children on those days only.",
        _SEES | {Permission.TODAY_READ, Permission.PROFILE_READ, Permission.OBSERVE},
        frozenset({Reach.FORM}),
        for_a_while=True,
    ),
    Role(
        "psychologist",
        "Educational psychologist",
        "Comes in for one child, for some weeks, and sees that child.",
        _VISITS,
        _ONE_CHILD,
        for_a_while=True,
    ),
    Role(
        "virtual_school",
        "Virtual school adviser",
        "Follows one child in care, for some weeks, and sees that child.",
        _VISITS,
        _ONE_CHILD,
        for_a_while=True,
    ),
    Role(
        "trust_officer",
        "Trust officer",
        "Works for the trust and follows one group: sees who is in it today, and writes nothing.",
        _FOLLOWS,
        _COHORT,
        for_a_while=True,
    ),
    Role(
        "area_officer",
        "Area officer",
        "Works for the local authority or its virtual school and follows one group: sees who is in"
        " it today, and writes nothing.",
        _FOLLOWS,
        _COHORT,
        for_a_while=True,
    ),
    Role(
        "lunch_staff",
        "Lunch staff",
        "Looks after lunch: finds a child by name, and sees their form and whom to ask;"
        " greets who comes, and may leave a word.",
        _GREETS,
        by_pin=True,
    ),
    Role(
        "site_staff",
        "Site staff",
        "Looks after the building: finds a child by name, and sees their form and whom to ask;"
        " greets who comes, and may leave a word.",
        _GREETS,
        by_pin=True,
    ),
    Role(
        "crossing",
        "Crossing",
        "Brings children over the road: finds one by name, and sees their form and whom to ask;"
        " greets who comes, and may leave a word.",
        _GREETS,
        by_pin=True,
    ),
    Role(
        "breakfast_staff",
        "Breakfast staff",
        "Makes breakfast: finds a child by name, and sees their form and whom to ask;"
        " greets who comes, and may leave a word.",
        _GREETS,
        by_pin=True,
    ),
    Role(
        "system_administrator",
        "System administrator",
        "Looks after accounts, roles and settings, and sees no child.",
        _HOUSE | _GIVES_ROLES,
    ),
    Role(
        "governor",
        "Governor",
        "Sees how safely Belong is run, and how the school looks at itself; sees no child.",
        _HOUSE | _TAKES_PART | {Permission.SECURITY_READ},
    ),
)
ROLES = {role.key: role for role in _EVERY}
BY_PIN = frozenset(role.key for role in _EVERY if role.by_pin)
"""Keys of the roles that a PIN opens. Whatever else somebody is, a PIN never opens it."""
