"""What every answer carries, what an error says, and whether the house is standing."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core.cache import cache
from django.db import DatabaseError, connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from tests.pages import SHOWN
from tests.people import ADA, CHILDREN, PASSWORD, House, SignIn, marks_file

from belong import __version__
from belong.insight.questions import school_today
from belong.intake import jobs

NOBODY = [reverse(n) for n in ("account_login", "account_reset_password", "account_signup")]


def _policy(header: str) -> dict[str, list[str]]:
    parts = [p.split() for p in header.split(";") if p.strip()]
    return {p[0]: p[1:] for p in parts}


def _check_headers(headers: object, where: str) -> None:
    policy = _policy(headers["Content-Security-Policy"])  # type: ignore[index]
    assert policy["default-src"] == ["'none'"], where
    assert policy["frame-ancestors"] == ["'none'"], where
    assert policy["base-uri"] == ["'none'"], where
    allowed = {word for words in policy.values() for word in words}
    assert allowed <= {"'self'", "'none'"}, f"{where}: {allowed}"
    assert "no-store" in headers["Cache-Control"], where  # type: ignore[index]
    assert headers["X-Content-Type-Options"] == "nosniff", where  # type: ignore[index]
    assert headers["Referrer-Policy"] == "same-origin", where  # type: ignore[index]
    assert headers["X-Frame-Options"] == "DENY", where  # type: ignore[index]
    assert "camera=()" in headers["Permissions-Policy"], where  # type: ignore[index]


def test_every_page_forbids_strangers_and_keeping(house: House, signed_in: SignIn) -> None:
    house.read(marks_file())
    client = signed_in(house)
    for page in SHOWN:
        _check_headers(client.get(page.of(house)).headers, page.name)


def test_pages_outside_the_gate_and_mistakes_do_too(house: House, signed_in: SignIn) -> None:
    for address in (*NOBODY, "/healthz", "/no-such-page/", "/"):
        _check_headers(Client().get(address).headers, address)
    tutor = signed_in(house, "tutor")
    for address in ("/registers/", "/children/999999/", "/today.csv"):
        _check_headers(tutor.get(address).headers, address)


def test_the_session_cookie_is_out_of_reach_of_scripts(house: House) -> None:
    client = Client()
    words = {"login": house.lead.adult.email, "password": PASSWORD}
    cookies = client.post(reverse("account_login"), words).cookies
    assert cookies["sessionid"]["httponly"]
    assert cookies["sessionid"]["samesite"] in ("Lax", "Strict")


WORDS = {403: b"not for your role", 404: b"no page here for you", 500: b"broke on our side"}


def _in_our_words(answer: object, code: int) -> None:
    assert answer.status_code == code  # type: ignore[attr-defined]
    body = answer.content  # type: ignore[attr-defined]
    assert WORDS[code] in body
    assert body.count(b"<h1") == 1
    assert b"Django" not in body
    assert b"Traceback" not in body
    assert not [c.surname for c in CHILDREN if c.surname.encode() in body]


def test_a_page_that_is_not_there_says_so(house: House, signed_in: SignIn) -> None:
    _in_our_words(signed_in(house).get("/children/987654/"), 404)
    _in_our_words(Client().get("/wp-admin.php"), 404)


def test_a_page_for_others_says_so(house: House, signed_in: SignIn) -> None:
    _in_our_words(signed_in(house, "tutor").get("/registers/"), 403)


def test_our_own_mistake_says_so(
    house: House, signed_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(desk: object) -> None:
        raise RuntimeError(f"{ADA.surname} stood in this message")

    monkeypatch.setattr(school_today, "ask", broken)
    _in_our_words(signed_in(house, raise_request_exception=False).get("/"), 500)


def test_a_form_without_its_token_is_told_what_to_do(house: House, signed_in: SignIn) -> None:
    answer = signed_in(house, enforce_csrf_checks=True).post("/registers/")
    assert answer.status_code == 403
    assert b"waited too long" in answer.content


def _health(expected: int = 200) -> dict[str, str]:
    answer = Client().get("/healthz")
    assert answer.status_code == expected
    said: dict[str, str] = answer.json()
    assert said["version"] == __version__
    return said


def test_healthz_tells_whether_the_worker_is_awake(db: None) -> None:
    assert _health() == {
        "status": "ok", "worker": "asleep", "disk": "ok", "version": __version__,
    }  # fmt: skip
    jobs.beat.enqueue()
    assert _health()["worker"] == "awake"
    long_ago = timezone.now() - jobs.ASLEEP_AFTER - dt.timedelta(seconds=1)
    cache.set(jobs.BEAT, long_ago.isoformat(), timeout=None)
    assert _health()["worker"] == "asleep"


def test_healthz_without_a_database_is_503(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    def away() -> None:
        raise DatabaseError("gone")

    with monkeypatch.context() as broken:
        broken.setattr(connection, "ensure_connection", away)
        assert _health(503)["status"] == "no database"


def test_healthz_when_the_shared_cache_is_gone_is_503(
    db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away() -> bool:
        raise DatabaseError("no such table: shared_cache")

    monkeypatch.setattr(jobs, "awake", away)
    assert _health(503)["worker"] == "unknown"


def test_the_front_page_says_when_the_worker_sleeps(house: House, signed_in: SignIn) -> None:
    client = signed_in(house)
    assert b"Background work has stopped" in client.get("/").content
    jobs.beat.enqueue()
    assert b"Background work has stopped" not in client.get("/").content
