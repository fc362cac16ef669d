"""Days ahead and tender dates: who may say what of whom, and what ends by itself."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied
from tests import trail_lines, whose_page
from tests.app.test_acts import member
from tests.people import ADA, BEN, CAL, EVE, TODAY, House

from belong.people.fetch import NotYours
from belong.people.joined import records_joined
from belong.people.roles import ROLES
from belong.people.trail import Verb
from belong.practice.ahead import actions, queries, tender
from belong.practice.ahead.actions import Different, NotSaid
from belong.practice.ahead.models import LONGEST, DayAhead, Tender
from belong.practice.ahead.tender import Named

NOW = dt.datetime(2026, 11, 24, 9, 18, tzinfo=dt.UTC)
DAY = dt.timedelta(days=1)


def said(house: House, by: str = "headteacher", **more: object) -> DayAhead:
    day = {"on": TODAY + DAY, "kind": "trip", "group": "", "words": "Coast"} | more
    return actions.say(by=member(house, by), day=Different(**day), at=NOW)  # type: ignore[arg-type]


def named(house: House, by: str = "headteacher", child: object = ADA, **more: object) -> Tender:
    wanted = {"words": "Nan’s day", "on": TODAY + DAY, "named_by": "child", "agreed": True} | more
    return tender.name(
        by=member(house, by), pupil=house.child(child), at=NOW,  # type: ignore[arg-type]
        named=Named(**wanted),  # type: ignore[arg-type]
    )  # fmt: skip


@pytest.mark.parametrize("role", sorted(ROLES))
def test_who_may_say_a_day_and_name_a_date(house: House, role: str) -> None:
    if role in whose_page.SEE_SEEN & {"headteacher", "office"}:
        assert said(house, role).by_id == house.adults[role].adult_id
    elif role not in whose_page.SEE_SEEN:
        with pytest.raises(PermissionDenied):
            said(house, role)
    if role in whose_page.WRITE_HELPS:
        assert named(house, role).by_id == house.adults[role].adult_id
    else:
        with pytest.raises(PermissionDenied):
            named(house, role)


@pytest.mark.parametrize(
    ("role", "group", "may"),
    [
        ("tutor", "form:7 Oak", True),
        ("tutor", "form:8 Elm", False),
        ("tutor", "year:7", False),
        ("tutor", "", False),
        ("head_of_year", "year:7", True),
        ("head_of_year", "form:7 Oak", True),
        ("head_of_year", "form:8 Elm", False),
        ("key_person", "form:7 Oak", False),
        ("office", "form:8 Elm", True),
        ("office", "form:9 Sky", False),
        ("office", "form:", False),
        ("office", "child:1", False),
        ("subject_teacher", "class:7x/Ma1", True),
        ("tutor", "class:7x/Ma1", False),
        ("office", "class:nowhere", False),
    ],
)
def test_nobody_says_a_day_of_a_group_that_is_not_wholly_theirs(
    house: House, role: str, group: str, may: bool
) -> None:
    if may:
        assert said(house, role, group=group).group == group
    else:
        with pytest.raises(NotSaid):
            said(house, role, group=group)


@pytest.mark.parametrize(
    "more",
    [
        {"words": " \x00 "}, {"words": "x" * (LONGEST + 1)}, {"kind": "party"},
        {"on": TODAY - DAY}, {"on": TODAY + 400 * DAY},
    ],
)  # fmt: skip
def test_a_day_that_does_not_fit_is_not_kept(house: House, more: dict[str, object]) -> None:
    with pytest.raises(NotSaid):
        said(house, **more)
    assert not DayAhead.objects.exists()


@pytest.mark.parametrize(
    "more",
    [
        {"words": ""}, {"words": "x" * (LONGEST + 1)}, {"helps": "x" * (LONGEST + 1)},
        {"named_by": "teacher"}, {"agreed": False}, {"yearly": True, "on": None},
        {"on": TODAY - DAY}, {"on": TODAY + 400 * DAY},
    ],
)  # fmt: skip
def test_nothing_tender_is_kept_without_a_yes_or_a_day_that_fits(
    house: House, more: dict[str, object]
) -> None:
    with pytest.raises(NotSaid):
        named(house, **more)
    assert not Tender.objects.exists()


def test_the_trail_holds_no_word_and_the_same_twice_is_once(house: House) -> None:
    mark = trail_lines.newest()
    for _ in range(2):
        day, one = said(house, words="Co\x00ast"), named(house)
    lines = trail_lines.since(mark)
    assert [x.verb for x in lines].count(Verb.DAY_AHEAD_SAID) == 1
    assert DayAhead.objects.count() == Tender.objects.count() == 1
    assert not any("Coast" in str(x.detail) or "Nan" in str(x.detail) for x in lines)
    assert (day.words, one.until) == ("Coast", TODAY + 8 * DAY)


def test_it_ends_by_itself(house: House) -> None:
    said(house)
    named(house)
    topic = named(house, words="Dads", on=None)
    tender.swept(today=TODAY + 9 * DAY)
    assert not DayAhead.objects.exists()
    assert list(Tender.objects.all()) == [topic]
    assert not queries.of_school(house.school.pk, topic.until + DAY)
    tender.swept(today=topic.until + DAY)
    assert not Tender.objects.exists()


def test_the_29th_of_february_comes_each_year(house: House) -> None:
    leap = named(house, on=dt.date(2024, 2, 29), yearly=True)
    assert queries.next_on(leap, TODAY) == dt.date(2027, 2, 28)
    assert queries.next_on(leap, dt.date(2028, 1, 1)) == dt.date(2028, 2, 29)
    assert queries.coming([leap], dt.date(2027, 2, 27), dt.date(2027, 3, 1)) == [leap]
    assert not queries.coming([leap], dt.date(2027, 3, 1), dt.date(2027, 3, 2))


def test_nobody_lets_go_of_what_another_child_named_nor_takes_back_anothers_day(
    house: House,
) -> None:
    one, day = named(house), said(house)
    with pytest.raises(NotYours):
        tender.let_go(by=member(house, "tutor"), pupil=house.child(BEN), key=one.pk)
    with pytest.raises(NotYours):
        actions.take_back(by=member(house, "tutor"), key=day.pk)
    with pytest.raises(NotYours):
        actions.take_back(by=member(house, "headteacher"), key=0)
    tender.let_go(by=member(house, "tutor"), pupil=house.child(ADA), key=one.pk)
    assert not Tender.objects.exists()


def test_two_records_of_one_child_keep_what_either_named_once(house: House) -> None:
    named(house, helps="", child=CAL)
    named(house, helps="Quiet", child=EVE)
    named(house, words="Dads", on=None, child=EVE)
    stays = house.child(CAL)
    records_joined.send(sender=None, stays=stays, goes=house.child(EVE))
    found = queries.of_child(house.school.pk, stays.pk, TODAY)
    assert [(one.words, one.helps) for one in found] == [("Nan’s day", "Quiet"), ("Dads", "")]
    assert Tender.objects.count() == 2


def test_a_colleague_takes_no_word_of_another_away(house: House) -> None:
    named(house, helps="Quiet", named_by="child")
    again = named(house, by="tutor", helps="", named_by="family")
    assert (again.helps, again.named_by) == ("Quiet", "child")
    assert named(house, by="tutor", helps="A walk").helps == "Quiet / A walk"
    assert named(house, helps="Quiet").helps == "Quiet / A walk"
    with pytest.raises(NotSaid):
        named(house, helps="x" * (LONGEST - 5))
    assert Tender.objects.get().helps == "Quiet / A walk"


def test_two_records_of_one_child_keep_what_helps_as_both_said_it(house: House) -> None:
    named(house, helps="Sit near", child=CAL)
    named(house, helps="Quiet", child=EVE)
    records_joined.send(sender=None, stays=house.child(CAL), goes=house.child(EVE))
    assert Tender.objects.get().helps == "Sit near / Quiet"
