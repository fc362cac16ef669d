"""Signing in: nobody signs themselves up."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.views import password_reset
from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from belong.people import fetch
from belong.people.models import Adult
from belong.web import clock, which_school


class ClosedDoor(DefaultAccountAdapter):
    """Accounts are made by the school, never by a visitor."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Never."""
        return False

    def pre_login(
        self, request: HttpRequest, user: AbstractBaseUser, **more: Any
    ) -> HttpResponse | None:
        """For whoever has left, the account is closed, whatever else it says."""
        assert isinstance(user, Adult), "nobody else has an account"
        if user.left_on is not None and user.left_on < clock.today():
            user.is_active = False
        return super().pre_login(request, user, **more)

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """Where somebody comes in who was on the way to no page: to the first door of their school,
        or to the question which school where they work at several."""
        assert isinstance(request.user, Adult), "nobody else has an account"
        mine = fetch.memberships(request.user, clock.today())
        if len(mine) > 1:
            return reverse("which_school")
        if mine:
            return which_school.first_door(*mine.values())
        return str(super().get_login_redirect_url(request))


@login_not_required
def forgotten(request: HttpRequest) -> HttpResponse:
    """A forgotten password: a link by e-mail, or whom to ask where no e-mail can be sent."""
    if settings.MAIL_WORKS:
        return password_reset(request)
    return render(request, "account/no_mail.html")
