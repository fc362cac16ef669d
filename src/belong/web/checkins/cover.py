"""Somebody is away today: one tap, and whoever stands in sees it."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from belong.insight import words
from belong.insight.questions import away_today
from belong.people.permissions import Permission
from belong.practice.checkins import covering
from belong.web import clock, page
from belong.web.gate import SignedIn, needs

LONGEST = 100
"""Letters of a search."""


@require_safe
@needs(Permission.PASSED_ON_READ)
def away(request: SignedIn) -> HttpResponse:
    """Adults who are close to children, and who of them is away today."""
    text = request.GET.get("q", "").replace("\x00", "")[:LONGEST]
    answer = away_today.ask(request.membership, clock.today(), text)
    context: dict[str, object] = {"adults": answer.adults, "said": answer.said, "text": text}
    return page.show(request, "checkins/away.html", context)


@require_POST
@needs(Permission.PASSED_ON_READ)
def say_away(request: SignedIn) -> HttpResponse:
    """Away today, or there after all."""
    adult = page.key_posted(request, "adult")
    if request.POST.get("there"):
        until = covering.back(by=request.membership, adult_id=adult, at=clock.now())
        kept = _("They are there. What was theirs is theirs again.")
        if until:
            kept = _(
                "They are there today. After today they are away until %(day)s, as it was said."
            )
            kept %= {"day": words.day(until)}
        messages.success(request, kept)
    else:
        covering.away_today(by=request.membership, adult_id=adult, at=clock.now())
        messages.success(request, _("Kept for today. Whoever stands in sees it now."))
    return redirect("checkins:away")
