"""Five steps, for those who lead."""

from __future__ import annotations

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from belong.insight.questions import five_steps
from belong.people.permissions import Permission
from belong.web import clock, page
from belong.web.gate import SignedIn, needs


@require_safe
@needs(Permission.AUDIT_LEAD)
def steps(request: SignedIn) -> HttpResponse:
    """What is known of each step, and what only people know."""
    answer = five_steps.ask(request.membership, page.open_desk(request), clock.today())
    return page.show(request, "audit/five_steps.html", {"answer": answer})
