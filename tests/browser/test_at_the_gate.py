"""A tablet at the gate: from the code to a child, and nothing behind the back button."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect
from tests.at_device import NOW, head, supervisor, wrong
from tests.browser import looking
from tests.people import LONGEST_LAST, House

from belong.people import shared_devices

pytestmark = pytest.mark.browser

Visit = Callable[..., Page]
Faults = Callable[[Page], list[str]]


def _find(page: Page, text: str) -> None:
    page.get_by_label("Their name").fill(text)
    page.get_by_role("button", name="Find", exact=True).click()


@pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])
def test_from_the_code_to_a_child_and_out(
    house: House, visit: Visit, faults: Faults, script: bool
) -> None:
    def look(name: str) -> None:
        if script:
            looking.look(page, faults, name)
            page.set_viewport_size({"width": 390, "height": 800})

    _device, code = shared_devices.name_one(by=head(house), name="Tablet at the gate", at=NOW)
    _adult, pin = supervisor(house)
    supervisor(house, f"Mrs {LONGEST_LAST}", "crossing")
    page = visit("/device/", width=390, expected=(422,), java_script_enabled=script)
    page.get_by_label("The code").fill("WRONG")
    page.get_by_role("button", name="Set it up").click()
    expect(page.get_by_text("That code opens nothing")).to_be_visible()
    look("a wrong code")
    page.get_by_label("The code").fill(code)
    page.get_by_role("button", name="Set it up").click()
    expect(page.locator("h1")).to_have_text("Who are you?")
    look("names")
    page.get_by_role("link", name="Mrs Patel").click()
    page.get_by_label("Your PIN").fill(wrong(pin))
    page.get_by_role("button", name="Come in").click()
    expect(page.get_by_text("That is not your PIN")).to_be_visible()
    expect(page.get_by_label("Your PIN")).to_have_value("")
    look("a wrong PIN")
    page.get_by_label("Your PIN").fill(pin)
    page.get_by_label("Your PIN").press("Enter")
    expect(page.locator("h1")).to_have_text("Find a child")
    _find(page, "osei")
    expect(page.get_by_text("Ask Ms Whitlock, Miss Iqbal or Mr Begum")).to_be_visible()
    look("a child")
    _find(page, "cholmond")
    look("the longest name")
    _find(page, "nobody")
    look("nobody")
    assert page.url.endswith("/greet/"), "no name stands in an address"
    page.get_by_role("button", name="Finish").click()
    expect(page.locator("h1")).to_have_text("Who are you?")
    page.go_back()
    expect(page.get_by_text("Ada Osei-Larkin")).to_have_count(0)
    expect(page.get_by_role("button", name="Finish")).to_have_count(0)


@pytest.mark.parametrize("address", ["/people/devices/", "/people/invite/?role=crossing&of=school"])
def test_the_pages_of_whoever_gives_pins_are_for_everybody(
    house: House, visit: Visit, faults: Faults, address: str
) -> None:
    shared_devices.name_one(by=head(house), name="A very long name " * 3, at=NOW)
    looking.look(visit(address, house, "headteacher"), faults, address)


def test_a_pin_and_a_code_are_told_to_everybody(house: House, visit: Visit, faults: Faults) -> None:
    adult, _pin = supervisor(house)
    page = visit(f"/people/{adult.pk}/", house, "headteacher")
    looking.look(page, faults, "an adult with a PIN")
    page.get_by_role("button", name="Give a new PIN").click()
    looking.look(page, faults, "a PIN on paper")
    page.goto("/people/devices/")
    page.get_by_label("What it is, and where").fill("Tablet at the gate")
    page.get_by_role("button", name="Make its code").click()
    looking.look(page, faults, "a code")


def test_the_small_page_of_whoever_signs_in_is_for_everybody(
    house: House, visit: Visit, faults: Faults
) -> None:
    page = visit("/greet/", house, "lunch_staff")
    _find(page, "osei")
    expect(page.get_by_text("Ada Osei-Larkin", exact=True)).to_be_visible()
    looking.look(page, faults, "the small page, signed in")
    page.goto("/")
    looking.look(page, faults, "rooms of lunch staff")
