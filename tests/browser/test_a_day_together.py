"""From what somebody saw to the next day's page, and from a pattern to the child's own words."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect
from pytest_django.fixtures import Settings
from tests import a_term, people
from tests.browser.looking import choose
from tests.people import ADA, House

from belong.insight import desk, noticed
from belong.people import fetch
from belong.practice.checkins import agreeing

pytestmark = pytest.mark.browser

Visit = Callable[..., Page]
FACES = (("good", "Alright"), ("wobbly", "Wobbly"), ("none", "Not saying"))
NOW = dt.datetime(2026, 11, 24, 8, 0, tzinfo=dt.UTC)
PHONE = 390
HEAR = """addEventListener("pointerdown", () =>
  sessionStorage.setItem("taps", Number(sessionStorage.getItem("taps")) + 1), true)"""

COUNT = """for (const what of ["choices", "sentences"]) sessionStorage.setItem(what, 0);
addEventListener("change", ({target}) => {
  const what = ["radio", "checkbox"].includes(target.type) ? "choices" : "sentences";
  sessionStorage.setItem(what, Number(sessionStorage.getItem(what)) + 1);
}, true)"""


def _agreed(house: House) -> None:
    """Ada and her tutor meet each morning by the library door."""
    by = fetch.membership(house.adults["tutor"].adult, people.TODAY)
    assert by is not None
    wanted = agreeing.Wanted(
        by.adult_id, "by the library door", people.TODAY, True, faces=FACES, end_of_day=False
    )
    agreeing.agree(by=by, pupil=house.child(ADA), wanted=wanted, at=NOW)


def test_from_a_word_at_the_gate_to_the_next_days_page(
    house: House, visit: Visit, settings: Settings
) -> None:
    _agreed(house)
    ada = house.child(ADA).pk

    office = visit(f"/seen/for/{ada}/", house, "office", PHONE)
    office.get_by_label("Their own word").fill("My tummy")
    office.get_by_role("button", name="Coaxed at the door").click()

    page = visit("/today/", house, "tutor", PHONE)
    expect(page.get_by_text("coaxed at the door. “My tummy”")).to_be_visible()
    page.get_by_role("button", name=re.compile("I asked")).click()
    expect(page.get_by_text("Done. Add what was said, if you like.")).to_be_visible()

    assert 0 < _check_in(page) <= 3
    assert _notice(page) == (0, 1), "no choice has to be made, and one sentence is enough"
    _shared_home(page)

    settings.FIXED_NOW = "2026-11-25T09:00:00"
    next_day = visit(f"/children/{ada}/", house, "tutor", PHONE)
    main = next_day.get_by_role("main")
    expect(main.get_by_text("I came in by myself after break").first).to_be_visible()
    expect(main.get_by_text("Shared with home on paper").first).to_be_visible()
    expect(main.get_by_text("Wobbly").first).to_be_visible()
    expect(main.get_by_text("My tummy")).to_have_count(0)


def _check_in(page: Page) -> int:
    """From Today to what is kept; returns how many taps the page heard meanwhile."""
    page.context.add_init_script(HEAR)
    page.reload()
    page.get_by_role("link", name=re.compile("Check in")).click()
    choose(page, "Wobbly")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Written down today")).to_be_visible()
    return int(page.evaluate("sessionStorage.getItem('taps')"))


def _notice(page: Page) -> tuple[int, int]:
    """One good thing, kept with no more than has to be said.

    returns  the choices made and the sentences written on the page before it was kept
    """
    page.get_by_role("link", name="Notice one good thing").click()
    page.evaluate(COUNT)
    page.get_by_label("One thing Ada is proud of").fill("I came in by myself after break")
    page.get_by_role("button", name="Keep it").first.click()
    expect(page.get_by_text("I came in by myself after break").first).to_be_visible()
    return (
        int(page.evaluate("sessionStorage.getItem('choices')")),
        int(page.evaluate("sessionStorage.getItem('sentences')")),
    )


def _shared_home(page: Page) -> None:
    """The family is asked first; then the words are shared in the way they chose."""
    page.get_by_text("Write down what they said").click()
    choose(page, "A note on paper")
    page.locator('form[action*="way-home"]').get_by_role("button").click()
    page.get_by_role("button", name="Share it with home").click()
    page.get_by_role("button", name="Home has heard it").click()


@pytest.fixture
def pattern(live_server: object, empty: House, settings: Settings) -> House:
    """A school day of the week after a pattern of Ada was first shown, or of the next in school."""
    a_term.bring(empty)
    at = desk.open_at(empty.adults["headteacher"], people.TODAY)
    assert at is not None
    found = noticed.at(at)
    assert found is not None
    monday = noticed.monday_of_week(found, found.of(empty.child(ADA).pk)[0].week)
    day = next(day for day in a_term.days() if day >= monday + dt.timedelta(days=8))
    settings.FIXED_NOW = f"{day}T10:00:00"
    return empty


def test_from_a_pattern_to_what_the_child_said(pattern: House, visit: Visit) -> None:
    ada = pattern.child(ADA).pk
    page = visit("/today/", pattern, "tutor", PHONE)
    page.get_by_role("link", name=re.compile("Read the card")).first.click()
    page.get_by_role("link", name="Set one small act").first.click()
    page.get_by_label("What will happen?").fill("Walk in from the bus with her on Monday")
    page.get_by_role("button", name="Set it down").click()

    page.goto("/today/")
    line = page.get_by_role("listitem").filter(has_text="Walk in from the bus")
    line.get_by_role("button", name=re.compile("Done")).click()
    page.get_by_text("Add what was said").first.click()
    page.get_by_label("In their own words").first.fill("It is quieter when you are there")
    page.get_by_role("button", name="Keep these words").first.click()
    expect(page.get_by_text("Kept.")).to_be_visible()

    page.goto(f"/children/{ada}/")
    main = page.get_by_role("main")
    expect(main.get_by_text("It is quieter when you are there")).to_be_visible()
