"""Somebody who works at several schools is in one of them at a time, and says which."""

from __future__ import annotations

from html import unescape

import pytest
from django.test import Client, RequestFactory
from django.urls import reverse
from tests.people import ADA, NEXT_DOOR, House, paper_codes

from belong.people.models import Adult, Membership, Opening, School, SchoolSettings
from belong.web import which_school
from belong.web.account import ClosedDoor

WHERE = "/account/school/"
WHY = "There is a trip on Monday and we want to pack what is needed"
SETTINGS = "/school/settings/"


def text(answer: object) -> str:
    return unescape(answer.content.decode())  # type: ignore[attr-defined]


@pytest.fixture
def both(house: House, next_door: House) -> Adult:
    """The head of Larkfield, who is the head of Riverside too."""
    adult: Adult = house.adults["headteacher"].adult
    Membership.objects.create(adult=adult, school=next_door.school, role_key="headteacher")
    return adult


@pytest.fixture
def browser(both: Adult) -> Client:
    """Theirs. It refuses what a browser's forms would be refused."""
    client = Client(enforce_csrf_checks=True)
    client.force_login(both)
    return client


def token(client: Client, address: str = WHERE) -> str:
    """The token that the forms of a page carry."""
    return str(client.get(address).context["csrf_token"])


def go(client: Client, house: House, **more: str) -> object:
    sent = {"school": house.school.pk, "csrfmiddlewaretoken": token(client), **more}
    return client.post(WHERE, sent)


def test_before_the_first_page_stands_the_question(
    house: House, next_door: House, browser: Client
) -> None:
    answer = browser.get("/children/?form=7+Oak")
    assert answer.status_code == 302
    assert answer["Location"] == f"{WHERE}?next=%2Fchildren%2F%3Fform%3D7%2BOak"
    said = text(browser.get(answer["Location"]))
    assert house.school.name in said
    assert next_door.school.name in said
    assert "Headteacher" in said
    assert 'value="/children/?form=7+Oak"' in said
    part = browser.get("/children/", HTTP_HX_REQUEST="true")
    assert part["HX-Redirect"].startswith(WHERE)


def test_every_page_answers_for_the_chosen_school_alone(
    house: House, next_door: House, browser: Client
) -> None:
    ours, theirs = house.child(ADA), next_door.child(NEXT_DOOR[0])
    for school, here, there in ((house, ours, theirs), (next_door, theirs, ours)):
        assert go(browser, school, next="/children/")["Location"] == "/children/"  # type: ignore[index]
        said = text(browser.get("/children/"))
        assert here.surname in said
        assert there.surname not in said
        assert f"You are in {school.school.name}." in said
        assert browser.get(f"/children/{here.pk}/").status_code == 200
        assert browser.get(f"/children/{there.pk}/").status_code == 404


def test_a_form_of_one_school_never_lands_in_another(
    house: House, next_door: House, browser: Client
) -> None:
    """Ordinary and asked for by htmx: a second tab changed the school meanwhile."""
    go(browser, house)
    old = token(browser, SETTINGS)
    go(browser, next_door)
    for more in ({}, {"HTTP_HX_REQUEST": "true"}):
        answer = browser.post(SETTINGS, {"csrfmiddlewaretoken": old, "dsl": "X"}, **more)
        assert answer.status_code == 403
        assert "you changed school since then" in text(answer)
        assert "Nothing was kept" in text(answer)
    answer = browser.post("/audit/", {}, HTTP_X_CSRFTOKEN=old, HTTP_HX_REQUEST="true")
    assert answer.status_code == 403
    assert not SchoolSettings.objects.filter(school=next_door.school).exists()


def test_two_answers_at_once_leave_no_form_beside_another_school(
    house: House, next_door: House, browser: Client
) -> None:
    """A slow page of the first school brings its token back after the choice of the second."""
    go(browser, house)
    old, kept = token(browser, SETTINGS), browser.cookies["csrftoken"].value
    go(browser, next_door)
    browser.cookies["csrftoken"] = kept
    answer = browser.post(SETTINGS, {"csrfmiddlewaretoken": old})
    assert answer.status_code == 403
    assert browser.get(SETTINGS)["Location"].startswith(WHERE)


@pytest.mark.parametrize("key", ["0", "999999", "x", ""])
def test_a_school_that_is_not_theirs_is_never_told_from_none(
    house: House, browser: Client, key: str
) -> None:
    other = School.objects.create(name="Farfield")
    go(browser, house)
    answers = []
    for sent in (key, str(other.pk)):
        answer = browser.post(WHERE, {"school": sent, "csrfmiddlewaretoken": token(browser)})
        assert answer.status_code == 422
        assert "Farfield" not in text(answer)
        answers.append(people_of(text(answer)))
    assert answers[0] == answers[1]
    assert f"You are in {house.school.name}." in text(browser.get("/children/"))


def people_of(said: str) -> str:
    return "\n".join(line for line in said.split("\n") if "csrfmiddlewaretoken" not in line)


def test_a_key_of_no_school_of_theirs_in_a_session_falls_back(
    house: House, next_door: House, browser: Client
) -> None:
    go(browser, next_door)
    old = token(browser, SETTINGS)
    Membership.objects.filter(school=next_door.school, role_key="headteacher").update(
        ends="2026-11-23"
    )
    refused = browser.post(SETTINGS, {"csrfmiddlewaretoken": old})
    assert refused.status_code == 403
    again = browser.post(SETTINGS, {"csrfmiddlewaretoken": old})
    assert again.status_code == 403
    said = text(browser.get("/children/"))
    assert ADA.surname in said
    assert "Change school" not in said
    assert not SchoolSettings.objects.filter(school=house.school).exists()


def test_a_missing_page_and_one_of_the_other_school_say_the_same(
    house: House, next_door: House, browser: Client
) -> None:
    go(browser, house)
    theirs = next_door.child(NEXT_DOOR[0]).pk
    foreign, missing = browser.get(f"/children/{theirs}/"), browser.get("/children/987654/")
    assert foreign.content == missing.content
    assert "You also work at another school" in text(foreign)


def test_whoever_works_at_one_school_reads_none_of_it(house: House) -> None:
    client = Client()
    client.force_login(house.adults["headteacher"].adult)
    assert "Change school" not in text(client.get("/children/"))
    assert "another school" not in text(client.get("/children/987654/"))
    assert client.get(WHERE)["Location"] == "/"


@pytest.mark.parametrize(
    "to", ["https://evil.example/", "//evil.example/", "javascript:x", "/\\evil"]
)
def test_the_way_on_leads_to_belong_alone(house: House, browser: Client, to: str) -> None:
    assert go(browser, house, next=to)["Location"] in ("/", "/today/")  # type: ignore[index]


def test_what_waited_to_be_sent_is_forgotten_with_the_school(
    house: House, next_door: House, browser: Client
) -> None:
    go(browser, house)
    session = browser.session
    session[which_school.typed_words.PLACE] = {"callback": "x", "state": "y"}
    session.save()
    go(browser, next_door)
    assert which_school.typed_words.PLACE not in browser.session


def test_what_waited_for_a_second_step_goes_on_at_the_school_it_was_typed_at(
    house: House, next_door: House
) -> None:
    adult = house.adults["pastoral_lead"].adult
    Membership.objects.create(adult=adult, school=next_door.school, role_key="senco")
    client = Client()
    client.force_login(adult)
    go(client, house)
    where = reverse("children:open", kwargs={"pupil_id": house.child(ADA).pk})
    asked = client.post(where, {"gate": "health", "reason": WHY})
    client.post(asked["Location"], {"code": paper_codes()[0]})
    assert Opening.objects.get().reason == WHY


def test_signing_in_leads_to_the_question(both: Adult) -> None:
    request = RequestFactory().get("/")
    request.user = both
    assert ClosedDoor(request).get_login_redirect_url(request) == WHERE
