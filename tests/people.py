"""Named people and a small invented school for tests, set up by calling the real actions.

Larkfield has eleven children and a register from Mon 2 Nov to the morning of Tue 24 Nov 2026, the
moment that tests believe it is, and one week of the year before. Riverside is the school next
door: nobody of Larkfield may learn that its children exist.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value
from allauth.mfa.utils import encrypt
from django.contrib.auth.signals import user_logged_in
from django.http import HttpRequest
from django.test import Client

from belong.insight import after_events
from belong.intake import actions, queries, shelf
from belong.intake.models import Import
from belong.people.models import Adult, Fact, Membership, Pupil, School
from belong.people.reach import Reach
from belong.people.roles import ROLES
from belong.web import second_factor

TODAY = dt.date(2026, 11, 24)
PASSWORD = "four-kind-words-here"
HALVES = ("AM", "PM")
SignIn = Callable[..., Client]
"""A house, a role and more for the client, to a browser in which somebody is signed in."""
LONGEST_FIRST = "Temiloluwa-Josephine"
LONGEST_LAST = "Cholmondeley-Abernathwaite-Nwachukwu"


@dataclass(frozen=True)
class Child:
    """A child as a school's system knows them.

    marks  what was not an ordinary presence: {"24am": "N"} for the morning of 24 November 2026
    """

    id: str
    forename: str
    surname: str
    year: str = "7"
    form: str = "7 Oak"
    known_as: str = ""
    admitted: str = "2024-09-03"
    left: str = ""
    marks: Mapping[str, str] = field(default_factory=dict)


def _upn(n: int) -> str:
    return f"K{n:012d}"


def _days(code: str, *days: int) -> dict[str, str]:
    return {f"{d}{half}": code for d in days for half in ("am", "pm")}


ADA = Child(_upn(101), "Ada", "Osei-Larkin", marks={"24am": "N"})
BEN = Child(_upn(102), "Ben", "Quillfeather", marks=_days("I", 19, 20, 23) | {"24am": "I"})
CAL = Child(_upn(103), "Calvin", "Marrowby", known_as="Cal", marks={"10am": "L", "11am": "U"})
DEE = Child(_upn(104), "Dee", "O'Harrow", marks={"24am": "V", "5pm": "M"})
EVE = Child(_upn(105), LONGEST_FIRST, LONGEST_LAST, "8", "8 Elm", marks=_days("O", 3, 4, 5, 6))
FAY = Child(_upn(106), "Fay", "Brackenwell", "8", "8 Elm", marks={"17pm": "-", "18am": "-"})
GUS = Child(_upn(107), "Gus", "Thistlewood", "8", "8 Elm", marks=_days("Y3", 9, 10))
HAL = Child(_upn(108), "Hal", "Penhallow", "8", "8 Elm", marks={"24am": "U"})
IDA = Child(_upn(109), "Ida", "Ravensdale", "11", "11 Ash", marks=_days("C", 12) | {"24am": "M"})
JOE = Child(_upn(110), "Joe", "Swanwick", "11", "11 Ash", marks=_days("G", *range(2, 25)))
KIT = Child(_upn(111), "Kit", "Leftbury", "11", "11 Ash", left="2026-11-13")
CHILDREN = (ADA, BEN, CAL, DEE, EVE, FAY, GUS, HAL, IDA, JOE, KIT)

NEXT_DOOR = (
    Child(_upn(901), "Zora", "Vantongeren", "9", "9 Sky", marks={"24am": "N"}),
    Child(_upn(902), "Yusuf", "Wychwood", "9", "9 Sky"),
)

ROLE_NAMES = {
    "headteacher": "Mr Hale",
    "attendance_champion": "Mrs Adeyemi-Clarke",
    "attendance_lead": "Ms Okoro",
    "data_lead": "Ms Lindqvist",
    "office": "Mrs Pettigrew",
    "safeguarding_lead": "Ms Anand",
    "data_protection_officer": "Mr Ferreira",
    "deputy_safeguarding_lead": "Mr Sandoval",
    "senco": "Mr Novak",
    "mental_health_lead": "Dr Achebe",
    "designated_teacher": "Mrs Lanyon",
    "pastoral_lead": "Ms Farrow",
    "head_of_year": "Mr Castellane",
    "tutor": "Mr Begum",
    "class_teacher": "Miss Iqbal",
    "subject_teacher": "Ms Bright",
    "teaching_assistant": "Mr Roe",
    "key_person": "Ms Whitlock",
    "mentor": "Mx Harrow",
    "stand_in": "Mr Duffy",
    "family_liaison": "Mrs Sokolova",
    "supply": "Ms Grant",
    "psychologist": "Dr Marsh",
    "virtual_school": "Mr Okafor",
    "trust_officer": "Ms Ravel",
    "area_officer": "Mr Idris",
    "system_administrator": "Ms Tanaka",
    "lunch_staff": "Mrs Kowalczyk",
    "site_staff": "Mr Dube",
    "crossing": "Mrs Mbeki",
    "breakfast_staff": "Ms Larsen",
    "governor": "Mr Whitby",
}
MATHS = "7x/Ma1"
"""The class of the subject teacher: Ada and Ben, from the first of September."""
COHORT = "fsm"
"""The cohort of the officers: Ada and Ben."""
THIS_YEAR = {"begins": dt.date(2026, 9, 1), "ends": dt.date(2027, 8, 31)}
ONE_CHILD = ("key_person", "mentor", "stand_in", "designated_teacher", "psychologist",
             "virtual_school")  # fmt: skip
"""Roles that are for one child alone: here for Ada, once she is on roll."""


def term() -> list[dt.date]:
    """The school days of the small register: Mon 2 Nov to Tue 24 Nov 2026."""
    days = [dt.date(2026, 11, n) for n in range(2, 25)]
    return [d for d in days if d.weekday() < 5]


def week_before() -> list[dt.date]:
    """The week of Mon 24 Nov 2025, a year earlier."""
    return [dt.date(2025, 11, n) for n in range(24, 29)]


def letters(child: Child, days: Sequence[dt.date]) -> list[tuple[dt.date, str, str]]:
    """Each half-day of a child with its mark. The morning of TODAY is the last there is."""
    out = []
    for day in days:
        if child.left and day.isoformat() > child.left:
            continue
        for half, present in zip(HALVES, "/\\", strict=True):
            if day == TODAY and half == "PM":
                continue
            mine = child.marks if day.year == TODAY.year else {}
            out.append((day, half, mine.get(f"{day.day}{half.lower()}", present)))
    return out


def marks_file(
    children: Iterable[Child] = CHILDREN, days: Sequence[dt.date] | None = None, school: str = ""
) -> bytes:
    """A register as a school's system exports it, one line a mark."""
    heads = ["UPN", "Surname", "Forename", "Year Group", "Reg", "Date", "Session", "Mark"]
    lines: list[list[str]] = [heads + (["School"] if school else [])]
    for child in children:
        for day, half, mark in letters(child, term() if days is None else days):
            line = [child.id, child.surname, child.forename, child.year, child.form]
            line += [day.isoformat(), half, mark]
            lines.append(line + ([school] if school else []))
    return as_csv(lines)


def pupils_file(children: Iterable[Child] = CHILDREN) -> bytes:
    """The children of a school as its system exports them."""
    heads = ["UPN", "Legal Surname", "Legal Forename", "Preferred Forename", "Year Group"]
    heads += ["Reg Group", "Date of Admission", "Date of Leaving"]
    return as_csv(
        [
            heads,
            *(
                [c.id, c.surname, c.forename, c.known_as, c.year, c.form, c.admitted, c.left]
                for c in children
            ),
        ]
    )


def as_csv(lines: Iterable[Sequence[str]]) -> bytes:
    """Lines of cells as the bytes of a file."""
    out = io.StringIO()
    csv.writer(out).writerows(lines)
    return out.getvalue().encode()


@dataclass(frozen=True)
class House:
    """A school with its adults by role and its children by identifier."""

    school: School
    adults: Mapping[str, Membership]
    folder: Path

    @property
    def lead(self) -> Membership:
        """The attendance lead, who brings registers in."""
        return self.adults["attendance_lead"]

    def child(self, child: Child) -> Pupil:
        """A child as the house keeps them."""
        return Pupil.objects.get(school=self.school, source_id=child.id)

    def read(self, body: bytes, name: str = "marks.csv", **more: object) -> Import:
        """Read a file and stop before it is kept."""
        asked = {"by": self.lead, "as_of": TODAY, "folder": self.folder} | more
        return actions.read_in(file_name=name, body=[body], **asked)  # type: ignore[arg-type]

    def bring(
        self, body: bytes, name: str = "marks.csv", confirmed: bool = False, **more: object
    ) -> Import:
        """Read a file and keep it; `confirmed` where it asks for a look first."""
        brought = self.read(body, name, **more)
        return actions.keep(by=self.lead, brought=brought, folder=self.folder, confirmed=confirmed)


def came_in_the_day_before(house: House) -> None:
    """What was brought in was so yesterday: pages tell no time beside a register. What tests bring
    in carries the time on the wall, and on one day in the world that is the tests' own day."""
    noon = dt.datetime.combine(TODAY - dt.timedelta(days=1), dt.time(12), tzinfo=dt.UTC)
    Import.objects.filter(school=house.school).update(kept_at=noon)


def an_adult(
    school: School | None, role: str, name: str, email: str, password: str = "", **reach: object
) -> Adult:
    """Somebody who may sign in; what they are at a school, if they are anything.

    reach  for whom: `reach`, `reach_of`, `pupil`, `begins`, `ends` of their membership
    """
    adult = Adult.objects.create_user(email, password or None, name=name)
    with_a_second_factor(adult)
    if school is not None:
        Membership.objects.create(adult=adult, school=school, role_key=role, **reach)
    return adult


APP = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
"""The secret in the app of everybody in the tests."""
SEED = "a seed for the codes on paper"


def with_a_second_factor(adult: Adult) -> None:
    """Give somebody an app with codes, and codes on paper."""
    TOTP.activate(adult, APP)
    paper = {"seed": encrypt(SEED), "used_mask": 0}
    Authenticator.objects.create(user=adult, type=Authenticator.Type.RECOVERY_CODES, data=paper)


def app_code(at: float) -> str:
    """What the app shows at a moment, in seconds since 1970."""
    return format_hotp_value(hotp_value(APP, int(at) // 30))


def paper_codes() -> list[str]:
    """The codes on paper of everybody in the tests."""
    kept = Authenticator(data={"seed": encrypt(SEED), "used_mask": 0})
    return RecoveryCodes(kept).generate_codes()


def _came_in_by_force(request: HttpRequest, user: Adult, **more: object) -> None:
    """`force_login` stands for the whole of signing in, the second factor too. Its request has no
    address; a request of a browser has one, and is not let off here."""
    if not request.path:
        request.session[second_factor.SHOWN] = str(user.pk)


user_logged_in.connect(_came_in_by_force, dispatch_uid="force_login shows the second factor")


def reach_of(role: str) -> dict[str, object]:
    """As far as a role of the tests reaches: the school, or Year 7, or 7 Oak."""
    known = ROLES[role].reaches
    if Reach.SCHOOL in known:
        return {}
    if Reach.YEAR in known:
        return {"reach": Reach.YEAR, "reach_of": "7"} | THIS_YEAR
    if Reach.FORM in known:
        return {"reach": Reach.FORM, "reach_of": "7 Oak"} | THIS_YEAR
    if Reach.COHORT in known:
        return {"reach": Reach.COHORT, "reach_of": COHORT} | THIS_YEAR
    return {"reach": Reach.CLASS, "reach_of": MATHS} | THIS_YEAR


def empty_school(folder: Path, name: str = "Larkfield School", at: str = "larkfield") -> House:
    """A school with one adult in each role that is not about one child, and nothing brought in."""
    school = School.objects.create(name=name, phase="secondary", safety_route="Ms Anand, room 4")
    adults = {}
    for role in ROLES:
        if role not in ONE_CHILD:
            adults[role] = _employed(school, role, at, **reach_of(role))
    return House(school, adults, folder)


def _employed(school: School, role: str, at: str, **reach: object) -> Membership:
    adult = an_adult(school, role, ROLE_NAMES[role], f"{role}@{at}.example", PASSWORD, **reach)
    return Membership.objects.select_related("school", "adult").get(adult=adult)


def larkfield(folder: Path, children: Sequence[Child] = CHILDREN) -> House:
    """The small school with its pupils and its register, brought in through the real door."""
    house = empty_school(folder)
    house.bring(pupils_file(children), "pupils.csv", kind=actions.PUPILS)
    house.bring(marks_file(children, [*week_before(), *term()]))
    ada = Pupil.objects.filter(school=house.school, source_id=ADA.id).first()
    if ada is None:
        return house
    in_class(house, MATHS, ADA, BEN)
    in_cohort(house, COHORT, ADA, BEN)
    close = {
        role: _employed(house.school, role, "larkfield", reach=Reach.CHILD, pupil=ada, **THIS_YEAR)
        for role in ONE_CHILD
    }
    return replace(house, adults={**house.adults, **close})


def in_class(house: House, name: str, *children: Child) -> None:
    """What the school's system says of a class, as if a file had said it before all others."""
    for child in children:
        pupil = Pupil.objects.filter(school=house.school, source_id=child.id).first()
        if pupil is not None:
            Fact.objects.create(
                school=house.school, pupil=pupil, kind="class_members", key=name,
                data={"class": name}, begins=THIS_YEAR["begins"], since=0, import_id=0,
            )  # fmt: skip


def in_cohort(house: House, name: str, *children: Child, **more: object) -> None:
    """What the school's system says of each of some children, likewise."""
    for child in children:
        pupil = Pupil.objects.filter(school=house.school, source_id=child.id).first()
        if pupil is not None:
            said: dict[str, object] = {
                "school": house.school, "pupil": pupil, "kind": "characteristics", "since": 0,
                "key": f"{name} {more}", "data": {"trait": name, "value": "yes"}, "import_id": 0,
            }  # fmt: skip
            Fact.objects.create(**(said | more))


def riverside(folder: Path) -> House:
    """The school next door."""
    house = empty_school(folder, "Riverside School", "riverside")
    house.bring(pupils_file(NEXT_DOOR), "pupils.csv", kind=actions.PUPILS)
    house.bring(marks_file(NEXT_DOOR), "river-marks.csv")
    return house


def many(count: int) -> tuple[Child, ...]:
    """So many children of one form, each with one missed morning."""
    one = Child("", "", "", marks={"24am": "N"})
    return tuple(
        replace(one, id=_upn(5000 + n), forename=f"Mina{n:03d}", surname=f"Crowdwell{n:03d}")
        for n in range(count)
    )


def fresh_start(folder: Path) -> None:
    """An empty register store, and nothing remembered from the test before."""
    from django.core.cache import cache

    shelf.open_at(folder / "registers", folder / "uploads")
    queries._register.cache_clear()
    after_events._of_files.cache_clear()
    after_events._written.cache_clear()
    cache.clear()
