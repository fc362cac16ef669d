"""Somebody leaves or is away: roles, sessions, and who takes over."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied
from tests.people import ADA, FAY, TODAY, House

from belong.insight.questions import handing_over, who_works_here
from belong.people import fetch, giving, leaving
from belong.people.fetch import NotYours
from belong.people.giving import NotGiven, Wanted
from belong.people.models import Adult, Membership, TrailLine
from belong.people.reach import Reach

NOW = dt.datetime(2026, 11, 24, 9, 18, tzinfo=dt.UTC)
FRIDAY = dt.date(2026, 11, 27)
MONDAY = dt.date(2026, 11, 30)
ONE_DAY = dt.timedelta(days=1)


def now(house: House, role: str, day: dt.date = TODAY) -> Membership:
    found = fetch.membership(house.adults[role].adult, day)
    assert found is not None
    return found


def sees(adult: Adult, day: dt.date = TODAY) -> set[str]:
    by = fetch.membership(adult, day)
    return {p.source_id for p in fetch.pupils(seen_by=by)} if by else set()


def leave(house: House, role: str, last_day: dt.date | None, **to: int) -> None:
    leaving.leave(
        by=now(house, "headteacher"), adult=house.adults[role].adult, last_day=last_day,
        taking_over={int(key.removeprefix("r")): who for key, who in to.items()}, at=NOW,
    )  # fmt: skip


def test_at_once_means_the_next_click(house: House) -> None:
    leave(house, "tutor", None)
    adult = house.adults["tutor"].adult
    assert fetch.membership(adult, TODAY) is None
    adult.refresh_from_db()
    assert adult.left_on == TODAY - ONE_DAY
    assert TrailLine.objects.filter(verb="adult leaves", ids=[adult.pk]).count() == 1


def test_until_the_last_day_all_is_as_before(house: House) -> None:
    adult = house.adults["tutor"].adult
    before = sees(adult)
    leave(house, "tutor", FRIDAY)
    assert sees(adult) == sees(adult, FRIDAY) == before
    assert fetch.membership(adult, FRIDAY + ONE_DAY) is None


def test_a_colleague_takes_over_on_the_day_after(house: House) -> None:
    row, colleague = house.adults["key_person"], house.adults["teaching_assistant"].adult
    before = sees(colleague)
    leave(house, "key_person", FRIDAY, **{f"r{row.pk}": colleague.pk})
    taken = Membership.objects.get(adult=colleague, role_key="key_person")
    assert (taken.pupil, taken.begins) == (house.child(ADA), FRIDAY + ONE_DAY)
    assert taken.given_by == house.adults["headteacher"].adult
    assert sees(colleague, FRIDAY) == before
    assert ADA.id in sees(colleague, FRIDAY + ONE_DAY)


def test_a_form_is_taken_over_for_the_days_that_were_left(house: House) -> None:
    row, colleague = house.adults["tutor"], house.adults["senco"].adult
    leave(house, "tutor", None, **{f"r{row.pk}": colleague.pk})
    taken = Membership.objects.get(adult=colleague, role_key="tutor")
    assert (taken.reach_of, taken.begins, taken.ends) == ("7 Oak", None, dt.date(2027, 8, 31))


def test_if_one_hand_over_fails_nothing_has_happened(house: House, next_door: House) -> None:
    row = house.adults["tutor"]
    stranger = next_door.adults["tutor"].adult_id
    for wrong in (stranger, house.adults["headteacher"].adult_id, row.adult_id):
        with pytest.raises(NotGiven):
            leave(house, "tutor", FRIDAY, **{f"r{row.pk}": wrong})
    row.refresh_from_db()
    assert row.ends == dt.date(2027, 8, 31)
    assert house.adults["tutor"].adult.left_on is None
    assert not TrailLine.objects.filter(verb="adult leaves").exists()


def test_nobody_yet_is_shown_as_children_without_a_key_person(house: House) -> None:
    by = now(house, "headteacher")
    assert who_works_here.alone(by, TODAY) == set()
    leave(house, "key_person", None)
    assert who_works_here.alone(by, TODAY) == {house.child(ADA).pk}
    assert who_works_here.ask(by, TODAY).alone == 1
    tutor = house.adults["tutor"].adult
    wanted = Wanted("key_person", Reach.CHILD, pupil_id=house.child(ADA).pk)
    giving.give(by=by, to=tutor, wanted=wanted, at=NOW)
    assert who_works_here.alone(by, TODAY) == set()


def test_what_is_left_behind_is_listed(house: House) -> None:
    by = now(house, "headteacher")
    answer = handing_over.ask(by, house.adults["key_person"].adult, TODAY, {})
    assert [(r.role, r.whom) for r in answer.roles] == [("Key person", "Ada Osei-Larkin")]
    answer = handing_over.ask(by, house.adults["tutor"].adult, TODAY, {})
    assert [(r.whom, r.many) for r in answer.roles] == [("7 Oak", "4 children")]
    keys = {key for key, _ in answer.colleagues}
    assert keys.isdisjoint({by.adult_id, house.adults["tutor"].adult_id})
    other = handing_over.ask(
        now(house, "system_administrator"), house.adults["key_person"].adult, TODAY, {}
    )
    assert [r.whom for r in other.roles] == ["one child"]


def test_nobody_makes_themselves_leave_and_a_giver_remains(house: House) -> None:
    with pytest.raises(NotGiven, match="their own"):
        leave(house, "headteacher", None)
    Membership.objects.filter(role_key="system_administrator").update(ends=FRIDAY)
    with pytest.raises(NotGiven, match="Nobody would be left"):
        leaving.leave(
            by=now(house, "system_administrator"), adult=house.adults["headteacher"].adult,
            last_day=MONDAY, taking_over={}, at=NOW,
        )  # fmt: skip
    assert now(house, "headteacher", MONDAY + ONE_DAY).role.key == "headteacher"


def test_only_who_may_and_only_their_own_school(house: House, next_door: House) -> None:
    for role in ("office", "safeguarding_lead", "tutor"):
        with pytest.raises(PermissionDenied):
            leaving.leave(
                by=house.adults[role], adult=house.adults["senco"].adult, last_day=None,
                taking_over={}, at=NOW,
            )  # fmt: skip
    with pytest.raises(NotYours):
        leaving.leave(
            by=now(house, "headteacher"), adult=next_door.lead.adult, last_day=None,
            taking_over={}, at=NOW,
        )  # fmt: skip


def test_leaving_one_school_is_not_leaving_another(house: House, next_door: House) -> None:
    adult = house.adults["senco"].adult
    Membership.objects.create(adult=adult, school=next_door.school, role_key="senco")
    leave(house, "senco", None)
    adult.refresh_from_db()
    assert adult.left_on is None
    assert set(fetch.memberships(adult, TODAY)) == {next_door.school.pk}


def test_who_stands_in_sees_them_on_those_days_only(house: House) -> None:
    head, stand_in = now(house, "headteacher"), house.adults["pastoral_lead"].adult
    Membership.objects.filter(adult=stand_in).update(ends=TODAY)
    leaving.away(
        by=head, adult=house.adults["tutor"].adult, first=FRIDAY, last=MONDAY,
        standing_in={house.adults["tutor"].pk: stand_in.pk}, at=NOW,
    )  # fmt: skip
    given = Membership.objects.get(adult=stand_in, role_key="supply")
    assert (given.reach_of, given.begins, given.ends) == ("7 Oak", FRIDAY, MONDAY)
    assert [bool(sees(stand_in, d)) for d in (FRIDAY - ONE_DAY, FRIDAY, MONDAY, MONDAY + ONE_DAY)] \
        == [False, True, True, False]  # fmt: skip
    assert ADA.id in sees(house.adults["tutor"].adult, FRIDAY)
    assert FAY.id not in sees(stand_in, FRIDAY)


def test_somebody_stands_in_for_a_key_person(house: House) -> None:
    row = house.adults["key_person"]
    count = leaving.away(
        by=now(house, "headteacher"), adult=row.adult, first=TODAY, last=FRIDAY,
        standing_in={row.pk: house.adults["tutor"].adult_id}, at=NOW,
    )  # fmt: skip
    assert count == 1
    given = Membership.objects.get(adult=house.adults["tutor"].adult, role_key="stand_in")
    assert given.pupil == house.child(ADA)
    for wrong in ({}, {row.pk: row.adult_id}, {999: house.adults["tutor"].adult_id}):
        with pytest.raises(NotGiven):
            leaving.away(
                by=now(house, "headteacher"), adult=row.adult, first=TODAY, last=FRIDAY,
                standing_in=wrong, at=NOW,
            )  # fmt: skip


def test_a_role_to_come_is_handed_over_for_when_it_comes(house: House) -> None:
    begins = TODAY + dt.timedelta(days=100)
    to = house.adults["key_person"].adult
    role = giving.give(
        by=now(house, "headteacher"), to=house.adults["tutor"].adult, at=NOW,
        wanted=Wanted("tutor", Reach.FORM, "8 Elm", None, begins, begins + dt.timedelta(days=90)),
    )  # fmt: skip
    leave(house, "tutor", None, **{f"r{role.pk}": to.pk})
    assert FAY.id not in sees(to)
    assert FAY.id in sees(to, begins)


def test_leaving_one_school_keeps_a_role_that_begins_at_another(
    house: House, next_door: House
) -> None:
    adult = house.adults["tutor"].adult
    Membership.objects.create(
        adult=adult, school=next_door.school, role_key="office", begins=TODAY + dt.timedelta(days=7)
    )
    leave(house, "tutor", None)
    adult.refresh_from_db()
    assert adult.left_on is None
    assert fetch.memberships(adult, TODAY + dt.timedelta(days=8))
