"""Due a hello, and new here: no rule has spoken of either, and nothing is wrong."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest
from django.test import Client
from tests import people
from tests.app.test_in_touch import told
from tests.people import ADA, BEN, CAL, DEE, HAL, House, SignIn
from tests.web.test_today import page

from belong.acts.models import Act
from belong.insight import desk, today_hello
from belong.insight.today_rules import rules
from belong.people import fetch
from belong.people.models import Fact
from belong.practice.curiosity.models import Arrival, Observation
from belong.web import clock

LIST = "/today/due-a-hello/"
LONG_AGO = dt.datetime(2025, 10, 13, 9, 0, tzinfo=dt.UTC)
"""Before the twentieth school day back: the school's register has a week of the year before."""


def did(house: House, child: people.Child, at: dt.datetime, kind: str = "mind") -> None:
    """An act for a child, as Today keeps it."""
    adult = house.adults["tutor"].adult
    Act.objects.create(
        school=house.school, pupil=house.child(child), owner=adult, kind=kind, due=at.date(),
        done_by=adult, done_at=at, created_by=adult, created_at=at,
    )  # fmt: skip


@pytest.fixture
def written(house: House) -> House:
    """People began to write things down long ago, with Cal."""
    did(house, CAL, LONG_AGO)
    return house


def heading(client: Client) -> str:
    return page(client, LIST)


def test_nothing_is_said_of_anybody_in_the_first_weeks(house: House, signed_in: SignIn) -> None:
    assert "Too early to say" in heading(signed_in(house, "tutor"))
    did(house, CAL, dt.datetime(2026, 10, 28, 9, 0, tzinfo=dt.UTC))
    assert "Too early to say" in heading(signed_in(house, "tutor"))


def test_a_tutor_reads_names_of_their_own_children_and_no_number_beside_any(
    written: House, signed_in: SignIn
) -> None:
    said = heading(signed_in(written, "tutor"))
    assert "4 children are due a hello" in said
    assert all(child.surname in said for child in (ADA, BEN, CAL, DEE))
    assert HAL.surname not in said


def test_whoever_somebody_was_in_touch_with_is_not_on_the_list(
    written: House, signed_in: SignIn
) -> None:
    did(written, ADA, clock.now() - dt.timedelta(days=3))
    Arrival.objects.create(
        school=written.school, pupil=written.child(BEN), day=dt.date(2026, 11, 20), how="here",
        at=clock.now(), by=written.adults["office"].adult,
    )  # fmt: skip
    said = heading(signed_in(written, "tutor"))
    assert "2 children are due a hello" in said
    assert ADA.surname not in said
    assert BEN.surname not in said


def test_whoever_somebody_was_in_touch_with_at_home_is_not_on_the_list(
    written: House, signed_in: SignIn
) -> None:
    told(written, child=CAL)
    said = heading(signed_in(written, "tutor"))
    assert "3 children are due a hello" in said
    assert CAL.surname not in said


def test_whoever_a_rule_speaks_of_stands_on_the_list_for_that(
    written: House, signed_in: SignIn
) -> None:
    for day in (22, 23, 24):
        Observation.objects.create(
            school=written.school, pupil=written.child(DEE), where="gate", what="coaxed",
            day=dt.date(2026, 11, day), by=written.adults["office"].adult, at=clock.now(),
            kept_by=written.adults["headteacher"].adult, kept_until=dt.date(2026, 12, 12),
        )  # fmt: skip
    said = heading(signed_in(written, "tutor"))
    assert DEE.surname not in said
    assert "3 children are due a hello" in said


def test_one_tap_says_hello_and_the_name_is_gone(written: House, signed_in: SignIn) -> None:
    client = signed_in(written, "tutor")
    client.post("/today/done/", {"kind": "hello", "child": written.child(DEE).pk})
    assert DEE.surname not in heading(client)


def test_today_asks_for_two_hellos_and_others_tomorrow(
    written: House, signed_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    said = page(signed_in(written, "tutor"))
    assert said.count("Nobody has written of a hello for 20 school days.") == rules().hellos_a_day
    turns = {tuple(today_hello.some(range(20), dt.date(2026, 11, day), 2)) for day in range(9, 14)}
    assert len(turns) > 1


def test_whoever_has_no_children_of_their_own_reads_of_those_they_look_after(
    written: House, signed_in: SignIn
) -> None:
    said = heading(signed_in(written, "headteacher"))
    assert HAL.surname in said


def test_a_child_who_came_lately_is_new_for_twenty_school_days(
    house: House, signed_in: SignIn
) -> None:
    new = people.Child("K000000000999", "Zed", "Newcome", admitted="2026-11-20")
    house.bring(people.pupils_file((*people.CHILDREN, new)), "pupils.csv", kind="pupils")
    marks = [[new.id, f"2026-11-{day}", half, "/"] for day in (20, 23) for half in ("AM", "PM")]
    house.bring(people.as_csv([["UPN", "Date", "Session", "Mark"], *marks]), confirmed=True)
    said = page(signed_in(house, "tutor"))
    assert "Zed Newcome" in said
    assert "Day 3 of their first twenty here." in said
    assert "New here" in said


def test_a_child_who_begins_today_breaks_no_page(house: House, signed_in: SignIn) -> None:
    """Their stay begins after the last register."""
    new = people.Child("K000000000999", "Zed", "Newcome", admitted="2026-11-25")
    house.bring(people.pupils_file((*people.CHILDREN, new)), "pupils.csv", kind="pupils")
    day = dt.date(2026, 11, 25)
    every = (*people.CHILDREN, new)
    marks = [[x.id, day.isoformat(), half, "/"] for x in every for half in ("AM", "PM")]
    heads = ["UPN", "Date", "Session", "Mark"]
    house.bring(people.as_csv([heads, *marks]), confirmed=True, as_of=day)
    at = fetch.membership(house.adults["tutor"].adult, dt.date(2026, 11, 25))
    assert at is not None
    opened = desk.open_at(at, dt.date(2026, 11, 25))
    assert opened is not None
    yesterday = opened.register.sessions.since(dt.date(2026, 11, 25)) - 1
    before = replace(opened, register=desk.through(opened.register, yesterday))
    assert today_hello.new_here(before)[house.child(new).pk] == 1


def test_a_summer_is_not_four_weeks_without_a_word(written: House, signed_in: SignIn) -> None:
    """Weeks without school count for nobody."""
    opened = desk.open_at(written.adults["tutor"], people.TODAY)
    assert opened is not None
    assert len(today_hello.due(opened)) == 4
    later = replace(opened, asked=dt.date(2027, 1, 8))
    assert not today_hello.due(later)


def test_who_came_to_breakfast_was_seen(written: House, signed_in: SignIn) -> None:
    for came, child in (("yes", ADA), ("no", BEN)):
        Fact.objects.create(
            school=written.school, pupil=written.child(child), kind="clubs", key=came,
            data={"club": "Breakfast", "came": came}, begins=people.TODAY, ends=people.TODAY,
            since=0, import_id=0,
        )  # fmt: skip
    said = heading(signed_in(written, "tutor"))
    assert ADA.surname not in said
    assert BEN.surname in said, "was not there"
