"""Setting up an account from a link.

Opening the link asks nothing of the database, so that a mail scanner learns nothing and uses
nothing up. Everything happens on a button.
"""

from __future__ import annotations

from allauth.account.internal.flows.login import record_authentication
from allauth.account.utils import perform_login
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from belong.people import inviting
from belong.people.inviting import NotOpen
from belong.people.models import Invitation
from belong.web import clock, page
from belong.web.gate import open_to_all

WRONG_ONES = 20
WITHIN = 300
"""Seconds in which one address may try so many links that open nothing."""


@require_http_methods(["GET", "HEAD", "POST"])
@open_to_all
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """The same page for every link there could be; on a button, the account."""
    if request.method != "POST" or request.user.is_authenticated:
        return page.show(request, "invitation/first.html", {"token": token})
    if _tried(request) >= WRONG_ONES:
        return page.show(request, "429.html", {}, status=429)
    try:
        link = inviting.opened(token, clock.now())
        if "password" not in request.POST:
            return _asking(request, token, link)
        return _set_up(request, token, link)
    except NotOpen:
        _wrong(request)
        return page.show(request, "invitation/closed.html", {}, status=404)


def _asking(
    request: HttpRequest, token: str, link: Invitation, wrong: tuple[str, ...] = ()
) -> HttpResponse:
    context: dict[str, object] = {"token": token, "link": link, "wrong": wrong}
    return page.show(request, "invitation/set_up.html", context, status=422 if wrong else 200)


def _set_up(request: HttpRequest, token: str, link: Invitation) -> HttpResponse:
    password = request.POST["password"]
    if password != request.POST.get("again", ""):
        return _asking(request, token, link, ("The two are not the same. Type them again.",))
    try:
        adult = inviting.accept(token=token, password=password, at=clock.now())
    except ValidationError as error:
        return _asking(request, token, link, tuple(error.messages))
    perform_login(request, adult)
    # They typed it this moment: nobody has to ask again before a second step is set up.
    record_authentication(request, adult, method="password", reauthenticated=True)
    return redirect(reverse("mfa_index"))


def _key(request: HttpRequest) -> str:
    from allauth.account.adapter import get_adapter

    return f"wrong-links-{get_adapter().get_client_ip(request)}"


def _tried(request: HttpRequest) -> int:
    return int(cache.get(_key(request), 0))


def _wrong(request: HttpRequest) -> None:
    key = _key(request)
    cache.add(key, 0, WITHIN)
    cache.incr(key)
