"""Before a gate opens: who is it, shown in the last quarter of an hour?"""

from __future__ import annotations

from functools import wraps

from allauth.account.internal.flows.reauthentication import suspend_request
from allauth.account.signals import authentication_step_completed
from allauth.mfa import signals
from django.contrib.auth import logout
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode

from belong.people import second_steps
from belong.people.models import Adult
from belong.web import clock, second_factor
from belong.web.gate import View

CAME = "came_in_elsewhere"
BY_PASSWORD, BY_FACTOR = "said_who_by_password", "said_who_by_factor"
"""In a session: when, in seconds, and the key of the adult who did."""
LASTS = 15 * 60
JUST_NOW = 5 * 60


def still_you(view: View) -> View:
    """Ask who it is before a change; what was typed waits and goes on afterwards."""

    @wraps(view)
    def wrapped(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        if request.method != "POST" or shown_lately(request):
            return view(request, *args, **kwargs)
        return suspend_request(request, reverse(_way(request)))

    return wrapped


def shown_lately(request: HttpRequest) -> bool:
    """Whether somebody showed their second step in this session a short while ago; their password
    in the demo, where nobody has one. A time that lies ahead of the clock does not count."""
    return _within(request, BY_FACTOR if _has_one(request) else BY_PASSWORD, LASTS)


def _within(request: HttpRequest, what: str, seconds: int) -> bool:
    kept = request.session.get(what)
    if not kept or kept[1] != str(request.user.pk):
        return False
    return 0 <= clock.now().timestamp() - float(kept[0]) <= seconds


def came_in(request: HttpRequest, adult: Adult, *, by_factor: bool) -> None:
    """Note that somebody came in with the school's account.

    by_factor  whether they showed there, a short while ago, more than a password
    """
    stamp = [clock.now().timestamp(), str(adult.pk)]
    request.session[CAME] = stamp
    if by_factor:
        request.session[BY_FACTOR] = stamp


def asked_elsewhere(view: View) -> View:
    """For a page that asks who it is: whoever has neither password nor second step here signs in
    again at the school's account. What was typed does not wait for them."""

    @wraps(view)
    def wrapped(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        return _in_again(request) if _has_nothing_here(request) else view(request, *args, **kwargs)

    return wrapped


def owner_first(view: View) -> View:
    """For a page that sets up a first second step: whoever came in with the school's account did so
    a moment ago, so that nobody does it at a computer somebody else left open."""

    @wraps(view)
    def wrapped(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        if _has_nothing_here(request) and not _within(request, CAME, JUST_NOW):
            return _in_again(request)
        return view(request, *args, **kwargs)

    return wrapped


def _has_nothing_here(request: HttpRequest) -> bool:
    by = request.user
    if not isinstance(by, Adult) or second_factor.let_off(request):
        return False
    return not by.has_usable_password() and not second_steps.has_one(by)


def _in_again(request: HttpRequest) -> HttpResponseBase:
    back = request.GET.get("next") or request.path
    logout(request)
    return redirect(f"{reverse('account_login')}?{urlencode({'next': back})}")


def _way(request: HttpRequest) -> str:
    return "mfa_reauthenticate" if _has_one(request) else "account_reauthenticate"


def _has_one(request: HttpRequest) -> bool:
    assert isinstance(request.user, Adult), "LoginRequiredMiddleware lets nobody else this far"
    return second_steps.has_one(request.user) or not second_factor.let_off(request)


def listen() -> None:
    """Notice when somebody shows who they are. Called once, when the app is ready."""
    signals.authenticator_used.connect(_by_factor, dispatch_uid="still you by factor")
    authentication_step_completed.connect(_by_password, dispatch_uid="still you by password")


def _by_factor(request: HttpRequest, user: Adult, **more: object) -> None:
    request.session[BY_FACTOR] = [clock.now().timestamp(), str(user.pk)]


def _by_password(request: HttpRequest, user: Adult, method: str = "", **more: object) -> None:
    if method == "password":
        request.session[BY_PASSWORD] = [clock.now().timestamp(), str(user.pk)]
