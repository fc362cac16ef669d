"""A passkey on a phone, made and used with the browser's own pretended one; the pages around it."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass

import pytest
from allauth.mfa.models import Authenticator
from playwright.sync_api import Page, expect
from tests.browser.looking import look
from tests.people import PASSWORD, House, app_code

pytestmark = pytest.mark.browser

Visit = Callable[..., Page]
Faults = Callable[[Page], list[str]]
ON_A_PHONE = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
}


@dataclass(frozen=True)
class Key:
    """The pretended phone: it says yes with a finger, or it does not."""

    page: Page
    says_yes: Callable[[bool], None]


def _phone(page: Page) -> Key:
    reader = page.context.new_cdp_session(page)
    reader.send("WebAuthn.enable")
    made = reader.send("WebAuthn.addVirtualAuthenticator", {"options": ON_A_PHONE})

    def says_yes(yes: bool) -> None:
        told = {"authenticatorId": made["authenticatorId"], "isUserVerified": yes}
        reader.send("WebAuthn.setUserVerified", told)

    return Key(page, says_yes)


def _by_password(page: Page, house: House) -> None:
    page.get_by_label("School e-mail").fill(house.lead.adult.email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()


def _sure(page: Page) -> None:
    expect(page.locator("h1")).to_have_text("Is it still you?")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Go on").click()


def _new_passkey(page: Page, house: House) -> None:
    """From a password alone to a house that is open, by way of a passkey."""
    _by_password(page, house)
    expect(page.locator("h1")).to_have_text("One more step to set up")
    page.get_by_role("link", name="Add a passkey").click()
    _sure(page)
    page.get_by_label("A name for it").fill("My phone")
    page.get_by_role("button", name="Add it").click()
    expect(page.locator("h1")).to_have_text("Keep these codes on paper")
    page.get_by_role("link", name="I have them: go on").click()
    expect(page.get_by_role("link", name="Children").first).to_be_attached()


def _sign_out(page: Page) -> None:
    page.get_by_role("button", name="Sign out").last.click()
    expect(page.locator("h1")).to_have_text("Sign in")


def test_a_passkey_is_made_and_is_enough_to_come_in(house: House, visit: Visit) -> None:
    Authenticator.objects.all().delete()
    page = visit("/account/login/", width=390)
    _phone(page)
    _new_passkey(page, house)
    _sign_out(page)
    page.get_by_role("button", name="Sign in with a passkey").click()
    page.wait_for_url(lambda url: "/account/" not in url)
    expect(page.get_by_role("link", name="Children").first).to_be_attached()
    page.goto("/account/how-you-sign-in/")
    expect(page.get_by_text("My phone").first).to_be_visible()
    expect(page.get_by_text("10 codes are left")).to_be_visible()


def test_a_passkey_is_the_second_step_of_a_password(house: House, visit: Visit) -> None:
    Authenticator.objects.all().delete()
    page = visit("/account/login/", width=390)
    _phone(page)
    _new_passkey(page, house)
    _sign_out(page)
    _by_password(page, house)
    expect(page.locator("h1")).to_have_text("One more step")
    page.goto("/children/")
    expect(page.locator("h1")).to_have_text("One more step")
    page.get_by_role("button", name="Use a passkey").click()
    page.wait_for_url(lambda url: "/account/" not in url)


def test_a_finger_that_is_not_known_says_so_in_words(house: House, visit: Visit) -> None:
    Authenticator.objects.all().delete()
    page = visit("/account/login/", width=390)
    key = _phone(page)
    _new_passkey(page, house)
    _sign_out(page)
    key.says_yes(False)
    page.get_by_role("button", name="Sign in with a passkey").click()
    expect(page.get_by_role("alert")).to_contain_text("That did not work")
    key.says_yes(True)
    page.get_by_role("button", name="Sign in with a passkey").click()
    page.wait_for_url(lambda url: "/account/" not in url)


@pytest.mark.parametrize(
    "address",
    [
        "how-you-sign-in/",
        "app/remove/",
        "passkeys/add/",
        "codes/",
        "codes/new/",
        "second-step/again/",
    ],
)
def test_a_page_about_signing_in_is_for_everybody(
    house: House, visit: Visit, faults: Faults, address: str
) -> None:
    page = visit(f"/account/{address}", house)
    if page.get_by_label("Password").count():
        look(page, faults, f"who it is, before {address}")
        _sure(page)
    expect(page).to_have_url(f"{page.url.split('/account')[0]}/account/{address}")
    look(page, faults, address)


def test_setting_one_up_is_for_everybody(house: House, visit: Visit, faults: Faults) -> None:
    Authenticator.objects.all().delete()
    page = visit("/", house)
    look(page, faults, "one more step to set up")
    page.get_by_role("link", name="Set up an app").click()
    _sure(page)
    look(page, faults, "set up an app")
    page.get_by_label("3. The code the app shows now").fill("000000")
    page.get_by_role("button", name="Keep this app").click()
    page.get_by_role("alert").wait_for()
    look(page, faults, "set up an app, with a mistake")


def test_passkeys_with_names_are_for_everybody(house: House, visit: Visit, faults: Faults) -> None:
    Authenticator.objects.all().delete()
    page = visit("/account/login/")
    _phone(page)
    _new_passkey(page, house)
    page.goto("/account/how-you-sign-in/")
    look(page, faults, "how you sign in, with a passkey")
    page.get_by_role("link", name="Rename My phone").click()
    look(page, faults, "rename a passkey")
    page.get_by_label("A name for it").fill("The very long name of a phone " * 3)
    page.get_by_role("button", name="Keep this name").click()
    look(page, faults, "how you sign in, with a long name")
    page.get_by_role("link", name="Remove The very long").click()
    look(page, faults, "remove a passkey")
    page.get_by_role("button", name="Remove the passkey").click()
    expect(page.locator("h1")).to_have_text("One more step to set up")


def test_the_second_step_is_for_everybody(house: House, visit: Visit, faults: Faults) -> None:
    page = visit("/account/login/")
    _by_password(page, house)
    expect(page.locator("h1")).to_have_text("One more step")
    look(page, faults, "one more step")
    page.get_by_label("Code").fill("000000")
    page.get_by_role("button", name="Go on").click()
    page.get_by_role("alert").filter(has_text="Something to put right").wait_for()
    look(page, faults, "one more step, with a mistake")
    page.get_by_label("Code").fill(app_code(time.time()))
    page.get_by_role("button", name="Go on").click()
    page.wait_for_url(lambda url: "/account/" not in url)
