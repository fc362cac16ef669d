"""A child found by name: form, and whom to ask."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from belong.insight.questions import greeted
from belong.people.permissions import Permission
from belong.web import clock, page
from belong.web.at_device import met
from belong.web.at_device.frame import going_away, layout
from belong.web.gate import SignedIn, needs

SOUGHT = "sought"
"""In a session, between the button and the page: what is searched for."""


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
    met.remember(request, [child.key for child in found.children] if found else [])
    context: dict[str, object] = {
        "text": text, "found": found, "leaves_words": by.may(Permission.OBSERVE),
        **layout(request),
    }  # fmt: skip
    return going_away(request, page.show(request, "greet/greet.html", context))
