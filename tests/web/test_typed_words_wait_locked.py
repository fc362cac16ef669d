"""What was typed before somebody said who they are lies in no readable place, and not for long."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse
from pytest_django.fixtures import Settings
from tests import trail_lines
from tests.people import ADA, PASSWORD, House, SignIn, paper_codes

from belong.people import typed_words
from belong.people.models import Opening

BEGIN = dt.datetime(2026, 11, 24, 9, 18, tzinfo=dt.UTC)
CANARY = "Zinnober fetched the lantern at noon and said nothing more"
AGAIN = "mfa_reauthenticate"
Later = Callable[[float], None]


@pytest.fixture
def later(settings: Settings) -> Later:
    """Put the clock to so many minutes after the beginning."""

    def minutes(n: float) -> None:
        settings.FIXED_NOW = f"{BEGIN + dt.timedelta(minutes=n):%Y-%m-%dT%H:%M:%S}"

    return minutes


def kept() -> str:
    """Everything in the table of sessions, decoded."""
    return "\n".join(f"{one.session_data} {one.get_decoded()}" for one in Session.objects.all())


def types(client: Client, house: House) -> str:
    """Somebody asks for a gate whose second step was not shown lately. Where they are led."""
    where = reverse("children:open", kwargs={"pupil_id": house.child(ADA).pk})
    answer = client.post(where, {"gate": "health", "reason": CANARY})
    assert answer["Location"].startswith(reverse(AGAIN))
    return str(answer["Location"])


def shows(client: Client, to: str, code: int = 0) -> None:
    client.post(to, {"code": paper_codes()[code]})


def test_words_before_a_gate_wait_locked_and_are_done_and_gone(
    house: House, signed_in: SignIn
) -> None:
    client = signed_in(house, "pastoral_lead")
    to = types(client, house)
    for word in (CANARY, "Zinnober", "reason", "csrftoken"):
        assert word not in kept()
    assert typed_words.PLACE in kept(), "and they do wait there"
    shows(client, to)
    assert Opening.objects.get().reason == CANARY
    assert typed_words.PLACE not in kept()
    assert typed_words.SINCE not in kept()


def test_words_at_the_idle_lock_wait_locked_too(
    house: House, signed_in: SignIn, later: Later
) -> None:
    client = signed_in(house, "pastoral_lead")
    client.get("/")
    later(20)
    client.post("/children/", {"q": CANARY})
    assert "Zinnober" not in kept()
    assert typed_words.PLACE in kept()


def test_another_session_cannot_read_them(house: House, signed_in: SignIn) -> None:
    """Copied into another session, of another adult or of the same, they say nothing."""
    client = signed_in(house, "pastoral_lead")
    to = types(client, house)
    stolen = client.session[typed_words.PLACE]
    for role in ("head_of_year", "pastoral_lead"):
        other = signed_in(house, role)
        session = other.session
        session[typed_words.PLACE] = stolen
        session.save()
        mark = trail_lines.newest()
        shows(other, to)
        assert not Opening.objects.exists()
        assert not [line for line in trail_lines.since(mark) if "gate" in line.verb]
    shows(client, to, code=1)
    assert Opening.objects.exists()


@pytest.mark.parametrize(("minutes", "done"), [(59, True), (61, False)])
def test_after_an_hour_nothing_is_done(
    house: House, signed_in: SignIn, later: Later, minutes: float, done: bool
) -> None:
    client = signed_in(house, "pastoral_lead")
    to = types(client, house)
    later(minutes)
    shows(client, to)
    assert Opening.objects.exists() is done


def test_the_next_click_after_an_hour_forgets_them(
    house: House, signed_in: SignIn, later: Later
) -> None:
    client = signed_in(house, "pastoral_lead")
    types(client, house)
    later(61)
    client.get("/")
    assert typed_words.PLACE not in kept()


def test_the_sweep_forgets_what_nobody_came_back_for(
    house: House, signed_in: SignIn, later: Later
) -> None:
    client = signed_in(house, "pastoral_lead")
    types(client, house)
    who = client.session["_auth_user_id"]
    assert typed_words.forget_old(BEGIN + dt.timedelta(minutes=59)) == 0
    assert typed_words.PLACE in kept()
    assert typed_words.forget_old(BEGIN + dt.timedelta(minutes=61)) == 1
    assert typed_words.PLACE not in kept()
    assert client.session["_auth_user_id"] == who, "they stay signed in"


def test_a_password_typed_at_the_lock_is_never_kept(
    house: House, signed_in: SignIn, later: Later
) -> None:
    client = signed_in(house, "pastoral_lead")
    client.get("/")
    later(20)
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    assert PASSWORD not in kept()
