"""Reading the trail: who did or saw what. What is read here is shown to people, so whoever calls
has noted the look first (`fetch.pupil`, `fetch.sought`)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from functools import reduce
from operator import or_

from django.db import connection
from django.db.models import Func, Q, QuerySet, TextField, Value
from django.db.models.functions import Cast, Coalesce, Replace, StrIndex
from django.utils import timezone

from belong.people.models import (
    Adult,
    Involvement,
    Membership,
    Pupil,
    SharedDevice,
    TrailLine,
    TrailName,
)
from belong.people.permissions import Permission
from belong.people.roles import ROLES
from belong.people.trail import Verb

OUTSIDERS = {
    Involvement.Kind.FAMILY.value: "Family, by a link",
    Involvement.Kind.YOUNG_PERSON.value: "The young person, by a link",
    Involvement.Kind.PROFESSIONAL.value: "A professional, by a link",
}
"""What somebody from outside is, in words."""

THROUGH = (Verb.SYSTEM_SEEN.value, Verb.FOR_FEW.value)
"""Lines of looks through a gate: they say what time it was."""


@dataclass(frozen=True)
class Told:
    """One line as somebody may read it.

    adult    the name of whoever did it; "" where it was forgotten
    roles    what they were then, in words; none in lines from before this was written down
    device   the name of the shared device they came in on with a PIN; "" for all others
    others   how many more children it was about, besides the one asked about
    """

    at: dt.datetime
    adult: str
    roles: tuple[str, ...]
    device: str
    verb: str
    about: str
    ids: tuple[int, ...]
    others: int


@dataclass(frozen=True)
class Asked:
    """What a search of the trail asks for.

    first, last  days in London, both included
    adult        the key of one adult of the school, or None for everybody
    verb         one kind of line, or "" for all
    """

    first: dt.date
    last: dt.date
    adult: int | None = None
    verb: str = ""


def about_child(
    pupil: Pupil, *, by: Membership, first: dt.date, last: dt.date, most: int
) -> list[Told]:
    """The lines about a child on some days, newest first, at most so many; also those about records
    that were joined with theirs.

    raises  PermissionDenied
    """
    if not by.may(Permission.TRAIL_SEARCH):
        by.must(Permission.TRAIL_OF_CHILD, of=pupil)
    mine = _keys(pupil)
    found = _about(_on(by, first, last), mine).order_by("-at", "-pk")
    return _told(found[:most], frozenset(mine))


def search(
    asked: Asked, *, by: Membership, child: Pupil | None = None, start: int = 0, most: int
) -> list[Told]:
    """Lines of a school, newest first: so many from a place on. Raises PermissionDenied."""
    by.must(Permission.TRAIL_SEARCH)
    found = _on(by, asked.first, asked.last)
    if asked.adult is not None:
        found = found.filter(who__in=_names_of(by, asked.adult))
    if asked.verb:
        found = found.filter(verb=asked.verb)
    if child is not None:
        found = _about(found, _keys(child))
    mine = frozenset(_keys(child)) if child else frozenset[int]()
    return _told(found.order_by("-at", "-pk")[start : start + most], mine)


def adults(by: Membership) -> list[tuple[int, str]]:
    """The key and the name of everybody who is or was something at the school, by name."""
    by.must(Permission.TRAIL_SEARCH)
    here = Adult.objects.filter(memberships__school_id=by.school_id).distinct()
    return list(here.order_by("name", "pk").values_list("pk", "name"))


def _names_of(by: Membership, adult: int) -> QuerySet[TrailName, str]:
    here = TrailName.objects.filter(adult__memberships__school_id=by.school_id, adult_id=adult)
    return here.values_list("name", flat=True)


def _keys(pupil: Pupil) -> list[int]:
    """Of a child, and of the records that were joined with theirs."""
    return [pupil.pk, *pupil.merged.values_list("pk", flat=True)]


def looks_through(by: Membership, *, after: int) -> list[tuple[int, dt.datetime]]:
    """When somebody looked through a gate, by the clock of that moment.

    after    the key of a line; only later ones count
    returns  the key of each look and its time; a line that says no time is of another release
    """
    mine = TrailLine.objects.filter(
        pk__gt=after, school_id=by.school_id, verb__in=THROUGH,
        who__in=TrailName.objects.filter(adult=by.adult_id).values("name"),
    )  # fmt: skip
    said = ((pk, detail.get("clock")) for pk, detail in mine.values_list("pk", "detail"))
    return [(pk, dt.datetime.fromisoformat(at)) for pk, at in said if at]


def _on(by: Membership, first: dt.date, last: dt.date) -> QuerySet[TrailLine]:
    return TrailLine.objects.filter(
        school_id=by.school_id, at__gte=_midnight(first), at__lt=_midnight(last, later=1)
    )


def _midnight(day: dt.date, later: int = 0) -> dt.datetime:
    """In London; days beyond the ends of the calendar stay within it."""
    at = min(max(day, dt.date(1970, 1, 2)), dt.date(9999, 12, 1)) + dt.timedelta(days=later)
    return timezone.make_aware(dt.datetime.combine(at, dt.time.min))


def _about(found: QuerySet[TrailLine], pupils: Iterable[int]) -> QuerySet[TrailLine]:
    """Those of these lines that are about one of these children."""
    found = found.filter(about="pupil")
    if connection.vendor == "postgresql":
        return found.filter(reduce(or_, (Q(ids__contains=[key]) for key in pupils)))
    # SQLite cannot ask a list in JSON what it holds: " 7," is looked for in "[ 5, 7,".
    text: Func = Replace(Cast("ids", TextField()), Value("["), Value("[ "))
    text = Replace(text, Value("]"), Value(","))
    places = {f"at_{key}": StrIndex(text, Value(f" {key},")) for key in pupils}
    return found.alias(**places).filter(reduce(or_, (Q(**{f"{p}__gt": 0}) for p in places)))


def _told(found: QuerySet[TrailLine], mine: frozenset[int]) -> list[Told]:
    lines = list(found)
    named = TrailName.objects.filter(name__in={line.who for line in lines})
    names = dict(named.values_list("name", Coalesce("adult__name", "involvement__who")))
    devices = _devices(lines)
    return [
        Told(
            line.at,
            names.get(line.who, ""),
            _roles(line.role),
            devices.get(line.detail.get("device"), ""),
            line.verb,
            line.about,
            tuple(line.ids),
            len(set(line.ids) - mine),
        )
        for line in lines
    ]


def _devices(lines: list[TrailLine]) -> dict[object, str]:
    """The names of the shared devices in lines, by key. Asks nothing where no line has one."""
    keys = {line.detail["device"] for line in lines if "device" in line.detail}
    return dict(SharedDevice.objects.filter(pk__in=keys).values_list("pk", "name")) if keys else {}


def _roles(keys: str) -> tuple[str, ...]:
    if keys in OUTSIDERS:
        return (OUTSIDERS[keys],)
    return tuple(ROLES[key].name for key in keys.split(",") if key in ROLES)
