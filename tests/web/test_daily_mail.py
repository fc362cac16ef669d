"""Turning the daily e-mail on and off, and what a school says of its quiet hours and of hellos."""

from __future__ import annotations

import datetime as dt
from html import unescape

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django.fixtures import Settings
from tests.people import BEN, CAL, House, SignIn
from tests.web.test_due_a_hello import LONG_AGO, did, heading
from tests.web.test_settings_page import MINE, PAGE

from belong.people.models import Adult, SchoolSettings

TURN = "/account/daily-e-mail/"


def text(answer: object) -> str:
    return unescape(answer.content.decode())  # type: ignore[attr-defined]


def ticked(client: Client) -> bool:
    said = text(client.get(reverse("mfa_index")))
    assert "Tell me by e-mail that something is waiting" in said
    return 'name="wanted" value="1" checked' in said


def test_it_is_off_until_somebody_ticks_it_on_their_own_page(
    house: House, signed_in: SignIn
) -> None:
    client, other = signed_in(house, "tutor"), signed_in(house, "office")
    assert not ticked(client)
    answer = client.post(TURN, {"wanted": "1"}, follow=True)
    assert "you hear" in text(answer)
    assert (ticked(client), ticked(other)) == (True, False)
    assert "No e-mail comes any more" in text(client.post(TURN, {}, follow=True))
    assert not ticked(client)


def test_the_page_says_when_it_comes_and_what_it_never_says(
    house: House, signed_in: SignIn
) -> None:
    said = text(signed_in(house, "tutor").get(reverse("mfa_index")))
    assert "one e-mail from 7:45 on" in said
    assert "no name, no number, nothing of what it is" in said


def test_where_belong_sends_no_e_mail_the_page_says_so(
    house: House, signed_in: SignIn, settings: Settings
) -> None:
    settings.MAIL_WORKS = False
    said = text(signed_in(house, "tutor").get(reverse("mfa_index")))
    assert "Belong sends no e-mail here" in said
    assert 'name="wanted"' not in said


def test_whoever_is_not_signed_in_turns_nothing_on(house: House) -> None:
    assert Client().post(TURN, {"wanted": "1"}).status_code == 302
    assert not Adult.objects.filter(mail_when_waiting=True).exists()


QUIET = {"quiet_from": "16:30", "quiet_until": "8:15", "hello_days": " 15 "}


def test_quiet_hours_and_days_are_kept_as_the_school_says_them(
    house: House, signed_in: SignIn
) -> None:
    head = signed_in(house, "headteacher")
    said = text(head.get(PAGE))
    assert "18:00 to 07:00 if you leave them" in said
    assert "From 10 to 60; 20 if you leave it." in said
    assert head.post(PAGE, MINE | QUIET | {"version": 0}).status_code == 302
    row = SchoolSettings.objects.get()
    assert (row.quiet_from, row.quiet_until, row.hello_days) == ("16:30", "08:15", 15)
    said = text(head.get(PAGE))
    for words in ('value="16:30"', 'value="08:15"', 'value="15"'):
        assert words in said
    head.post(PAGE, MINE | {"version": 1})
    row.refresh_from_db()
    assert (row.quiet_from, row.quiet_until, row.hello_days) == ("", "", None)


@pytest.mark.parametrize("days", ["9", "61", "0", "-20", "x", "1e1", "٢٠", "20.5", "9" * 30])
def test_a_number_of_days_that_cannot_be_is_said_with_why(
    house: House, signed_in: SignIn, days: str
) -> None:
    answer = signed_in(house, "headteacher").post(PAGE, MINE | {"hello_days": days, "version": 0})
    assert answer.status_code == 422
    assert "after 10 to 60 school days" in text(answer)
    assert "most of a form would be due one" in text(answer)
    assert f'value="{days}"' in text(answer)
    assert not SchoolSettings.objects.exists()


def test_of_two_who_save_at_once_the_second_sees_both_quiet_hours(
    house: House, signed_in: SignIn
) -> None:
    one, other = signed_in(house, "headteacher"), signed_in(house, "safeguarding_lead")
    one.post(PAGE, MINE | QUIET | {"version": 0})
    mine = MINE | {"quiet_from": "20:00", "quiet_until": "6:00", "hello_days": "30", "version": 0}
    answer = other.post(PAGE, mine)
    assert answer.status_code == 409
    said = text(answer)
    for words in ("16:30 to 08:15", 'value="20:00"', 'value="30"'):
        assert words in said
    assert "School days until a hello is due" in said


def test_a_school_says_after_how_many_days_a_hello_is_due(house: House, signed_in: SignIn) -> None:
    """The register of the house has seventeen school days of this term."""
    did(house, CAL, LONG_AGO)
    did(house, BEN, dt.datetime(2026, 11, 9, 9, 0, tzinfo=dt.UTC))
    tutor = signed_in(house, "tutor")
    said = heading(tutor)
    assert "with them for 20 school days" in said
    assert BEN.surname not in said
    signed_in(house, "headteacher").post(PAGE, MINE | {"hello_days": "10", "version": 0})
    said = heading(tutor)
    assert "with them for 10 school days" in said
    assert BEN.surname in said, "eleven school days ago"
    today = text(tutor.get("/today/"))
    assert "Nobody has written of a hello for 10 school days." in today


def test_each_school_has_its_own_number(house: House, next_door: House, signed_in: SignIn) -> None:
    signed_in(house, "headteacher").post(PAGE, MINE | {"hello_days": "10", "version": 0})
    assert "written down for 20 school days" in heading(signed_in(next_door, "headteacher"))
