"""Somebody leaves, or is away for a while: who takes over, in one transaction."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from django.db import transaction

from belong.people import being_away, giving, notices, second_steps, trail, walls
from belong.people.fetch import NotYours
from belong.people.giving import NotGiven, Wanted
from belong.people.models import Adult, Invitation, Membership, Pin
from belong.people.permissions import Permission
from belong.people.reach import Reach
from belong.people.trail import Verb

MOST_DAYS_AHEAD = 730
STANDS_IN = {Reach.CHILD: "stand_in", Reach.FORM: "supply"}
"""What a colleague is for somebody's children while they are away."""
ONE_DAY = dt.timedelta(days=1)


def to_hand_over(adult: Adult, school_id: int, today: dt.date) -> list[Membership]:
    """The roles by which somebody has children of their own, in force or to come."""
    every = Membership.objects.filter(adult=adult, school=school_id, ended_at=None)
    held = every.exclude(reach=Reach.SCHOOL).select_related("pupil", "adult").order_by("pk")
    return [row for row in held if row.ends is None or row.ends >= today]


def leave(
    *,
    by: Membership,
    adult: Adult,
    last_day: dt.date | None,
    taking_over: Mapping[int, int],
    at: dt.datetime,
) -> None:
    """Somebody leaves the school: all their roles end, and with them every session.

    last_day     the last day with a role; None for at once, so that the next click is the last
    taking_over  for a role's key, the key of the colleague who takes its children over
    raises       NotGiven, PermissionDenied, NotYours
    """
    today = at.date()
    with transaction.atomic():
        giving.alone(by, today)
        rows = _open(adult, by, today)
        if adult.pk == by.adult_id:
            raise NotGiven(
                "Nobody takes their own roles away.", do="Ask somebody else who gives roles."
            )
        _sensible(last_day, today)
        giving.somebody_still_gives(by, without=rows, today=today)
        if adult.pk in taking_over.values():
            raise NotGiven("They leave, so they cannot take over.", do="Choose a colleague.")
        passed_on = [(_next(r, last_day, today), taking_over[r.pk]) for r in rows
                     if r.pk in taking_over]  # fmt: skip
        for row in rows:
            _over(by, row, last_day, at)
        for wanted, colleague in passed_on:
            if wanted is not None:
                giving.given(by=by, to=_colleague(by, colleague), wanted=wanted, at=at)
        gone = last_day or today - ONE_DAY
        if not _elsewhere(adult, by, today):
            adult.left_on = gone
            adult.save(update_fields=["left_on"])
        Invitation.objects.filter(
            adult=adult, school=by.school_id, used_at=None, withdrawn_at=None
        ).update(withdrawn_at=at)
        trail.note(by, Verb.ADULT_LEFT, about="adult", ids=[adult.pk],
                   detail={"last_day": gone.isoformat()})  # fmt: skip
        if last_day is None:
            Pin.objects.filter(adult=adult, school=by.school_id).delete()
        if last_day is None and adult.left_on == gone:
            second_steps.end_sessions(adult)


def _open(adult: Adult, by: Membership, today: dt.date) -> list[Membership]:
    every = Membership.objects.filter(adult=adult, school=by.school_id)
    if not every.exists():
        raise NotYours("adult")
    rows = every.filter(ended_at=None).select_related("pupil")
    return [row for row in rows if row.ends is None or row.ends >= today]


def _sensible(last_day: dt.date | None, today: dt.date) -> None:
    if last_day is None:
        return
    if last_day < today:
        raise NotGiven("That day has passed.", do="Choose at once instead.")
    if last_day > today + dt.timedelta(days=MOST_DAYS_AHEAD):
        raise NotGiven("That is more than two years ahead.", do="Check the year.")


def _over(by: Membership, row: Membership, last_day: dt.date | None, at: dt.datetime) -> None:
    if last_day is None or (row.begins and row.begins > last_day):
        giving.ended(by=by, row=row, at=at)
    elif row.ends is None or row.ends > last_day:
        row.ends = last_day
        row.save(update_fields=["ends"])
        notices.tell_of_lead_ended(row, notices.Kind.ROLE_TO_END, by.adult, at)


def _next(row: Membership, last_day: dt.date | None, today: dt.date) -> Wanted | None:
    """The same role from the day after; None where it would be over by then."""
    begins = last_day + ONE_DAY if last_day else None
    if row.begins and row.begins > (begins or today):
        begins = row.begins  # what is to begin later begins then, whoever has it
    elif row.role.for_a_while:
        begins = begins or today
    if row.ends and begins and begins > row.ends:
        return None
    return Wanted(row.role_key, row.reach, row.reach_of, row.pupil_id, begins, row.ends)


def _colleague(by: Membership, key: int) -> Adult:
    found = Adult.objects.filter(
        pk=key, is_active=True, left_on=None, memberships__school=by.school_id
    ).first()
    if found is None:
        raise NotGiven("Choose a colleague who works here.")
    return found


def _elsewhere(adult: Adult, by: Membership, today: dt.date) -> bool:
    """Whether they are something at another school, or will be."""
    rows = adult.memberships.exclude(school=by.school_id).filter(ended_at=None)
    with walls.scope_all(reason="whether somebody stays at another school"):
        return any(row.ends is None or row.ends >= today for row in rows)


def away(
    *,
    by: Membership,
    adult: Adult,
    first: dt.date,
    last: dt.date,
    standing_in: Mapping[int, int],
    at: dt.datetime,
) -> int:
    """Somebody is away for some days: colleagues stand in for their children on those days only.

    standing_in  for a role's key, the key of the colleague
    returns      how many roles were given
    raises       NotGiven, PermissionDenied, NotYours
    """
    by.must(Permission.PEOPLE_GIVE)
    with transaction.atomic():
        giving.alone(by, at.date())
        rows = [row for row in _open(adult, by, at.date()) if row.pk in standing_in]
        if not rows:
            raise NotGiven("Choose who stands in.")
        for row in rows:
            role = STANDS_IN.get(Reach(row.reach), row.role_key)
            wanted = Wanted(role, row.reach, row.reach_of, row.pupil_id, first, last)
            colleague = _colleague(by, standing_in[row.pk])
            if colleague.pk == adult.pk:
                raise NotGiven("Nobody stands in for themselves.", do="Choose a colleague.")
            giving.given(by=by, to=colleague, wanted=wanted, at=at)
        being_away.for_days(by=by, adult_id=adult.pk, first=first, last=last, at=at)
        being_away.note(by, adult.pk, there=False)
    return len(rows)
