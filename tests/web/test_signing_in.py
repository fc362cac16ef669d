"""The way in: right and wrong, closed accounts, no sign-up, and a lock on one account only."""

from __future__ import annotations

import re

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from tests.people import PASSWORD, House, paper_codes

from belong.people.models import Adult

LOGIN = "/account/login/"
SECOND = "/account/second-step/"


def _try(email: str, password: str, client: Client | None = None) -> object:
    return (client or Client()).post(LOGIN, {"login": email, "password": password})


def _second_step(client: Client) -> object:
    return client.post(SECOND, {"code": paper_codes()[0]})


def test_the_right_words_and_a_code_open_the_door(house: House) -> None:
    client = Client()
    answer = _try(house.lead.adult.email, PASSWORD, client)
    assert (answer.status_code, answer["Location"]) == (302, SECOND)
    assert client.get("/").status_code == 302, "a password alone opens nothing"
    answer = _second_step(client)
    assert (answer.status_code, answer["Location"]) == (302, "/")
    assert client.get("/").status_code == 200


def test_an_address_in_capitals_is_the_same_address(house: House) -> None:
    assert _try(house.lead.adult.email.upper(), PASSWORD).status_code == 302


@pytest.mark.parametrize("wrong", ["", "four-kind-words", PASSWORD.upper()])
def test_wrong_words_do_not(house: House, wrong: str) -> None:
    client = Client()
    answer = _try(house.lead.adult.email, wrong, client)
    assert answer.status_code == 200
    assert b"Not signed in yet" in answer.content
    assert wrong.encode() not in answer.content or not wrong, "a password is never given back"
    assert client.get("/").status_code == 302


def test_an_unknown_address_and_a_wrong_password_look_the_same(house: House) -> None:
    token = re.compile(rb'value="[^"]*"')
    known = _try(house.lead.adult.email, "wrong words altogether").content
    unknown = _try("nobody@larkfield.example", "wrong words altogether").content
    assert token.sub(b"", known) == token.sub(b"", unknown)


def test_a_closed_account_stays_closed(house: House) -> None:
    Adult.objects.filter(pk=house.lead.adult_id).update(is_active=False)
    client = Client()
    _try(house.lead.adult.email, PASSWORD, client)
    assert client.get("/").status_code == 302


def test_nobody_signs_themselves_up(house: House) -> None:
    before = Adult.objects.count()
    words = {"email": "new@larkfield.example", "password1": PASSWORD, "password2": PASSWORD}
    for ask in (Client().get, Client().post):
        answer = ask(reverse("account_signup"), words)
        assert b"Your school makes accounts" in answer.content
    assert Adult.objects.count() == before


def test_five_wrong_tries_lock_that_account_and_no_other(house: House) -> None:
    lead, head = house.lead.adult.email, house.adults["headteacher"].adult.email
    for _ in range(5):
        _try(lead, "wrong")
    locked = _try(lead, PASSWORD)
    assert locked.status_code in (200, 429)
    assert b"Too many tries" in locked.content
    assert _try(head, PASSWORD).status_code == 302, "the whole school shares one address"


def test_the_lock_is_on_the_account_from_wherever_it_is_tried(house: House) -> None:
    lead = house.lead.adult.email
    for n in range(5):
        _try(lead, "wrong", Client(REMOTE_ADDR=f"10.0.0.{n}"))
    assert _try(lead, PASSWORD, Client(REMOTE_ADDR="10.0.0.99")).status_code != 302


def test_many_wrong_tries_at_many_accounts_lock_nobody_else(house: House) -> None:
    for n in range(12):
        _try(f"stranger{n}@larkfield.example", "wrong")
    assert _try(house.lead.adult.email, PASSWORD).status_code == 302


def test_signing_out_signs_out(house: House) -> None:
    client = Client()
    _try(house.lead.adult.email, PASSWORD, client)
    _second_step(client)
    assert client.get("/").status_code == 200
    assert client.post("/account/logout/").status_code == 302
    assert client.get("/").status_code == 302


@pytest.mark.parametrize(
    ("asked", "led"),
    [("https://elsewhere.example/", "/"), ("//x.example/", "/"), ("/help/", "/help/")],
)
def test_the_way_back_after_signing_in_stays_in_the_house(
    house: House, asked: str, led: str
) -> None:
    client = Client()
    words = {"login": house.lead.adult.email, "password": PASSWORD, "next": asked}
    assert client.post(LOGIN, words)["Location"].startswith(SECOND)
    assert _second_step(client)["Location"] == led


def test_a_forgotten_password_can_be_chosen_again(house: House) -> None:
    lead = house.lead.adult
    Client().post(reverse("account_reset_password"), {"email": lead.email})
    (letter,) = mail.outbox
    assert letter.to == [lead.email]
    link = re.search(r"https?://[^/]+(/\S+)", str(letter.body))
    assert link is not None
    client = Client()
    form = client.get(link[1], follow=True)
    where = form.redirect_chain[-1][0] if form.redirect_chain else link[1]
    new = "seven-green-kites-above"
    client.post(where, {"password1": new, "password2": new})
    assert _try(lead.email, new, client)["Location"] == SECOND, "and the second step stays"
    assert client.get("/").status_code == 302
    assert _try(lead.email, PASSWORD).status_code == 200


def test_asking_for_a_link_tells_nobody_who_has_an_account(house: House) -> None:
    answers = [
        Client().post(reverse("account_reset_password"), {"email": email}, follow=True)
        for email in (house.lead.adult.email, "nobody@larkfield.example")
    ]
    assert answers[0].redirect_chain == answers[1].redirect_chain
    assert answers[0].content == answers[1].content
