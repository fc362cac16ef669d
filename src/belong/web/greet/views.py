"""A child found by name: form, and whom to ask."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from belong.insight.questions import greeted
from belong.people.permissions import Permission
from belong.web import clock, page
from belong.web.gate import SignedIn, needs

SOUGHT = "sought"
"""In a session, between the button and the page: what is searched for."""
A_MOMENT = 5
"""Seconds after a visit is over before the page leaves the screen by itself."""


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.CHILD_GREET, by_pin=True)
def greet(request: SignedIn) -> HttpResponse:
    """The search, and whom it finds. What is searched for is posted and shown once: an address, and
    the way back, stay in a device that others use. There the page also goes away by itself once
    nobody has touched it for a while."""
    if request.method == "POST":
        request.session[SOUGHT] = request.POST.get("q", "").replace("\x00", "").strip()[:100]
        return redirect("greet:greet")
    text = request.session.pop(SOUGHT, "")
    by = request.membership
    found = greeted.ask(text, by, clock.today()) if text else None
    at_device = by.at_device is not None
    context: dict[str, object] = {
        "text": text, "found": found, "name": by.adult.name, "at_device": at_device,
        "layout": "at_device/frame.html" if at_device else "base.html",
    }  # fmt: skip
    answer = page.show(request, "greet/greet.html", context)
    if at_device:
        seconds = settings.PIN_IDLE_MINUTES * 60 + A_MOMENT
        answer["Refresh"] = f"{seconds}; url={reverse('device:door')}"
    return answer
