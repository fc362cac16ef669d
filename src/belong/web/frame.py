"""What stands around every page: the school, who is signed in, and whether work goes on."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest
from django.urls import ResolverMatch

from belong.intake import jobs
from belong.people import around, ballast, notices, own_words, school_settings, walls
from belong.people.models import Membership
from belong.people.own_words import Called
from belong.people.permissions import Permission
from belong.web import second_factor


@dataclass(frozen=True)
class Frame:
    """The rail and the strips above a page.

    disk_full  said to those who see what comes in, and so would wait for it
    let_off    nobody is asked for a second step: the demo, on this computer
    works_elsewhere  whether they work at another school too
    called     what the school calls its children: pupils or students
    own_children  whether some child is their own: then Today is the first door
    """

    school_name: str
    works_elsewhere: bool
    adult_name: str
    adult_role: str
    here: str
    worker_asleep: bool
    disk_full: bool
    demo: bool
    let_off: bool
    safety: str
    called: Called
    may: frozenset[str]
    something_waits: bool
    own_children: bool


ROOMS = {
    "today": "school_today", "mine": "today", "checkins": "today", "children": "children",
    "noticing": "noticing", "good": "good", "warm_words": "warm_words",
    "class_round": "class_round",
    "registers": "registers", "calendar": "calendar", "quality": "quality", "trail": "trail",
    "staff": "people", "security": "security", "settings": "settings", "notices": "notices",
    "greet": "greet", "gate": "gate", "first_day": "first_day",
    "helps:whom": "help_now", "helps:now": "help_now",
    "word_today": "word_today", "library": "library",
    "days_ahead": "days_ahead", "voice": "voice", "audit": "audit",
    "how:how": "how", "how:help": "help", "how:more": "more",
}  # fmt: skip
"""The door of a page, by the name of its address or of the room it stands in."""


def _here(match: ResolverMatch) -> str:
    return ROOMS.get(match.view_name, ROOMS.get(match.namespace, ""))


def frame(request: HttpRequest) -> dict[str, object]:
    """The frame of a signed-in page; nothing for a page outside the gate."""
    membership = getattr(request, "membership", None)
    if membership is None:
        ways = [{"kind": k, "name": v["name"]} for k, v in settings.SCHOOL_ACCOUNTS.items()]
        return {"frame": None, "demo": settings.DEMO, "school_accounts": ways}
    with walls.scope(membership.school_id):  # pages about what went wrong stand outside the gate
        return {"frame": _of(request, membership), "demo": settings.DEMO}


def _of(request: HttpRequest, membership: Membership) -> Frame:
    match = request.resolver_match
    return Frame(
        school_name=membership.school.name,
        works_elsewhere=getattr(request, "works_elsewhere", False),
        adult_name=membership.adult.name,
        adult_role=", ".join(role.name for role in membership.roles),
        here=_here(match) if match else "",
        worker_asleep=not jobs.awake(),
        disk_full=membership.may(Permission.REGISTERS_READ) and ballast.full(),
        demo=settings.DEMO,
        let_off=second_factor.let_off(request),
        safety=school_settings.of(membership.school)[0].whom_to_tell,
        called=own_words.of(membership.school),
        may=frozenset(p.name for p in membership.permissions),
        something_waits=notices.something_waits(membership),
        own_children=bool(around.own(membership, Permission.TODAY_READ)),
    )
