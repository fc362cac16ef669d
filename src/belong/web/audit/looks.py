"""Every look of a school at itself, one of them, opening and closing one."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from belong.basics.errors import BelongError
from belong.insight.questions import audit_look, audit_looks
from belong.people.permissions import Permission
from belong.practice.audit import actions
from belong.practice.audit.wrong import NotKept
from belong.web import clock, page
from belong.web.audit import asked
from belong.web.gate import SignedIn, needs


@require_safe
@needs(Permission.AUDIT_READ)
def looks(request: SignedIn) -> HttpResponse:
    """Every look, and what the school can be looked at with."""
    return _looks(request)


def _looks(request: SignedIn, wrong: BelongError | None = None) -> HttpResponse:
    context: dict[str, object] = {
        "answer": audit_looks.ask(request.membership, clock.today()), "wrong": wrong,
        "typed": asked.typed(request, "list", "meeting_on", "optional"),
    }  # fmt: skip
    return page.show(request, "audit/looks.html", context, status=422 if wrong else 200)


@require_POST
@needs(Permission.AUDIT_LEAD)
def open_one(request: SignedIn) -> HttpResponse:
    """Open a look with one of the lists."""
    on = request.POST.get("meeting_on", "")
    try:
        made = actions.open_look(
            by=request.membership, key=request.POST.get("list", ""), at=clock.now(),
            meeting_on=asked.day(on) if on else None, optional=bool(request.POST.get("optional")),
        )  # fmt: skip
    except NotKept as error:
        return _looks(request, error)
    messages.success(request, _("Open. Everybody can take part now."))
    return redirect("audit:look", made.pk)


@require_safe
@needs(Permission.AUDIT_READ)
def look(request: SignedIn, look_id: int) -> HttpResponse:
    """One look: its blocks, and how far it is."""
    return _look(request, look_id)


def _look(request: SignedIn, look_id: int, wrong: BelongError | None = None) -> HttpResponse:
    context: dict[str, object] = {
        "answer": audit_look.ask(request.membership, look_id, clock.today()), "wrong": wrong,
        "typed": asked.typed(request, "meeting_on"),
    }  # fmt: skip
    return page.show(request, "audit/look.html", context, status=422 if wrong else 200)


@require_POST
@needs(Permission.AUDIT_LEAD)
def move_meeting(request: SignedIn, look_id: int) -> HttpResponse:
    """The meeting is on another day, or on none that is known."""
    on = request.POST.get("meeting_on", "")
    try:
        actions.move_meeting(
            by=request.membership, look=asked.look(request, look_id), at=clock.now(),
            on=asked.day(on) if on else None,
        )  # fmt: skip
    except NotKept as error:
        return _look(request, look_id, error)
    messages.success(request, _("Kept. The meeting has its new day.") if on else _("Kept."))
    return redirect("audit:look", look_id)


@require_POST
@needs(Permission.AUDIT_LEAD)
def close(request: SignedIn, look_id: int) -> HttpResponse:
    """Nobody answers any more."""
    try:
        actions.close(
            by=request.membership, look=asked.look(request, look_id), at=clock.now()
        )  # fmt: skip
    except NotKept as error:
        messages.error(request, str(error))
        return redirect("audit:look", look_id)
    messages.success(request, _("Closed. What was agreed, and what is to do, stays."))
    return redirect("audit:look", look_id)
