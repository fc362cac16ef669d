"""How safely Belong is run: for the head, whoever looks after accounts, and governors."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpResponse
from django.views.decorators.http import require_safe

from belong.insight.questions import anchor_away, how_safely
from belong.people.permissions import Permission
from belong.web import clock, page
from belong.web.gate import SignedIn, needs

OLD_DAYS = 90
"""A version this old is said to be old: fixes come in new ones."""


@require_safe
@needs(Permission.SECURITY_READ)
def security(request: SignedIn) -> HttpResponse:
    """How sign-in stands. No child is named."""
    answer = how_safely.ask(request.membership, clock.now())
    context: dict[str, object] = {
        "answer": answer,
        "anchor": anchor_away.ask(request.membership, clock.today()),
        "may": request.membership.may(Permission.PEOPLE_GIVE),
        "idle": settings.IDLE_MINUTES,
        "old": answer.age_days > OLD_DAYS,
    }
    return page.show(request, "security/security.html", context)
