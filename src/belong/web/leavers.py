"""Whoever has left is signed out by their next click, wherever they were signed in."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.deprecation import MiddlewareMixin
from django_htmx.http import HttpResponseClientRedirect

from belong.people.models import Adult
from belong.web import clock


class LeaversAreOut(MiddlewareMixin):
    """Ends a session of somebody whose last day has passed, before any page is opened."""

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: object, kwargs: object
    ) -> HttpResponse | None:
        """The way to sign in, or None for everybody who is still here."""
        adult = request.user
        if not isinstance(adult, Adult) or adult.left_on is None:
            return None
        if adult.left_on >= clock.today():
            return None
        logout(request)
        to = reverse("account_login")
        part = getattr(request, "htmx", None)
        return HttpResponseClientRedirect(to) if part else HttpResponseRedirect(to)
