"""The places and times of welcome of a school. They are about no child."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from belong.basics.errors import BelongError
from belong.people.permissions import Permission
from belong.practice.profiles import queries, welcome
from belong.practice.profiles.actions import NotWritten
from belong.practice.profiles.models import SHORT
from belong.web import page
from belong.web.gate import SignedIn, needs

FIELDS = ("name", "when", "what", "who")


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.SETTINGS_WRITE)
def places(request: SignedIn) -> HttpResponse:
    """The places there are, and putting one up."""
    if request.method != "POST":
        return _shown(request, {})
    typed = {name: request.POST.get(name, "").replace("\x00", "") for name in FIELDS}
    try:
        welcome.put_up(by=request.membership, **typed)
    except NotWritten as error:
        return _shown(request, typed, error)
    messages.success(request, _("Kept."))
    return redirect("helps:places")


@require_POST
@needs(Permission.SETTINGS_WRITE)
def take_down(request: SignedIn) -> HttpResponse:
    """A place that is no more."""
    welcome.take_down(by=request.membership, key=page.key_posted(request, "place"))
    messages.success(request, _("Taken down."))
    return redirect("helps:places")


def _shown(
    request: SignedIn, typed: dict[str, str], wrong: BelongError | None = None
) -> HttpResponse:
    here = queries.places(request.membership.school_id)
    context: dict[str, object] = {"places": here, "typed": typed, "wrong": wrong, "longest": SHORT}
    return page.show(request, "helps/welcome.html", context, status=422 if wrong else 200)
