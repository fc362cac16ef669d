"""Hellos that a tutor of the demo said over some weeks. A child who comes every day and of whom
nobody wrote is due one: that is what the list is for."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from belong.people.models import Membership, Pupil, School

LONG_AGO = 30
"""School days before today on which the tutor began to write down whom they said hello to."""
LATELY = 18
"""School days within which everybody else was said hello to: fewer than make one due."""
HOUR = 8


def lay(school: School, today: dt.date, quiet: Sequence[str]) -> None:
    """Write them down through the real action; a second call changes nothing.

    quiet  names of the children of whom nobody wrote
    """
    by = _tutor(school, today)
    days = _school_days(today)
    if by is None or len(days) <= LONG_AGO:
        return
    for n, pupil in enumerate(_form(school, by.reach_of, days[-LONG_AGO])):
        _hello(by, pupil, days[-LONG_AGO])
        if f"{pupil.forename} {pupil.surname}" not in quiet:
            _hello(by, pupil, days[-1 - n % LATELY])


def _tutor(school: School, today: dt.date) -> Membership | None:
    from belong.people import fetch

    every = fetch.everybody_at(school.pk, today)
    return next((one for one in every if one.role_key == "tutor" and one.reach_of), None)


def _form(school: School, form: str, since: dt.date) -> list[Pupil]:
    """The children of a form who were here on a day and have not left."""
    from belong.people.models import Enrolment

    stays = Enrolment.objects.filter(school=school, admitted_on__lte=since, left_on=None)
    here = stays.values_list("pupil_id", flat=True)
    form_of = school.pupils.filter(form=form, merged_into=None, pk__in=list(here))
    return list(form_of.order_by("pk"))


def _school_days(today: dt.date) -> list[dt.date]:
    """School days before today, of this school year and the one before."""
    from belong.basics.terms import date_of, year_of
    from demo_school import term_dates

    years = (year_of(today) - 1, year_of(today))
    days = (date_of(int(d)) for year in years for d in term_dates.school_year(year).days)
    return [day for day in days if day < today]


def _hello(by: Membership, pupil: Pupil, day: dt.date) -> None:
    from django.utils import timezone

    from belong.acts import actions
    from belong.acts.models import Act
    from belong.people.permissions import Permission

    at = timezone.make_aware(dt.datetime.combine(day, dt.time(HOUR, 45)))
    if by.may(Permission.TODAY_READ, of=pupil):
        actions.do_now(by=by, pupil=pupil, kind=Act.Kind.HELLO, at=at)
