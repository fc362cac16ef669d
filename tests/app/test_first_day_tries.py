"""Who tried to reach a child's home: who may write it down, and whom to ask before ringing."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from tests import trail_lines, whose_page
from tests.app.test_acts import member
from tests.people import ADA, BEN, CAL, DEE, EVE, NEXT_DOOR, TODAY, Child, House

from belong.people import before_ringing
from belong.people.before_ringing import Ask
from belong.people.fetch import NotYours
from belong.people.joined import records_joined
from belong.people.models import Fact, Pupil
from belong.people.roles import ROLES
from belong.people.trail import Verb
from belong.practice.contact import queries, trying
from belong.practice.contact.models import LONGEST, Try
from belong.practice.contact.trying import NotTried, Tried

NOW = dt.datetime(2026, 11, 24, 9, 40, tzinfo=dt.UTC)
SPOKE = Tried("phone", "spoke", "Up all night with the baby. Comes at ten.")


def tries(house: House, role: str = "office", tried: Tried = SPOKE, child: Child = ADA) -> Try:
    return trying.write_down(
        by=member(house, role), pupil=house.child(child), tried=tried, at=NOW
    )  # fmt: skip


@pytest.mark.parametrize("role", sorted(ROLES))
def test_who_may_write_a_try_down(house: House, role: str) -> None:
    mark = trail_lines.newest()
    if role in whose_page.FIRST_DAY:
        one = tries(house, role)
        line = trail_lines.since(mark)[-1]
        assert (line.verb, line.ids) == (Verb.FIRST_DAY_TRIED, [one.pupil_id])
        assert line.detail == {"try": one.pk}
        return
    with pytest.raises(PermissionDenied):
        tries(house, role)
    assert not Try.objects.exists()


def test_of_no_child_who_is_somebody_elses(house: House, next_door: House) -> None:
    for role, pupil in (
        ("head_of_year", house.child(EVE)),
        ("office", next_door.child(NEXT_DOOR[0])),
    ):
        with pytest.raises(PermissionDenied):
            trying.write_down(by=member(house, role), pupil=pupil, tried=SPOKE, at=NOW)


@pytest.mark.parametrize(
    "tried",
    [Tried("pigeon", "spoke"), Tried("phone", "sulked"), Tried("phone", "no_answer", "Hello?"),
     Tried("phone", "spoke", "a" * (LONGEST + 1))],
)  # fmt: skip
def test_what_makes_no_sense_is_not_kept(house: House, tried: Tried) -> None:
    with pytest.raises(NotTried) as wrong:
        tries(house, tried=tried)
    assert wrong.value.do
    assert not Try.objects.exists()


def test_a_double_tap_is_one_try_and_a_second_try_is_two(house: House) -> None:
    assert tries(house).pk == tries(house).pk
    trying.write_down(by=member(house, "office"), pupil=house.child(ADA), tried=SPOKE,
                      at=NOW + dt.timedelta(minutes=20))  # fmt: skip
    assert len(queries.of_day(house.school.pk, TODAY)[house.child(ADA).pk]) == 2


def test_only_whoever_wrote_it_takes_it_back_and_only_that_day(
    house: House, next_door: House
) -> None:
    one = tries(house)
    morrow = TODAY + dt.timedelta(days=1)
    strangers = (member(house, "headteacher"), TODAY), (member(house, "office"), morrow)
    for by, on in (*strangers, (next_door.adults["office"], TODAY)):
        with pytest.raises(NotYours):
            trying.take_back(by=by, key=one.pk, today=on)
    trying.take_back(by=member(house, "office"), key=one.pk, today=TODAY)
    assert not Try.objects.exists()


def test_two_records_of_one_child_lose_no_try(house: House) -> None:
    tries(house)
    tries(house, child=BEN)
    records_joined.send(sender=Pupil, stays=house.child(ADA), goes=house.child(BEN))
    assert len(queries.of_day(house.school.pk, TODAY)[house.child(ADA).pk]) == 2


def test_the_database_itself_refuses_words_of_nobody(house: House) -> None:
    one = tries(house)
    with pytest.raises(IntegrityError), transaction.atomic():
        Try.objects.filter(pk=one.pk).update(outcome="no_answer")


def fact(house: House, child: Child, kind: str, until: int | None = None, **data: str) -> None:
    Fact.objects.create(
        school=house.school, pupil=house.child(child), kind=kind, key=f"{kind}{data}", data=data,
        since=0, until=until, import_id=0,
    )  # fmt: skip


def test_whom_to_ask_first_and_of_nobody_else(house: House) -> None:
    fact(house, ADA, "characteristics", trait="social_worker", value="yes")
    fact(house, BEN, "contacts", contact_name="Somebody", no_contact="yes")
    fact(house, CAL, "characteristics", trait="social_worker", value="no")
    fact(house, CAL, "contacts", contact_name="Somebody", no_contact="no")
    fact(house, DEE, "characteristics", trait="in_care", value="yes", until=1)
    keys = [house.child(c).pk for c in (ADA, BEN, CAL, DEE)]
    found = before_ringing.whom_to_ask_first(keys, by=member(house, "office"), today=TODAY)
    assert found == {
        house.child(ADA).pk: {Ask.SAFEGUARDING}, house.child(BEN).pk: {Ask.OFFICE},
    }  # fmt: skip
    with pytest.raises(PermissionDenied):
        before_ringing.whom_to_ask_first(keys, by=member(house, "tutor"), today=TODAY)
