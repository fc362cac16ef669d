"""The link of an invitation: from a phone's camera to a house that is open."""

from __future__ import annotations

import re
from html import unescape

import pytest
from django.test import Client
from django.urls import reverse
from tests.pages import PAGES
from tests.people import ADA, FAY, PASSWORD, House, SignIn, with_a_second_factor

from belong.people.models import Adult, Invitation, Membership
from belong.web.invitation import views

WANTED = {
    "role": "tutor", "of": "form:8 Elm", "begins": "", "ends": "2027-08-31",
    "name": "Nell Newby", "email": "n.newby@larkfield.example",
}  # fmt: skip
GOOD = {"password": "seven grey geese in a row", "again": "seven grey geese in a row"}
TOKEN = re.compile(rb'name="csrfmiddlewaretoken" value="[^"]*"')


@pytest.fixture
def link(house: House, signed_in: SignIn) -> str:
    """The address of a link that the head has just made."""
    answer = signed_in(house, "headteacher").post(reverse("staff:invite"), WANTED)
    found = re.search(r"http://testserver(/invitation/[\w-]+/)", answer.content.decode())
    assert found is not None
    assert answer.status_code == 200
    assert b"<svg" in answer.content
    return found[1]


def body(answer: object, address: str) -> bytes:
    said = TOKEN.sub(b"", answer.content)  # type: ignore[attr-defined]
    return said.replace(address.encode(), b"")


def test_from_the_link_to_ones_own_children(house: House, link: str) -> None:
    client = Client()
    assert b"Begin" in client.get(link).content
    said = unescape(client.post(link).content.decode())
    assert "Hello, Nell Newby" in said
    assert "Larkfield School invites you" in said
    answer = client.post(link, GOOD)
    assert (answer.status_code, answer["Location"]) == (302, reverse("mfa_index"))
    assert client.get("/")["Location"] == reverse("mfa_index"), "a password alone opens nothing"
    adult = Adult.objects.get(email=WANTED["email"])
    with_a_second_factor(adult)
    client.force_login(adult)
    child = next(p for p in PAGES if p.name == "children:child")
    assert client.get(child.of(house, FAY)).status_code == 200
    assert client.get(child.of(house, ADA)).status_code == 404


def test_right_after_the_link_the_second_step_is_set_up_without_a_detour(
    house: House, link: str
) -> None:
    client = Client()
    client.post(link, GOOD)
    assert client.get(reverse("mfa_activate_totp")).status_code == 200


def test_looking_uses_nothing_up_and_names_nobody(house: House, link: str) -> None:
    for ask in ("get", "head", "options"):
        for _ in range(3):
            answer = getattr(Client(), ask)(link)
            assert b"Newby" not in answer.content
            assert b"Larkfield" not in answer.content
    row = Invitation.objects.get()
    assert (row.used_at, row.withdrawn_at) == (None, None)
    assert Client().post(link, GOOD).status_code == 302


def test_the_first_page_is_the_same_for_a_link_that_never_was(house: House, link: str) -> None:
    never = reverse("invitation", kwargs={"token": "x" * 43})
    assert body(Client().get(link), link) == body(Client().get(never), never)


@pytest.mark.parametrize("how", ["used", "withdrawn", "too old", "role ended"])
def test_a_link_that_opens_nothing_does_not_say_why(house: House, link: str, how: str) -> None:
    if how == "used":
        assert Client().post(link, GOOD).status_code == 302
    elif how == "role ended":
        adult = Adult.objects.get(email=WANTED["email"])
        Membership.objects.filter(adult=adult).delete()
    else:
        old = {"withdrawn": "withdrawn_at", "too old": "expires_at"}[how]
        Invitation.objects.update(**{old: "2026-11-20T00:00:00Z"})
    never = reverse("invitation", kwargs={"token": "x" * 43})
    for posted in ({}, GOOD):
        wrong, missing = Client().post(link, posted), Client().post(never, posted)
        assert wrong.status_code == missing.status_code == 404
        assert body(wrong, link) == body(missing, never)
        assert dict(wrong.headers) == dict(missing.headers)


@pytest.mark.parametrize(
    ("password", "again"),
    [("short-one", "short-one"), (GOOD["password"], "another one"), ("", ""),
     ("n.newby@larkfield.exampl", "n.newby@larkfield.exampl"), ("password1234", "password1234")],
)  # fmt: skip
def test_a_password_that_will_not_do_is_said_and_the_link_stays(
    house: House, link: str, password: str, again: str
) -> None:
    client = Client()
    answer = client.post(link, {"password": password, "again": again})
    assert answer.status_code == 422
    assert b"Something to put right" in answer.content
    given_back = f'type="password" value="{password}"'.encode()
    assert given_back not in answer.content
    assert client.post(link, GOOD).status_code == 302


def test_guessing_links_is_slowed_down_and_looking_is_not(house: House, link: str) -> None:
    client = Client()
    for n in range(views.WRONG_ONES):
        guess = reverse("invitation", kwargs={"token": f"guess-{n}"})
        assert client.post(guess).status_code == 404
    assert client.post(reverse("invitation", kwargs={"token": "one-more"})).status_code == 429
    assert client.get(link).status_code == 200
    other = Client(REMOTE_ADDR="10.0.0.7")
    assert other.post(link, GOOD).status_code == 302


def test_in_a_browser_where_somebody_is_signed_in_nothing_happens(
    house: House, link: str, signed_in: SignIn
) -> None:
    head = signed_in(house, "headteacher")
    assert b"Sign out first" in head.post(link, GOOD).content
    assert Invitation.objects.get().used_at is None
    assert head.get("/people/").status_code == 200


def test_the_link_needs_its_form(house: House, link: str) -> None:
    assert Client(enforce_csrf_checks=True).post(link, GOOD).status_code == 403
    assert Invitation.objects.get().used_at is None


def test_a_password_set_by_link_ends_what_was_open_before(house: House, signed_in: SignIn) -> None:
    """Somebody had got hold of the first password: the link of its owner throws them out."""
    adult = house.adults["senco"].adult
    adult.authenticator_set.all().delete()
    thief = Client()
    thief.post("/account/login/", {"login": adult.email, "password": PASSWORD})
    assert thief.get(reverse("mfa_index")).status_code == 200
    page = reverse("staff:link", kwargs={"adult_id": adult.pk})
    answer = signed_in(house, "headteacher").post(page)
    found = re.search(r"http://testserver(/invitation/[\w-]+/)", answer.content.decode())
    assert found is not None
    assert Client().post(found[1], GOOD).status_code == 302
    assert thief.get(reverse("mfa_index")).status_code == 302
