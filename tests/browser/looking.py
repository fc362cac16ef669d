"""What is asked of each page at each width: axe, no sideways scroll, one heading, no id twice."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Callable

from playwright.sync_api import Error, Page, expect

WIDTHS = (320, 390, 1280)
Visit = Callable[..., Page]
Faults = Callable[[Page], list[str]]

AT_REST = """() => Promise.all(document.getAnimations()
  .filter((a) => a.effect.getComputedTiming().iterations !== Infinity)
  .filter((a) => a.effect.target.checkVisibility())
  .map((a) => a.finished.catch(() => null)))"""
"""What slides in has come to rest: while it moves, a page may be wider for a moment. In a part that
is folded nothing moves, and nothing would ever come to rest."""
OVER = """() => {
  const wide = document.documentElement.scrollWidth - document.documentElement.clientWidth;
  return wide <= 0 ? [] : [...document.querySelectorAll("body *")]
    .filter((e) => e.getBoundingClientRect().right > document.documentElement.clientWidth + 1)
    .slice(0, 3).map((e) => e.outerHTML.slice(0, 120));
}"""
TWICE = """() => {
  const ids = [...document.querySelectorAll("[id]")].map((e) => e.id);
  return ids.filter((id, n) => ids.indexOf(id) !== n);
}"""


def choose(page: Page, words: str) -> None:
    """Touch the words of a choice, as a finger does.

    The button of a choice is hidden behind its words; a tap forced onto it waits for nothing,
    and now and then lands beside it while the page still moves.
    """
    page.locator("label").filter(has_text=re.compile(rf"^\s*{re.escape(words)}\s*$")).click()
    expect(page.get_by_label(words, exact=True)).to_be_checked()


def fits(page: Page, width: int) -> bool:
    """Whether nothing is wider than the window, once the browser has laid the page out again."""
    wide = "document.documentElement.scrollWidth"
    with contextlib.suppress(Error):
        page.wait_for_function(f"width => {wide} <= width", arg=width, timeout=2000)
    return int(page.evaluate(wide)) <= width


def look(page: Page, faults: Faults, name: str) -> None:
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 800})
        page.evaluate(AT_REST)
        where = f"{name} at {width}"
        assert fits(page, width), f"{where} scrolls sideways: {page.evaluate(OVER)}"
        assert page.locator("h1").count() == 1, where
        assert page.evaluate(TWICE) == [], where
        assert faults(page) == [], where


def faults_of_width(page: Page) -> list[str]:
    """What stands over the right edge of the page."""
    found: list[str] = page.evaluate(OVER)
    return found
