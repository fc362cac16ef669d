"""Giving a role and ending one. Nobody does either to themselves."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from belong.basics.errors import BelongError
from belong.people import care, fetch, notices, pin_ends, trail
from belong.people.cohorts import COHORTS
from belong.people.fetch import NotYours
from belong.people.models import Adult, Fact, Membership, Pupil, School
from belong.people.permissions import Permission
from belong.people.reach import CLASS_MEMBERS, Reach
from belong.people.roles import ROLES, Role
from belong.people.trail import Verb

GROUPS = (Reach.YEAR, Reach.FORM, Reach.CLASS)
COHORT_AT_MOST = dt.timedelta(days=366)
"""From the first to the last day of a role for a cohort: after a year somebody says again that it
is needed."""


class NotGiven(BelongError):
    """A role that cannot be given or ended like this. Nothing has changed."""


@dataclass(frozen=True)
class Wanted:
    """A role as somebody asks for it.

    reach_of      the year, form or class, or the key of a cohort; "" for other reaches
    pupil_id      the one child; None for other reaches
    begins, ends  the first and last day; None where nobody names one
    """

    role_key: str
    reach: str = Reach.SCHOOL
    reach_of: str = ""
    pupil_id: int | None = None
    begins: dt.date | None = None
    ends: dt.date | None = None


def give(*, by: Membership, to: Adult, wanted: Wanted, at: dt.datetime) -> Membership:
    """Give a role at one's own school.

    raises  NotGiven, PermissionDenied; NotYours for somebody who is not of the school, and for a
            child whom the giver does not work with
    """
    with transaction.atomic():
        alone(by, at.date())
        if not Membership.objects.filter(adult=to, school=by.school_id).exists():
            raise NotYours("adult")
        return given(by=by, to=to, wanted=wanted, at=at)


def given(
    *, by: Membership, to: Adult, wanted: Wanted, at: dt.datetime, named: Pupil | None = None
) -> Membership:
    """The same within a larger change, whose lock and transaction it uses.

    named  the child it is for, where the larger change has noted the look at them
    """
    if to.pk == by.adult_id:
        raise NotGiven(
            "Nobody gives a role to themselves.",
            do="Ask somebody else at your school who gives roles.",
        )
    if not fits(wanted, at.date()).by_pin and to.email is None:
        raise NotGiven(
            "They have no e-mail, so they cannot sign in. A PIN opens no larger role.",
            do="Invite them with their school e-mail for this role.",
        )
    pupil = _reached(by, wanted) if named is None else named
    if named is not None:
        by.must(Permission.CHILD_READ, of=named)
    row = Membership(
        adult=to, school_id=by.school_id, role_key=wanted.role_key, reach=wanted.reach,
        reach_of=wanted.reach_of, pupil=pupil, begins=wanted.begins, ends=wanted.ends,
        given_by_id=by.adult_id, given_at=at,
    )  # fmt: skip
    if any(_alike(row, held) for held in _open(to, by.school_id, at.date())):
        raise _twice()
    pin_ends.follow(by=by, adult=to, today=at.date())
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as problem:
        raise _twice() from problem
    trail.note(by, Verb.ROLE_GIVEN, about="adult", ids=[to.pk], detail=in_figures(row))
    notices.tell_of_role(row, by.adult, at)
    return row


def end(*, by: Membership, membership_id: int, at: dt.datetime) -> Membership:
    """End a role at once: the next click is without it.

    raises  NotGiven, PermissionDenied, and NotYours for a role of another school
    """
    with transaction.atomic():
        alone(by, at.date())
        row = Membership.objects.filter(pk=membership_id, school=by.school_id).first()
        if row is None:
            raise NotYours("membership")
        if row.adult_id == by.adult_id:
            raise NotGiven(
                "Nobody ends a role of their own.",
                do="Ask somebody else at your school who gives roles.",
            )
        if row.ended_at is not None or (row.ends and row.ends < at.date()):
            raise NotGiven("That role has ended already.")
        somebody_still_gives(by, without=[row], today=at.date())
        ended(by=by, row=row, at=at)
    return row


def ended(*, by: Membership, row: Membership, at: dt.datetime) -> None:
    """The same within a larger change."""
    row.ends = min(row.ends or at.date(), at.date())
    row.ended_by_id, row.ended_at = by.adult_id, at
    row.save(update_fields=["ends", "ended_by", "ended_at"])
    trail.note(by, Verb.ROLE_ENDED, about="adult", ids=[row.adult_id], detail=in_figures(row))
    pin_ends.follow(by=by, adult=row.adult, today=at.date())
    notices.tell_of_lead_ended(row, notices.Kind.ROLE_ENDED, by.adult, at)


def alone(by: Membership, today: dt.date) -> None:
    """Let one change of a school's roles go on at a time, and ask again who wants it: two people
    who take each other's roles away are a head and a former head, never two former heads.

    raises  PermissionDenied
    """
    School.objects.select_for_update().get(pk=by.school_id)
    now = fetch.again(by, today)
    if now is None:
        raise PermissionDenied("They are nothing at this school any more.")
    now.must(Permission.PEOPLE_GIVE)


def somebody_still_gives(by: Membership, without: list[Membership], today: dt.date) -> None:
    """Raises NotGiven where nobody would be left who can give roles for good."""
    going = {row.pk for row in without if row.gives(Permission.PEOPLE_GIVE)}
    if not going:
        return
    others = Membership.objects.filter(
        school=by.school_id, ends=None, ended_at=None, adult__is_active=True, adult__left_on=None
    ).exclude(pk__in=going)
    if not any(row.gives(Permission.PEOPLE_GIVE) and row.in_force(today) for row in others):
        raise NotGiven(
            "Nobody would be left who can give roles.",
            do="Give the role to somebody else first, without a last day.",
        )


def fits(wanted: Wanted, today: dt.date) -> Role:
    """The role, where it can be given like this. Raises NotGiven."""
    role = ROLES.get(wanted.role_key)
    if role is None:
        raise NotGiven("Choose a role.")
    if wanted.reach not in role.reaches:
        raise NotGiven(f"{role.name} cannot be given for that.", do="Choose for whom it is.")
    if wanted.reach in GROUPS and wanted.ends is None:
        raise NotGiven(
            "Say the last day. A year, form or class has other children each September.",
            do="The end of the school year is usual.",
        )
    if role.for_a_while and not (wanted.begins and wanted.ends):
        raise NotGiven(f"{role.name} is for a while.", do="Say the first and the last day.")
    if wanted.ends and wanted.ends < (wanted.begins or today):
        raise NotGiven("The last day comes before the first.", do="Check both days.")
    if wanted.ends and wanted.ends < today:
        raise NotGiven("That last day has passed.", do="Choose a later one.")
    if wanted.reach == Reach.COHORT:
        _cohort_fits(wanted)
    return role


def _cohort_fits(wanted: Wanted) -> None:
    if wanted.reach_of not in COHORTS:
        raise NotGiven("Choose whose children.")
    if not (wanted.begins and wanted.ends):
        raise NotGiven("A role for a group of children is for a while.",
                       do="Say the first and the last day.")  # fmt: skip
    if wanted.ends - wanted.begins > COHORT_AT_MOST:
        raise NotGiven("That is longer than a year.", do="Choose a last day within a year.")


def cohorts(by: Membership) -> list[str]:
    """Keys of the cohorts somebody may give a role for: those they may read of every child."""
    return [key for key in COHORTS if care.reads_trait(by, key)]


def must_read(by: Membership, wanted: Wanted) -> None:
    """Nobody gives a cohort they may not read themselves. Raises NotGiven before anything is
    asked of the cohort."""
    if wanted.reach == Reach.COHORT and wanted.reach_of not in cohorts(by):
        raise NotGiven(
            "This group is given by somebody who may read who is in it.",
            do="Ask the headteacher.",
        )


def groups(school_id: int, reach: str) -> list[str]:
    """The years, forms or classes of a school, as its register names them now."""
    if reach == Reach.CLASS:
        said = Fact.objects.filter(school=school_id, kind=CLASS_MEMBERS, until=None)
        return sorted({str(name) for name in said.values_list("data__class", flat=True) if name})
    if reach not in (Reach.YEAR, Reach.FORM):
        return []
    every = Pupil.objects.filter(school=school_id, merged_into=None).exclude(**{str(reach): ""})
    return sorted(set(every.values_list(str(reach), flat=True)))


def _reached(by: Membership, wanted: Wanted) -> Pupil | None:
    must_read(by, wanted)
    if wanted.reach in GROUPS and wanted.reach_of not in groups(by.school_id, wanted.reach):
        raise NotGiven("Choose a year, form or class that is in the register.")
    if wanted.reach != Reach.CHILD:
        return None
    if wanted.pupil_id is None:
        raise NotGiven("Choose the child.")
    return fetch.pupil(wanted.pupil_id, seen_by=by)


def _open(adult: Adult, school_id: int, today: dt.date) -> list[Membership]:
    every = Membership.objects.filter(adult=adult, school=school_id, ended_at=None)
    return [row for row in every if row.ends is None or row.ends >= today]


def _alike(one: Membership, other: Membership) -> bool:
    same = ("role_key", "reach", "reach_of", "pupil_id")
    far = dt.date.max
    apart = (one.begins or dt.date.min) > (other.ends or far) or (other.begins or dt.date.min) > (
        one.ends or far
    )
    return not apart and all(getattr(one, name) == getattr(other, name) for name in same)


def _twice() -> NotGiven:
    return NotGiven("They have that role already.", do="End the one they have first.")


def in_figures(row: Membership) -> dict[str, object]:
    """A role as a line of the trail keeps it."""
    return {
        "role": row.role_key,
        "reach": str(row.reach),
        "of": row.reach_of,
        "pupil": row.pupil_id,
        "begins": row.begins.isoformat() if row.begins else None,
        "ends": row.ends.isoformat() if row.ends else None,
    }
