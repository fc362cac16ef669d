"""A shared device: names, a PIN, the smallest page, and the way out. A PIN is never a sign-in."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from html import unescape

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse
from pytest_django.fixtures import Settings
from tests import trail_lines, whose_page
from tests.at_device import (
    DOOR,
    FINISH,
    GREET,
    NOW,
    AtTheGate,
    at_the_gate,
    head,
    is_in,
    supervisor,
    tablet,
    type_pin,
    wrong,
)  # fmt: skip
from tests.pages import PAGES
from tests.people import ADA, CHILDREN, PASSWORD, House, SignIn, an_adult, marks_file
from tests.web.test_other_peoples_children import body_of
from tests.whose_page import OPEN_TO_ALL

from belong.people import giving, leaving, pins, shared_devices
from belong.people.models import Adult, Membership, Pin, SharedDevice
from belong.web import pin_session, still_you

BEGIN = dt.datetime(2026, 11, 24, 9, 18, tzinfo=dt.UTC)
Later = Callable[[float], None]


@pytest.fixture
def gate(house: House) -> AtTheGate:
    """The tablet at the gate, and Mrs Patel."""
    return at_the_gate(house)


@pytest.fixture
def later(settings: Settings) -> Later:
    """Put the clock forward to so many minutes after the beginning."""

    def minutes(n: float) -> None:
        settings.FIXED_NOW = f"{BEGIN + dt.timedelta(minutes=n):%Y-%m-%dT%H:%M:%S}"

    return minutes


def status(answer: object) -> int:
    return int(answer.status_code)  # type: ignore[attr-defined]


def search(client: Client, text: str) -> str:
    answer = client.post(GREET, {"q": text})
    assert (answer.status_code, answer["Location"]) == (302, GREET)
    answer = client.get(GREET)
    assert answer.status_code == 200
    return unescape(answer.content.decode())


def test_from_the_code_to_a_child_and_out_again(house: House) -> None:
    device, code = shared_devices.name_one(by=head(house), name="Tablet at the gate", at=NOW)
    adult, pin = supervisor(house)
    client = Client()
    assert b"Set up a shared device" in client.get(DOOR).content
    answer = client.post(DOOR, {"code": code})
    cookie = answer.cookies[pin_session.DEVICE]
    assert (cookie["httponly"], cookie["samesite"]) == (True, "Lax")
    assert cookie["max-age"] == 365 * 24 * 3600
    names = client.get(DOOR).content.decode()
    assert "Mrs Patel" in names
    assert "Tablet at the gate, Larkfield School" in names
    assert b"Hello, Mrs Patel" in client.get(reverse("device:type_pin", args=[adult.pk])).content
    answer = type_pin(client, adult, pin)
    assert answer["Location"] == GREET
    text = search(client, "osei")
    assert "Ada Osei-Larkin" in text
    assert "Ask Ms Whitlock, Miss Iqbal or Mr Begum" in text
    answer = client.post(FINISH)
    assert (answer["Location"], answer["Clear-Site-Data"]) == (DOOR, '"cache"')
    assert not is_in(client)
    assert "Mrs Patel" in client.get(DOOR).content.decode(), "the next person finds the names"
    assert device.school == house.school


def test_the_cookie_of_a_device_goes_over_https_only(house: House, settings: Settings) -> None:
    settings.SESSION_COOKIE_SECURE = True
    _device, code = shared_devices.name_one(by=head(house), name="Tablet", at=NOW)
    answer = Client().post(DOOR, {"code": code})
    assert answer.cookies[pin_session.DEVICE]["secure"] is True


def test_the_names_page_holds_names_and_nothing_else_of_anybody(gate: AtTheGate) -> None:
    text = gate.browser().get(DOOR).content.decode()
    for member in gate.house.adults.values():
        assert member.adult.name not in text
        assert str(member.adult.email) not in text
    assert not any(c.surname in text for c in CHILDREN)


# The smallest view, and nothing else


def test_what_the_page_says_of_a_child_is_the_smallest_view(gate: AtTheGate) -> None:
    """Whatever else is known of a child is on no page that a PIN opens."""
    from tests.canaries import Canaries

    kept = Canaries()
    kept.write(gate.house, (ADA,))
    client = gate.in_()
    body = search(client, "ada")
    assert "7 Oak" in body
    assert kept.seen(body, ADA) == set()
    main = body.split("<main")[1].split("</main>")[0]
    leads = set(re.findall(r'<a [^>]*href="([^"]*)"', main))
    leave = reverse("seen:leave", args=[gate.house.child(ADA).pk])
    assert leads == {"/gate/", leave}, "it leads to no page about a child"
    assert ADA.id not in body
    assert re.findall(r"\d+%|\d+ session|Missed|missed|Mark", main) == []


OPEN = {
    "greet:greet": [200, 302], "gate:gate": [200, 302], "gate:came": [405, 404],
    "gate:undo": [405, 404], "seen:leave": [200, 422], "seen:take_back": [405, 404],
}  # fmt: skip
"""What a PIN opens, and what it answers to a look and to a form with nothing in it."""


def test_a_pin_opens_these_pages_and_no_other(gate: AtTheGate) -> None:
    gate.house.read(marks_file())
    client = gate.in_()
    for page in PAGES:
        answers = [client.get(page.of(gate.house)), client.post(page.of(gate.house))]
        if page.name in OPEN:
            assert [status(a) for a in answers] == OPEN[page.name], page.name
            continue
        for answer in answers:
            assert status(answer) == 302, page.name
            assert answer["Location"].startswith(reverse("account_login")), page.name
    assert is_in(client)


def test_no_page_of_an_account_is_open_to_a_pin(gate: AtTheGate) -> None:
    """No passkey can be set up, no password asked for, no second step shown."""
    kwargs: dict[str, dict[str, object]] = {"mfa_edit_webauthn": {"pk": 1},
                                            "mfa_remove_webauthn": {"pk": 1}}  # fmt: skip
    own = [n for n in OPEN_TO_ALL if n.startswith(("mfa_", "usersessions", "account_reauth"))]
    assert len(own) > 10
    client, stranger = gate.in_(), Client()
    for name in own:
        path = reverse(name, kwargs=kwargs.get(name))
        for ask in ("get", "post"):
            mine, theirs = getattr(client, ask)(path), getattr(stranger, ask)(path)
            assert status(mine) == status(theirs), name
            assert mine.get("Location") == theirs.get("Location"), name
    assert is_in(client)


def test_a_larger_role_is_not_there_through_a_pin(house: House) -> None:
    device, token = tablet(house)
    adult = an_adult(house.school, "lunch_staff", "Two Hats", "two@larkfield.example", PASSWORD)
    Membership.objects.create(adult=adult, school=house.school, role_key="headteacher")
    _adult, pin = pins.give(by=head(house), adult_id=adult.pk, at=NOW)
    client = AtTheGate(house, device, token, adult, pin).in_()
    mark = trail_lines.newest()
    assert "Ada" in search(client, "osei")
    (line,) = trail_lines.since(mark)
    assert (line.role, line.detail) == ("lunch_staff", {"device": device.pk})
    for address in ("/", "/children/", f"/children/{house.child(ADA).pk}/", "/people/"):
        assert status(client.get(address)) == 302, address
    signed_in = Client()
    signed_in.force_login(adult)
    assert status(signed_in.get("/people/")) == 200, "the same person, signed in"


def test_a_pin_never_counts_as_a_second_step(gate: AtTheGate, rf: object) -> None:
    client = gate.in_()
    session = client.session
    assert "second_factor_shown" not in session
    assert set(session.keys()) == {pin_session.CAME_IN}
    request = rf.get("/")  # type: ignore[attr-defined]
    request.session, request.user = session, gate.adult
    assert not still_you.shown_lately(request)
    for name in ("children:open", "children:ask", "notices:answer"):
        page = next(p for p in PAGES if p.name == name)
        answer = client.post(page.of(gate.house), {"reason": "A reason of twenty letters"})
        assert answer["Location"].startswith(reverse("account_login"))


def test_signing_in_afterwards_asks_for_everything(gate: AtTheGate) -> None:
    """A PIN opens no way around the second step of somebody who signs in on the same device."""
    client = gate.in_()
    lead = gate.house.adults["headteacher"].adult
    client.post(reverse("account_login"), {"login": lead.email, "password": PASSWORD})
    assert status(client.get("/")) == 302
    assert status(client.get("/people/")) == 302


def test_who_is_signed_in_is_not_mixed_up_with_a_pin(gate: AtTheGate, signed_in: SignIn) -> None:
    client = signed_in(gate.house, "headteacher")
    client.cookies[pin_session.DEVICE] = gate.token
    assert b"Somebody is signed in here" in client.get(DOOR).content
    assert type_pin(client, gate.adult, gate.pin)["Location"] == DOOR
    assert status(client.get(GREET)) == 403, "the head's own roles count"
    client.post(FINISH)
    assert status(client.get("/")) == 200, "and nobody is signed out by mistake"


# Where it works, and until when


def test_without_a_device_a_pin_opens_nothing(gate: AtTheGate) -> None:
    client = Client()
    before = client.get(DOOR).content
    assert type_pin(client, gate.adult, gate.pin)["Location"] == DOOR
    assert not is_in(client)
    client.cookies[pin_session.DEVICE] = "x" * 43
    assert type_pin(client, gate.adult, gate.pin)["Location"] == DOOR
    token = re.compile(rb'value="[^"]*"')
    assert token.sub(b"", client.get(DOOR).content) == token.sub(b"", before)


def test_a_session_is_worth_nothing_away_from_its_device(gate: AtTheGate) -> None:
    client = gate.in_()
    stolen = Client()
    stolen.cookies["sessionid"] = client.cookies["sessionid"].value
    assert not is_in(stolen)
    client = gate.in_()
    _device, other = tablet(gate.house, "Tablet in the hall")
    client.cookies[pin_session.DEVICE] = other
    assert not is_in(client)


def test_a_device_of_another_school_knows_nobody_here(gate: AtTheGate, next_door: House) -> None:
    theirs = at_the_gate(next_door)
    client = theirs.browser()
    never = client.get(reverse("device:type_pin", args=[999_999_999]))
    for ask in (client.get, client.post):
        answer = ask(reverse("device:type_pin", args=[gate.adult.pk]), {"pin": gate.pin})
        assert status(answer) == 404
        assert body_of(answer) == body_of(never)
    assert not is_in(client)
    mine = gate.in_()
    mine.cookies[pin_session.DEVICE] = theirs.token
    assert not is_in(mine)


def test_an_ended_device_is_out_with_the_next_click(gate: AtTheGate) -> None:
    client = gate.in_()
    shared_devices.end(by=head(gate.house), device_id=gate.device.pk, at=NOW)
    assert not is_in(client)
    assert b"Set up a shared device" in client.get(DOOR).content
    assert type_pin(client, gate.adult, gate.pin)["Location"] == DOOR


@pytest.mark.parametrize("what", ["role", "leaves", "closed", "taken", "new", "moved"])
def test_what_is_over_is_over_with_the_next_click(gate: AtTheGate, what: str) -> None:
    client, by = gate.in_(), head(gate.house)
    row = Membership.objects.get(adult=gate.adult)
    assert is_in(client)
    if what == "role":
        giving.end(by=by, membership_id=row.pk, at=NOW)
    elif what == "leaves":
        leaving.leave(by=by, adult=gate.adult, last_day=None, taking_over={}, at=NOW)
    elif what == "closed":
        Adult.objects.filter(pk=gate.adult.pk).update(is_active=False)
    elif what == "taken":
        pins.take_away(by=by, adult_id=gate.adult.pk, at=NOW)
    elif what == "new":
        pins.give(by=by, adult_id=gate.adult.pk, at=NOW)
    else:
        Membership.objects.filter(pk=row.pk).update(role_key="governor")
    answer = client.post(GREET, {"q": "osei"})
    assert (answer.status_code, answer["Location"]) == (302, DOOR)
    assert pin_session.CAME_IN not in client.session


def test_after_a_quarter_of_an_hour_it_is_over(gate: AtTheGate, later: Later) -> None:
    client = gate.in_()
    for minutes in (14, 28, 42.5):
        later(minutes)
        assert is_in(client), minutes
    later(57.6)
    answer = client.post(GREET, {"q": "osei"})
    assert (answer.status_code, answer["Location"]) == (302, DOOR)
    assert b"Osei" not in answer.content
    later(43)
    assert not is_in(client), "nor by turning the clock back"


def test_the_school_says_how_long(gate: AtTheGate, later: Later, settings: Settings) -> None:
    settings.PIN_IDLE_MINUTES = 2
    client = gate.in_()
    assert client.get(GREET)["Refresh"] == "125; url=/device/"
    later(2.1)
    assert not is_in(client)


def test_a_click_ahead_of_the_clock_does_not_count(gate: AtTheGate, later: Later) -> None:
    later(10)
    client = gate.in_()
    later(0)
    assert not is_in(client)


def test_at_midnight_it_is_over(gate: AtTheGate, later: Later) -> None:
    later(14 * 60 + 36)  # 23:54
    client = gate.in_()
    assert is_in(client)
    later(14 * 60 + 43)  # 00:01
    assert not is_in(client)


def test_each_comes_in_with_a_session_of_their_own(gate: AtTheGate) -> None:
    client = gate.browser()
    client.get(DOOR)
    first = gate.in_()
    key = first.session.session_key
    other, pin = supervisor(gate.house, "Mr Osman", "crossing")
    assert status(type_pin(first, other, pin)) == 302
    assert first.session.session_key != key
    assert not Session.objects.filter(session_key=key).exists()
    assert "You are in as Mr Osman" in first.get(GREET).content.decode()


def test_nothing_is_kept_for_the_way_back(gate: AtTheGate) -> None:
    client = gate.in_()
    assert "Osei" in search(client, "osei")
    for answer in (client.get(GREET), gate.browser().get(DOOR)):
        assert answer["Cache-Control"] == "no-store"
        assert b"Osei" not in answer.content, "shown once"
    assert b"Osei" not in client.get(f"{GREET}?q=osei").content, "no name stands in an address"
    client.post(GREET, {"q": "osei"})
    client.post(FINISH)
    assert type_pin(client, gate.adult, gate.pin)["Location"] == GREET
    assert b"Osei" not in client.get(GREET).content, "nor waits for the next person"


def test_a_part_of_a_page_leads_the_whole_page_out(gate: AtTheGate) -> None:
    answer = gate.browser().get(GREET, headers={"HX-Request": "true"})
    assert answer["HX-Redirect"] == DOOR
    answer = Client().get(GREET, headers={"HX-Request": "true"})
    assert answer["HX-Redirect"].startswith(reverse("account_login"))


def test_the_door_leads_whoever_is_in_to_their_page(gate: AtTheGate) -> None:
    assert gate.in_().get(DOOR)["Location"] == GREET


# Wrong tries


def test_a_wrong_pin_is_said_and_never_given_back(gate: AtTheGate) -> None:
    client, bad = gate.browser(), wrong(gate.pin)
    answer = type_pin(client, gate.adult, bad)
    assert status(answer) == 422
    text = answer.content.decode()
    assert "That is not your PIN" in text
    assert bad not in text
    assert not is_in(client)


def test_after_five_wrong_tries_one_waits_and_others_do_not(gate: AtTheGate, later: Later) -> None:
    client, other = gate.browser(), supervisor(gate.house, "Mr Osman")
    for _ in range(5):
        assert status(type_pin(client, gate.adult, wrong(gate.pin))) == 422
    waits = type_pin(client, gate.adult, gate.pin)
    assert (status(waits), waits["Retry-After"]) == (429, "300")
    assert b"Wait 5 minutes" in waits.content
    assert status(type_pin(gate.browser(), *other)) == 302
    later(5)
    assert status(type_pin(client, gate.adult, gate.pin)) == 302


def test_many_wrong_tries_slow_the_device_and_no_other(gate: AtTheGate, later: Later) -> None:
    everybody = [supervisor(gate.house, f"Mrs Nummer {n}") for n in "ABC"]
    client = gate.browser()
    _device, token = tablet(gate.house, "Tablet in the hall")
    second = AtTheGate(gate.house, _device, token, gate.adult, gate.pin)
    for adult, pin in everybody:
        for _ in range(4):
            type_pin(client, adult, wrong(pin))
    answers = [type_pin(client, gate.adult, wrong(gate.pin)) for _ in range(2)]
    assert [status(a) for a in answers] == [429, 429], "its turn was taken by those before"
    assert answers[0]["Retry-After"] == "3"
    assert is_in(second.in_())
    later(0.05)
    assert status(type_pin(client, gate.adult, gate.pin)) == 302


def test_no_stranger_keeps_a_school_from_setting_up_its_tablet(house: House) -> None:
    _device, code = shared_devices.name_one(by=head(house), name="Tablet", at=NOW)
    client = Client()
    for n in range(60):
        assert status(client.post(DOOR, {"code": f"AAAA{n:04}"})) in (422, 429)
    assert status(client.post(DOOR, {"code": code})) == 302


def test_whoever_goes_on_with_wrong_codes_is_asked_to_wait(house: House, later: Later) -> None:
    client = Client()
    answers = [client.post(DOOR, {"code": f"AAAA{n:04}"}) for n in range(12)]
    assert [status(one) for one in answers] == [422] * 10 + [429] * 2, (
        "the tenth had the turn of its three seconds"
    )
    assert answers[-1]["Retry-After"] == "3"
    assert b"Count to three" in answers[-1].content
    elsewhere = Client(REMOTE_ADDR="10.0.0.9")
    assert status(elsewhere.post(DOOR, {"code": "AAAA0001"})) == 422
    later(1.1)
    assert status(client.post(DOOR, {"code": "AAAA0001"})) == 422


def test_to_guess_a_code_is_hopeless() -> None:
    """Somebody who takes every answer of the machine for as long as ten codes are open."""
    tries = 500 * shared_devices.CODE_LASTS.total_seconds()
    letters = set(shared_devices.CODE_LETTERS)
    codes = len(letters) ** shared_devices.CODE_LENGTH
    assert len(letters) == len(shared_devices.CODE_LETTERS) == 32
    assert 240_000 < codes / (tries * 10) < 250_000


def test_the_pages_of_a_device_need_their_token(gate: AtTheGate) -> None:
    client = Client(enforce_csrf_checks=True)
    client.cookies[pin_session.DEVICE] = gate.token
    assert status(type_pin(client, gate.adult, gate.pin)) == 403
    assert status(client.post(FINISH)) == 403
    assert status(Client(enforce_csrf_checks=True).post(DOOR, {"code": "x"})) == 403
    assert status(client.get(FINISH)) == 405


def test_on_a_full_disk_one_may_search_and_go(
    gate: AtTheGate, monkeypatch: pytest.MonkeyPatch
) -> None:
    from belong.people import ballast

    client = gate.in_()
    monkeypatch.setattr(ballast, "full", lambda: True)
    assert "Ada" in search(client, "osei")
    assert status(client.post(FINISH)) == 302


# The pages of whoever looks after accounts


def test_from_a_name_to_a_pin_on_paper(house: House, signed_in: SignIn) -> None:
    client = signed_in(house, "headteacher")
    wanted = {"role": "lunch_staff", "of": "school", "name": "Mrs Patel", "email": ""}
    asks = unescape(client.get(reverse("staff:invite"), wanted).content.decode())
    assert "They will find a child of the school by name, with the form and whom to ask" in asks
    answer = client.post(reverse("staff:invite"), wanted)
    adult = Adult.objects.get(name="Mrs Patel")
    assert answer["Location"] == reverse("staff:adult", args=[adult.pk])
    page = client.get(answer["Location"]).content.decode()
    assert "They have no PIN yet" in page
    assert "Make a link" not in page
    paper = client.post(reverse("staff:pin", args=[adult.pk])).content.decode()
    found = re.search(r"told-once[^>]*>(\d{3}) (\d{3})<", paper)
    assert found is not None
    pin = found[1] + found[2]
    assert pin not in client.get(answer["Location"]).content.decode()
    assert "They have a PIN" in client.get(answer["Location"]).content.decode()
    device, token = tablet(house)
    assert is_in(AtTheGate(house, device, token, adult, pin).in_())
    client.post(reverse("staff:pin_end", args=[adult.pk]))
    assert not Pin.objects.exists()


def test_a_device_is_named_set_up_and_ended_on_its_page(house: House, signed_in: SignIn) -> None:
    client = signed_in(house, "system_administrator")
    address = reverse("staff:devices")
    assert status(client.post(address, {"name": " "})) == 422
    page = client.post(address, {"name": "Tablet at the gate"}).content.decode()
    assert "http://testserver/device/" in page
    assert "before 9:33" in page
    found = re.search(r'id="code">(\w{4}) (\w{4})<', page)
    assert found is not None
    assert "Waits for its code until 9:33." in client.get(address).content.decode()
    browser = Client()
    assert status(browser.post(DOOR, {"code": f"{found[1]} {found[2]}"})) == 302
    listed = client.get(address).content.decode()
    assert "Set up Tue 24 Nov 2026. Not used yet." in listed
    assert found[1] not in listed
    key = {"device": str(SharedDevice.objects.get().pk)}
    assert b'id="code"' in client.post(reverse("staff:device_code"), key).content
    assert client.post(reverse("staff:device_end"), key)["Location"] == address
    assert "1 that was ended" in client.get(address).content.decode()
    assert b"Set up a shared device" in browser.get(DOOR).content


def test_a_device_of_next_door_is_not_there(gate: AtTheGate, next_door: House,
                                            signed_in: SignIn) -> None:  # fmt: skip
    theirs = at_the_gate(next_door)
    client = signed_in(gate.house, "headteacher")
    assert "1 device" in client.get(reverse("staff:devices")).content.decode()
    for name in ("staff:device_code", "staff:device_end"):
        answers = [
            client.post(reverse(name), {"device": key})
            for key in (str(theirs.device.pk), "999999999", "x")
        ]
        assert {status(a) for a in answers} == {404}
        assert len({body_of(a) for a in answers}) == 1
    assert is_in(theirs.in_())


def test_who_never_signs_in_is_not_said_to_lack_a_second_step(
    gate: AtTheGate, signed_in: SignIn
) -> None:
    client = signed_in(gate.house, "headteacher")
    safely = client.get(reverse("security:security")).content.decode()
    assert "Mrs Patel" not in safely.split("Roles given")[0]
    assert "1 adult never signs in" in safely
    listed = client.get(reverse("staff:staff") + "?q=patel").content.decode()
    assert "Comes in with a PIN" in listed
    assert "no second step yet" not in client.get(reverse("staff:staff")).content.decode()


def test_who_has_the_role_and_an_e_mail_signs_in_as_others_do(
    house: House, signed_in: SignIn
) -> None:
    client = signed_in(house, "crossing")
    first = client.get("/").content.decode()
    assert "By name: their form, and whom to ask." in first
    assert "shows no children" not in first
    answer = client.get(GREET)
    assert "Refresh" not in answer
    assert "Ada Osei-Larkin" in search(client, "osei")
    assert status(client.get("/children/")) == 403


def test_small_roles_are_in_the_crawl() -> None:
    assert set(whose_page.TRIED) & whose_page.GREETS
