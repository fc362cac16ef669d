"""A staff meeting: twelve phones, one screen, the differences on it, a next step, and paper."""

from __future__ import annotations

import pytest
from django.test import Client
from playwright.sync_api import Page, expect
from tests.browser.looking import Visit
from tests.looks import a_look
from tests.people import House

from belong.practice.audit.models import Rating, Taker
from belong.practice.audit.plan_models import Step

pytestmark = pytest.mark.browser
PHONES = ("tutor", "senco", "office", "class_teacher", "subject_teacher", "pastoral_lead",
          "head_of_year", "data_lead", "mentor", "key_person", "family_liaison",
          "governor")  # fmt: skip
STATEMENTS = 3
"""In the first block of the six principles of nurture."""


def _begin(phone: Page) -> None:
    phone.get_by_role("button", name="I agree to be named").click()
    phone.get_by_role("heading", name="How we teach and where").wait_for()


def _tap(phone: Page, nth: int, word: str) -> None:
    place = phone.locator("section.section").nth(nth)
    place.get_by_role("button", name=word, exact=True).click()
    expect(place.get_by_role("status")).to_have_text(f"Kept: {word}.")


def test_twelve_phones_and_one_screen(house: House, visit: Visit) -> None:
    look = a_look(house, "nurture")
    address = f"/audit/{look.pk}/block/1/"
    _warm(house, address, f"/audit/{look.pk}/meeting/1/")
    screen = visit(f"/audit/{look.pk}/meeting/1/", house, "headteacher")
    assert screen.get_by_text("Nobody has said anything of this block yet.").is_visible()
    screen.evaluate("window.stillHere = true")
    phones = {role: visit(address, house, role, 390) for role in PHONES}
    for phone in phones.values():
        _begin(phone)
    for nth in range(STATEMENTS):  # everybody at the same statement, one phone after another
        for role, phone in phones.items():
            far = "Not yet" if role == "governor" else "Strong"
            _tap(phone, nth, far if nth == 0 else "Some")
    assert Taker.objects.count() == len(PHONES)
    assert Rating.objects.count() == len(PHONES) * STATEMENTS
    # The screen asks by itself: nobody loads it again.
    apart = "Leaders say strong. Staff say strong. Governors say not yet. Talk about this."
    expect(screen.get_by_text(apart)).to_be_visible(timeout=15_000)
    expect(screen.get_by_text("Agreement is good news").first).to_be_visible()
    expect(screen.get_by_role("heading", level=1)).to_have_text(
        "We see one thing differently. Talk about it first."
    )
    assert screen.evaluate("window.stillHere")
    _step(screen, house)
    assert Step.objects.get().owner == house.adults["senco"].adult
    _paper(screen, look.pk)


def _warm(house: House, *addresses: str) -> None:
    """A server that has been up for a while: the test is about twelve phones, not about a start."""
    client = Client()
    client.force_login(house.adults["headteacher"].adult)
    for address in addresses:
        assert client.get(address).status_code == 200


def _step(screen: Page, house: House) -> None:
    first = screen.locator("section.section").first
    first.get_by_text("Make it a next step", exact=True).first.click()
    first.get_by_label("What will we do?").fill("Sit in on three lessons, and ask the children.")
    first.get_by_label("Who will see to it?").select_option(label="Mr Novak")
    first.get_by_label("By when?").fill("2026-12-11")
    first.get_by_role("button", name="Make it a next step").click()
    screen.get_by_role("link", name="Sit in on three lessons").wait_for()


def _paper(screen: Page, look: int) -> None:
    screen.goto(f"/audit/{look}/plan/")
    with screen.expect_download() as coming:
        screen.get_by_role("link", name="Save as PDF").click()
    assert coming.value.path().read_bytes().startswith(b"%PDF")
    screen.emulate_media(media="print")
    assert screen.get_by_text("Sit in on three lessons, and ask the children.").is_visible()
    assert not screen.get_by_role("link", name="Save as PDF").is_visible()
