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


Touch = Callable[..., None]


def touching(page: Page, nth: int) -> Touch:
    """A hand on one place for drawing; each finger as (its number, x, y), x and y of 64."""
    pad = page.get_by_role("img", name=f"Place for drawing {nth}")
    pad.scroll_into_view_if_needed()
    box = pad.bounding_box()
    assert box is not None
    glass = page.context.new_cdp_session(page)
    left, top, side = box["x"], box["y"], box["width"] / 64

    def touch(kind: str, *fingers: tuple[int, float, float]) -> None:
        points = [{"id": one, "x": left + x * side, "y": top + y * side} for one, x, y in fingers]
        glass.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})

    return touch


def drawn(page: Page, nth: int) -> str:
    return page.locator("[data-draw] input[type=hidden]").nth(nth - 1).input_value()


def test_a_palm_on_the_glass_draws_nothing(house: House, visit: Visit) -> None:
    page = visit(f"/check-ins/{house.child(ADA).pk}/design/", house, role="key_person", width=390)
    touch = touching(page, 1)
    touch("touchStart", (1, 10, 10))
    touch("touchMove", (1, 14, 14))
    touch("touchStart", (1, 14, 14), (2, 50, 50))
    touch("touchMove", (1, 20, 20), (2, 56, 50))
    touch("touchEnd", (2, 56, 50))
    touch("touchMove", (1, 30, 30))
    touch("touchEnd")
    lines = drawn(page, 1)
    assert lines.count("M") == 1
    assert "L30 30" in lines, "the finger goes on after the palm has left"
    assert "50" not in lines
    touch("touchStart", (3, 40, 10))
    touch("touchEnd")
    assert drawn(page, 1).count("M") == 2, "and may begin again"


def test_a_slow_hand_has_room_and_a_full_paper_says_so(house: House, visit: Visit) -> None:
    page = visit(f"/check-ins/{house.child(ADA).pk}/design/", house, role="key_person", width=390)
    touch = touching(page, 2)
    touch("touchStart", (1, 4, 4))
    for step in range(100):
        touch("touchMove", (1, 4 + step / 2, 4))
    touch("touchEnd")
    assert len(drawn(page, 2)) < 200
    near_full = "M10 10" + "L20 20" * 329
    page.evaluate("t => document.querySelectorAll('[data-draw] input[type=hidden]')[1].value = t",
                  near_full)  # fmt: skip
    says = page.get_by_text("There was no room left for that line.").nth(1)
    touch("touchStart", (1, 40, 40))
    touch("touchMove", (1, 50, 50))
    expect(says).not_to_be_visible()
    touch("touchMove", (1, 60, 40))
    expect(says).to_be_visible()
    touch("touchMove", (1, 44, 60))
    touch("touchEnd")
    assert drawn(page, 2) == near_full, "all of a line, or none of it"
    touch("touchStart", (1, 30, 30))
    touch("touchEnd")
    assert drawn(page, 2) == near_full + "M30 30L30 30"
    expect(says).not_to_be_visible()
