"""What somebody from outside is let see of one child. They name no child: whom they see is who
their visit is about, and nobody else is in it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db.models import Q
from django.utils import timezone

from belong.people import fetch, link_codes, school_settings, trail
from belong.people.models import Involvement, LinkCode, Membership, Pupil
from belong.people.outsiders import Kind
from belong.people.reach import Reach
from belong.people.trail import Verb

NEAR = ("key_person", "tutor", "class_teacher")
"""Whom to talk to, the nearest first."""


@dataclass(frozen=True)
class Near:
    """An adult at school who is near the child: the name, and the key of their role."""

    name: str
    role: str


@dataclass(frozen=True)
class Seen:
    """What an outsider is let see, apart from the register.

    name     the child's first name; the whole name for a professional
    child, school, involvement  keys, to look the register and words for them up by
    adults   whom to talk to, the nearest first; none where nobody is named
    safety   whom to turn to about safety, without a full stop; "" if the school has not said
    next_by_mail  whether a link for the next visit can be sent
    """

    kind: str
    who: str
    purpose: str
    name: str
    child: int
    school: int
    involvement: int
    school_name: str
    adults: tuple[Near, ...]
    safety: str
    next_by_mail: bool


def child(link_id: int, *, now: dt.datetime) -> Seen:
    """The one child of a visit that goes on. The look is in the trail, as the outsider's, before
    anything is told.

    raises  link_codes.Closed
    """
    row = link_codes.visit(link_id, now).involvement
    pupil = row.pupil
    trail.look(row, Verb.SEEN_FROM_OUTSIDE, ids=[pupil.pk], detail={"involvement": row.pk})
    return Seen(
        kind=row.kind,
        who=row.who,
        purpose=row.purpose,
        name=str(pupil) if row.kind == Kind.PROFESSIONAL else pupil.first or str(pupil),
        child=pupil.pk,
        school=row.school_id,
        involvement=row.pk,
        school_name=row.school.name,
        adults=near(pupil, timezone.localtime(now).date()),
        safety=school_settings.of(row.school)[0].whom_to_tell,
        next_by_mail=link_codes.by_mail(row),
    )


def near(pupil: Pupil, today: dt.date) -> tuple[Near, ...]:
    """The key person, tutor and class teacher of a child, today."""
    of_child = Q(reach=Reach.CHILD, pupil=pupil)
    of_form = Q(reach=Reach.FORM, reach_of=pupil.form) & ~Q(reach_of="")
    rows = Membership.objects.filter(
        of_child | of_form, school_id=pupil.school_id, role_key__in=NEAR, adult__is_active=True
    )
    held = [row for row in rows.select_related("adult") if row.in_force(today)]
    here = [row for row in held if row.adult.left_on is None or row.adult.left_on >= today]
    here.sort(key=lambda row: (NEAR.index(row.role_key), row.adult.name, row.pk))
    return tuple(dict.fromkeys(Near(row.adult.name, row.role.name) for row in here))


def looked_after_by(rows: list[Involvement], today: dt.date) -> dict[int, str]:
    """Who looks after each involvement: whoever let them in, while they work here; then the child's
    key person or tutor. By its key; "" for nobody."""
    here = {one.adult_id: one.adult.name for one in _staff(rows, today)}
    return {
        row.pk: here.get(row.invited_by_id or 0)
        or next((n.name for n in near(row.pupil, today)), "")
        for row in rows
    }


def _staff(rows: list[Involvement], today: dt.date) -> list[Membership]:
    schools = {row.school_id for row in rows}
    return [one for school in schools for one in fetch.everybody_at(school, today)]


def last_visits(rows: list[Involvement]) -> dict[int, dt.date]:
    """The day of the last visit of each, by its key; none for whoever has not come yet."""
    used = LinkCode.objects.filter(
        involvement__in=[row.pk for row in rows], what=LinkCode.What.LINK
    ).exclude(used_at=None)
    found: dict[int, dt.date] = {}
    for key, at in used.order_by("used_at").values_list("involvement_id", "used_at"):
        if at is not None:
            found[key] = timezone.localtime(at).date()
    return found
