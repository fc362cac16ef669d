"""Somebody leaves, or is away: who takes over."""

from __future__ import annotations

import datetime as dt

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from belong.basics.errors import BelongError
from belong.insight.questions import giving_a_role, handing_over, one_adult
from belong.people import leaving
from belong.people.giving import NotGiven
from belong.people.models import Adult
from belong.people.permissions import Permission
from belong.web import clock, page
from belong.web.gate import SignedIn, needs


def _shown(
    request: SignedIn, who: Adult, template: str, wrong: BelongError | None = None
) -> HttpResponse:
    answer = handing_over.ask(request.membership, who, clock.today(), _chosen(request))
    names = ("when", "last_day", "first", "last")
    context: dict[str, object] = {
        "answer": answer, "wrong": wrong, "today": clock.today().isoformat(),
        "typed": {name: request.POST.get(name, "") for name in names},
    }  # fmt: skip
    return page.show(request, template, context, status=422 if wrong else 200)


def _chosen(request: SignedIn) -> dict[int, int]:
    """For a role's key, the key of the colleague; a role that nobody takes over is left out."""
    out = {}
    for name in request.POST:
        role = name.removeprefix("role-")
        if role != name and role.isascii() and role.isdigit() and len(role) < 10:
            colleague = page.key_posted(request, name)
            if colleague > 0:
                out[int(role)] = colleague
    return out


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.PEOPLE_GIVE)
def leaves(request: SignedIn, adult_id: int) -> HttpResponse:
    """Say that somebody leaves, and who takes their children over."""
    who, _rows = one_adult.of_school(request.membership, adult_id)
    if request.method != "POST":
        return _shown(request, who, "staff/leaves.html")
    try:
        leaving.leave(
            by=request.membership, adult=who, last_day=_last_day(request),
            taking_over=_chosen(request), at=clock.now(),
        )  # fmt: skip
    except BelongError as error:
        return _shown(request, who, "staff/leaves.html", error)
    messages.success(request, _("Kept. Their roles end, and their sign-in with them."))
    return redirect("staff:adult", adult_id)


def _last_day(request: SignedIn) -> dt.date | None:
    """The last day as it was chosen; None for at once. Raises NotGiven."""
    if request.POST.get("when") == "now":
        return None
    day = giving_a_role.day(request.POST.get("last_day", ""))
    if day is None:
        raise NotGiven(_("Say when they leave: at once, or their last day."))
    return day


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.PEOPLE_GIVE)
def away(request: SignedIn, adult_id: int) -> HttpResponse:
    """Say that somebody is away, and who stands in."""
    who, _rows = one_adult.of_school(request.membership, adult_id)
    if request.method != "POST":
        return _shown(request, who, "staff/away.html")
    try:
        first, last = (giving_a_role.day(request.POST.get(name, "")) for name in ("first", "last"))
        if first is None or last is None:
            raise NotGiven(_("Say the first and the last day."))
        leaving.away(
            by=request.membership, adult=who, first=first, last=last,
            standing_in=_chosen(request), at=clock.now(),
        )  # fmt: skip
    except BelongError as error:
        return _shown(request, who, "staff/away.html", error)
    messages.success(request, _("Kept. They stand in on those days, and on no other."))
    return redirect("staff:adult", adult_id)
