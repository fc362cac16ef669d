"""The way back of the browser, help in the middle, a dead line and leaving: while answering."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, Page, expect
from tests.people import ADA, House
from tests.surveys import PUPILS, by_name, code_of, opened

from belong.practice.voice.models import Answer, HelpAsked, Said

pytestmark = pytest.mark.browser

TABLET = {"width": 820, "height": 1180}
Visit = Callable[..., Page]


@pytest.fixture
def page(house: House, browser: Browser, live_server: object) -> Page:
    """A tablet on the second question; the first was answered with Mostly."""
    context = browser.new_context(viewport=TABLET, has_touch=True, base_url=str(live_server))  # type: ignore[arg-type]
    page = context.new_page()
    page.goto("/answer/away/")
    page.goto(f"/answer/{code_of(opened(house, PUPILS))}/")
    page.get_by_role("button", name="Start").click()
    _tap(page, 1, "Mostly")
    expect(page.get_by_text("Question 2 of 11")).to_be_visible()
    return page


def _tap(page: Page, nth: int, answer: str) -> None:
    expect(page.get_by_text(f"Question {nth} of 11")).to_be_visible()
    page.get_by_role("radio", name=answer, exact=True).click()
    page.get_by_role("button", name="Next").click()


def _to_the_end(page: Page, since: int) -> None:
    for nth in range(since, 12):
        _tap(page, nth, "Sometimes")
    expect(page.get_by_role("button", name="Send")).to_be_visible()


def test_the_way_back_leads_to_the_question_before_and_loses_nothing(page: Page) -> None:
    _tap(page, 2, "Not much")
    expect(page.get_by_text("Question 3 of 11")).to_be_visible()
    page.go_back()
    expect(page.get_by_text("Question 2 of 11")).to_be_visible()
    expect(page.get_by_role("radio", name="Not much")).to_be_checked()
    page.go_back()
    expect(page.get_by_text("Question 1 of 11")).to_be_visible()
    _tap(page, 1, "Yes, always")
    expect(page.get_by_role("radio", name="Not much")).to_be_checked()
    page.get_by_role("button", name="Next").click()
    _to_the_end(page, 3)
    page.get_by_role("button", name="Send").click()
    expect(page.get_by_role("heading", name="Thank you.")).to_be_visible()
    assert Answer.objects.get().choices == "14" + "3" * 9


def test_after_sending_the_way_back_shows_no_answer(page: Page) -> None:
    _to_the_end(page, 2)
    page.get_by_role("textbox").fill("A bench")
    page.get_by_role("button", name="Send").click()
    expect(page.get_by_role("heading", name="Thank you.")).to_be_visible()
    page.go_back()
    expect(page.get_by_role("button", name="Start")).to_be_visible()
    assert "A bench" not in page.content()
    assert page.locator(":checked[name=a]").count() == 0
    assert Answer.objects.count() == 1


def test_whoever_left_quickly_left_no_answer_behind(page: Page) -> None:
    _tap(page, 2, "Not at all")
    expect(page.get_by_text("Question 3 of 11")).to_be_visible()
    page.get_by_role("link", name="Leave quickly").click()
    page.wait_for_url(re.compile("/answer/away/$"))
    page.go_back()
    expect(page.get_by_role("button", name="Start")).to_be_visible()
    assert page.locator('[name=choices]:not([value="..........."])').count() == 0
    page.reload()
    assert page.locator(":checked[name=a]").count() == 0
    expect(page.get_by_role("button", name="Start")).to_be_visible()


def test_help_in_the_middle_and_the_answers_wait(house: House, page: Page) -> None:
    _to_the_end(page, 2)
    page.get_by_role("textbox").fill("A bench")
    page.get_by_role("link", name="I need help").click()
    expect(page.get_by_role("group", name="Pick a grown-up")).to_be_visible()
    page.locator("label:has(input[type=radio])").first.click()
    expect(page.get_by_role("radio").first).to_be_checked()
    page.get_by_label("Your name and class").fill("Ada, 7 Oak")
    page.get_by_role("textbox", name=re.compile("like to say")).fill("They take my bag")
    page.get_by_role("button", name="Ask for help").click()
    expect(page.get_by_role("heading", name="Thank you for asking.")).to_be_visible()
    page.get_by_role("link", name="Go on with the questions").click()
    expect(page.get_by_role("textbox")).to_have_value("A bench")
    page.get_by_role("button", name="Send").click()
    expect(page.get_by_role("heading", name="Thank you.")).to_be_visible()
    assert HelpAsked.objects.get().words == "They take my bag"
    assert (Answer.objects.get().choices, Said.objects.get().words) == ("2" + "3" * 10, "A bench")


def test_nobody_learns_on_the_screen_that_somebody_asked_for_help(page: Page) -> None:
    page.get_by_role("link", name="I need help").click()
    expect(page.get_by_role("group", name="Pick a grown-up")).to_be_visible()
    page.locator("label:has(input[type=radio])").first.click()
    expect(page.get_by_role("radio").first).to_be_checked()
    page.get_by_label("Your name and class").fill("Ada, 7 Oak")
    page.get_by_role("button", name="Ask for help").click()
    expect(page.get_by_role("heading", name="Thank you for asking.")).to_be_visible()
    page.get_by_role("link", name="Leave quickly").click()
    page.wait_for_url(re.compile("/answer/away/$"))
    for _ in range(3):
        page.go_back()
        expect(page.get_by_text("Thank you for asking")).to_have_count(0)
        expect(page.locator('input[value*="Ada"]')).to_have_count(0)


def test_the_way_back_from_help_is_the_same_question(page: Page) -> None:
    page.get_by_role("radio", name="Not much").click()
    page.get_by_role("link", name="I need help").click()
    page.get_by_role("link", name="Back").click()
    expect(page.get_by_text("Question 2 of 11")).to_be_visible()
    expect(page.get_by_role("radio", name="Not much")).to_be_checked()


def test_where_the_line_is_dead_everything_stays_and_says_so(page: Page) -> None:
    page.context.set_offline(True)
    page.get_by_role("radio", name="Not much").click()
    page.get_by_role("button", name="Next").click()
    expect(page.get_by_role("alert")).to_contain_text("Your answers are still here")
    expect(page.get_by_role("radio", name="Not much")).to_be_checked()
    page.context.set_offline(False)
    page.get_by_role("button", name="Next").click()
    _to_the_end(page, 3)
    page.get_by_role("button", name="Send").click()
    expect(page.get_by_role("heading", name="Thank you.")).to_be_visible()
    assert Answer.objects.get().choices == "24" + "3" * 9


def test_a_screen_without_a_voice_says_so(page: Page) -> None:
    page.evaluate("speechSynthesis.getVoices = () => []")
    page.get_by_role("button", name="Read it to me").click()
    expect(page.get_by_text("This screen cannot read aloud. Ask a grown-up.")).to_be_visible()


def test_by_name_the_tablet_is_given_back(house: House, visit: Visit) -> None:
    survey = by_name(house).pk
    page = visit(f"/voice/by-name/{house.child(ADA).pk}/?survey={survey}", house, "tutor", 820)
    page.get_by_role("button", name="Start").click()
    _to_the_end(page, 1)
    page.get_by_role("button", name="Send").click()
    expect(page.get_by_text("You can give this back now.")).to_be_visible()
    assert "Take it back" not in page.content()
    page.go_back()
    expect(page.get_by_text("You can give this back now.")).to_be_visible()
    page.goto(f"/voice/by-name/{house.child(ADA).pk}/?survey={survey}&given=1")
    page.get_by_role("link", name="For the grown-up: go on").click()
    expect(page.get_by_text("Sometimes").first).to_be_visible()
