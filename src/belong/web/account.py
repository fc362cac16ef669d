"""Signing in: nobody signs themselves up."""

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.views import password_reset
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


class ClosedDoor(DefaultAccountAdapter):
    """Accounts are made by the school, never by a visitor."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Never."""
        return False


@login_not_required
def forgotten(request: HttpRequest) -> HttpResponse:
    """A forgotten password: a link by e-mail, or whom to ask where no e-mail can be sent."""
    if settings.MAIL_WORKS:
        return password_reset(request)
    return render(request, "account/no_mail.html")
