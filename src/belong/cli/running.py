"""A house of its own with Belong running in it, and somebody who comes to its door: for what is
timed over real HTTP, with the worker and the tick at work beside it."""

from __future__ import annotations

import datetime as dt
import http.client
import os
import re
import secrets
import socket
import subprocess  # our own command, with fixed words
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from html import unescape
from http.cookies import SimpleCookie
from urllib.parse import urlencode, urlsplit

PATIENCE = 90.0
"""Seconds until the worker has to be awake."""
HIDDEN = re.compile(r'<input type="hidden" name="([^"]+)" value="([^"]*)"')


@contextmanager
def house(today: dt.date) -> Iterator[None]:
    """An empty database and registers in a folder that is gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="belong-running-") as home:
        os.environ.update(
            BELONG_HOME=home, BELONG_DEMO="1", BELONG_SECRET_KEY=secrets.token_hex(32),
            BELONG_NOW=f"{today}T09:18:00", DJANGO_SETTINGS_MODULE="belong.config.settings.serve",
        )  # fmt: skip
        os.environ.pop("DATABASE_URL", None)
        import django

        django.setup()
        from django.core.management import call_command

        call_command("migrate", verbosity=0)
        call_command("createcachetable", verbosity=0)
        call_command("collectstatic", verbosity=0, interactive=False)
        yield


@contextmanager
def running(*, at_its_moment: bool = True) -> Iterator[int]:
    """Belong as `belong serve` starts it; its port, once the worker is awake.

    at_its_moment  pages are of the moment the house was made for, else of now
    """
    from django.db import connections

    connections.close_all()
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        port = int(one.getsockname()[1])
    words = [sys.executable, "-m", "belong.cli.main", "serve", "--port", str(port)]
    told = {k: v for k, v in os.environ.items() if at_its_moment or k != "BELONG_NOW"}
    # It may talk as long as it likes: only the figures go to the pipe of whoever asks.
    served = subprocess.Popen(words, stdout=sys.stderr, env=told)  # noqa: S603
    try:
        _wait(port, served)
        yield port
    finally:
        served.terminate()
        served.wait(30)


def _wait(port: int, served: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until and served.poll() is None:
        try:
            if '"awake"' in Visitor(port).get("/healthz").text:
                return
        except OSError:
            pass
        time.sleep(0.2)
    raise SystemExit("Belong did not start, or its worker did not wake up")


class Page:
    """What came back.

    status  of the answer
    to      where it leads, "" where it is a page itself
    text    the page
    """

    def __init__(self, answer: http.client.HTTPResponse) -> None:
        self.status = answer.status
        self.to = urlsplit(answer.getheader("Location") or "").path
        self.text = answer.read().decode("utf-8", "replace")

    def carried(self) -> dict[str, str]:
        """What the forms of the page carry without showing it."""
        return {unescape(name): unescape(value) for name, value in HIDDEN.findall(self.text)}


class Visitor:
    """A browser with one connection and its own cookies; follows nothing by itself."""

    def __init__(self, port: int, cookies: Mapping[str, str] | None = None) -> None:
        self.door = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        self.cookies = dict(cookies or {})

    def get(self, address: str) -> Page:
        """A page."""
        return self._ask("GET", address, None)

    def post(self, address: str, typed: Mapping[str, str]) -> Page:
        """A form, sent."""
        return self._ask("POST", address, urlencode(typed))

    def _ask(self, method: str, address: str, body: str | None) -> Page:
        headers = {"Cookie": "; ".join(f"{k}={v}" for k, v in self.cookies.items())}
        if body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        self.door.request(method, address, body, headers)
        answer = self.door.getresponse()
        for line in answer.headers.get_all("Set-Cookie") or ():
            self.cookies |= {name: one.value for name, one in SimpleCookie(line).items()}
        return Page(answer)
