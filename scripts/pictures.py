"""Makes the pictures in docs/pictures from the demo school, at a fixed moment."""

from __future__ import annotations

import datetime as dt
import io
import os
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page, ViewportSize, sync_playwright

TOP = Path(__file__).resolve().parents[1]
INTO = TOP / "docs" / "pictures"
NOW = "2026-11-24T09:18:00"
WIDTHS = {1280: 900, 390: 844}
CHILDREN = {768: 1024, 390: 844}
"""A child answers on a tablet of the school, or on a phone."""
CODE = re.compile(r"\b[A-Z2-9]{3}-[A-Z2-9]{3}-[A-Z2-9]{3}\b")
PAPER = {"board": "poster"}
LOOKED_AT = r"Relationships: what we do"
ASKED = re.compile("^How school feels$")
MOST_BYTES = 150_000
HIDE_DOCK = "document.querySelector('nav.dock')?.style.setProperty('display', 'none')"
A4: ViewportSize = {"width": 794, "height": 1123}
ARGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
]  # fmt: skip


def main() -> int:
    INTO.mkdir(parents=True, exist_ok=True)
    with (
        tempfile.TemporaryDirectory() as home,
        serving(Path(home)) as base,
        sync_playwright() as play,
    ):
        browser = play.chromium.launch(executable_path=shutil.which("chromium"), args=ARGS)
        for width, height in WIDTHS.items():
            take(browser, base, width, height)
            by_the_head(browser, base, width, height)
        as_a_child_answers(browser, base)
        browser.close()
    return 0


@contextmanager
def serving(home: Path) -> Iterator[str]:
    """The demo school at its fixed moment, gone afterwards."""
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        port = s.getsockname()[1]
    env = {**os.environ, "BELONG_NOW": NOW, "BELONG_HOME": str(home), "BELONG_DEMO": "1"}
    opening = [sys.executable, "-m", "demo_school.opening", "--dir", str(home), "--today", NOW[:10]]
    subprocess.run(opening, check=True, cwd=TOP, env=env, stdout=subprocess.DEVNULL)
    belong = [str(TOP / ".venv/bin/belong"), "serve", "--port", str(port), "--workers", "1"]
    server = subprocess.Popen(belong, env=env)
    base = f"http://127.0.0.1:{port}"
    try:
        wait_for(f"{base}/healthz")
        yield base
    finally:
        server.terminate()
        server.wait(20)


def wait_for(address: str) -> None:
    for _ in range(600):
        try:
            with urllib.request.urlopen(address) as answer:
                if b'"awake"' in answer.read():
                    return
        except OSError:
            pass
        time.sleep(0.2)
    raise SystemExit("the demo did not start")


def take(browser: Browser, base: str, width: int, height: int) -> None:
    page = browser.new_page(viewport={"width": width, "height": height})
    page.goto(f"{base}/account/login/")
    shoot(page, f"sign-in-{width}")
    sign_in(page)
    shoot(page, f"school-today-{width}")
    number = page.get_attribute("a.explain", "href")
    shoot_at(page, f"{base}{number}", f"explain-{width}")
    page.goto(f"{base}/children/?q=reid")
    child = page.get_attribute("tbody th a", "href") or page_of_a_child(page, base)
    shoot_at(page, f"{base}{child}", f"child-{width}")
    shoot_at(page, f"{base}/children/?year=8", f"children-{width}", whole=False)
    shoot_at(page, f"{base}/registers/", f"registers-in-{width}")
    shoot_at(page, f"{base}{preview_of(page, base)}", f"preview-{width}", whole=False)
    shoot_at(page, f"{base}{corrected(page, base, child)}", f"history-{width}")
    shoot_at(page, f"{base}/data-quality/", f"data-quality-{width}")
    shoot_at(page, f"{base}/noticing/", f"noticing-{width}")
    shoot_at(page, f"{base}/calendar/", f"calendar-{width}")
    shoot_at(page, f"{base}/first-day/", f"first-day-{width}", whole=False)
    page.close()
    by_the_safeguarding_lead(browser, base, width, height)
    by_a_tutor(browser, base, child.rstrip("/").rsplit("/", 1)[-1], width, height)


def by_a_tutor(browser: Browser, base: str, child: str, width: int, height: int) -> None:
    """What one adult sees of a day, and of one child of theirs."""
    page = browser.new_page(viewport={"width": width, "height": height})
    page.goto(f"{base}/account/login/")
    sign_in(page, "t.adeyemi")
    for name, address in (
        ("today", "/today/"), ("gate", "/gate/"), ("early-warnings", "/early-warnings/"),
        ("check-in", f"/check-ins/{child}/end-of-day/"), ("good-thing", f"/good-things/{child}/"),
        ("help-now", f"/help-now/{child}/"), ("what-helps", f"/what-helps/{child}/"),
        ("in-touch", f"/in-touch/{child}/"),
    ):  # fmt: skip
        shoot_at(page, f"{base}{address}", f"{name}-{width}")
    page.set_viewport_size(A4)
    page.emulate_media(media="print")
    shoot_at(page, f"{base}/what-helps/{child}/", "what-helps-print")
    page.close()


def by_the_safeguarding_lead(browser: Browser, base: str, width: int, height: int) -> None:
    """What is told to somebody outside school about a child who is away."""
    page = browser.new_page(viewport={"width": width, "height": height})
    page.goto(f"{base}/account/login/")
    sign_in(page, "s.anand")
    shoot_at(page, f"{base}/words-today/", f"words-today-{width}", whole=False)
    page.close()


def by_the_head(browser: Browser, base: str, width: int, height: int) -> None:
    """The school looks at itself, and listens."""
    page = browser.new_page(viewport={"width": width, "height": height})
    page.goto(f"{base}/account/login/")
    sign_in(page, "h.achebe")
    pages = of_looks(page, base) | of_voices(page, base)
    for name, address in pages.items():
        shoot_at(page, f"{base}{address}", f"{name}-{width}", whole=name != "audit-meeting")
    page.set_viewport_size(A4)
    page.emulate_media(media="print")
    for name in ("audit-block", "governors", "results", "board"):
        shoot_at(page, f"{base}{pages[name]}", f"{PAPER.get(name, name)}-print")
    page.close()


def of_looks(page: Page, base: str) -> dict[str, str]:
    """The pages of the newest look of the school at itself."""
    page.goto(f"{base}/audit/")
    look = page.get_attribute("main ul.ledger a.tap", "href") or "/audit/1/"
    page.goto(f"{base}{look}")
    block = page.get_by_role("link", name=re.compile(LOOKED_AT)).get_attribute("href")
    assert block is not None
    return {
        "audit-block": block, "audit-meeting": block.replace("/block/", "/meeting/"),
        "governors": f"{look}governors/", "five-steps": "/audit/five-steps/",
    }  # fmt: skip


def of_voices(page: Page, base: str) -> dict[str, str]:
    """What was said in a survey that is closed, the ledger, and the board."""
    page.goto(f"{base}/voice/you-said/")
    board = page.get_attribute("main a[href^='/board/']", "href") or "/board/none/"
    page.goto(f"{base}/voice/")
    results = page.locator("section:has(#closed) a.tap", has_text=ASKED).get_attribute("href")
    assert results is not None
    return {"results": results, "you-said": "/voice/you-said/", "board": board}


def as_a_child_answers(browser: Browser, base: str) -> None:
    """One screen of a survey in plain words and one in pictures, for nobody who is signed in."""
    code = code_of_a_class(browser, base)
    for width, height in CHILDREN.items():
        for version in ("plain", "symbol"):
            page = browser.new_page(viewport={"width": width, "height": height})
            page.goto(f"{base}/answer/{code}/")
            page.check(f"[name=version][value={version}]", force=True)
            page.click("button[value=start]")
            page.locator(".faces .face").nth(1).click()
            shoot(page, f"survey-{version}-{width}", whole=False)
            page.close()


def code_of_a_class(browser: Browser, base: str) -> str:
    """The code of a group of a survey that is open, and that is not answered by name."""
    page = browser.new_page()
    page.goto(f"{base}/account/login/")
    sign_in(page, "h.achebe")
    page.goto(f"{base}/voice/")
    of_open = page.locator("section:has(#open) a.tap").all()
    for address in [link.get_attribute("href") for link in of_open]:
        page.goto(f"{base}{address}")
        found = CODE.search(page.inner_text("main"))
        if found is not None:
            page.close()
            return found.group()
    raise SystemExit("no code of an open survey was found")


def preview_of(page: Page, base: str) -> str:
    """The address of a waiting file in which a few marks of yesterday are other ones."""
    page.goto(f"{base}/registers/")
    file = {"name": "tonight.csv", "mimeType": "text/csv", "buffer": tonight().encode()}
    page.set_input_files("#id_file", [file])  # type: ignore[list-item]
    page.click("form.sheet button[type=submit]")
    page.wait_for_url("**/registers/*/")
    return page.url.removeprefix(base)


@cache
def tonight() -> str:
    """The marks of the last day as the school's system has them now: reasons have arrived."""
    from demo_school import exports, trust

    invented = trust.invent_trust(today=dt.date.fromisoformat(NOW[:10]))
    with tempfile.TemporaryDirectory() as folder:
        paths = exports.write_trust(invented, Path(folder))["secondary"]
        newest = max(path for path in paths if path.name.startswith("marks-"))
        head, *lines = newest.read_text(encoding="utf-8").splitlines()
    last = [line for line in lines if line.split(",")[2] == lines[-1].split(",")[2]]
    arrived = [line.replace(",N,", ",I,") for line in last]
    odd = last[0].split(",")[0]
    return "\n".join([head, *arrived, f"{odd},8 Rowan,31/02/2026,AM,/,"])


def corrected(page: Page, base: str, child: str) -> str:
    """The history of a child one of whose marks was put right."""
    address = f"{child}history/"
    page.goto(f"{base}{address}")
    if not page.locator("text=Corrected by hand").count():
        page.fill("#id_on", "2026-11-20")
        page.select_option("#id_letter", "L")
        page.fill("#id_reason", "Came in at ten, was with Ms Bell")
        page.click("form.sheet button[type=submit]")
        page.wait_for_selector("text=Corrected by hand")
    return address


def page_of_a_child(page: Page, base: str) -> str:
    page.goto(f"{base}/children/?year=8")
    return page.get_attribute("tbody th a", "href") or "/children/1/"


def sign_in(page: Page, who: str = "m.oyelaran") -> None:
    from demo_school.opening import PASSWORD

    page.fill("[name=login]", f"{who}@saltmarsh-lane.example")
    page.fill("[name=password]", PASSWORD)
    page.click("main button[type=submit]")
    page.wait_for_selector("h1")


def shoot_at(page: Page, address: str, name: str, *, whole: bool = True) -> None:
    page.goto(address)
    shoot(page, name, whole=whole)


def shoot(page: Page, name: str, *, whole: bool = True) -> None:
    """A picture as small as it can be without looking worse: at most 256 colours."""
    if whole:
        # A sheet of styles that is put in from outside is refused by the page's own rules.
        page.evaluate(HIDE_DOCK)
    raw = page.screenshot(full_page=whole)
    picture = Image.open(io.BytesIO(raw)).convert("RGB")
    for colours in (256, 128, 64, 32):
        out = io.BytesIO()
        small = picture.quantize(colours, dither=Image.Dither.NONE)
        small.save(out, "PNG", optimize=True)
        if out.tell() <= MOST_BYTES:
            break
    (INTO / f"{name}.png").write_bytes(out.getvalue())
    print(f"{name}.png {out.tell() // 1000} kB")


if __name__ == "__main__":
    sys.path.insert(0, str(TOP))
    sys.exit(main())
