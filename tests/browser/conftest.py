"""A real Chromium, a real server, and a watch that fails on anything a page should not do."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.db.backends.signals import connection_created
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Response, Route
from tests import kept_house, people
from tests.people import House

# Playwright's loop runs in this thread, and Django would refuse its database beside a loop.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")

WAIT = 8_000
"""Milliseconds before a browser that waits for something gives up."""
ARGS = ("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync",
        "--disable-background-networking", "--disable-component-update")  # fmt: skip
RULES = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")
WIDTHS = (320, 390, 1280)


def _readers_never_wait(connection: object, **more: object) -> None:
    """The tables of these tests lie in memory, shared between threads, where whoever reads a table
    that is just being written is refused at once. In a school they lie in a file, and readers see
    what stood before."""
    if connection.vendor == "sqlite":  # type: ignore[attr-defined]
        with connection.cursor() as cursor:  # type: ignore[attr-defined]
            cursor.execute("PRAGMA read_uncommitted = 1")


connection_created.connect(_readers_never_wait, dispatch_uid="readers never wait")


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, object]:
    """The Chromium of this machine; nothing is downloaded."""
    program = shutil.which("chromium")
    assert program, "the browser tests need chromium: ./check installs it"
    return {"executable_path": program, "args": list(ARGS), "headless": True}


@pytest.fixture(scope="session", autouse=True)
def _static(tmp_path_factory: pytest.TempPathFactory) -> None:
    settings.STATIC_ROOT = tmp_path_factory.mktemp("static")


@pytest.fixture(autouse=True)
def _fresh(tmp_path: Path) -> None:
    people.fresh_start(tmp_path)
    settings.UPLOADS = tmp_path / "uploads"


@pytest.fixture
def empty(live_server: object, tmp_path: Path) -> House:
    """A school before its first register."""
    return people.empty_school(tmp_path / "uploads")


@pytest.fixture
def house(live_server: object, tmp_path: Path) -> House:
    """Larkfield, with eleven children and their register."""
    return kept_house.or_built(tmp_path / "uploads", people.larkfield)


@dataclass
class Watch:
    """What pages did that they should not. `expected`: statuses that a test asks for itself."""

    origin: str
    wrong: list[str] = field(default_factory=list)
    expected: set[int] = field(default_factory=set)

    def over(self, context: BrowserContext) -> None:
        """Watch every page of a context."""
        context.route("**/*", self._route)
        context.on("console", self._console)
        context.on("response", self._response)
        context.on("weberror", lambda error: self.wrong.append(f"page error: {error.error}"))

    def _route(self, route: Route) -> None:
        address = route.request.url
        if address.startswith((f"{self.origin}/", "data:", "blob:")):
            route.continue_()
            return
        self.wrong.append(f"asked another origin: {address}")
        route.abort()

    def _console(self, message: ConsoleMessage) -> None:
        told = any(str(status) in message.text for status in self.expected)
        if message.type in ("error", "warning") and not told:
            self.wrong.append(f"console {message.type}: {message.text}")

    def _response(self, response: Response) -> None:
        if response.status >= 400 and response.status not in self.expected:
            self.wrong.append(f"{response.status} for {response.url}")


Visit = Callable[..., Page]


@pytest.fixture
def watches() -> list[Watch]:
    """Every watch of this test, newest last."""
    return []


@pytest.fixture
def visit(browser: Browser, live_server: object, watches: list[Watch]) -> Iterator[Visit]:
    """Open an address in a context of its own, signed in as a role of a house or not at all.

    At the end of the test, nothing may have gone wrong in any page.
    """
    contexts: list[BrowserContext] = []
    origin = str(live_server.url)  # type: ignore[attr-defined]

    def open_at(
        address: str, house: House | None = None, role: str = "attendance_lead", width: int = 1280,
        expected: tuple[int, ...] = (), **options: object,
    ) -> Page:  # fmt: skip
        context = browser.new_context(
            base_url=origin, viewport={"width": width, "height": 800}, locale="en-GB",
            **options,  # type: ignore[arg-type]
        )  # fmt: skip
        context.set_default_timeout(WAIT)
        contexts.append(context)
        watch = Watch(origin, expected=set(expected))
        watch.over(context)
        watches.append(watch)
        if house is not None:
            context.add_cookies([_signed_in(house, role, origin)])  # type: ignore[list-item]
        page = context.new_page()
        page.goto(address)
        return page

    yield open_at
    for context in contexts:
        context.close()
    wrong = [line for watch in watches for line in watch.wrong]
    assert wrong == []


def _signed_in(house: House, role: str, origin: str) -> dict[str, str]:
    client = Client()
    client.force_login(house.adults[role].adult)
    return {"name": "sessionid", "value": client.cookies["sessionid"].value, "url": origin}


@pytest.fixture(scope="session")
def faults() -> Callable[[Page], list[str]]:
    """What axe finds wrong with a page."""
    axe = Axe()

    def found(page: Page) -> list[str]:
        options = {"resultTypes": ["violations"], "runOnly": {"type": "tag", "values": list(RULES)}}
        answer = axe.run(page, options=options).response
        return [
            f"{v['id']}: {node['html'][:160]}" for v in answer["violations"] for node in v["nodes"]
        ]

    return found
