"""Good things: who writes one, how it is put right or shared, and that it follows the child."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from tests import trail_lines, whose_page
from tests.app.test_acts import member
from tests.people import ADA, BEN, EVE, NEXT_DOOR, Child, House

from belong.people.fetch import NotYours
from belong.people.joined import records_joined
from belong.people.roles import ROLES
from belong.people.trail import Verb
from belong.practice.noticing import actions, queries
from belong.practice.noticing.actions import Good, NotKept, WordsMoved
from belong.practice.noticing.models import LONGEST, GoodThing, SharedWay

NOW = dt.datetime(2026, 11, 24, 9, 18, tzinfo=dt.UTC)
MORROW = NOW + dt.timedelta(days=1)
PROUD = "I put my hand up."


def kept(house: House, role: str = "tutor", child: Child = ADA, **more: str) -> GoodThing:
    """A good thing about Ada, in her own words."""
    good = Good(**({"proud": PROUD} | more))
    return actions.notice(by=member(house, role), pupil=house.child(child), good=good, at=NOW)


def chosen(house: House, way: str, at: dt.datetime = NOW, child: Child = ADA) -> SharedWay:
    return actions.choose_way(
        by=member(house, "headteacher"), pupil=house.child(child), way=way, at=at
    )


def test_it_is_kept_and_the_trail_names_the_child_and_no_word(house: House) -> None:
    mark = trail_lines.newest()
    one = kept(house)
    line = trail_lines.since(mark)[-1]
    assert (line.verb, line.ids) == (Verb.GOOD_NOTICED, [one.pupil_id])
    assert line.detail == {"good": one.pk}
    assert [x.proud for x in queries.lately(one.pupil_id)] == [PROUD]


@pytest.mark.parametrize("role", sorted(ROLES))
def test_who_may_write_one(house: House, role: str) -> None:
    if role in whose_page.GOOD_THINGS:
        kept(house, role)
        return
    with pytest.raises(PermissionDenied):
        kept(house, role)
    assert not GoodThing.objects.exists()


def test_nobody_writes_one_about_a_child_who_is_not_theirs(house: House, next_door: House) -> None:
    with pytest.raises(PermissionDenied):
        kept(house, "tutor", EVE)
    zora = next_door.child(NEXT_DOOR[0])
    with pytest.raises(PermissionDenied):
        actions.notice(by=member(house, "headteacher"), pupil=zora, good=Good(seen="x"), at=NOW)


@pytest.mark.parametrize(
    "bad",
    [{"proud": " \x00 "}, {"proud": "x" * (LONGEST + 1)}, {"kind": "points"}],
)
def test_what_cannot_be_kept_is_said(house: House, bad: dict[str, str]) -> None:
    with pytest.raises(NotKept):
        kept(house, **bad)  # type: ignore[arg-type]
    assert not GoodThing.objects.exists()


def test_the_database_keeps_nothing_without_a_word(house: House) -> None:
    one = kept(house)
    with pytest.raises(IntegrityError), transaction.atomic():
        GoodThing.objects.filter(pk=one.pk).update(proud="")


def test_two_windows_do_not_write_over_each_other(house: House) -> None:
    one = kept(house)
    by, ada = member(house, "tutor"), house.child(ADA)
    more = {"by": by, "pupil": ada, "thing_id": one.pk, "version": 0, "at": NOW}
    actions.change(good=Good(proud="Mine."), **more)  # type: ignore[arg-type]
    with pytest.raises(WordsMoved) as moved:
        actions.change(good=Good(proud="Older."), **more)  # type: ignore[arg-type]
    assert moved.value.thing.proud == "Mine."


def test_a_change_tapped_twice_is_one(house: House) -> None:
    one = kept(house)
    more = {"by": member(house, "tutor"), "pupil": house.child(ADA), "thing_id": one.pk, "at": NOW}
    for _tap in range(2):
        changed = actions.change(good=Good(proud="Mine."), version=0, **more)  # type: ignore[arg-type]
    assert (changed.proud, changed.version) == ("Mine.", 1)


@pytest.mark.parametrize(("role", "at"), [("headteacher", NOW), ("tutor", MORROW)])
def test_only_whoever_wrote_it_takes_it_back_and_only_the_same_day(
    house: House, role: str, at: dt.datetime
) -> None:
    one = kept(house)
    with pytest.raises(NotYours):
        actions.take_back(by=member(house, role), pupil=house.child(ADA), thing_id=one.pk, at=at)
    actions.take_back(by=member(house, "tutor"), pupil=house.child(ADA), thing_id=one.pk, at=NOW)
    assert not GoodThing.objects.exists()


def test_nothing_is_shared_before_the_family_was_asked(house: House) -> None:
    one = kept(house)
    by, ada = member(house, "tutor"), house.child(ADA)
    for way in ("", "not now"):
        if way:
            chosen(house, way)
        with pytest.raises(NotKept):
            actions.share(by=by, pupil=ada, thing_id=one.pk, at=NOW)
    chosen(house, "paper")
    actions.share(by=by, pupil=ada, thing_id=one.pk, at=NOW)
    again = actions.share(by=member(house, "headteacher"), pupil=ada, thing_id=one.pk, at=MORROW)
    assert (again.shared, again.shared_by_id, again.shared_at) == ("paper", by.adult_id, NOW)


def test_a_thing_of_another_child_is_not_shared_under_this_one(house: House) -> None:
    other = kept(house, child=BEN)
    chosen(house, "text")
    with pytest.raises(NotYours):
        actions.share(by=member(house, "tutor"), pupil=house.child(ADA), thing_id=other.pk, at=NOW)


@pytest.mark.parametrize("goes_later", [True, False])
def test_two_records_become_one_and_no_word_is_lost(house: House, goes_later: bool) -> None:
    kept(house)
    kept(house, child=BEN, proud="Mine too.")
    chosen(house, "book", MORROW if goes_later else NOW, BEN)
    chosen(house, "call", NOW if goes_later else MORROW)
    ada, ben = house.child(ADA), house.child(BEN)
    records_joined.send(sender=None, stays=ada, goes=ben)
    assert {one.proud for one in queries.lately(ada.pk)} == {PROUD, "Mine too."}
    way = queries.way_home(ada.pk)
    assert way is not None
    assert way.way == ("book" if goes_later else "call")
    assert not SharedWay.objects.filter(pupil=ben).exists()
