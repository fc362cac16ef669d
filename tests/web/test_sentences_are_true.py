"""Sentences on pages that were once untrue of somebody's register, and what they say now."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import replace
from html import unescape

import pytest
from django.test import Client
from pytest_django.fixtures import Settings
from tests import people
from tests.people import ADA, BEN, EVE, FAY, HALVES, JOE, KIT, House, SignIn, came_in_the_day_before
from tests.web.test_the_day_in_force import TUESDAY, bring, said

from belong.insight.words import percent
from belong.intake import actions
from belong.people.models import TrailLine

MONDAY, FRIDAY = dt.date(2026, 11, 23), dt.date(2026, 11, 20)
AUTUMN = [d for d in people.term() if d < MONDAY]
OPEN_AUTUMN = "about={about}&from=2026-11-02&to=2026-11-24"


def child_page(client: Client, house: House, child: people.Child) -> str:
    """What a child's page says."""
    return said(client, f"/children/{house.child(child).pk}/")


def test_a_holiday_nobody_agreed_is_not_called_a_reason(house: House, signed_in: SignIn) -> None:
    bring(house, [(ADA, TUESDAY, "AM", "O")])
    text = said(signed_in(house))
    assert "Every one has a mark that says more." in text
    assert "Nobody. Every child who is not here has a mark that says more." in text
    assert "With another mark: " in text
    assert "reason is known" not in text


def test_one_child_on_roll_is_one_child(empty: House, signed_in: SignIn) -> None:
    bring(empty, [(ADA, TUESDAY, "AM", "N")])
    came_in_the_day_before(empty)
    client = signed_in(empty)
    text = said(client)
    assert "1 child is on roll." in text
    assert "Morning registers in for 1 of 1 form." in text
    assert re.search(r"\b1 (children|sessions|forms|marks|half-days)\b", text) is None
    page = child_page(client, empty, ADA)
    assert "In school for 0 of 1 half-day in 2026/27" in page
    explained = said(client, "/explain/absence/?" + OPEN_AUTUMN.format(about="school"))
    assert "1 session missed, divided by 1 session possible" in explained
    assert re.search(r"\b1 (children|sessions|marks)\b", page + explained) is None


def test_no_support_is_said_after_one_session(empty: House, signed_in: SignIn) -> None:
    bring(empty, [(ADA, TUESDAY, "AM", "N")])
    client = signed_in(empty)
    assert "Intensive" not in child_page(client, empty, ADA)
    assert "early days" in said(client).split("Missed a tenth or more")[1][:60]
    listed = client.get("/children/list.csv?support=Intensive, reviewed each week")
    assert len(b"".join(listed.streaming_content).splitlines()) == 1, "the heads alone"


@pytest.mark.parametrize(("sessions", "shown"), [(9, False), (10, True)])
def test_support_is_said_from_ten_sessions(
    empty: House, signed_in: SignIn, sessions: int, shown: bool
) -> None:
    places = [(d, h) for d in AUTUMN for h in HALVES][:sessions]
    bring(empty, [(ADA, d, h, "I") for d, h in places])
    assert ("Intensive, reviewed each week." in child_page(signed_in(empty), empty, ADA)) is shown


def test_no_support_is_said_while_many_marks_are_missing(house: House, signed_in: SignIn) -> None:
    zed = replace(ADA, id="K000000000150", forename="Zed", surname="Doubt", marks={})
    bring(house, [(zed, d, "AM", "I") for d in people.term()])
    page = child_page(signed_in(house), house, zed)
    assert "marks are missing, too many to be sure of these figures." in page
    assert "Intensive" not in page


def test_who_has_left_is_not_away_now_and_has_nothing_to_reach(
    house: House, signed_in: SignIn
) -> None:
    bring(house, [(KIT, dt.date(2026, 11, 13), h, "I") for h in HALVES])
    client = signed_in(house)
    page = child_page(client, house, KIT)
    assert "Missed 2 sessions (1 day)" in page
    for untrue in ("Away now", "Still within reach", "Support adults bring"):
        assert untrue not in page
    explained = said(
        client, "/explain/still_recoverable/?"
        + OPEN_AUTUMN.format(about=f"child:{house.child(KIT).pk}")
    )  # fmt: skip
    assert "if no more than" not in explained


def test_who_left_last_year_keeps_their_marks(house: House, signed_in: SignIn) -> None:
    olga = replace(JOE, id="K000000000160", forename="Olga", surname="Gone", left="2026-07-10")
    house.bring(people.pupils_file([olga]), "p.csv", kind=actions.PUPILS)
    bring(house, [(olga, dt.date(2025, 11, 24), h, "I") for h in HALVES])
    page = child_page(signed_in(house), house, olga)
    assert "They had left before this school year." in page
    assert "Each half-day of earlier years" in page
    assert "2025/26" in page
    assert "Nothing was missed" not in page


def test_a_register_that_begins_in_november_cannot_say_what_is_to_come(
    house: House, signed_in: SignIn
) -> None:
    assert "Too little of the year is here to say" in child_page(signed_in(house), house, ADA)


def test_a_register_from_september_says_what_can_still_be_missed(
    empty: House, signed_in: SignIn, settings: Settings
) -> None:
    bring(empty, [(ADA, dt.date(2026, 9, 7), h, "/") for h in HALVES])
    bring(empty, [(ADA, TUESDAY, "AM", "/")])
    assert "Yes, if no more than 37 sessions (" in child_page(signed_in(empty), empty, ADA)
    settings.FIXED_NOW = "2027-08-20T10:00:00"
    assert "if no more than" not in child_page(signed_in(empty), empty, ADA)


def test_a_list_narrowed_by_support_says_so(house: House, signed_in: SignIn) -> None:
    client = signed_in(house)
    text = said(client, "/children/?support=Intensive, reviewed each week")
    assert "1 child on roll, where adults bring: Intensive, reviewed each week" in text
    text = said(client, "/children/?year=11&support=Intensive, reviewed each week")
    assert "1 child in Year 11, where adults bring: Intensive" in text


def test_a_year_that_came_to_more_than_usual_is_said_kindly(
    empty: House, signed_in: SignIn
) -> None:
    bring(empty, [(c, d, h, m) for c, m in ((ADA, "I"), (EVE, "/")) for d in AUTUMN for h in HALVES]
          + [(c, MONDAY, "AM", "/") for c in (ADA, EVE)])  # fmt: skip
    text = said(signed_in(empty))
    assert "near its own usual" not in text
    assert "Year 7 came to more than usual" in text


@pytest.mark.parametrize(
    ("monday", "when"), [("2024-11-25", "2 years ago"), ("2025-11-24", "last year")]
)
def test_the_only_earlier_year_is_named(
    empty: House, signed_in: SignIn, monday: str, when: str
) -> None:
    then = dt.date.fromisoformat(monday)
    bring(empty, [(c, then, h, m) for c, m in ((ADA, "I"), (BEN, "/")) for h in HALVES])
    bring(empty, [(c, MONDAY, h, "/") for c in (ADA, BEN) for h in HALVES])
    text = said(signed_in(empty))
    assert f"In the same days {when} it was {percent(0.5)}." in text
    assert f"children came to more than in the same days {when}" in text
    assert "earlier years" not in text.split("Children missed")[0].split("Take it with you")[1]


def test_part_of_a_week_is_held_beside_the_same_days(
    empty: House, signed_in: SignIn, settings: Settings
) -> None:
    settings.FIXED_NOW = "2026-11-23T16:00:00"
    bring(empty, [(c, d, h, "I" if d.weekday() else "/") for c in (ADA, BEN)
                  for d in people.week_before() for h in HALVES])  # fmt: skip
    bring(empty, [(c, MONDAY, h, "/") for c in (ADA, BEN) for h in HALVES])
    text = said(signed_in(empty))
    assert "So far this week, children came much as usual" in text
    assert "In the same days last year it was 0.0%." in text
    assert "Missed so far this week" in text


def test_a_week_long_ago_is_that_week(house: House, signed_in: SignIn, settings: Settings) -> None:
    settings.FIXED_NOW = "2026-12-25T10:00:00"
    text = said(signed_in(house))
    assert "Missed that week" in text
    assert "Also that day 1 child was learning elsewhere" in text
    assert "No marks for Fri 25 Dec 2026." in text
    assert [w for w in ("this week", "Also today", "This week") if w in text] == []


def test_a_child_without_form_or_year_makes_no_empty_line(house: House, signed_in: SignIn) -> None:
    nell = replace(ADA, id="K000000000170", forename="Nell", surname="Noform", form="", year="")
    bring(house, [(nell, d, h, "/") for d in people.term()[:-1] for h in HALVES])
    body = signed_in(house).get("/").content.decode()
    assert '/children/?year="' not in body
    assert "No register yet" not in said(signed_in(house))


def test_a_years_name_is_safe_in_an_address(empty: House, signed_in: SignIn) -> None:
    odd = replace(ADA, year="N&=1")
    bring(empty, [(odd, TUESDAY, "AM", "/")])
    kept = empty.child(odd).year
    body = unescape(signed_in(empty).get("/").content.decode())
    links = re.findall(r'href="/children/\?year=([^"]*)"', body)
    assert links == [kept.replace("&", "%26").replace("=", "%3D")]


def test_the_unclassified_share_is_not_called_everything_missed(
    empty: House, signed_in: SignIn
) -> None:
    bring(empty, [(ADA, TUESDAY, "AM", "N")])
    text = said(signed_in(empty), "/explain/unclassified/?" + OPEN_AUTUMN.format(about="school"))
    assert "0.0% of sessions missed, reason unknown to the file" in text
    assert "0 sessions with a reason unknown to the file, divided by 1 session possible" in text


def test_one_missing_mark_is_one_mark(empty: House, signed_in: SignIn) -> None:
    bring(empty, [(BEN, d, h, "/") for d in (MONDAY, TUESDAY) for h in HALVES])
    bring(empty, [(ADA, MONDAY, "AM", "/"), (ADA, TUESDAY, "AM", "/"), (ADA, TUESDAY, "PM", "/")])
    client_said = child_page(signed_in(empty), empty, ADA)
    assert "1 mark is missing, too many to be sure of these figures." in client_said


def test_a_look_at_a_few_is_a_look_at_each(house: House, signed_in: SignIn) -> None:
    client = signed_in(house)
    before = TrailLine.objects.count()
    client.get("/explain/absence/?" + OPEN_AUTUMN.format(about="form:8 Elm"))
    assert TrailLine.objects.count() == before + 1
    assert house.child(FAY).pk in TrailLine.objects.latest("pk").ids
    client.get("/explain/absence/?" + OPEN_AUTUMN.format(about="school"))
    assert TrailLine.objects.count() == before + 1, "eleven children are not a few"
