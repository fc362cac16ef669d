"""Each page at three widths: axe, no sideways scroll, one heading, no id twice."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from tests import people
from tests.browser.looking import Faults, Visit, look
from tests.browser.shown import OPENERS, PAGES, twice
from tests.canaries import Canaries
from tests.people import BEN, TODAY, House, marks_file
from tests.web.test_data_quality import a_form, bring

from belong.people.models import Membership

pytestmark = pytest.mark.browser


GATES: dict[str, tuple[str, Callable[[House], str]]] = {
    "in the system": ("pastoral_lead", lambda h: f"/children/{h.child(BEN).pk}/in-the-system/"),
    "open for an hour": ("pastoral_lead", lambda h: f"/children/{h.child(BEN).pk}/open/"),
    "ask a second person": ("pastoral_lead", lambda h: f"/children/{h.child(BEN).pk}/ask/"),
    "notices": ("safeguarding_lead", lambda h: "/notices/"),
}
"""Pages that the attendance lead does not open, or sees little of."""


@pytest.mark.parametrize("name", GATES)
def test_a_page_about_a_gate_is_for_everybody(
    house: House, visit: Visit, faults: Faults, name: str
) -> None:
    role, address = GATES[name]
    Canaries().write(house, [BEN])
    look(visit(address(house), house, role), faults, name)


@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_for_everybody(house: House, visit: Visit, faults: Faults, name: str) -> None:
    role = OPENERS.get(name, "attendance_lead")
    page = visit(PAGES[name](house), house, role, expected=(403, 404))
    look(page, faults, name)


@pytest.mark.parametrize(
    "address", ["/", "/children/", "/data-quality/", "/registers/", "/calendar/"]
)
def test_an_empty_school_is_for_everybody(
    empty: House, visit: Visit, faults: Faults, address: str
) -> None:
    look(visit(address, empty), faults, address)


def test_which_school_is_for_everybody(house: House, visit: Visit, faults: Faults) -> None:
    """The question, the strip of whoever is in one of several schools, and a page not there."""
    other = people.empty_school(house.folder, "St Werburgh and All Saints Primary School", "saints")
    adult = house.adults["headteacher"].adult
    Membership.objects.create(adult=adult, school=other.school, role_key="headteacher")
    page = visit("/", house, "headteacher", expected=(404,))
    assert "/account/school/" in page.url
    look(page, faults, "which school")
    page.get_by_role("button", name="Go to St Werburgh").click()
    page.get_by_role("link", name="Change school").wait_for()
    look(page, faults, "in one of several schools")
    page.goto("/children/999999/")
    look(page, faults, "not there, in one of several schools")


@pytest.mark.parametrize(
    "address", ["/account/login/", "/account/password/reset/", "/account/closed/"]
)
def test_the_way_in_is_for_everybody(
    empty: House, visit: Visit, faults: Faults, address: str
) -> None:
    page = visit(address)
    look(page, faults, address)
    if address == "/account/login/":
        page.get_by_label("School e-mail").fill("nobody@larkfield.example")
        page.get_by_label("Password").fill("wrong words")
        page.get_by_role("button", name="Sign in", exact=True).click()
        page.get_by_role("alert").wait_for()
        look(page, faults, "sign in, with a mistake")


def test_a_refused_file_is_for_everybody(house: House, visit: Visit, faults: Faults) -> None:
    page = visit("/registers/", house, expected=(422,))
    file = {"name": "m.csv", "mimeType": "text/csv", "buffer": b"%PDF-1.7 a letter"}
    page.locator("#id_file").set_input_files(file)  # type: ignore[arg-type]
    page.get_by_role("button", name="See what it would do").click()
    page.get_by_role("alert").wait_for()
    look(page, faults, "a refused file")


def test_data_quality_with_every_list_open_is_for_everybody(
    house: House, visit: Visit, faults: Faults
) -> None:
    page = visit("/data-quality/", house)
    shut = page.locator("main details.fold:not([open]) > summary")
    while shut.count():
        shut.first.click()
    assert page.locator("details.fold[open]").count() > 1
    look(page, faults, "data quality, opened")


def test_data_in_good_order_are_for_everybody(empty: House, visit: Visit, faults: Faults) -> None:
    bring(empty, a_form())
    page = visit("/data-quality/", empty)
    assert page.get_by_text("Every check came back clean").is_visible()
    look(page, faults, "data quality, clean")


def test_a_mistake_in_a_form_is_for_everybody(house: House, visit: Visit, faults: Faults) -> None:
    """A correction that says nothing new, a day that is none, and marks nobody looked at."""
    page = visit(f"/children/{house.child(BEN).pk}/history/", house, expected=(422,))
    page.locator("#id_on").fill(TODAY.isoformat())
    page.get_by_label("The mark it should be").select_option("I")
    page.get_by_label("Why, in a few words").fill("Asked again")
    page.get_by_role("button", name="Correct it").click()
    page.get_by_role("alert").wait_for()
    look(page, faults, "a correction that changes nothing")
    page.goto("/calendar/")
    page.locator("#id_first").fill("2026-11-20")
    page.locator("#id_last").fill("2026-11-10")
    page.locator("#id_kind").select_option("inset")
    page.get_by_role("button", name="Say it").click()
    page.get_by_role("alert").wait_for()
    look(page, faults, "a stretch of days that ends before it begins")
    page.goto(twice(house))
    page.locator("[name=looked]").evaluate("box => box.removeAttribute('required')")
    page.get_by_role("button", name="Join the two records").click()
    page.get_by_role("alert").wait_for()
    look(page, faults, "marks that nobody looked at")


def test_axe_would_find_a_fault(house: House, visit: Visit, faults: Faults) -> None:
    page = visit("/help/", house)
    page.evaluate("document.querySelector('h1').insertAdjacentHTML('afterend', '<button>')")
    page.evaluate("document.documentElement.removeAttribute('lang')")
    found = " ".join(faults(page))
    assert "button-name" in found
    assert "html-has-lang" in found


def test_the_page_asks_its_own_server_only(
    house: House, visit: Visit, watches: list[object]
) -> None:
    """The watch itself: a stranger's address is stopped and written down."""
    page = visit("/help/", house)
    page.evaluate("fetch('https://fonts.example/x.woff2').catch(() => 0)")
    page.wait_for_timeout(200)
    (watch,) = watches
    wrong = watch.wrong  # type: ignore[attr-defined]
    assert wrong, "a page that asks a stranger has to be caught"
    wrong.clear()


def test_marks_are_sent_to_the_preview_whole(empty: House, visit: Visit) -> None:
    page = visit("/registers/", empty)
    file = {"name": "m.csv", "mimeType": "text/csv", "buffer": marks_file()}
    page.locator("#id_file").set_input_files(file)  # type: ignore[arg-type]
    page.get_by_role("button", name="See what it would do").click()
    page.get_by_role("heading", name="This is what the file would do").wait_for()
    assert page.get_by_text("Nothing has changed yet.").is_visible()
