"""Somebody asked for help: that it waits, reading it, and that it was talked about."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from belong.insight.questions import help_asked
from belong.people.permissions import Permission
from belong.practice.voice import asking_help
from belong.web import clock, page
from belong.web.gate import SignedIn, needs


@require_safe
@needs(Permission.CHECKINS)
def waiting(request: SignedIn) -> HttpResponse:
    """What waits, without a word of it."""
    answer = help_asked.ask(request.membership, clock.today())
    return page.show(request, "voice/help.html", {"answer": answer})


@require_POST
@needs(Permission.CHECKINS)
def read(request: SignedIn) -> HttpResponse:
    """The words; that they were read is written down first."""
    key = page.key_posted(request, "help")
    one = asking_help.read(by=request.membership, help_id=key, at=clock.now())
    answer = help_asked.opened(request.membership, one)
    return page.show(request, "voice/help_read.html", {"answer": answer})


@require_POST
@needs(Permission.CHECKINS)
def talked(request: SignedIn) -> HttpResponse:
    """They have talked."""
    key = page.key_posted(request, "help")
    asking_help.talked(by=request.membership, help_id=key, at=clock.now())
    messages.success(request, _("Thank you for being there."))
    return redirect("voice:help")
