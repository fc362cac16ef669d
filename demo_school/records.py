"""What a school of the trust writes down beside its marks, as it would export it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

AM, PM = 0, 1


@dataclass(frozen=True)
class Klass:
    """A class and one adult who teaches it between two dates; `last` is None while it goes on.

    Two lines at one time are a job share, one after the other a change of teacher. The subject of
    a registration group is Registration.
    """

    name: str
    subject: str
    year: str
    teacher: str
    first: dt.date
    last: dt.date | None


@dataclass(frozen=True)
class Member:
    """A child in a class."""

    upn: str
    klass: str
    first: dt.date
    last: dt.date | None


@dataclass(frozen=True)
class Lesson:
    """A weekly lesson. `week` is A or B where it stands in every second week, else ""."""

    klass: int
    weekday: int
    period: int
    week: str
    room: str
    teacher: int


@dataclass(frozen=True)
class Group:
    """A child's registration group, year and house between two dates."""

    upn: str
    form: str
    year: str
    house: str
    first: dt.date
    last: dt.date | None


@dataclass(frozen=True)
class Characteristic:
    """One statement about a child between two dates, such as FSM, T."""

    upn: str
    name: str
    value: str
    first: dt.date | None
    last: dt.date | None


@dataclass(frozen=True)
class Enrolment:
    """How a child is on roll: C here alone, M here and elsewhere, S mainly elsewhere, G guest."""

    upn: str
    status: str
    other_school: str
    first: dt.date
    last: dt.date | None


@dataclass(frozen=True)
class Contact:
    """An adult a school may call about a child. `address` is shared by a household."""

    upn: str
    surname: str
    forename: str
    relationship: str
    priority: int
    phone: str
    email: str
    language: str
    no_contact: bool
    address: str


@dataclass(frozen=True)
class Behaviour:
    """Something an adult saw and wrote down in a lesson the child came to."""

    upn: str
    on: dt.date
    period: int
    category: str
    location: str
    by: str
    comments: str


@dataclass(frozen=True)
class Removal:
    """A child asked to leave a lesson, for how long and to where."""

    upn: str
    on: dt.date
    period: int
    klass: str
    minutes: int
    went_to: str
    by: str


@dataclass(frozen=True)
class Suspension:
    """A run of E in the register. Halves are AM or PM; reasons are one to three DfE codes."""

    upn: str
    first: dt.date
    first_half: int
    last: dt.date
    last_half: int
    sessions: int
    reasons: tuple[str, ...]
    kind: str


@dataclass(frozen=True)
class Placement:
    """Somewhere else to learn, or fewer hours, with the mark it has in the register.

    code  B, K, D or C2;  weekdays  Monday 0 to Friday 4
    """

    upn: str
    place: str
    code: str
    weekdays: tuple[int, ...]
    first: dt.date
    last: dt.date | None


@dataclass(frozen=True)
class ClubVisit:
    """Whether a member of a club came on a day."""

    upn: str
    on: dt.date
    club: str
    came: bool


@dataclass(frozen=True)
class OnTrack:
    """A teacher's word for how a child gets on in a subject, and for how the child joins in."""

    upn: str
    subject: str
    on: dt.date
    word: str
    taking_part: str


@dataclass(frozen=True)
class Records:
    """Everything one school writes down beside its marks."""

    classes: tuple[Klass, ...] = ()
    members: tuple[Member, ...] = ()
    lessons: tuple[Lesson, ...] = ()
    groups: tuple[Group, ...] = ()
    characteristics: tuple[Characteristic, ...] = ()
    enrolments: tuple[Enrolment, ...] = ()
    contacts: tuple[Contact, ...] = ()
    behaviour: tuple[Behaviour, ...] = ()
    removals: tuple[Removal, ...] = ()
    suspensions: tuple[Suspension, ...] = ()
    placements: tuple[Placement, ...] = ()
    clubs: tuple[ClubVisit, ...] = ()
    on_track: tuple[OnTrack, ...] = ()
