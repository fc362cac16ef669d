"""Which session School today is about, who is on roll on it, and what an early mark may not do."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import replace
from html import unescape

import numpy as np
import pytest
from django.test import Client
from pytest_django.fixtures import Settings
from tests import people
from tests.people import ADA, BEN, CAL, CHILDREN, DEE, HALVES, IDA, KIT, Child, House, SignIn

from belong.insight import desk as desks
from belong.insight.desk import Desk
from belong.intake import actions

TUESDAY = people.TODAY
WEDNESDAY, SATURDAY = dt.date(2026, 11, 25), dt.date(2026, 11, 21)
Line = tuple[Child, dt.date, str, str]


def bring(house: House, lines: Sequence[Line]) -> None:
    """Marks, one line each, through the real door."""
    heads = ["UPN", "Surname", "Forename", "Year Group", "Reg", "Date", "Session", "Mark"]
    rows = [
        [c.id, c.surname, c.forename, c.year, c.form, day.isoformat(), half, mark]
        for c, day, half, mark in lines
    ]
    house.bring(people.as_csv([heads, *rows]), as_of=max(day for _, day, _, _ in lines))


def said(client: Client, address: str = "/") -> str:
    """What a page says, without its tags."""
    body = client.get(address).content.decode().split("<main", 1)[1]
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", body)).split())


def at(house: House, asked: dt.date) -> Desk:
    """The desk of the attendance lead on a day."""
    found = desks.open_at(house.lead, asked)
    assert found is not None
    return found


def test_one_afternoon_mark_entered_ahead_leaves_the_morning_in_force(
    house: House, signed_in: SignIn
) -> None:
    bring(house, [(CAL, TUESDAY, "PM", "M")])
    people.came_in_the_day_before(house)
    text = said(signed_in(house))
    assert "Morning registers in for 3 of 3 forms." in text
    assert "4 children are not here." in text
    assert CAL.surname not in text.split("Where we are")[0]


def test_leave_entered_ahead_is_no_register_of_the_day(
    house: House, signed_in: SignIn, settings: Settings
) -> None:
    settings.FIXED_NOW = "2026-11-25T08:15:00"
    bring(house, [(IDA, WEDNESDAY, half, "M") for half in HALVES])
    text = said(signed_in(house))
    assert "Most marks for today, Wed 25 Nov 2026, are not in yet." in text
    assert "This is Tue 24 Nov 2026, the last school day with a register." in text
    assert at(house, WEDNESDAY).week_of(TUESDAY) == (dt.date(2026, 11, 23), TUESDAY)


def test_before_the_first_mark_of_a_day_no_register_has_come_in_yet(
    house: House, signed_in: SignIn, settings: Settings
) -> None:
    settings.FIXED_NOW = "2026-11-25T08:15:00"
    text = said(signed_in(house))
    assert "No register has come in yet today, Wed 25 Nov 2026." in text


def test_half_of_the_children_make_a_register(house: House) -> None:
    on_roll = [c for c in CHILDREN if c is not KIT]
    bring(house, [(c, WEDNESDAY, "AM", "/") for c in on_roll[:4]])
    assert at(house, WEDNESDAY).day == TUESDAY
    bring(house, [(on_roll[4], WEDNESDAY, "AM", "/")])
    assert at(house, WEDNESDAY).day == WEDNESDAY


def test_where_no_session_ever_had_half_the_last_with_a_mark_stands(
    empty: House, signed_in: SignIn
) -> None:
    empty.bring(people.pupils_file(CHILDREN), "pupils.csv", kind=actions.PUPILS)
    bring(empty, [(ADA, TUESDAY, "AM", "N")])
    people.came_in_the_day_before(empty)
    assert at(empty, TUESDAY).is_today
    assert "Morning registers in for 0 of 1 form." in said(signed_in(empty))


def test_a_saturday_mark_is_not_the_day_and_a_saturday_school_is(
    house: House, settings: Settings, signed_in: SignIn
) -> None:
    settings.FIXED_NOW = "2026-11-21T18:00:00"
    bring(house, [(ADA, SATURDAY, "AM", "/")])
    assert at(house, SATURDAY).day == dt.date(2026, 11, 20)
    assert "Only a few marks for Sat 21 Nov 2026." in said(signed_in(house))
    bring(house, [(c, SATURDAY, "AM", "I") for c in CHILDREN if c is not KIT])
    desk = at(house, SATURDAY)
    assert desk.day == SATURDAY
    assert desk.week_of(SATURDAY) == (dt.date(2026, 11, 16), SATURDAY)
    client = signed_in(house)
    assert "Saturday" in said(client, f"/children/{house.child(ADA).pk}/")


def test_a_holiday_marked_closed_is_no_school_day(
    empty: House, signed_in: SignIn, settings: Settings
) -> None:
    settings.FIXED_NOW = "2026-10-28T10:00:00"
    first = dt.date(2026, 10, 12)
    days = [d for d in (first + dt.timedelta(n) for n in range(19)) if d.weekday() < 5]
    shut = dt.date(2026, 10, 19)
    bring(empty, [(c, d, h, "#" if d >= shut else "/") for c in (ADA, BEN) for d in days
                  for h in HALVES])  # fmt: skip
    text = said(signed_in(empty))
    assert "This is Fri 16 Oct 2026, the last school day with a register." in text
    assert [t.last for t in at(empty, dt.date(2026, 10, 28)).terms] == [dt.date(2026, 10, 16)]


def test_a_child_admitted_today_is_on_roll_and_found(
    house: House, signed_in: SignIn, settings: Settings
) -> None:
    zed = replace(ADA, id="K000000000150", forename="Zed", surname="Newcomer",
                  admitted="2026-11-25", marks={})  # fmt: skip
    house.bring(people.pupils_file([zed]), "p.csv", kind=actions.PUPILS)
    address = f"/children/{house.child(zed).pk}/"
    client = signed_in(house)
    assert "Nobody found" in said(client, "/children/?q=newcomer"), "not before the first day"
    assert "No longer on roll" not in said(client, address)
    settings.FIXED_NOW = "2026-11-25T08:18:00"
    client = signed_in(house)
    assert "1 child found" in said(client, "/children/?q=newcomer")
    text = said(client, address)
    assert "No marks have come in yet" in text
    assert "No longer on roll" not in text


def test_last_years_leavers_are_not_on_roll_in_september(
    empty: House, signed_in: SignIn, settings: Settings
) -> None:
    july = dt.date(2026, 7, 17)
    olga = replace(IDA, left="2026-07-17")
    empty.bring(people.pupils_file([ADA, BEN, olga]), "p.csv", kind=actions.PUPILS)
    bring(empty, [(c, july, "AM", "/") for c in (ADA, BEN, olga)])
    settings.FIXED_NOW = "2026-09-02T08:00:00"
    client = signed_in(empty)
    assert "2 children on roll" in said(client, "/children/")
    assert "Missed in 2025/26" in said(client, "/children/")
    page = said(client, f"/children/{empty.child(olga).pk}/")
    assert "No longer on roll here." in page
    assert "so far" not in page


def test_the_last_day_is_still_on_roll(house: House, settings: Settings) -> None:
    for asked, here in ((dt.date(2026, 11, 13), True), (dt.date(2026, 11, 14), False)):
        desk = at(house, asked)
        row = desk.rows_of(f"child:{house.child(KIT).pk}")
        assert (bool(desk.here_now[row][0]), bool(desk.left[row][0])) == (here, not here)


def test_a_year_that_has_finished_is_waited_for_once_only(
    house: House, signed_in: SignIn, settings: Settings
) -> None:
    rest = [c for c in CHILDREN if c.year != "11"]
    for day, waited_for in ((WEDNESDAY, True), (dt.date(2026, 11, 26), False)):
        bring(house, [(c, day, "AM", "/") for c in rest])
        settings.FIXED_NOW = f"{day.isoformat()}T09:18:00"
        text = said(signed_in(house))
        assert ("No register yet: 11 Ash." in text) is waited_for
        assert f"registers in for 2 of {3 if waited_for else 2} forms." in text


class TestTwoStays:
    """A child who left and came back is one child with one answer."""

    @pytest.fixture
    def zoe(self, house: House) -> Child:
        """Ill in a first stay, and never away since coming back."""
        zoe = replace(ADA, id="K000000000180", forename="Zoe", surname="Twostays", marks={})
        back = dt.date(2026, 11, 16)
        house.bring(people.pupils_file([replace(zoe, left="2026-11-06")]), kind=actions.PUPILS)
        house.bring(
            people.pupils_file([replace(zoe, admitted=back.isoformat())]), kind=actions.PUPILS
        )
        days = [d for d in people.term() if d <= dt.date(2026, 11, 6) or d >= back]
        bring(house, [(zoe, d, h, "I" if d < back else "/") for d in days for h in HALVES
                      if (d, h) != (TUESDAY, "PM")])  # fmt: skip
        return zoe

    def test_page_list_and_explanation_agree(
        self, house: House, zoe: Child, signed_in: SignIn
    ) -> None:
        client = signed_in(house)
        about = f"child:{house.child(zoe).pk}"
        page = said(client, f"/children/{house.child(zoe).pk}/")
        assert "In school for 13 of 23 half-days in 2026/27" in page
        assert "13 sessions (6½ days)" in page, "since last missed"
        assert "43.5%" in said(client, "/children/?q=twostays")
        explained = said(client, f"/explain/absence/?about={about}&from=2026-11-02&to=2026-11-24")
        assert "43.5% of sessions missed" in explained
        assert "1 child had 23 sessions possible." in explained

    def test_the_school_counts_the_child_once(self, house: House, zoe: Child) -> None:
        desk = at(house, TUESDAY)
        assert len(desk.register.pupil) == len(np.unique(desk.register.pupil))
        assert len(desk.register) == len(CHILDREN) + 1
        row = desk.rows_of(f"child:{house.child(zoe).pk}")
        assert desk.here_now[row].tolist() == [True]


def test_away_days_before_are_counted_over_the_whole_year(empty: House, signed_in: SignIn) -> None:
    first = dt.date(2026, 9, 7)
    days = [d for d in (first + dt.timedelta(n) for n in range(79)) if d.weekday() < 5]
    bring(empty, [(c, d, h, m) for c, m in ((ADA, "I"), (BEN, "/")) for d in days for h in HALVES])
    assert "Away for the 56 school days before too." in said(signed_in(empty))


def test_who_was_late_or_unknown_the_day_before_was_not_away(
    house: House, signed_in: SignIn
) -> None:
    monday = dt.date(2026, 11, 23)
    bring(house, [(DEE, monday, "AM", "U"), (DEE, monday, "PM", "M"), (DEE, TUESDAY, "AM", "N")])
    una = replace(ADA, id="K000000000151", forename="Una", surname="Unknown", marks={})
    friday = [(una, dt.date(2026, 11, 20), h, "I") for h in HALVES]
    bring(house, [*friday, (una, TUESDAY, "AM", "N")])
    text = said(signed_in(house))
    assert "Dee O'Harrow 7 Oak Was in on the school day before." in text
    after = text.split("Una Unknown 7 Oak", 1)[1]
    assert not after.startswith((" Was in", " Away")), "nobody knows what happened on Monday"


def test_a_first_day_is_not_held_beside_the_day_before(house: House, signed_in: SignIn) -> None:
    zed = replace(ADA, id="K000000000150", forename="Zed", surname="Newcomer",
                  admitted="2026-11-24", marks={})  # fmt: skip
    house.bring(people.pupils_file([zed]), "p.csv", kind=actions.PUPILS)
    bring(house, [(zed, TUESDAY, "AM", "I")])
    assert "Zed Newcomer 7 Oak First marks this year." in said(signed_in(house))
