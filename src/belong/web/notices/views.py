"""What was opened, and what waits for a second person."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from belong.insight.questions import told
from belong.people import notices as the_notices
from belong.people import openings
from belong.people.openings import NotOpened
from belong.people.permissions import Permission
from belong.web import clock, page
from belong.web.gate import SignedIn, needs
from belong.web.still_you import still_you

LONGEST_KEY = 18


@require_safe
@needs(Permission.NOTICES_READ)
def notices(request: SignedIn) -> HttpResponse:
    """The list."""
    answer = told.ask(request.membership, clock.now())
    return page.show(request, "notices/notices.html", {"answer": answer})


@require_POST
@needs(Permission.NOTICES_READ)
def read(request: SignedIn) -> HttpResponse:
    """All that was on the page is read now."""
    newest = _key(request.POST.get("newest", ""))
    the_notices.read(by=request.membership, newest=newest, now=clock.now())
    return redirect("notices:notices")


@require_POST
@needs(Permission.ORDER_AGREE)
@still_you
def answer(request: SignedIn) -> HttpResponse:
    """Yes or no to a question of somebody else."""
    yes = request.POST.get("answer") == "yes"
    act = openings.agree if yes else openings.refuse
    key = _key(request.POST.get("question", ""))
    try:
        act(by=request.membership, opening_id=key, now=clock.now())
        said = _("Agreed. It is open for an hour.") if yes else _("You said no. It stays shut.")
        messages.success(request, said)
    except NotOpened as error:
        messages.warning(request, f"{error.what} {error.do}")
    return redirect("notices:notices")


def _key(text: str) -> int:
    """What is no key is the key of nothing."""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= LONGEST_KEY else 0
