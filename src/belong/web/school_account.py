"""Coming in with the account a school has elsewhere: only the school's own, only for somebody who
is here already."""

from __future__ import annotations

import logging
import re
from collections.abc import Callable
from typing import Any

from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialLogin
from allauth.socialaccount.providers.base import AuthProcess
from allauth.socialaccount.providers.openid_connect import views
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, QueryDict
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.http import urlencode
from django.views.decorators.http import require_safe
from requests import RequestException

from belong.people import elsewhere
from belong.web import clock, still_you
from belong.web.second_factor import shown_elsewhere

_log = logging.getLogger(__name__)

GUEST = "#ext#"
"""In the name of somebody whom another organisation vouches for and a tenant only invited."""


class SchoolAccounts(DefaultSocialAccountAdapter):
    """Who may come in that way. Every doubt ends at one page, the same for all of them."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:
        """Never: the school makes accounts."""
        return False

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        """Let in whoever the school's own account says they are, and nobody else."""
        kind = sociallogin.account.provider
        said = dict(sociallogin.account.extra_data.get("id_token") or {})
        here = settings.SCHOOL_ACCOUNTS.get(kind)
        if (
            here is None
            or sociallogin.state.get("process", AuthProcess.LOGIN) != AuthProcess.LOGIN
            or not is_of_the_school(here, said)
        ):
            raise ImmediateHttpResponse(_not_let_in(request))
        # What the other side tells of a person is not kept: only that they are the same one again.
        sociallogin.account.extra_data = {}
        sociallogin.token = None
        if sociallogin.is_existing:
            sociallogin.account.save(update_fields=["extra_data"])
        else:
            self._connect(request, sociallogin, address_in(said))
        by_factor = "mfa" in _ways(said)
        if by_factor:
            shown_elsewhere(request, sociallogin.user)
        lately = by_factor and _shown_lately(said)
        still_you.came_in(request, sociallogin.user, by_factor=lately)

    def _connect(self, request: HttpRequest, sociallogin: SocialLogin, address: str) -> None:
        kind, now = sociallogin.account.provider, clock.now()
        by = elsewhere.first_time(kind, address, now.date())
        if by is None:
            raise ImmediateHttpResponse(_not_let_in(request))
        sociallogin.connect(request, by.adult)
        elsewhere.tied(by=by, kind=kind, at=now)

    def on_authentication_error(self, request: HttpRequest, *about: Any, **more: Any) -> None:
        """Whatever went wrong on the way there and back."""
        raise ImmediateHttpResponse(_not_let_in(request))


def is_of_the_school(here: dict[str, str], said: dict[str, Any]) -> bool:
    """Whether a token is about an account of the school's own tenant or domain.

    Google says `email_verified` and that must be true; Microsoft's tenant stands in for it.
    """
    whose = said.get(here["claim"])
    ours = isinstance(whose, str) and whose.casefold() == here["only"].casefold()
    guest = GUEST in str(said.get("preferred_username", "")).casefold() or "idp" in said
    proven = here["claim"] != "hd" or said.get("email_verified") is True
    return ours and proven and not guest and bool(address_in(said))


def address_in(said: dict[str, Any]) -> str:
    """The e-mail address a token is about; "" where it has none."""
    found = str(said.get("email") or said.get("preferred_username") or "")
    return found if re.fullmatch(r"[^@\s]+@[^@\s]+", found) else ""


def _ways(said: dict[str, Any]) -> frozenset[str]:
    """How somebody showed there who they are (RFC 8176)."""
    ways = said.get("amr")
    return (
        frozenset(w for w in ways if isinstance(w, str)) if isinstance(ways, list) else frozenset()
    )


def _shown_lately(said: dict[str, Any]) -> bool:
    """Whether they typed it there a short while ago; without `auth_time` nobody can say."""
    at = said.get("auth_time")
    return type(at) is int and 0 <= clock.now().timestamp() - at <= still_you.LASTS


def _not_let_in(request: HttpRequest) -> HttpResponse:
    return render(request, "socialaccount/not_let_in.html", status=403)


@login_not_required
def there(request: HttpRequest, provider_id: str) -> HttpResponseBase:
    """The button: off to the other side, with nothing added to what is asked there."""
    back = request.GET.get("next")
    request.GET = QueryDict(urlencode({"next": back}) if back else "")
    return _or_not_let_in(views.login, request, provider_id)


@login_not_required
def back(request: HttpRequest, provider_id: str) -> HttpResponseBase:
    """Back from the other side."""
    return _or_not_let_in(views.callback, request, provider_id)


def _or_not_let_in(
    view: Callable[..., HttpResponseBase], request: HttpRequest, provider_id: str
) -> HttpResponseBase:
    try:
        return view(request, provider_id)
    except RequestException as problem:
        # It is away, or says nonsense. The message may hold what was sent there, so only its kind.
        _log.warning(
            "the account at %s could not be asked: %s", provider_id, type(problem).__name__
        )
        return _not_let_in(request)


@login_not_required
@require_safe
def not_let_in(request: HttpRequest) -> HttpResponse:
    """What to do when the school's account did not lead here."""
    return _not_let_in(request)
