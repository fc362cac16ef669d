"""What the school's own system says of one child."""

from __future__ import annotations

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from belong.insight.questions import what_school_says
from belong.people.permissions import Permission
from belong.web import clock, page
from belong.web.gate import SignedIn, needs


@require_safe
@needs(Permission.SYSTEM_READ)
def in_the_system(request: SignedIn, pupil_id: int) -> HttpResponse:
    """Contacts, arrangements and characteristics: each only to those it is for."""
    answer = what_school_says.ask(request.membership, pupil_id, clock.now())
    return page.show(request, "children/in_the_system.html", {"answer": answer})
