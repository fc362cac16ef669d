"""A password alone opens no page about children: the gate, and what a second factor is here."""

from __future__ import annotations

import base64
import hashlib
import ipaddress
from collections.abc import Callable
from typing import Any

from allauth.mfa import signals
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.deprecation import MiddlewareMixin
from django.utils.http import urlencode
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django_htmx.http import HttpResponseClientRedirect

from belong.people import second_steps
from belong.web import square

SHOWN = "second_factor_shown"
"""In a session: the key of the adult who showed a second factor in it."""
ELSEWHERE = "second_factor_shown_elsewhere"
"""In a session: the key of the adult of whom the school's own account said that they showed one."""
MADE_UP = ".example"
"""The end of every address in the demo; nobody in the world can have one like it."""
GOING_OUT = frozenset({"account_logout", "account_inactive"})
SHOWING = GOING_OUT | {"mfa_reauthenticate", "mfa_reauthenticate_webauthn"}
"""Open to a session that has not shown the factor there is. Changing factors is not among it."""
SETTING_UP = SHOWING | {
    "account_reauthenticate", "mfa_index", "mfa_activate_totp", "mfa_add_webauthn",
}  # fmt: skip
"""Open to somebody who has no second factor yet."""


class SecondFactorFirst(MiddlewareMixin):
    """Leads whoever is signed in with a password alone to the page where that ends."""

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: object, kwargs: object
    ) -> HttpResponse | None:
        """The way to somewhere else, or None where the page may be opened."""
        if not request.user.is_authenticated or let_off(request):
            return None
        if request.session.get(ELSEWHERE) == str(request.user.pk):
            return None
        has = second_steps.has_one(request.user)
        if has and request.session.get(SHOWN) == str(request.user.pk):
            return None
        if _name(request) in (SHOWING if has else SETTING_UP):
            return None
        return _led(request, "mfa_reauthenticate" if has else "mfa_index")


def let_off(request: HttpRequest) -> bool:
    """Whether nobody is asked for a second factor: invented people, in the demo, on this computer.

    Each of the three is looked at for every request, so that a demo which reaches the network by a
    mistake lets nobody in.
    """
    email = str(getattr(request.user, "email", ""))
    return bool(settings.DEMO) and email.endswith(MADE_UP) and _from_here(request)


def _from_here(request: HttpRequest) -> bool:
    # Behind a proxy every visitor comes from this computer, so nobody is taken to.
    if settings.BEHIND_PROXY or "HTTP_X_FORWARDED_FOR" in request.META:
        return False
    try:
        return ipaddress.ip_address(request.META.get("REMOTE_ADDR", "")).is_loopback
    except ValueError:
        return False


def _name(request: HttpRequest) -> str:
    match = request.resolver_match
    return match.view_name if match else ""


def _led(request: HttpRequest, to: str) -> HttpResponse:
    """A page is led there and comes back; a part of a page takes the whole page along."""
    htmx = getattr(request, "htmx", None)
    back = htmx.current_url_abs_path if htmx else request.get_full_path()
    if to == "mfa_reauthenticate" and back and (htmx or request.method == "GET"):
        where = f"{reverse(to)}?{urlencode({'next': back})}"
    else:
        where = reverse(to)
    return HttpResponseClientRedirect(where) if htmx else HttpResponseRedirect(where)


def listen() -> None:
    """Notice when a factor is shown or set up. Called once, when the app is ready."""
    signals.authenticator_used.connect(_shown, dispatch_uid="second factor used")
    signals.authenticator_added.connect(_added, dispatch_uid="second factor added")


def shown_elsewhere(request: HttpRequest, adult: AbstractBaseUser) -> None:
    """Note that the school's own account asked for more than a password."""
    request.session[ELSEWHERE] = str(adult.pk)


def _shown(request: HttpRequest, user: AbstractBaseUser, **more: object) -> None:
    request.session[SHOWN] = str(user.pk)


def _added(
    request: HttpRequest, user: AbstractBaseUser, authenticator: Authenticator, **more: object
) -> None:
    if authenticator.type in second_steps.FACTORS:
        _shown(request, user)


class Factors(DefaultMFAAdapter):
    """How second factors are kept, drawn and named."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": _("That is not right, or it was used before. Try again with a new one."),
        "cannot_generate_recovery_codes": _("Set up a passkey or an app first."),
    }

    def encrypt(self, text: str) -> str:
        """Text that a copy of the database alone does not give away."""
        return _box().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """The text again. Raises InvalidToken where the secret key is another one."""
        return _box().decrypt(encrypted_text.encode()).decode()

    def get_totp_issuer(self) -> str:
        """The name an app shows beside its codes."""
        return "Belong"

    def generate_authenticator_name(self, user: AbstractBaseUser, type: Authenticator.Type) -> str:  # noqa: A002
        """A first name for a new passkey: Passkey 1, Passkey 2."""
        return gettext("Passkey %(n)s") % {"n": second_steps.how_many(user, type) + 1}

    def build_totp_svg(self, url: str) -> str:
        """The square an app reads, as an svg element on white; 220 pixels wide."""
        return square.svg(url, gettext("A square for your app to read"))


def _box() -> MultiFernet:
    """The box for secrets, its key drawn from the secret key of this installation."""
    keys = (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
    drawn = (hashlib.sha256(b"second factors:" + key.encode()).digest() for key in keys)
    return MultiFernet([Fernet(base64.urlsafe_b64encode(key)) for key in drawn])
