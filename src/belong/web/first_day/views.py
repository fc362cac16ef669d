"""The first-day list, and writing down who tried."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from belong.insight.questions import first_day as asking
from belong.people import fetch
from belong.people.permissions import Permission
from belong.people.trail import Verb
from belong.practice.contact import trying
from belong.practice.contact.trying import NotTried, Tried
from belong.web import clock, page
from belong.web.gate import SignedIn, needs

FIELDS = ("child", "how", "outcome", "said")


@require_safe
@needs(Permission.FIRST_DAY)
def first_day(request: SignedIn) -> HttpResponse:
    """Who is not here with no reason yet."""
    return _shown(request)


def _shown(request: SignedIn, wrong: NotTried | None = None) -> HttpResponse:
    desk = page.open_desk(request, Permission.FIRST_DAY)
    if desk is None:
        return page.nothing_yet(request)
    typed = {name: request.POST.get(name, "").replace("\x00", "") for name in FIELDS}
    answer = asking.ask(desk, clock.now())
    context: dict[str, object] = {
        "answer": answer, "wrong": wrong, "typed": typed,
        "how": [{"value": v, "words": w} for v, w in answer.how],
        "outcomes": [{"value": v, "words": w} for v, w in answer.outcomes],
    }  # fmt: skip
    return page.show(request, "first_day/first_day.html", context, status=422 if wrong else 200)


@require_POST
@needs(Permission.FIRST_DAY)
def tried(request: SignedIn) -> HttpResponse:
    """How somebody tried, and what came of it."""
    pupil = fetch.pupil(
        page.key_posted(request, "child"), seen_by=request.membership,
        wanting=Permission.FIRST_DAY, why=Verb.CHILDREN_LISTED,
    )  # fmt: skip
    said = Tried(*(request.POST.get(name, "") for name in FIELDS[1:]))
    try:
        trying.write_down(by=request.membership, pupil=pupil, tried=said, at=clock.now())
    except NotTried as error:
        return _shown(request, error)
    messages.success(request, _("Written down."))
    return redirect("first_day:first_day")


@require_POST
@needs(Permission.FIRST_DAY)
def take_back(request: SignedIn) -> HttpResponse:
    """That was for another child."""
    trying.take_back(
        by=request.membership, key=page.key_posted(request, "try"), today=clock.today()
    )
    messages.success(request, _("Taken back. Nothing of it is kept."))
    return redirect("first_day:first_day")
