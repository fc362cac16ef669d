"""Help now: three steps for a hard moment, for one child or before anybody has said for whom."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_safe

from belong.insight.questions import help_now
from belong.people.permissions import Permission
from belong.web import clock, page
from belong.web.gate import SignedIn, needs

SOUGHT = "sought for help now"
"""In a session, between the button and the page: what is searched for."""


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.PROFILE_READ)
def whom(request: SignedIn) -> HttpResponse:
    """The steps for any child, and whose words they may be in. A search is posted and shown once,
    so that no name stays in an address."""
    if request.method == "POST":
        request.session[SOUGHT] = request.POST.get("q", "").replace("\x00", "").strip()[:100]
        return redirect("helps:whom")
    text = request.session.pop(SOUGHT, "")
    answer = help_now.for_whom(request.membership, text, clock.today())
    return page.show(request, "helps/whom.html", {"answer": answer, "text": text})


@require_safe
@needs(Permission.PROFILE_READ)
def now(request: SignedIn, pupil_id: int) -> HttpResponse:
    """Three steps for a hard moment. Nothing is asked and nothing is kept."""
    answer = help_now.ask(request.membership, pupil_id, clock.today())
    return page.show(request, "helps/now.html", {"answer": answer})
