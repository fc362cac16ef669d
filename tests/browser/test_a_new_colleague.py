"""A new colleague on a phone: from the link to a passkey, and to their own children alone."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect
from tests.browser.looking import look
from tests.browser.test_passkeys import _phone
from tests.people import ADA, FAY, LONGEST_FIRST, LONGEST_LAST, TODAY, House

from belong.people import fetch, inviting
from belong.people.giving import Wanted
from belong.people.models import Adult
from belong.people.reach import Reach

pytestmark = pytest.mark.browser

Visit = Callable[..., Page]
Faults = Callable[[Page], list[str]]
GOOD = "seven grey geese in a row"


def test_from_the_link_to_ones_own_children(house: House, visit: Visit, faults: Faults) -> None:
    head = fetch.membership(house.adults["headteacher"].adult, TODAY)
    assert head is not None
    wanted = Wanted("tutor", Reach.FORM, "8 Elm", ends=dt.date(2027, 8, 31))
    _adult, token = inviting.invite(
        by=head, name="Nell Newby", email="n.newby@larkfield.example", wanted=wanted,
        at=dt.datetime(2026, 11, 24, 9, 18, tzinfo=dt.UTC),
    )  # fmt: skip
    page = visit(f"/invitation/{token}/", width=390)
    _phone(page)
    look(page, faults, "the link")
    page.get_by_role("button", name="Begin").click()
    expect(page.locator("h1")).to_have_text("Hello, Nell Newby")
    look(page, faults, "a password")
    page.set_viewport_size({"width": 390, "height": 800})
    page.get_by_label("Password").fill(GOOD)
    page.get_by_label("The same again").fill(GOOD)
    page.get_by_role("button", name="Keep it and go on").click()
    expect(page.locator("h1")).to_have_text("One more step to set up")
    page.get_by_role("link", name="Add a passkey").click()
    page.get_by_label("A name for it").fill("My phone")
    page.get_by_role("button", name="Add it").click()
    expect(page.locator("h1")).to_have_text("Keep these codes on paper")
    page.get_by_role("link", name="I have them: go on").click()
    page.goto(page.url.split("/account")[0] + "/children/")
    expect(page.get_by_role("link", name="Fay Brackenwell")).to_be_visible()
    assert FAY.surname in page.content()
    assert ADA.surname not in page.content()


ROOMS = {
    "people": "/people/",
    "a search that finds nobody": "/people/?q=nobody+at+all",
    "one adult": "/people/{key_person}/",
    "an adult, and a search for family": "/people/{tutor}/?find=osei",
    "choosing a role": "/people/invite/",
    "choosing whose children": "/people/invite/?role=tutor",
    "what it means": "/people/invite/?role=tutor&of=form:8+Elm&ends=2027-08-31",
    "a role for a child": "/people/{tutor}/give/?role=key_person&find=brack",
    "somebody leaves": "/people/{key_person}/leaves/",
    "somebody is away": "/people/{tutor}/away/",
    "security": "/security/",
    "settings": "/school/settings/",
}


@pytest.mark.parametrize("name", ROOMS)
def test_the_rooms_of_people_are_for_everybody(
    house: House, visit: Visit, faults: Faults, name: str
) -> None:
    Adult.objects.filter(name="Mr Begum").update(name=f"{LONGEST_FIRST} {LONGEST_LAST}")
    keys = {role: row.adult_id for role, row in house.adults.items()}
    page = visit(ROOMS[name].format(**keys), house, "headteacher")
    look(page, faults, name)


@pytest.mark.parametrize("role", ["system_administrator", "governor"])
def test_the_first_page_of_a_role_without_children_is_for_everybody(
    house: House, visit: Visit, faults: Faults, role: str
) -> None:
    look(visit("/", house, role), faults, role)


def test_the_link_is_shown_once_and_a_conflict_with_both_texts(
    house: House, visit: Visit, faults: Faults
) -> None:
    page = visit("/people/invite/?role=senco", house, "headteacher", expected=(409,))
    page.get_by_label("Their name").fill("Nell Newby")
    page.get_by_label("Their school e-mail").fill("n.newby@larkfield.example")
    page.get_by_role("button", name="Make their link").click()
    expect(page.locator("h1")).to_have_text("A link for Nell Newby")
    look(page, faults, "a link")
    page.goto("/school/settings/")
    other = page.context.new_page()
    other.goto("/school/settings/")
    for one, where in ((other, "room 9"), (page, "ring 204")):
        one.get_by_label("Where to find them").fill(where)
        one.get_by_role("button", name="Keep it").click()
    expect(page.locator("h1")).to_have_text("Somebody else saved first")
    expect(page.get_by_text("room 9")).to_be_visible()
    expect(page.get_by_label("Where to find them")).to_have_value("ring 204")
    look(page, faults, "a conflict")
