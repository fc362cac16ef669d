"""Invent Marrowby Learning Trust: three schools, their registers and what stands beside them."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace

from demo_school import sources
from demo_school.clubs import clubs, on_track
from demo_school.families import Household, contacts, households, in_care_upns
from demo_school.groups import groups, registration
from demo_school.incidents import incidents
from demo_school.invented import Invented
from demo_school.oddities import Oddities, with_oddities
from demo_school.own_chance import salt
from demo_school.records import Characteristic, Contact, Placement, Records
from demo_school.staffing import Staffing, lessons, members, staffing, taught_classes
from demo_school.stays_elsewhere import dual, enrolments, placements, suspensions
from demo_school.traits import characteristics
from demo_school.trust_schools import SHARED_CHILD, Registers, registers

MUST_NOT_BE_CALLED = 4
"""Contacts of the trust whom no school may call, each of another child."""
NO_CALL_TALES = ("one_parent_not_called", "new_home_in_care")


@dataclass(frozen=True)
class TrustSchool:
    """One school of the trust.

    key       "secondary", "primary" or "special"; `phase` says the same to a national table
    system    the management system its files look like: "sims", "arbor" or "bromcom"
    staffing  who takes each lesson, or None where no lesson marks are taken
    """

    key: str
    phase: str
    system: str
    invented: Invented
    records: Records
    staffing: Staffing | None


@dataclass(frozen=True)
class Trust:
    """Three invented schools as they stand on the morning of `today`.

    households  every household with a child listed anywhere in the trust
    oddities    what is wrong on purpose, and where
    """

    name: str
    today: dt.date
    seed: int
    schools: tuple[TrustSchool, ...]
    households: tuple[Household, ...]
    oddities: Oddities

    def school(self, key: str) -> TrustSchool:
        """The school of that key. Raises KeyError where there is none."""
        for school in self.schools:
            if school.key == key:
                return school
        raise KeyError(key)


def invent_trust(*, today: dt.date, seed: int = 7) -> Trust:
    """The trust with every session before `today`; the same for the same two arguments.

    today  a date from October 2024 on; the day itself holds no marks yet
    Raises ValueError for an earlier date.
    """
    found, odd = with_oddities(registers(today=today, seed=seed))
    homes = households(found, seed=seed)
    people = contacts(found, homes, seed=seed)
    people = _not_to_be_called(found, people)
    in_care = in_care_upns(found, seed=seed)
    listed = sources.listed("trust")
    schools = tuple(
        _school(key, said, found, odd, people=people, in_care=in_care)
        for key, said in listed["schools"].items()
    )
    return Trust(listed["name"], today, seed, schools, homes, odd)


def _school(
    key: str,
    said: dict[str, str],
    found: Registers,
    odd: Oddities,
    *,
    people: dict[str, tuple[Contact, ...]],
    in_care: set[str],
) -> TrustSchool:
    school = found.schools[key]
    taught = staffing(school) if school.teaching.classes else None
    records = _beside(key, school, found, odd, taught)
    records = replace(
        records,
        characteristics=_traits(key, school, odd, in_care),
        contacts=tuple(c for child in school.children for c in people[child.upn]),
    )
    return TrustSchool(key, said["phase"], said["system"], school, records, taught)


def _beside(
    key: str, school: Invented, found: Registers, odd: Oddities, taught: Staffing | None
) -> Records:
    """The records that follow from the marks and the timetable."""
    partner = _partners(key, school, found, odd)
    suspended = suspensions(school)
    records = Records(
        classes=registration(school), groups=groups(school), suspensions=suspended,
        enrolments=enrolments(
            school, partner=partner, subsidiary=set(partner) if key == "special" else set(),
            guests=_guests(key, school),
        ),
        placements=_placed(key, school, partner, odd),
        clubs=clubs(school, key), on_track=on_track(school, key),
    )  # fmt: skip
    if taught is None:
        return records
    now = tuple(s for s in suspended if s.first.toordinal() >= _september(school).toordinal())
    behaviour, removals = incidents(school, taught, now)
    return replace(
        records, classes=(*taught_classes(school, taught), *records.classes),
        members=members(school), lessons=lessons(school, taught), behaviour=behaviour,
        removals=removals,
    )  # fmt: skip


def _september(school: Invented) -> dt.date:
    return dt.date(school.this_year, 9, 1)


def _partners(key: str, school: Invented, found: Registers, odd: Oddities) -> dict[str, str]:
    """The other school of each child of two schools; "" for the one nobody entered."""
    shared = [
        s.children[told.child].upn
        for s in found.schools.values()
        for told in s.stories
        if told.key in SHARED_CHILD
    ]
    others = sources.listed("records")["other_schools"]
    near = {"primary": found.schools["special"], "special": found.schools["primary"]}
    partner = {}
    for upn in dual(school):
        elsewhere = others["mainstream"] if key == "special" else [others["beyond"]]
        partner[upn] = elsewhere[salt(upn) % len(elsewhere)]
        if upn in shared and key in near:
            partner[upn] = near[key].school.name
    if key == "secondary" and odd.dual_without:
        partner[odd.dual_without] = ""
    return partner


def _guests(key: str, school: Invented) -> set[str]:
    """One child of the secondary school is a guest while a family works nearby."""
    if key != "secondary":
        return set()
    told = {s.child for s in school.stories}
    september = _september(school)
    late = [
        c.upn
        for n, c in enumerate(school.children)
        if c.admitted > september and c.left is None and n not in told
    ]
    return set(late[:1])


def _placed(
    key: str, school: Invented, partner: dict[str, str], odd: Oddities
) -> tuple[Placement, ...]:
    found = placements(school, partner=partner)
    if key != "special":
        return found
    return tuple(
        replace(p, last=None) if p.upn == odd.open_part_time and p.code == "C2" else p
        for p in found
    )


def _traits(
    key: str, school: Invented, odd: Oddities, in_care: set[str]
) -> tuple[Characteristic, ...]:
    lines = characteristics(school, in_care=in_care)
    if key == "primary":
        return (*lines, Characteristic(odd.nobody, "FSM", "T", _september(school), None))
    return lines


def _not_to_be_called(
    found: Registers, people: dict[str, tuple[Contact, ...]]
) -> dict[str, tuple[Contact, ...]]:
    """Four children with one contact each whom nobody may call: two of tales, two others."""
    told = [
        s.children[t.child].upn
        for s in found.schools.values()
        for t in s.stories
        if t.key in NO_CALL_TALES
    ]
    others = [
        c.upn
        for c in found.schools["secondary"].children
        if c.left is None and len(people[c.upn]) == 3 and c.upn not in told
    ]
    chosen = [*told, *others[:: max(1, len(others) // 2)]][:MUST_NOT_BE_CALLED]
    return people | {upn: _last_flagged(people[upn]) for upn in chosen}


def _last_flagged(contacts_of: tuple[Contact, ...]) -> tuple[Contact, ...]:
    return (*contacts_of[:-1], replace(contacts_of[-1], no_contact=True))
