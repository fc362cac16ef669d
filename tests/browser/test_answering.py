"""A child of eight answers the pulse on a tablet, alone, with taps only."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, Page, expect
from tests.people import House
from tests.surveys import PUPILS, code_of, opened

from belong.practice.voice.models import Answer, Said

pytestmark = pytest.mark.browser

TABLET = {"width": 820, "height": 1180}
Faults = Callable[[Page], list[str]]


def _tablet(browser: Browser, live_server: object, *, script: bool = True) -> Page:
    context = browser.new_context(
        viewport=TABLET, has_touch=True, java_script_enabled=script, base_url=str(live_server)
    )  # type: ignore[arg-type]
    return context.new_page()


def test_a_child_finishes_the_pulse_alone_with_one_hand(
    house: House, browser: Browser, live_server: object, faults: Faults
) -> None:
    survey = opened(house, PUPILS)
    page = _tablet(browser, live_server)
    page.goto("/answer/")
    page.get_by_role("textbox", name="Your code").fill(code_of(survey))
    page.get_by_role("button", name="Go on").tap()
    expect(page.get_by_role("heading", name="How school feels")).to_be_visible()
    assert faults(page) == []
    page.get_by_role("button", name="Start").tap()
    expect(page.get_by_text("Question 1 of 11")).to_be_visible()
    assert faults(page) == []
    answers = ["Yes, always", "Mostly", "Sometimes", "Not much", "Not at all", "Skip this one"]
    for nth in range(11):
        expect(page.get_by_text(f"Question {nth + 1} of 11")).to_be_visible()
        expect(page.get_by_role("button", name="Read it to me")).to_be_visible()
        page.get_by_role("radio", name=answers[nth % 6], exact=True).tap()
        next_one = page.get_by_role("button", name="Next")
        box = next_one.bounding_box()
        assert box is not None
        assert box["height"] >= 48
        assert box["y"] > TABLET["height"] / 2, "within reach of the hand that holds it"
        assert box["y"] + box["height"] <= TABLET["height"], "without scrolling"
        next_one.tap()
    expect(page.get_by_role("textbox")).to_be_visible()
    assert faults(page) == []
    page.get_by_role("textbox").fill("A bench, please")
    page.get_by_role("button", name="Send").tap()
    expect(page.get_by_role("heading", name="Thank you.")).to_be_visible()
    assert faults(page) == []
    assert Answer.objects.get().choices == "12345-12345"
    assert Said.objects.get().words == "A bench, please"
    assert page.context.cookies() == []
    kept = page.evaluate("[localStorage.length, sessionStorage.length]")
    assert kept == [0, 0], "nothing on the device"


def test_leaving_quickly_leaves_nothing_to_go_back_to(
    house: House, browser: Browser, live_server: object
) -> None:
    survey = opened(house, PUPILS)
    page = _tablet(browser, live_server)
    page.goto("/answer/away/")
    page.goto(f"/answer/{code_of(survey)}/")
    page.get_by_role("link", name="Leave quickly").tap()
    page.wait_for_url(re.compile("/answer/away/$"))
    page.go_back()
    assert "How school feels" not in page.content()


def test_without_script_and_by_keyboard(
    house: House, browser: Browser, live_server: object
) -> None:
    survey = opened(house, PUPILS)
    page = _tablet(browser, live_server, script=False)
    page.goto(f"/answer/{code_of(survey)}/")
    page.get_by_role("button", name="Start").press("Enter")
    for _ in range(11):
        page.get_by_role("radio", name="Mostly").press("Space")
        page.get_by_role("button", name="Next").press("Enter")
    expect(page.get_by_text("Read it to me")).to_be_hidden()
    page.get_by_role("button", name="Send").press("Enter")
    expect(page.get_by_role("heading", name="Thank you.")).to_be_visible()
    assert Answer.objects.get().choices == "2" * 11


def test_enter_goes_on_and_never_back(house: House, browser: Browser, live_server: object) -> None:
    survey = opened(house, PUPILS)
    page = _tablet(browser, live_server)
    page.goto(f"/answer/{code_of(survey)}/")
    page.get_by_role("radio", name="Words", exact=True).press("Enter")
    page.get_by_role("radio", name="Mostly").press("Space")
    page.get_by_role("radio", name="Mostly").press("Enter")
    expect(page.get_by_text("Question 2 of 11")).to_be_visible()
    back, on = (page.get_by_role("button", name=name).bounding_box() for name in ("Back", "Next"))
    assert back
    assert on
    assert back["x"] < on["x"], "on the screen the way back stays where it was"


@pytest.mark.parametrize("width", [390, 768])
def test_pictures_say_what_is_asked(
    house: House, browser: Browser, live_server: object, faults: Faults, width: int
) -> None:
    survey = opened(house, PUPILS)
    page = _tablet(browser, live_server)
    page.set_viewport_size({"width": width, "height": 1024})
    page.goto(f"/answer/{code_of(survey)}/")
    expect(page.get_by_role("button", name="Read it to me")).to_be_visible()
    page.get_by_role("radio", name="Pictures").tap()
    page.get_by_role("button", name="Start").tap()
    page.get_by_role("radio", name="Mostly").tap()
    page.get_by_role("button", name="Next").tap()
    expect(page.get_by_role("heading", name="Welcome")).to_be_visible()
    for words in ("People like to see me.", "How true is this for you?"):
        box = page.get_by_text(words).bounding_box()
        assert box is not None
        assert box["height"] > 12, f"{words} is on the screen"
    on = page.get_by_role("button", name="Next").bounding_box()
    assert on is not None
    assert width < 700 or on["y"] + on["height"] <= 1024, "without scrolling"
    assert faults(page) == []


def test_a_wrong_code_stays_and_the_heading_is_near_the_field(
    house: House, browser: Browser, live_server: object
) -> None:
    page = _tablet(browser, live_server)
    page.goto("/answer/")
    heading = page.get_by_role("heading", name="Type your code").bounding_box()
    field = page.get_by_role("textbox", name="Your code").bounding_box()
    assert heading
    assert field
    assert field["y"] - heading["y"] < 200
    page.get_by_role("textbox", name="Your code").fill("abc-def-ghj")
    page.get_by_role("button", name="Go on").tap()
    expect(page.get_by_role("textbox", name="Your code")).to_have_value("abc-def-ghj")
