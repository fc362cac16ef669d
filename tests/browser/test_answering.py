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
