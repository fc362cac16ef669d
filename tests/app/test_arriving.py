"""Coming in, as somebody says it at the gate: it welcomes, and changes no mark."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from tests import trail_lines, whose_page
from tests.app.test_acts import member
from tests.people import ADA, BEN, EVE, NEXT_DOOR, TODAY, House

from belong.intake import queries as register
from belong.people import days_end
from belong.people.fetch import NotYours
from belong.people.joined import records_joined
from belong.people.models import Pupil
from belong.people.roles import ROLES
from belong.people.trail import Verb
from belong.practice.curiosity import arriving, queries, things
from belong.practice.curiosity.arriving import NotSaid
from belong.practice.curiosity.models import Arrival

NOW = dt.datetime(2026, 11, 24, 8, 41, tzinfo=dt.UTC)
LATER = NOW + dt.timedelta(minutes=50)
MORROW = TODAY + dt.timedelta(days=1)


def came(
    house: House, role: str = "crossing", how: str = "here", at: dt.datetime = NOW,
    child: object = ADA,
) -> Arrival:  # fmt: skip
    pupil = house.child(child)  # type: ignore[arg-type]
    return arriving.say(by=member(house, role), pupil=pupil, how=how, at=at)


@pytest.mark.parametrize("role", sorted(ROLES))
def test_who_may_say_that_somebody_came(house: House, role: str) -> None:
    if role in whose_page.AT_THE_GATE:
        mark = trail_lines.newest()
        one = came(house, role)
        line = trail_lines.since(mark)[-1]
        detail = {"arrival": one.pk}  # how they came outlives no arrival
        assert (line.verb, line.ids, line.detail) == (Verb.ARRIVED, [one.pupil_id], detail)
        return
    with pytest.raises(PermissionDenied):
        came(house, role)
    assert not Arrival.objects.exists()


def test_of_no_child_who_is_somebody_elses(house: House, next_door: House) -> None:
    for role, pupil in (("tutor", house.child(EVE)), ("office", next_door.child(NEXT_DOOR[0]))):
        with pytest.raises(PermissionDenied):
            arriving.say(by=member(house, role), pupil=pupil, how="here", at=NOW)


@pytest.mark.parametrize("how", ["here", "late", "struggling", "tried"])
def test_an_arrival_never_changes_a_mark(house: House, how: str) -> None:
    def marks() -> tuple[bytes, int]:
        house.school.refresh_from_db()
        whole = register.whole(house.school.pk)
        assert whole is not None
        return whole.register.marks.tobytes(), house.school.revision

    before = marks()
    came(house, how=how)
    assert marks() == before


def test_said_twice_is_once_and_the_first_stands(house: House) -> None:
    one = came(house)
    assert came(house, "office", at=LATER).at == one.at
    with pytest.raises(NotSaid, match="already"):
        came(house, "office", "struggling", LATER)
    assert [a.how for a in queries.arrivals(house.school.pk, TODAY)] == ["here"]
    with pytest.raises(NotSaid):
        came(house, how="in disgrace")


def test_a_try_is_never_forgotten_when_they_come_after_all(house: House) -> None:
    came(house, how="tried")
    one = came(house, "office", "here", LATER)
    assert (one.how, one.at, one.tried_at) == ("here", LATER, NOW)
    assert queries.hard_to_come_in(house.school.pk, MORROW) == {one.pupil_id}
    arriving.take_back(by=member(house, "office"), key=one.pk, today=TODAY)
    one.refresh_from_db()
    assert (one.how, one.at) == ("tried", NOW), "what was taken back is that they came"
    assert one.by == house.adults["crossing"].adult, "who saw the try said so"
    arriving.take_back(by=member(house, "office"), key=one.pk, today=TODAY)
    assert not Arrival.objects.exists()


def test_whoever_stands_at_the_gate_takes_it_back_that_day_alone(
    house: House, next_door: House
) -> None:
    one = came(house, child=EVE)
    strangers = (member(house, "tutor"), next_door.adults["office"])
    for by, on in ((strangers[0], TODAY), (strangers[1], TODAY), (member(house, "office"), MORROW)):
        with pytest.raises(NotYours):
            arriving.take_back(by=by, key=one.pk, today=on)
    with pytest.raises(PermissionDenied):
        arriving.take_back(by=member(house, "data_lead"), key=one.pk, today=TODAY)
    mark = trail_lines.newest()
    arriving.take_back(by=member(house, "lunch_staff"), key=one.pk, today=TODAY)
    assert [x.verb for x in trail_lines.since(mark)] == [Verb.ARRIVAL_TAKEN_BACK]


def test_how_somebody_came_is_gone_after_two_weeks(house: House) -> None:
    came(house, how="struggling")
    last = TODAY + dt.timedelta(days=things.rules().arrival_days)
    days_end.swept.send(sender=None, today=last)
    assert queries.hard_to_come_in(house.school.pk, last) == {house.child(ADA).pk}
    gone = last + dt.timedelta(days=1)
    assert queries.hard_to_come_in(house.school.pk, gone) == frozenset()
    days_end.swept.send(sender=None, today=gone)
    assert not Arrival.objects.exists()


def test_two_records_came_once_and_the_try_stays(house: House) -> None:
    came(house, how="tried")
    came(house, "office", "here", LATER, BEN)
    ada, ben = house.child(ADA), house.child(BEN)
    records_joined.send(sender=Pupil, stays=ada, goes=ben)
    one = Arrival.objects.get()
    assert (one.pupil_id, one.how, one.at, one.tried_at) == (ada.pk, "here", LATER, NOW)


def test_the_database_itself_refuses_two_arrivals_and_a_try_without_a_moment(house: House) -> None:
    one = came(house)
    with pytest.raises(IntegrityError), transaction.atomic():
        Arrival.objects.create(school=house.school, pupil_id=one.pupil_id, day=one.day,
                               how="here", at=NOW, by_id=one.by_id)  # fmt: skip
    with pytest.raises(IntegrityError), transaction.atomic():
        Arrival.objects.filter(pk=one.pk).update(how="tried")
