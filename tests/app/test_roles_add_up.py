"""Several roles at one school add up, and a leaving date ends them all."""

from __future__ import annotations

import datetime as dt

import pytest

from belong.people import fetch
from belong.people.models import Adult, Membership, School
from belong.people.permissions import Permission

TODAY = dt.date(2026, 11, 24)


@pytest.fixture
def adult(db: None) -> Adult:
    school = School.objects.create(name="Larkfield School")
    adult = Adult.objects.create_user("ms.okoro@larkfield.example", None, name="Ms Okoro")
    for role in ("tutor", "attendance_lead"):
        Membership.objects.create(adult=adult, school=school, role_key=role)
    return adult


def test_a_tutor_who_leads_attendance_may_do_both(adult: Adult) -> None:
    member = fetch.membership(adult, TODAY)
    assert member is not None
    assert member.may(Permission.REGISTERS_IMPORT)


def test_roles_at_another_school_do_not_count_here(adult: Adult) -> None:
    here = adult.memberships.get(role_key="tutor")
    adult.memberships.exclude(pk=here.pk).delete()
    other = School.objects.create(name="Riverside School")
    Membership.objects.create(adult=adult, school=other, role_key="attendance_lead")
    member = fetch.membership(adult, TODAY)
    assert member is not None
    assert (member.school_id, member.may(Permission.REGISTERS_IMPORT)) == (here.school_id, False)


@pytest.mark.parametrize(("left", "something"), [(0, True), (1, False)])
def test_the_day_after_leaving_an_adult_is_nothing_here(
    adult: Adult, left: int, something: bool
) -> None:
    adult.left_on = TODAY - dt.timedelta(days=left)
    assert (fetch.membership(adult, TODAY) is not None) is something
