"""By keyboard alone, and without script."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import FileChooser, Page, expect
from playwright.sync_api import TimeoutError as PlaywrightTimeout
from tests.people import ADA, BEN, CHILDREN, PASSWORD, TODAY, House, as_csv, marks_file, paper_codes

from belong.people.models import Pupil

pytestmark = pytest.mark.browser

Visit = Callable[..., Page]
FOCUSED = "(document.activeElement?.innerText || document.activeElement?.value || '').trim()"


def _tab_to(page: Page, words: str, *, most: int = 90, kind: str = "") -> None:
    """Press Tab until something with these words (or of this kind) has the focus."""
    seen = []
    for _ in range(most):
        page.keyboard.press("Tab")
        said = page.evaluate(FOCUSED)
        found = page.evaluate("(k) => document.activeElement.matches(k)", kind) if kind else True
        if found and said.startswith(words):
            return
        seen.append(said)
    raise AssertionError(f"never came to {words!r}: {seen}")


def test_the_first_tab_skips_to_the_page(house: House, visit: Visit) -> None:
    page = visit("/", house)
    page.keyboard.press("Tab")
    assert page.evaluate(FOCUSED) == "Skip to the page"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"


def test_from_anywhere_to_a_childs_number_and_back(house: House, visit: Visit) -> None:
    page = visit("/", house)
    page.keyboard.press("/")
    page.wait_for_url("**/children/#find")
    expect(page.locator("#find")).to_be_focused()
    page.keyboard.type("osei")
    expect(page.locator("#found-said")).to_have_text("1 child found")
    page.keyboard.press("Enter")
    page.wait_for_url("**/children/?q=osei")
    _tab_to(page, "Ada Osei-Larkin")
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text("Ada Osei-Larkin")
    _tab_to(page, "", kind="a.explain")
    page.keyboard.press("Enter")
    page.wait_for_url("**/explain/**")
    _tab_to(page, "Back to Ada")
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text("Ada Osei-Larkin")


def test_the_key_is_only_a_letter_where_one_types(house: House, visit: Visit) -> None:
    page = visit("/children/", house)
    page.locator("#find").focus()
    page.keyboard.type("a/b")
    assert page.locator("#find").input_value() == "a/b"
    page.keyboard.press("Control+/")
    assert page.url.endswith("/children/")


def test_a_search_answers_as_one_types_and_says_so(house: House, visit: Visit) -> None:
    page = visit("/children/", house)
    loads: list[str] = []
    page.on("load", lambda _: loads.append(page.url))
    page.locator("#find").press_sequentially("quill")
    expect(page.locator("#found-said")).to_have_text("1 child found")
    expect(page.get_by_role("link", name="Ben Quillfeather")).to_be_visible()
    assert page.get_by_role("link", name="Ada Osei-Larkin").count() == 0
    assert loads == []
    expect(page.locator("#find")).to_be_focused()
    assert page.locator("h1").count() == 1


def _open_chooser(page: Page) -> FileChooser:
    """A busy browser now and then swallows the first key; a person presses again."""
    for key in ("Enter", "Space", "Enter"):
        try:
            with page.expect_file_chooser(timeout=6000) as choice:
                page.keyboard.press(key)
            return choice.value
        except PlaywrightTimeout:
            page.locator("#id_file").focus()
    raise AssertionError("the keyboard did not open the choice of a file")


def test_an_import_by_keyboard_from_choice_to_kept(
    empty: House, visit: Visit, tmp_path: Path
) -> None:
    marks = tmp_path / "our-marks.csv"
    marks.write_bytes(marks_file())
    page = visit("/registers/", empty)
    _tab_to(page, "", kind="#id_file")
    _open_chooser(page).set_files(marks)
    _tab_to(page, "See what it would do")
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text("This is what the file would do")
    _tab_to(page, "Keep it")
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text("This file is part of the register")
    page.goto("/")
    expect(page.locator("h1")).to_contain_text("4 children are not here.")


def test_a_mark_is_put_right_by_keyboard(house: House, visit: Visit) -> None:
    page = visit(f"/children/{house.child(ADA).pk}/history/", house)
    page.locator("#id_on").fill(TODAY.isoformat())
    page.locator("#id_on").focus()
    _tab_to(page, "", kind="#id_letter")
    page.keyboard.type("I")
    _tab_to(page, "", kind="#id_reason")
    page.keyboard.type("Her mother rang")
    _tab_to(page, "Correct it")
    page.keyboard.press("Enter")
    expect(page.locator("#toasts")).to_contain_text("Corrected.")
    expect(page.locator("main")).to_contain_text("Corrected by hand: Her mother rang")


def test_a_day_is_said_and_taken_back_by_keyboard(house: House, visit: Visit) -> None:
    page = visit("/calendar/", house)
    page.locator("#id_first").fill("2026-11-09")
    page.locator("#id_first").focus()
    _tab_to(page, "", kind="#id_kind")
    page.keyboard.type("IN")
    _tab_to(page, "Say it")
    page.keyboard.press("Enter")
    expect(page.locator("#toasts")).to_contain_text("Said.")
    _tab_to(page, "Take it back")
    page.keyboard.press("Enter")
    expect(page.locator("#toasts")).to_contain_text("Taken back.")


def test_two_records_are_joined_by_keyboard(house: House, visit: Visit) -> None:
    heads = ["UPN", "Surname", "Forename", "Date", "Session", "Mark"]
    again = "K000000000888"
    house.bring(as_csv([heads, [again, "Osei-Larkin", "Ada", "2026-11-24", "AM", "I"]]))
    other = Pupil.objects.get(source_id=again).pk
    page = visit(f"/children/join/?one={house.child(ADA).pk}&other={other}", house)
    _tab_to(page, "", kind="[name=looked]")
    page.keyboard.press("Space")
    _tab_to(page, "Join the two records")
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text("These two records are one child now")


def test_the_lists_of_data_quality_open_by_keyboard(house: House, visit: Visit) -> None:
    page = visit("/data-quality/", house)
    shut = page.locator("main details:not([open])").count()
    _tab_to(page, "", kind="main summary")
    page.keyboard.press("Enter")
    expect(page.locator("main details:not([open])")).to_have_count(shut - 1)


@pytest.mark.parametrize("room", ["Calendar", "Data quality", "How we count"])
def test_on_a_phone_every_room_is_two_taps_away(house: House, visit: Visit, room: str) -> None:
    page = visit("/", house, width=320)
    page.locator(".dock").get_by_role("link", name="More").click()
    page.locator("main").get_by_role("link", name=room).click()
    expect(page).not_to_have_url(re.compile("/more/$"))
    assert page.locator("h1").is_visible()


FOCUS = """() => {
  const on = document.activeElement;
  if (!on || on === document.body) return null;
  const box = on.getBoundingClientRect();
  const bars = [...document.querySelectorAll(".dock, .topbar")].filter((b) => !b.contains(on)
    && ["fixed", "sticky"].includes(getComputedStyle(b).position)
    && getComputedStyle(b).display !== "none");
  const under = bars.some((b) => {
    const r = b.getBoundingClientRect();
    return box.bottom > r.top + 1 && box.top < r.bottom - 1;
  });
  const s = getComputedStyle(on);
  const ring = (s.outlineStyle !== "none" && parseFloat(s.outlineWidth) > 0)
    || s.boxShadow !== "none";
  const out = box.bottom <= 0 || box.top >= innerHeight;
  return {html: on.outerHTML.slice(0, 90), under, ring, out, small: box.height < 24};
}"""


@pytest.mark.parametrize("width", [390, 1280])
def test_what_has_the_focus_is_seen_and_under_no_bar(
    house: House, visit: Visit, width: int
) -> None:
    page = visit("/", house, width=width)
    page.set_viewport_size({"width": width, "height": 640})
    stops = 0
    child = f"/children/{house.child(BEN).pk}/"
    for address in (
        "/", "/children/", child, "/registers/", "/calendar/", "/data-quality/", f"{child}history/",
        "/more/",
    ):  # fmt: skip
        page.goto(address)
        page.keyboard.press("Tab")
        for _ in range(60):
            page.keyboard.press("Tab")
            focus = page.evaluate(FOCUS)
            if focus is None:
                break
            stops += 1
            assert focus["ring"], f"no ring: {address} {focus['html']}"
            assert not focus["out"], f"out of sight: {address} {focus['html']}"
            assert not focus["under"], f"under a bar: {address} {focus['html']}"
    assert stops > 60


def test_every_door_of_the_dock_is_big_enough_to_hit(house: House, visit: Visit) -> None:
    page = visit("/", house, width=320)
    doors = page.locator(".dock a").all()
    assert 3 <= len(doors) <= 5
    for door in doors:
        box = door.bounding_box()
        assert box is not None
        assert box["width"] >= 44, door.inner_text()
        assert box["height"] >= 44, door.inner_text()


def test_everything_works_without_script(empty: House, visit: Visit, tmp_path: Path) -> None:
    marks = tmp_path / "our-marks.csv"
    marks.write_bytes(marks_file())
    page = visit("/account/login/", java_script_enabled=False)
    page.get_by_label("School e-mail").fill(empty.lead.adult.email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.get_by_label("Code").fill(paper_codes()[0])
    page.get_by_role("button", name="Go on").click()
    expect(page.locator("h1")).to_have_text("No register has come in yet")
    page.goto("/registers/")
    page.locator("#id_file").set_input_files(marks)
    page.get_by_role("button", name="See what it would do").click()
    page.get_by_role("button", name="Keep it").click()
    expect(page.locator("h1")).to_have_text("This file is part of the register")
    for address in ("/", "/children/", "/how-we-count/", "/help/", "/kitchen-sink/"):
        page.goto(address)
        expect(page.locator("h1")).to_be_visible()
    page.goto("/children/")
    page.get_by_label("Find a child").last.fill("osei")
    page.get_by_role("button", name="Find", exact=True).click()
    expect(page.locator("h1")).to_have_text("1 child found")
    page.get_by_role("link", name="Ada Osei-Larkin").click()
    expect(page.locator("h1")).to_have_text("Ada Osei-Larkin")
    page.goto("/children/")
    page.locator("select[name=year]").select_option("8")
    page.get_by_role("button", name="Show these").click()
    expect(page.locator("h1")).to_have_text("4 children in Year 8")


def test_after_signing_out_going_back_shows_nothing(house: House, visit: Visit) -> None:
    page = visit("/account/login/")
    page.get_by_label("School e-mail").fill(house.lead.adult.email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.get_by_label("Code").fill(paper_codes()[0])
    page.get_by_role("button", name="Go on").click()
    expect(page.locator("h1")).to_contain_text("not here")
    page.goto(f"/children/{house.child(ADA).pk}/")
    expect(page.locator("h1")).to_have_text("Ada Osei-Larkin")
    page.get_by_role("button", name="Sign out").click()
    expect(page.locator("h1")).to_have_text("Sign in")
    for _ in range(2):
        page.go_back()
        said = page.content()
        assert not [c.surname for c in CHILDREN if c.surname in said]


def test_a_toast_or_a_notice_is_said_after_keeping(house: House, visit: Visit) -> None:
    brought = house.read(marks_file())
    page = visit(f"/registers/{brought.pk}/", house)
    page.get_by_role("button", name="Set it aside").click()
    expect(page.locator("#toasts")).to_contain_text("Set aside. Nothing has changed.")


def test_a_chart_is_drawn_and_has_its_table(house: House, visit: Visit) -> None:
    page = visit("/", house)
    drawing = page.locator("svg[role=img]:visible").first
    box = drawing.bounding_box()
    assert box is not None
    assert box["width"] > 250
    assert box["height"] > 100
    assert page.locator("svg[role=img]:visible path").count() > 2
