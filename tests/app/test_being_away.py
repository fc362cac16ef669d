"""Who is not there today: who may say so, and that it is forgotten."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied
from tests import trail_lines, whose_page
from tests.app.test_acts import member
from tests.app.test_checkins import agreed
from tests.people import ADA, EVE, TODAY, House

from belong.people import being_away, days_end, leaving
from belong.people.fetch import NotYours
from belong.people.models import Away, Membership
from belong.people.roles import ROLES
from belong.people.trail import Verb
from belong.practice.checkins import covering

NOW = dt.datetime(2026, 11, 24, 9, 18, tzinfo=dt.UTC)
DAY = dt.timedelta(days=1)


def key_of(house: House, role: str = "key_person") -> int:
    return house.adults[role].adult_id


@pytest.mark.parametrize("role", sorted(ROLES))
def test_who_may_say_that_a_colleague_is_away(house: House, next_door: House, role: str) -> None:
    by = member(house, role)
    if role in whose_page.PASSED_ON:
        being_away.away_today(by=by, adult_id=key_of(house), at=NOW)
        assert being_away.keys(house.school.pk, TODAY) == {key_of(house)}
        with pytest.raises(NotYours):
            being_away.away_today(by=by, adult_id=key_of(next_door, "headteacher"), at=NOW)
        return
    for act in (being_away.away_today, being_away.back):
        with pytest.raises(PermissionDenied):
            act(by=by, adult_id=key_of(house), at=NOW)
    assert not Away.objects.exists()


def test_it_is_said_once_and_gone_the_next_day(house: House) -> None:
    mark = trail_lines.newest()
    for _ in range(2):
        being_away.away_today(by=member(house, "headteacher"), adult_id=key_of(house), at=NOW)
    said = [line for line in trail_lines.since(mark) if line.verb == Verb.STAND_IN_NAMED]
    assert [(line.ids, line.detail) for line in said] == [([key_of(house)], {"there": False})]
    assert not being_away.keys(house.school.pk, TODAY + DAY)
    days_end.swept.send(sender=None, today=TODAY)
    assert Away.objects.exists()
    days_end.swept.send(sender=None, today=TODAY + DAY)
    assert not Away.objects.exists()


def test_days_away_with_a_stand_in_are_days_away(house: House) -> None:
    by = member(house, "headteacher")
    role = house.adults["key_person"]
    leaving.away(
        by=by, adult=role.adult, first=TODAY - DAY, last=TODAY + DAY,
        standing_in={role.pk: key_of(house, "mentor")}, at=NOW,
    )  # fmt: skip
    days = [TODAY + n * DAY for n in range(-2, 3)]
    told = [bool(being_away.keys(house.school.pk, day)) for day in days]
    assert told == [False, True, True, True, False]
    assert being_away.key_persons_away(house.school.pk, TODAY) == {
        house.child(ADA).pk: [role.adult]
    }
    assert being_away.back(by=by, adult_id=role.adult_id, at=NOW) == TODAY + DAY
    told = [bool(being_away.keys(house.school.pk, day)) for day in days]
    assert told == [False, True, False, True, False], "one day of it is taken out, not the rest"
    assert being_away.back(by=by, adult_id=role.adult_id, at=NOW + DAY) is None
    told = [bool(being_away.keys(house.school.pk, day)) for day in days]
    assert told == [False, True, False, False, False]


def test_a_lead_of_some_children_is_told_of_those_close_to_them(house: House) -> None:
    def named(role: str) -> set[str]:
        return {adult.name for adult in being_away.near(member(house, role), TODAY)}

    key, tutor = (house.adults[role].adult.name for role in ("key_person", "tutor"))
    assert {key, tutor} <= named("headteacher")
    assert house.adults["office"].adult.name not in named("headteacher")


def test_nobody_says_it_of_a_colleague_who_is_close_to_none_of_their_children(
    house: House,
) -> None:
    by, other = member(house, "head_of_year"), key_of(house, "office")
    for say in (being_away.away_today, being_away.back, covering.away_today, covering.back):
        with pytest.raises(NotYours):
            say(by=by, adult_id=other, at=NOW)  # type: ignore[operator]
    being_away.away_today(by=member(house, "headteacher"), adult_id=other, at=NOW)
    assert being_away.keys(house.school.pk, TODAY) == {other}


def test_it_is_said_of_whoever_agreed_a_checkin_with_a_child_of_theirs(house: House) -> None:
    by = member(house, "head_of_year")
    agreed(house, "mentor", role="mentor")
    Membership.objects.filter(pk=house.adults["mentor"].pk).update(pupil=house.child(EVE))
    with pytest.raises(NotYours):
        being_away.away_today(by=by, adult_id=key_of(house, "mentor"), at=NOW)
    covering.away_today(by=by, adult_id=key_of(house, "mentor"), at=NOW)
    assert being_away.keys(house.school.pk, TODAY) == {key_of(house, "mentor")}


def test_days_that_begin_tomorrow_anyway_stay_as_long_as_the_longer(house: House) -> None:
    by, key = member(house, "headteacher"), key_of(house)
    being_away.for_days(by=by, adult_id=key, first=TODAY, last=TODAY + 2 * DAY, at=NOW)
    being_away.for_days(by=by, adult_id=key, first=TODAY + DAY, last=TODAY + 5 * DAY, at=NOW)
    being_away.back(by=by, adult_id=key, at=NOW)
    assert [(one.first, one.last) for one in Away.objects.all()] == [(TODAY + DAY, TODAY + 5 * DAY)]
