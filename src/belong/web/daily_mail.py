"""Saying whether one wants the daily e-mail, on the page about how one signs in."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from belong.people import waiting_mail
from belong.people.permissions import Permission
from belong.web.gate import SignedIn, needs


@require_POST
@needs(Permission.HOUSE)
def daily_mail(request: SignedIn) -> HttpResponse:
    """Turn one's own on or off."""
    wanted = "wanted" in request.POST
    waiting_mail.choose(by=request.membership, wanted=wanted)
    if wanted:
        messages.success(request, _("Kept. On a school day on which something waits, you hear."))
    else:
        messages.success(request, _("Kept. No e-mail comes any more."))
    return redirect("mfa_index")
