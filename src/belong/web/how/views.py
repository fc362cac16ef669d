"""How we count, help, and the door to every other room."""

from __future__ import annotations

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from belong.insight.questions import explain as explaining
from belong.insight.questions import how_sure as surely
from belong.insight.questions import not_seen
from belong.people import school_settings
from belong.people.permissions import Permission
from belong.people.roles import ROLES
from belong.web import page
from belong.web.gate import SignedIn, needs


@require_safe
@needs(Permission.HOUSE)
def how_we_count(request: SignedIn) -> HttpResponse:
    """Every definition in words."""
    context: dict[str, object] = {"definitions": explaining.all_definitions()}
    return page.show(request, "how/how.html", context)


@require_safe
@needs(Permission.HOUSE)
def how_sure(request: SignedIn) -> HttpResponse:
    """How sure patterns are, as it was measured."""
    return page.show(request, "how/sure.html", {"answer": surely.ask()})


@require_safe
@needs(Permission.HOUSE)
def get_help(request: SignedIn) -> HttpResponse:
    """What each page is for, and who may do what."""
    said, _version = school_settings.of(request.membership.school)
    context: dict[str, object] = {
        "roles": [(role, not_seen.of_role(role)) for role in ROLES.values()],
        "mine": not_seen.of_mine(request.membership),
        "safety": said.whom_to_tell, "system": said.safety_link,
    }  # fmt: skip
    return page.show(request, "how/help.html", context)


@require_safe
@needs(Permission.HOUSE)
def more(request: SignedIn) -> HttpResponse:
    """The rooms that the bar of a phone has no place for."""
    return page.show(request, "how/more.html", {})
