"""A calendar file: give it, see what it would say, keep what is right of it."""

from __future__ import annotations

from collections.abc import Iterable

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from belong.basics.errors import BelongError, UnreadableFile
from belong.insight.questions import calendar_file
from belong.intake import calendar_files
from belong.intake.calendar import NotSaid
from belong.people.permissions import Permission
from belong.web import clock, page
from belong.web.calendar.views import shown
from belong.web.gate import SignedIn, needs


@require_safe
@needs(Permission.REGISTERS_READ)
def file(request: SignedIn) -> HttpResponse:
    """What the file that waits would say."""
    return _shown(request)


def _shown(request: SignedIn, wrong: BelongError | None = None) -> HttpResponse:
    context: dict[str, object] = {
        "waiting": calendar_file.waiting(request.membership),
        "may": request.membership.may(Permission.CALENDAR_WRITE),
        "wrong": wrong,
        "ticked": _numbers(request.POST.getlist("days")) if wrong else None,
        "ticked_terms": _numbers(request.POST.getlist("terms")) if wrong else None,
    }
    response = page.show(request, "calendar/file.html", context)
    response.status_code = 422 if wrong else 200
    return response


@require_POST
@needs(Permission.CALENDAR_WRITE)
def read(request: SignedIn) -> HttpResponse:
    """Take a file and read it. Nothing of the calendar changes."""
    given = request.FILES.get("file")
    try:
        if given is None:
            raise UnreadableFile("No file was chosen.", do="Choose a CSV or an .ics file.")
        if (given.size or 0) > calendar_files.MOST_BYTES:
            raise calendar_files.too_large()
        calendar_files.read_in(
            by=request.membership, file_name=given.name or "", body=given.read(), at=clock.now()
        )
    except UnreadableFile as error:
        return shown(request, error, "file")
    return redirect("calendar:file")


@require_POST
@needs(Permission.CALENDAR_WRITE)
def keep(request: SignedIn) -> HttpResponse:
    """Keep what is ticked."""
    days = _numbers(request.POST.getlist("days"))
    terms = _numbers(request.POST.getlist("terms"))
    key = page.key_posted(request, "file")
    try:
        calendar_files.keep(
            by=request.membership, file_id=key, days=days, terms=terms, at=clock.now()
        )
    except NotSaid as error:
        return _shown(request, error)
    messages.success(request, _("Kept. The figures follow it from now on."))
    return redirect("calendar:calendar")


@require_POST
@needs(Permission.CALENDAR_WRITE)
def set_aside(request: SignedIn) -> HttpResponse:
    """Leave the calendar as it is."""
    try:
        calendar_files.set_aside(by=request.membership, file_id=page.key_posted(request, "file"))
        messages.info(request, _("Set aside. Nothing has changed."))
    except NotSaid as error:
        messages.warning(request, str(error))
    return redirect("calendar:calendar")


def _numbers(texts: Iterable[str]) -> set[int]:
    return {int(t) for t in texts if t.isascii() and t.isdigit() and len(t) < 6}
