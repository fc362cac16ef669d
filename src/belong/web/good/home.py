"""Sharing a good thing with home, in the way the family chose. Belong sends nothing itself."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from belong.insight.questions import good_things
from belong.people.permissions import Permission
from belong.practice.noticing import actions
from belong.practice.noticing.actions import NotKept
from belong.web import clock, page
from belong.web.gate import SignedIn, needs
from belong.web.good.views import child, shown


@require_POST
@needs(Permission.GOOD_THINGS)
def way(request: SignedIn, pupil_id: int) -> HttpResponse:
    """How the family would like to hear of good things, as they said it."""
    pupil = child(request, pupil_id)
    try:
        actions.choose_way(
            by=request.membership, pupil=pupil, way=request.POST.get("way", ""), at=clock.now()
        )
    except NotKept as error:
        return shown(request, pupil_id, error)
    messages.success(request, _("Kept."))
    return redirect("good:write", pupil.pk)


@require_POST
@needs(Permission.GOOD_THINGS)
def slip(request: SignedIn, pupil_id: int) -> HttpResponse:
    """The words to send, to say or to print. Nothing is kept by looking at them."""
    pupil, told = good_things.slip(request.membership, pupil_id, page.key_posted(request, "thing"))
    return page.show(request, "good/slip.html", {"pupil": pupil, "told": told})


@require_POST
@needs(Permission.GOOD_THINGS)
def shared(request: SignedIn, pupil_id: int) -> HttpResponse:
    """Somebody told home: when and how is written down."""
    pupil = child(request, pupil_id)
    try:
        actions.share(
            by=request.membership, pupil=pupil, thing_id=page.key_posted(request, "thing"),
            at=clock.now(),
        )  # fmt: skip
    except NotKept as error:
        return shown(request, pupil_id, error)
    messages.success(request, _("Written down. They will be glad."))
    return redirect("good:write", pupil.pk)
