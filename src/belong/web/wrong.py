"""What a page says when something went wrong: what happened, what was kept, what to do."""

from __future__ import annotations

import sys
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from belong.people import ballast, fetch
from belong.people.models import Adult
from belong.web import clock

READS = frozenset({"GET", "HEAD", "OPTIONS"})
DOORS = frozenset(
    {
        "/account/login/",
        "/account/logout/",
        "/account/reauthenticate/",
        "/account/school/",
        "/account/second-step/",
        "/account/second-step/again/",
        "/account/passkeys/login/",
        "/account/passkeys/again/",
        "/device/finish/",
        "/greet/",
        "/with/leave/",
    }
)
"""Coming in and going out change next to nothing, and nobody reads without them. `/greet/` is a
search that is posted, so that no name stands in an address."""


class NothingNewOnAFullDisk:
    """Refuses every change while the disk is full, before any of it was read.

    Also lets the room that is held back go in time, so that the look a page begins with can still
    be written down.
    """

    def __init__(self, answer: Callable[[HttpRequest], HttpResponse]) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        ballast.give_back_if_low()
        if request.method in READS or request.path in DOORS or not ballast.full():
            return self.answer(request)
        return full(request)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """The browser sent something we could not read."""
    return render(request, "400.html", status=400)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """The page is there, and not for this role."""
    return render(request, "403.html", status=403)


def from_an_older_page(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form was made too long ago, or at another school of theirs. Nothing of it was kept.

    reason  what Django says of it; not shown
    """
    adult = getattr(request, "user", None)
    several = isinstance(adult, Adult) and len(fetch.memberships(adult, clock.today())) > 1
    return render(request, "403_csrf.html", {"several": several}, status=403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Nothing is there for this person. The same words whether it exists or not."""
    return render(request, "404.html", status=404)


def full(request: HttpRequest) -> HttpResponse:
    """There is no room on the disk: nothing was kept, and reading goes on."""
    return render(None, "507.html", status=507)


def broken(request: HttpRequest) -> HttpResponse:
    """Our mistake, or a disk that filled up just now. Nothing about anybody is on this page."""
    if ballast.lack_of_room(sys.exc_info()[1]):
        ballast.give_back()
        return full(request)
    return render(None, "500.html", status=500)
