"""Opening something for an hour, without a mouse and in a real browser: quick, and never silent."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect
from tests.browser.looking import choose
from tests.people import ADA, House, paper_codes

from belong.people.models import Fact, Notice, Opening

pytestmark = pytest.mark.browser

Visit = Callable[..., Page]
WHY = "She came in crying and will not say who fetches her"
QUICK = 15
"""Seconds from the form to what it opens, the typing of a machine not counted as anything."""


def test_from_the_form_to_the_words_in_a_quarter_of_a_minute(house: House, visit: Visit) -> None:
    Fact.objects.create(
        school=house.school, pupil=house.child(ADA), kind="characteristics", key="x", since=1,
        data={"trait": "sen_need", "value": "hearing"}, import_id=0,
    )  # fmt: skip
    page = visit(f"/children/{house.child(ADA).pk}/in-the-system/", house, "pastoral_lead")
    expect(page.get_by_text("Hearing")).to_have_count(0)
    begun = time.monotonic()
    page.get_by_role("link", name="Open it for an hour").click()
    choose(page, "Health")
    page.get_by_label("Why do you need it now?").fill(WHY)
    page.get_by_role("button", name="Open it for 60 minutes").click()
    page.get_by_label("Code").fill(paper_codes()[0])
    page.get_by_role("button", name="Go on").click()
    expect(page.get_by_text("Hearing", exact=True)).to_be_visible()
    assert time.monotonic() - begun <= QUICK
    assert Opening.objects.get().reason == WHY
    told = set(Notice.objects.values_list("adult__name", flat=True))
    assert told == {"Ms Anand", "Mr Sandoval", "Mr Hale"}
