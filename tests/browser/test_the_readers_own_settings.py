"""What a reader has set for themselves: colours, size of text, stillness; and paper."""

from __future__ import annotations

import pytest
from tests.browser.looking import OVER, Faults, Visit, faults_of_width, fits
from tests.browser.shown import (
    OPENERS,
    PAGES,
    REFUSED,
    asking,
    child,
    explain,
    history,
    preview,
    spoken,
    twice,
)
from tests.people import BEN, House

pytestmark = pytest.mark.browser


LOOKS = {
    "dark": {"color_scheme": "dark"},
    "forced colours": {"forced_colors": "active"},
    "forced colours in the dark": {"forced_colors": "active", "color_scheme": "dark"},
}


@pytest.mark.parametrize("look", LOOKS)
def test_other_colours_are_for_everybody(
    house: House, visit: Visit, faults: Faults, look: str
) -> None:
    page = visit("/", house, width=390, **LOOKS[look])
    addresses = ["/", "/children/", child(BEN)(house), explain(house), "/kitchen-sink/",
                 "/registers/", "/data-quality/", spoken(house), history(house), asking(house),
                 twice(house), "/more/"]  # fmt: skip
    for address in addresses:
        page.goto(address)
        assert faults(page) == [], f"{address}, {look}"


def test_dark_is_dark_and_light_is_light(house: House, visit: Visit) -> None:
    def ground(**options: object) -> int:
        page = visit("/", house, **options)
        colour = page.evaluate(
            """() => { const c = document.createElement("canvas").getContext("2d");
              c.fillStyle = getComputedStyle(document.body).backgroundColor; c.fillRect(0,0,1,1);
              return [...c.getImageData(0, 0, 1, 1).data]; }"""
        )
        return int(sum(colour[:3]))

    assert ground(color_scheme="light") > 600
    assert ground(color_scheme="dark") < 250


@pytest.mark.parametrize("width", [390, 1280])
def test_text_of_twice_the_size_fits(house: House, visit: Visit, width: int) -> None:
    size = "parseFloat(getComputedStyle(document.querySelector('main p')).fontSize)"
    wrong = []
    shown = [name for name in PAGES if name not in REFUSED]
    role = {name: OPENERS.get(name, "attendance_lead") for name in shown}
    seen_by = {one: visit("/help/", house, role=one, width=width) for one in set(role.values())}
    for name in shown:
        page = seen_by[role[name]]
        page.goto(PAGES[name](house))
        before = page.evaluate(size)
        # The reader's own setting in the browser: media queries in rem answer to it as well.
        reader = page.context.new_cdp_session(page)
        reader.send("Page.setFontSizes", {"fontSizes": {"standard": 32, "fixed": 26}})
        page.reload()
        assert page.evaluate(size) >= 1.7 * before, f"{name}: the text did not grow"
        if not fits(page, width):
            wrong.append((name, page.evaluate(OVER)))
        reader.send("Page.setFontSizes", {"fontSizes": {"standard": 16, "fixed": 13}})
    assert wrong == []


def test_nothing_moves_for_who_asked_for_stillness(house: House, visit: Visit) -> None:
    page = visit("/", house, reduced_motion="reduce")
    for address in ("/", "/children/", child(BEN)(house), "/kitchen-sink/"):
        page.goto(address)
        moving = page.evaluate(
            """() => [...document.querySelectorAll("*")].filter((e) => {
              const s = getComputedStyle(e);
              const secs = (t) => Math.max(...t.split(",").map((x) => parseFloat(x)));
              return s.scrollBehavior === "smooth"
                || (s.animationName !== "none" && secs(s.animationDuration) > 0.01)
                || (s.transitionProperty !== "none" && secs(s.transitionDuration) > 0.01);
            }).slice(0, 3).map((e) => e.outerHTML.slice(0, 100))"""
        )
        assert moving == [], address


def test_paper_has_no_rail_and_no_dock(house: House, visit: Visit) -> None:
    page = visit("/", house, width=700)
    addresses = ("/", "/children/", child(BEN)(house), explain(house), "/data-quality/",
                 spoken(house), history(house), preview(house), twice(house))  # fmt: skip
    for address in addresses:
        page.goto(address)
        page.emulate_media(media="print")
        for part in (".rail", ".dock", ".topbar .btn", ".skip-link:focus"):
            shown = [e for e in page.locator(part).all() if e.is_visible()]
            assert shown == [], f"{part} on paper, {address}"
        assert page.locator("h1").is_visible()
        assert faults_of_width(page) == [], address
        page.emulate_media(media="screen")
        assert page.locator(".rail, .dock").first.count() == 1
