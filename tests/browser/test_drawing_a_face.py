"""A child draws a face with a finger, and it stands on their screen."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect
from tests.browser import looking
from tests.people import ADA, House

from belong.practice.checkins.models import Choice

pytestmark = pytest.mark.browser

Visit = Callable[..., Page]
Faults = Callable[[Page], list[str]]


@pytest.mark.parametrize("width", [390, 1280])
def test_a_face_is_drawn_and_stands_on_the_childs_screen(
    house: House, visit: Visit, faults: Faults, width: int
) -> None:
    ada = house.child(ADA).pk
    page = visit(f"/check-ins/{ada}/design/", house, role="key_person", width=width)
    pad = page.get_by_role("img", name="Place for drawing 1")
    pad.scroll_into_view_if_needed()
    box = pad.bounding_box()
    assert box is not None
    for left, top in ((0.3, 0.3), (0.7, 0.3)):
        page.mouse.click(box["x"] + left * box["width"], box["y"] + top * box["height"])
    page.mouse.move(box["x"] + 0.2 * box["width"], box["y"] + 0.6 * box["height"])
    page.mouse.down()
    for step in range(1, 7):
        page.mouse.move(
            box["x"] + (0.2 + 0.1 * step) * box["width"], box["y"] + 0.8 * box["height"]
        )
    page.mouse.up()
    page.get_by_label("Stormy").fill("")
    page.get_by_label("Drawing 1, with a finger: its word").fill("Me")
    looking.look(page, faults, f"a drawn face, {width}")
    page.get_by_label("Where?").fill("by the pond")
    page.get_by_text("agreed to this").click()
    page.get_by_role("button", name="Begin what we agreed").click()
    expect(page.get_by_text("Agreed. It stands in Today")).to_be_visible()
    drawn = Choice.objects.get(word="Me").drawn
    assert drawn.count("M") == 3
    page.goto(page.url.split("/children/")[0] + f"/check-ins/{ada}/for-you/")
    expect(page.locator(f'path[d="{drawn}"]')).to_be_visible()
    assert faults(page) == []
