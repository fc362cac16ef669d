"""Every link in use: who outside the school is let see which child."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from belong.insight.questions import links as the_links
from belong.people import outsiders
from belong.people.permissions import Permission
from belong.web import clock, page
from belong.web.gate import SignedIn, needs


@require_safe
@needs(Permission.LINKS_OF_SCHOOL)
def links(request: SignedIn) -> HttpResponse:
    """Everybody outside who is let see a child of the school, by child."""
    lines = the_links.of_school(request.membership, clock.today())
    return page.show(request, "links/in_use.html", {"lines": lines})


@require_POST
@needs(Permission.LINKS_OF_SCHOOL)
def end(request: SignedIn) -> HttpResponse:
    """End one of them at once."""
    outsiders.end(
        by=request.membership, pupil_id=page.key_posted(request, "child"),
        involvement_id=page.key_posted(request, "link"), at=clock.now(),
    )  # fmt: skip
    messages.success(request, _("Ended. Their next click opens nothing."))
    return redirect("staff:links")
