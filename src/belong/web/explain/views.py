"""Explain this number."""

from __future__ import annotations

import datetime as dt

from django.http import Http404, HttpResponse, QueryDict
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_safe

from belong.insight.figures import Scope
from belong.insight.questions import explain as explaining
from belong.people.permissions import Permission
from belong.web import page
from belong.web.gate import SignedIn, needs


def _scope(query: QueryDict) -> Scope:
    """The scope in an address. Anything else is a page that is not there."""
    try:
        first = dt.date.fromisoformat(query.get("from", ""))
        last = dt.date.fromisoformat(query.get("to", ""))
    except ValueError:
        raise Http404 from None
    if last < first:
        raise Http404
    return Scope(query.get("about", "school")[:80], first, last, query.get("mark", "")[:8])


@require_safe
@needs(Permission.NUMBERS_EXPLAIN)
def explain(request: SignedIn, name: str) -> HttpResponse:
    """What a figure is made of."""
    desk = page.open_desk(request)
    if desk is None:
        return page.nothing_yet(request)
    try:
        answer = explaining.ask(desk, name, _scope(request.GET))
    except KeyError:
        raise Http404 from None
    may_save = request.membership.may(Permission.CHILDREN_EXPORT)
    return page.show(request, "explain/explain.html", {"answer": answer, "may_save": may_save})


@require_safe
@needs(Permission.CHILDREN_EXPORT)
def saved(request: SignedIn, name: str) -> HttpResponseBase:
    """Every mark behind a figure, with the same sum at the foot."""
    desk = page.open_desk(request)
    if desk is None:
        return page.nothing_yet(request)
    if not explaining.is_defined(name):
        raise Http404
    scope = _scope(request.GET)
    try:
        marks = explaining.every_mark(desk, name, scope)
    except KeyError:
        raise Http404 from None
    foot = ("All", "", "", "", sum(m[4] for m in marks), sum(m[5] for m in marks))
    heads = ("Child", "Date", "Half", "Mark", "Possible", "Missed")
    return page.spreadsheet(
        f"marks-behind-{name}-{scope.first}-to-{scope.last}", heads, [*marks, foot]
    )
