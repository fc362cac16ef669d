from __future__ import annotations
import pytest
from dataclasses import replace
from tests.surveys import *
from tests.surveys import PUPILS
from tests.people import House
from belong.practice.voice import speakers

pytestmark = pytest.mark.browser
OUT = "/tmp/voice_pics"
import os

os.makedirs(OUT, exist_ok=True)


def test_pics(house, browser, live_server, visit):
    s = opened(house, replace(PUPILS, breakdown="year"))
    c = closed(house, n=12)
    for lang in ("ar", "pl"):
        speakers.say_read(by=head(house), language=lang, checked_by="Mrs Nowak", at=NOW)
    code = code_of(s)
    for w, h in ((390, 844), (820, 1180), (1280, 800)):
        ctx = browser.new_context(viewport={"width": w, "height": h}, base_url=str(live_server))
        p = ctx.new_page()

        def shot(n, full=True):
            p.screenshot(path=f"{OUT}/{n}-{w}.png", full_page=full)

        p.goto("/answer/NOPE/")
        shot("door")
        p.goto(f"/answer/{code}/")
        shot("start")
        p.get_by_role("radio", name="Pictures").check() if w != 390 else None
        p.get_by_role("radio", name="العربية").check() if w == 390 else None
        p.get_by_role("button", name="Start").click()
        shot("q1")
        p.get_by_role("radio").first.check()
        p.locator("button[value=next]").click()
        p.locator("button[value=next]").click()
        shot("q2-missed")
        p.goto(f"/answer/{code}/help/")
        shot("help")
        p.goto("/answer/away/")
        shot("away")
        ctx.close()
    for name, at in (
        ("list", "/voice/"),
        ("new", "/voice/new/"),
        ("survey", f"/voice/{s.pk}/"),
        ("codes", f"/voice/{s.pk}/codes/"),
        ("words", f"/voice/{c.pk}/words/"),
        ("closed", f"/voice/{c.pk}/"),
        ("langs", "/voice/languages/"),
        ("own", "/voice/own/"),
    ):
        for w in (390, 1280):
            p = visit(at, house, "headteacher")
            p.set_viewport_size({"width": w, "height": 800})
            p.screenshot(path=f"{OUT}/L-{name}-{w}.png", full_page=True)
