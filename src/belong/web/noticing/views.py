"""Noticing: what the registers may be saying about children somebody works with."""

from __future__ import annotations

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from belong.insight.questions import noticing as what_they_say
from belong.people.permissions import Permission
from belong.web import page
from belong.web.gate import SignedIn, needs


@require_safe
@needs(Permission.PATTERNS_READ)
def noticing(request: SignedIn) -> HttpResponse:
    """Patterns of my children, and when sessions were missed."""
    desk = page.open_desk(request)
    if desk is None:
        return page.nothing_yet(request)
    return page.show(request, "noticing/noticing.html", {"answer": what_they_say.ask(desk)})
