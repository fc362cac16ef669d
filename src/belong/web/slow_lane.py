"""Many wrong passwords from one address: the next tries from there come one at a time.

A school shares one address, so nobody is refused for what others typed. Above a few failures a
minute, one try in three seconds is let through, before any password is worked out: guessing gets
slow and costs the server nothing. A browser in which somebody was signed in before is let past, for
tries at their own address: the staffroom goes on while somebody guesses from the library.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from allauth.core.internal.httpkit import get_client_ip
from django.conf import settings
from django.contrib.auth.signals import user_login_failed
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from belong.people import known_browsers
from belong.people.models import Adult
from belong.web import clock

FREELY = 10
"""Failures in a minute that slow nobody down."""
ONE_IN = 3
"""Seconds for each try after that."""
KNOWN = "known"
"""The cookie of a browser: the marks of those who were signed in there, the latest first. It opens
nothing, and only goes past the waiting for tries at the addresses of those adults."""
MOST_KNOWN = 12
"""How many adults one browser is known for. Staffroom computers are shared."""
HALF_A_YEAR = 60 * 60 * 24 * 182
RESET = "account_reset_password"
GUESSED_AT = {"account_login": "login", RESET: "email"}
"""Where somebody types whose account it is, and in which field."""
# Codes of a second step are counted for their account, and passkeys cannot be guessed.

Answer = Callable[[HttpRequest], HttpResponse]


class SlowLane:
    """Stands before the page on which a password is typed."""

    def __init__(self, answer: Answer) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        answer = self.answer(request)
        if isinstance(request.user, Adult):
            mark, marks = known_browsers.mark_of(request.user), _marks(request)
            if mark not in marks:
                _remember(answer, [mark, *marks][:MOST_KNOWN])
        return answer

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: object, kwargs: object
    ) -> HttpResponse | None:
        """Ask to wait, where many wrong tries came from the same address; else None."""
        match = request.resolver_match
        if request.method != "POST" or match is None or match.view_name not in GUESSED_AT:
            return None
        whose = request.POST.get(GUESSED_AT[match.view_name], "")
        if _known(request, whose) or goes_through(address(request)):
            if match.view_name == RESET:
                _failed(request)  # each asks for a letter to somebody
            return None
        asked = render(request, "wait_a_moment.html", {"seconds": ONE_IN}, status=429)
        asked["Retry-After"] = str(ONE_IN)
        return asked


def lets(request: HttpRequest) -> bool:
    """Whether a try from where a request comes from is let through now. A page asks this whose
    visitors have no account: no browser is known there."""
    return goes_through(address(request))


def failed(request: HttpRequest) -> None:
    """Count a wrong try at such a page."""
    _failed(request)


def listen() -> None:
    """Count failures. Called once, when the app is ready."""
    user_login_failed.connect(_failed, dispatch_uid="a sign-in that failed")


def _failed(request: HttpRequest | None = None, **about: object) -> None:
    if request is not None:
        count_failure(address(request))


def count_failure(place: str) -> None:
    """Count a wrong try from somewhere: an address, or a shared device."""
    key = _failures(place)
    cache.add(key, 0, 120)
    cache.incr(key)


def _failures(place: str) -> str:
    return f"failed:{place}:{int(clock.now().timestamp()) // 60}"


def goes_through(place: str) -> bool:
    """Whether a try from somewhere is looked at now: always, until many went wrong there within a
    minute; then one in three seconds."""
    if int(cache.get(_failures(place), 0)) < FREELY:
        return True
    turn = int(clock.now().timestamp()) // ONE_IN
    return bool(cache.add(f"turn:{place}:{turn}", 1, 2 * ONE_IN))


def address(request: HttpRequest) -> str:
    """Where a request comes from; "" where nobody knows."""
    return get_client_ip(request) or ""


def _known(request: HttpRequest, email: str) -> bool:
    """Whether whoever has this address was signed in in this browser, with today's password."""
    marks = _marks(request)
    return bool(marks) and known_browsers.mark_of_address(email) in marks


def _marks(request: HttpRequest) -> list[str]:
    said = request.get_signed_cookie(KNOWN, "", max_age=HALF_A_YEAR) or ""
    return [mark for mark in said.split(".") if len(mark) == known_browsers.LETTERS]


def _remember(answer: HttpResponse, marks: list[str]) -> None:
    answer.set_signed_cookie(
        KNOWN, ".".join(marks), max_age=HALF_A_YEAR, httponly=True, samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )  # fmt: skip
