"""Who looked at one child."""

from __future__ import annotations

from urllib.parse import urlencode

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_safe

from belong.insight.questions import who_looked as asking
from belong.people.permissions import Permission
from belong.people.trail import Verb
from belong.web import clock, page
from belong.web.gate import SignedIn, needs

HEADS = ("Day", "Time", "Adult", "Role then", "What they did")


@require_safe
@needs(Permission.TRAIL_OF_CHILD)
def who_looked(request: SignedIn, pupil_id: int) -> HttpResponse:
    """By day, newest first, narrowed to some days and one kind."""
    span, kind = request.GET.get("days", ""), request.GET.get("kind", "")
    answer = asking.ask(request.membership, pupil_id, clock.today(), span=span, kind=kind)
    save = urlencode(
        {"days": next(c.value for c in answer.spans if c.chosen),
         "kind": next(c.value for c in answer.kinds if c.chosen)}
    )  # fmt: skip
    return page.show(request, "trail/who_looked.html", {"answer": answer, "save": save})


@require_safe
@needs(Permission.TRAIL_OF_CHILD)
def saved(request: SignedIn, pupil_id: int) -> HttpResponseBase:
    """The same as a spreadsheet."""
    answer = asking.ask(
        request.membership,
        pupil_id,
        clock.today(),
        span=request.GET.get("days", ""),
        kind=request.GET.get("kind", ""),
        why=Verb.LOOKS_EXPORTED,
    )
    rows = [
        (day.on.isoformat(), look.when, look.who, look.role, look.what)
        for day in answer.days
        for look in day.looks
    ]
    return page.spreadsheet(f"who-looked-{clock.today().isoformat()}", HEADS, rows)


@require_safe
@needs(Permission.TRAIL_OF_CHILD)
def for_them(request: SignedIn, pupil_id: int) -> HttpResponse:
    """In plain words for the young person, to print or to read together."""
    answer = asking.ask(
        request.membership,
        pupil_id,
        clock.today(),
        span="year",
        why=Verb.LOOKS_PRINTED,
        to_them=True,
    )
    return page.show(request, "trail/for_them.html", {"answer": answer})
