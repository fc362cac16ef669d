"""Noticing: what the registers may be saying about children somebody works with."""

from __future__ import annotations

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from belong.insight.questions import behind_a_share, school_pattern
from belong.insight.questions import noticing as what_they_say
from belong.people.permissions import Permission
from belong.web import page
from belong.web.gate import SignedIn, needs


@require_safe
@needs(Permission.PATTERNS_READ)
def noticing(request: SignedIn) -> HttpResponse:
    """Patterns of my children, and when sessions were missed."""
    desk = page.open_desk(request, Permission.PATTERNS_READ)
    if desk is None:
        return page.nothing_yet(request)
    return page.show(request, "noticing/noticing.html", {"answer": what_they_say.ask(desk)})


@require_safe
@needs(Permission.PATTERNS_READ)
def school(request: SignedIn) -> HttpResponse:
    """When sessions were missed, by time and by group, beside the year before."""
    desk = page.open_desk(request, Permission.PATTERNS_READ)
    if desk is None:
        return page.nothing_yet(request)
    return page.show(request, "noticing/school.html", {"answer": school_pattern.ask(desk)})


@require_safe
@needs(Permission.PATTERNS_READ)
def behind(request: SignedIn) -> HttpResponse:
    """Who missed sessions in one place of the school's own pattern."""
    desk = page.open_desk(request, Permission.PATTERNS_READ)
    if desk is None:
        return page.nothing_yet(request)
    answer = behind_a_share.ask(desk, request.GET.get("place", ""))
    return page.show(request, "noticing/behind.html", {"answer": answer})
