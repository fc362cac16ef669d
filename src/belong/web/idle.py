"""The lock of a shared computer: after a quarter of an hour without a click, who is it?"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from allauth.account.internal.flows.reauthentication import suspend_request
from allauth.account.signals import authentication_step_completed
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.deprecation import MiddlewareMixin
from django.utils.http import urlencode
from django_htmx.http import HttpResponseClientRedirect

from belong.web import clock

CLICK = "last_click"
LOCKED = "locked"
COARSE = 30
"""Seconds: a click sooner than this after the last one is not written down again."""
ASKS_BY_ITSELF = frozenset({"keeping", "who-says-what"})
"""Parts of pages that ask again on their own. Nobody sat there for that."""
OPEN = frozenset(
    {
        "account_login",
        "account_logout",
        "account_reauthenticate",
        "mfa_reauthenticate",
        "mfa_reauthenticate_webauthn",
    }
)
"""What a locked session may still open: the ways to open it, and the way out."""


class IdleLock(MiddlewareMixin):
    """Locks a session nobody clicked in for a while, until its owner says again who they are."""

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: object, kwargs: object
    ) -> HttpResponse | None:
        """The question who it is, or None where nobody has to be asked."""
        match = request.resolver_match
        if not request.user.is_authenticated or (match and match.view_name in OPEN):
            return None
        if _locked(request):
            return _ask(request)
        if request.headers.get("HX-Trigger") not in ASKS_BY_ITSELF:
            _clicked(request)
        return None


def _locked(request: HttpRequest) -> bool:
    """Whether the session is locked; a lock stays until it is opened, however long that takes."""
    last = request.session.get(CLICK)
    if last is not None and _now() - last > settings.IDLE_MINUTES * 60:
        request.session[LOCKED] = True
    return bool(request.session.get(LOCKED))


def _clicked(request: HttpRequest) -> None:
    last = request.session.get(CLICK)
    if last is None or _now() - last >= COARSE:
        request.session[CLICK] = _now()


def _now() -> float:
    return clock.now().timestamp()


def _ask(request: HttpRequest) -> HttpResponse:
    """To the question; what was typed into a form waits in the session and goes on afterwards."""
    where = reverse("account_reauthenticate")
    htmx = getattr(request, "htmx", None)
    if not htmx:
        return suspend_request(request, where)
    back = urlencode({"next": htmx.current_url_abs_path or "/"})
    return HttpResponseClientRedirect(f"{where}?{back}")


def listen() -> None:
    """Notice when somebody says again who they are. Called once, when the app is ready."""
    authentication_step_completed.connect(_opened, dispatch_uid="idle lock opened")


def _opened(request: HttpRequest, reauthenticated: bool = False, **more: object) -> None:
    if reauthenticated:
        request.session.pop(LOCKED, None)
        request.session[CLICK] = _now()
