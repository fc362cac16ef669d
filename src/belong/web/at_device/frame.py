"""What stands around a page that is also opened on a shared device."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpResponse
from django.urls import reverse

from belong.web.gate import SignedIn

A_MOMENT = 5
"""Seconds after a visit is over before the page leaves the screen by itself."""


def layout(request: SignedIn) -> dict[str, object]:
    """The frame of a page: the house for whoever signed in, a plain one for who came by PIN."""
    at_device = request.membership.at_device is not None
    return {
        "layout": "at_device/frame.html" if at_device else "base.html",
        "at_device": at_device,
        "name": request.membership.adult.name,
    }


def going_away(request: SignedIn, answer: HttpResponse) -> HttpResponse:
    """On a shared device a page goes away by itself once nobody has touched it for a while."""
    if request.membership.at_device is not None:
        seconds = settings.PIN_IDLE_MINUTES * 60 + A_MOMENT
        answer["Refresh"] = f"{seconds}; url={reverse('device:door')}"
    return answer
