"""The way in: right and wrong, closed accounts, no sign-up, and a lock on one account only."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from pytest_django.fixtures import Settings
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


def _after(settings: Settings, seconds: int) -> None:
    moment = dt.datetime.fromisoformat(settings.FIXED_NOW) + dt.timedelta(seconds=seconds)
    settings.FIXED_NOW = moment.isoformat()


def _many_wrong(count: int) -> None:
    for n in range(count):
        _try(f"stranger{n}@larkfield.example", "wrong")


def test_ten_wrong_tries_from_one_address_slow_nobody(house: House) -> None:
    _many_wrong(9)
    answers = [_try(house.lead.adult.email, word).status_code for word in ("wrong", PASSWORD)]
    assert answers == [200, 302]


def test_more_are_let_in_one_at_a_time_and_nobody_is_refused(
    house: House, settings: Settings
) -> None:
    _many_wrong(10)
    assert _try("stranger@larkfield.example", "wrong").status_code == 200  # its turn
    waits = _try(house.lead.adult.email, PASSWORD)
    assert (waits.status_code, waits["Retry-After"]) == (429, "3")
    assert b"Nobody is kept out" in waits.content
    _after(settings, 3)
    assert _try(house.lead.adult.email, PASSWORD).status_code == 302


def test_whoever_waits_costs_no_working_out_of_passwords(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    _many_wrong(11)
    worked_out: list[object] = []
    monkeypatch.setattr(Adult, "check_password", lambda *words: worked_out.append(words))
    monkeypatch.setattr(Adult, "set_password", lambda *words: worked_out.append(words))
    assert _try(house.lead.adult.email, PASSWORD).status_code == 429
    assert worked_out == []


def test_another_address_and_a_browser_that_is_known_do_not_wait(house: House) -> None:
    client = Client()
    _try(house.lead.adult.email, PASSWORD, client)
    _second_step(client)
    client.get("/")
    client.post("/account/logout/")
    _many_wrong(11)
    assert _try(house.lead.adult.email, PASSWORD, client).status_code == 302
    other = Client(REMOTE_ADDR="10.9.9.9")
    for _ in range(2):
        assert _try("stranger@larkfield.example", "wrong", other).status_code == 200
    assert _try(house.adults["headteacher"].adult.email, PASSWORD, other).status_code == 302


def _known_to(client: Client, email: str, password: str = PASSWORD) -> None:
    """Sign somebody in in a browser, and out again."""
    _try(email, password, client)
    _second_step(client)
    client.get("/")
    client.post("/account/logout/")


def test_a_browser_is_known_for_the_addresses_of_those_who_were_signed_in(house: House) -> None:
    lead, head, tutor = (
        house.adults[role].adult.email for role in ("attendance_lead", "headteacher", "tutor")
    )
    client, both = Client(), Client()
    _known_to(client, lead)
    _known_to(both, tutor)
    _known_to(both, head)
    _many_wrong(10)
    assert _try("stranger@larkfield.example", "wrong").status_code == 200, "the turn is taken"
    assert _try(head, PASSWORD, client).status_code == 429
    assert _try("nobody@larkfield.example", "wrong", client).status_code == 429
    assert _try("", "wrong", client).status_code == 429
    assert _try(lead, "wrong", client).status_code == 200
    assert _try(lead.upper(), PASSWORD, client).status_code == 302
    assert _try(tutor, "wrong", both).status_code == 200
    assert _try(lead, "wrong", both).status_code == 429
    assert _try(head, PASSWORD, both).status_code == 302


def test_asking_for_a_letter_to_somebody_else_is_not_let_past(house: House) -> None:
    client = Client()
    _known_to(client, house.lead.adult.email)
    _many_wrong(11)
    _try("stranger@larkfield.example", "wrong")
    where, head = reverse("account_reset_password"), house.adults["headteacher"].adult.email
    assert client.post(where, {"email": head}).status_code == 429
    assert client.post(where, {"email": house.lead.adult.email}).status_code == 302


def test_after_a_new_password_a_browser_is_known_no_more(house: House) -> None:
    lead, client = house.lead.adult, Client()
    _known_to(client, lead.email)
    lead.set_password("seven-green-kites-above")
    lead.save()
    _many_wrong(11)
    _try("stranger@larkfield.example", "wrong")
    assert _try(lead.email, PASSWORD, client).status_code == 429


def test_the_cookie_of_a_known_browser_names_nobody(house: House) -> None:
    client = Client()
    _known_to(client, house.lead.adult.email)
    said = client.cookies["known"].value
    assert house.lead.adult.email not in said
    assert str(house.lead.adult_id) not in said.split(":")[0].split(".")
    assert client.cookies["known"]["httponly"]


def test_the_cookie_of_a_known_browser_cannot_be_made_up(house: House) -> None:
    client = Client()
    client.cookies["known"] = "yes"
    _many_wrong(11)
    assert _try(house.lead.adult.email, PASSWORD, client).status_code == 429


def test_the_next_minute_begins_anew(house: House, settings: Settings) -> None:
    _many_wrong(12)
    _after(settings, 60)
    assert _try(house.lead.adult.email, "wrong").status_code == 200
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


@pytest.mark.parametrize(("role", "leads_to"), [("tutor", "/today/"), ("headteacher", "/")])
def test_today_is_the_first_door_of_who_has_children_of_their_own(
    house: House, role: str, leads_to: str
) -> None:
    client = Client()
    _try(house.adults[role].adult.email, PASSWORD, client)
    assert _second_step(client)["Location"] == leads_to  # type: ignore[index]
