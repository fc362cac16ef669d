"""School today."""

from __future__ import annotations

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_safe

from belong.insight import audit_steps
from belong.insight.questions import school_today
from belong.people.permissions import Permission
from belong.people.trail import Verb
from belong.web import clock, page
from belong.web.gate import SignedIn, needs


@require_safe
@needs(Permission.HOUSE)
def today(request: SignedIn) -> HttpResponse:
    """Who is not here, and how this week sits beside our own usual; for somebody whose role is not
    about children, their rooms."""
    if not request.membership.may(Permission.SCHOOL_TODAY_READ):
        return page.show(request, "today/your_rooms.html", {"roles": request.membership.roles})
    desk = page.open_desk(request)
    if desk is None:
        return page.nothing_yet(request)
    answer = school_today.ask(desk, clock.now())
    may_save = request.membership.may(Permission.CHILDREN_EXPORT)
    steps = audit_steps.of_school(request.membership, clock.today())
    context: dict[str, object] = {"answer": answer, "may_save": may_save, "steps": steps}
    return page.show(request, "today/today.html", context)


@require_safe
@needs(Permission.CHILDREN_EXPORT)
def saved(request: SignedIn) -> HttpResponseBase:
    """The children who are not here, as a spreadsheet."""
    desk = page.open_desk(request)
    if desk is None:
        return page.nothing_yet(request)
    answer = school_today.ask(desk, clock.now(), why=Verb.CHILDREN_EXPORTED)
    away = [*answer.no_reason, *(c for g in answer.with_reason for c in g.children)]
    rows = [(str(c.pupil), c.pupil.form, c.code, c.reason, c.said) for c in away]
    heads = ("Child", "Form", "Mark", "Reason", "Before")
    return page.spreadsheet(f"not-here-{answer.day.isoformat()}", heads, rows)
