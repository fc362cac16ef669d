"""What people write of a day is kept as long as kept.toml says, and is then gone by itself."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest
from django.db.models import Model
from tests.app.test_acts import member
from tests.app.test_checkins import agreed, did
from tests.app.test_in_touch import mine
from tests.people import ADA, TODAY, House

from belong.acts.models import Act
from belong.people import days_end, how_long
from belong.practice.checkins import actions
from belong.practice.checkins.models import Agreement, CheckIn, Helps
from belong.practice.contact.models import StillBuilding, Try
from belong.practice.curiosity.models import Answer

NOW = dt.datetime(2026, 11, 24, 9, 18, tzinfo=dt.UTC)
MORROW = TODAY + dt.timedelta(days=1)
LAST = {1: dt.date(2028, 8, 31), 2: dt.date(2029, 8, 31)}
"""The last day of what was written on 24 November 2026, by school years after its own."""


def _helps(house: House) -> Model:
    agreed(house)
    actions.asked(
        by=member(house, "key_person"), pupil=house.child(ADA), answer="yes", words="", at=NOW
    )
    return Helps.objects.get()


def _checkin(house: House) -> Model:
    agreed(house)
    return did(house)


def _of_ada(house: House) -> dict[str, object]:
    by = house.adults["key_person"].adult
    return {"school": house.school, "pupil": house.child(ADA), "day": TODAY, "by": by, "at": NOW}


def _answer(house: House) -> Model:
    return Answer.objects.create(rule="spells", how="yes", **_of_ada(house))


def _try(house: House) -> Model:
    return Try.objects.create(how="phone", outcome="no_answer", **_of_ada(house))


def _act(house: House) -> Model:
    _checkin(house)
    return Act.objects.get(kind="checkin")


@pytest.mark.parametrize(
    ("name", "written"),
    [("checkins", _checkin), ("checkins", _helps), ("acts", _act), ("answers", _answer),
     ("tries", _try)],
)  # fmt: skip
def test_it_stays_to_the_last_day_and_is_gone_the_day_after(
    house: House, name: str, written: Callable[[House], Model]
) -> None:
    one = written(house)
    last = LAST[how_long.rules()[name].school_years]
    assert how_long.last_day(name, TODAY) == last
    days_end.swept.send(sender=None, today=last)
    assert type(one).objects.filter(pk=one.pk).exists()
    days_end.swept.send(sender=None, today=last + dt.timedelta(days=1))
    assert not type(one).objects.filter(pk=one.pk).exists()


def test_what_is_agreed_stays_while_it_stands_and_goes_with_what_was_said(house: House) -> None:
    made = agreed(house)
    did(house)
    days_end.swept.send(sender=None, today=dt.date(2030, 1, 1))
    assert not CheckIn.objects.exists()
    assert Agreement.objects.filter(pk=made.pk).exists(), "nobody ended it"
    Agreement.objects.update(ended_at=NOW)
    days_end.swept.send(sender=None, today=dt.date(2028, 8, 31))
    assert Agreement.objects.exists()
    days_end.swept.send(sender=None, today=dt.date(2028, 9, 1))
    assert not Agreement.objects.exists()


def test_what_ended_is_kept_from_the_day_it_ended(house: House) -> None:
    one = mine(house)
    StillBuilding.objects.update(ended_at=NOW + dt.timedelta(days=365))
    days_end.swept.send(sender=None, today=dt.date(2029, 8, 31))
    assert StillBuilding.objects.filter(pk=one.pk).exists()
    days_end.swept.send(sender=None, today=dt.date(2029, 9, 1))
    assert not StillBuilding.objects.exists()


def test_what_is_being_built_with_a_child_ends_when_they_leave(house: House) -> None:
    one = mine(house)
    days_end.swept.send(sender=None, today=MORROW)
    house.child(ADA).enrolments.update(left_on=TODAY)
    days_end.swept.send(sender=None, today=TODAY)
    assert StillBuilding.objects.get(pk=one.pk).ended_at is None
    days_end.swept.send(sender=None, today=MORROW)
    assert StillBuilding.objects.get(pk=one.pk).ended_at is not None
    days_end.swept.send(sender=None, today=dt.date(2028, 9, 1))
    assert not StillBuilding.objects.exists()
