"""A computer left alone: the next click asks who it is, and nothing typed is lost."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django.fixtures import Settings
from tests.pages import PAGES
from tests.people import ADA, PASSWORD, House, SignIn, marks_file, paper_codes

from belong.intake.models import Import

BEGIN = dt.datetime(2026, 11, 24, 9, 18, tzinfo=dt.UTC)
AGAIN = "account_reauthenticate"
Later = Callable[[float], None]


@pytest.fixture
def later(settings: Settings) -> Later:
    """Put the clock forward to so many minutes after the beginning."""

    def minutes(n: float) -> None:
        settings.FIXED_NOW = f"{BEGIN + dt.timedelta(minutes=n):%Y-%m-%dT%H:%M:%S}"

    return minutes


def _asked(answer: object) -> bool:
    where = answer.headers.get("Location", "")  # type: ignore[attr-defined]
    return answer.status_code == 302 and where.startswith(reverse(AGAIN))  # type: ignore[attr-defined]


def test_after_a_quarter_of_an_hour_every_door_asks(
    house: House, signed_in: SignIn, later: Later
) -> None:
    house.read(marks_file())
    client = signed_in(house)
    assert client.get("/").status_code == 200
    later(15.1)
    for page in PAGES:
        answer = client.post(page.of(house)) if page.post else client.get(page.of(house))
        assert _asked(answer), page.name
        assert ADA.surname.encode() not in answer.content
    assert _asked(client.get(reverse("mfa_index")))


def test_a_quarter_of_an_hour_is_counted_from_the_last_click(
    house: House, signed_in: SignIn, later: Later
) -> None:
    client = signed_in(house)
    for minutes in (0, 14, 28, 42.5):
        later(minutes)
        assert client.get("/").status_code == 200, minutes
    later(57.6)
    assert _asked(client.get("/"))


def test_the_school_says_how_long(
    house: House, signed_in: SignIn, later: Later, settings: Settings
) -> None:
    settings.IDLE_MINUTES = 5
    client = signed_in(house)
    client.get("/")
    later(5.1)
    assert _asked(client.get("/"))


def test_a_lock_is_not_opened_by_waiting_or_by_turning_the_clock_back(
    house: House, signed_in: SignIn, later: Later
) -> None:
    client = signed_in(house)
    client.get("/")
    later(16)
    assert _asked(client.get("/"))
    later(1)
    assert _asked(client.get("/"))


def test_the_password_opens_it_and_leads_back(
    house: House, signed_in: SignIn, later: Later
) -> None:
    client = signed_in(house)
    client.get("/")
    later(20)
    where = client.get("/children/?q=osei")["Location"]
    page = client.get(where)
    assert b"Is it still you?" in page.content
    assert "no-store" in page["Cache-Control"]
    assert client.post(where, {"password": "wrong words"}).status_code == 200
    assert _asked(client.get("/"))
    assert client.post(where, {"password": PASSWORD})["Location"] == "/children/?q=osei"
    assert client.get("/children/?q=osei").status_code == 200
    later(34)
    assert client.get("/").status_code == 200


def test_a_code_opens_it_too(house: House, signed_in: SignIn, later: Later) -> None:
    client = signed_in(house)
    client.get("/")
    later(20)
    assert _asked(client.get("/"))
    client.post(reverse("mfa_reauthenticate"), {"code": paper_codes()[0]})
    assert client.get("/").status_code == 200


def test_what_was_sent_waits_and_is_done_afterwards(
    house: House, signed_in: SignIn, later: Later
) -> None:
    brought = house.read(marks_file())
    client = signed_in(house)
    client.get("/")
    later(20)
    where = client.post(reverse("registers:set_aside", args=[brought.pk]))["Location"]
    assert Import.objects.get(pk=brought.pk).stage == brought.stage
    answer = client.post(where, {"password": PASSWORD})
    assert answer.status_code == 302
    assert Import.objects.get(pk=brought.pk).stage == Import.Stage.SET_ASIDE


def test_a_part_of_a_page_takes_the_whole_page_along(
    house: House, signed_in: SignIn, later: Later
) -> None:
    client = signed_in(house)
    client.get("/")
    later(20)
    part = {"HX-Request": "true", "HX-Current-URL": "http://testserver/children/"}
    answer = client.get("/children/?q=osei", headers=part)
    assert answer["HX-Redirect"] == f"{reverse(AGAIN)}?next=%2Fchildren%2F"
    assert ADA.surname.encode() not in answer.content


def test_a_page_that_asks_by_itself_is_no_click(
    house: House, signed_in: SignIn, later: Later
) -> None:
    brought = house.read(marks_file())
    client = signed_in(house)
    client.get("/")
    by_itself = {"HX-Request": "true", "HX-Trigger": "keeping"}
    for minutes in (7, 14):
        later(minutes)
        client.get(f"/registers/{brought.pk}/", headers=by_itself)
    later(15.1)
    assert _asked(client.get("/"))


def test_signing_out_of_a_locked_computer_works(
    house: House, signed_in: SignIn, later: Later
) -> None:
    client = signed_in(house)
    client.get("/")
    later(20)
    assert _asked(client.get("/"))
    assert client.post(reverse("account_logout"))["Location"] == reverse("account_login")
    assert client.get("/")["Location"].startswith(reverse("account_login"))


def test_five_wrong_passwords_at_the_lock_are_enough(
    house: House, signed_in: SignIn, later: Later
) -> None:
    client = signed_in(house)
    client.get("/")
    later(20)
    for _ in range(5):
        client.post(reverse(AGAIN), {"password": "wrong words"})
    assert client.post(reverse(AGAIN), {"password": PASSWORD}).status_code == 429
    assert _asked(client.get("/"))


def test_a_stranger_is_not_asked_for_a_lock(db: None, later: Later) -> None:
    client = Client()
    client.get(reverse("account_login"))
    later(60)
    assert client.get(reverse("account_login")).status_code == 200
