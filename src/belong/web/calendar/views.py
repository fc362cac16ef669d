"""The Calendar: what the marks ask, what people said, and saying something."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from belong.basics.errors import BelongError
from belong.insight.questions import calendar_questions, school_calendar
from belong.insight.questions.school_calendar import Meant
from belong.intake import calendar as saying
from belong.intake import calendar_files
from belong.intake.calendar import NotSaid
from belong.intake.calendar_models import Source
from belong.people.permissions import Permission
from belong.web import clock, page
from belong.web.calendar.forms import Typed, kinds, year_asked
from belong.web.gate import SignedIn, needs

PUT_OFF = "calendar_not_now"
MOST_PUT_OFF = 100


@require_safe
@needs(Permission.REGISTERS_READ)
def calendar(request: SignedIn) -> HttpResponse:
    """One school year: questions first, then half-terms and what was said."""
    return shown(request)


def shown(request: SignedIn, wrong: BelongError | None = None, about: str = "") -> HttpResponse:
    """The page, with what went wrong in one of its forms.

    about  "days", "term" or "file": the form it went wrong in
    """
    put_off = frozenset(request.session.get(PUT_OFF, ()))
    answer = school_calendar.of_year(request.membership, clock.today(), _year(request), put_off)
    context: dict[str, object] = {
        "answer": answer,
        "may": request.membership.may(Permission.CALENDAR_WRITE),
        "waiting": calendar_files.waiting(request.membership.school_id),
        "kinds": kinds(),
        "typed": Typed.of(request),
        "wrong": wrong,
        "about": about,
    }
    response = page.show(request, "calendar/calendar.html", context)
    response.status_code = 422 if wrong else 200
    return response


def _year(request: SignedIn) -> int | None:
    return year_asked(request.POST.get("year", "") or request.GET.get("year", ""))


def _back(request: SignedIn) -> HttpResponse:
    year = _year(request)
    return redirect(reverse("calendar:calendar") + (f"?year={year}" if year else ""))


def _said(request: SignedIn, about: str, act: Callable[[], object]) -> HttpResponse:
    """Do something and go back to the page, or show the page with what went wrong."""
    try:
        act()
    except NotSaid as error:
        return shown(request, error, about)
    messages.success(request, _("Said. The figures follow it from now on."))
    return _back(request)


@require_POST
@needs(Permission.CALENDAR_WRITE)
def say(request: SignedIn) -> HttpResponse:
    """Say that days were closed, or open."""
    typed = Typed.of(request)
    return _said(request, "days", lambda: saying.say(
        by=request.membership, closures=[typed.closure()], at=clock.now()
    ))  # fmt: skip


@require_POST
@needs(Permission.CALENDAR_WRITE)
def term(request: SignedIn) -> HttpResponse:
    """Say when a term is."""
    typed = Typed.of(request)
    return _said(request, "term", lambda: saying.say(
        by=request.membership, terms=[typed.term()], at=clock.now()
    ))  # fmt: skip


@require_POST
@needs(Permission.CALENDAR_WRITE)
def answer(request: SignedIn) -> HttpResponse:
    """Answer a question the marks raised, or put it off until one signs out."""
    key, said = request.POST.get("key", "")[:200], request.POST.get("answer", "")
    if said == calendar_questions.NOT_NOW:
        before = [k for k in request.session.get(PUT_OFF, ()) if k != key]
        request.session[PUT_OFF] = [*before, key][-MOST_PUT_OFF:]
        return _back(request)
    meant = school_calendar.meant(request.membership, clock.today(), _year(request), key, said)
    if meant is None:
        messages.warning(request, _("Somebody has answered that already. Nothing has changed."))
        return _back(request)
    return _said(request, "question", lambda: _do(request, meant))


def _do(request: SignedIn, meant: Meant) -> None:
    by, at = request.membership, clock.now()
    if meant.take_back is not None:
        saying.withdraw(by=by, closure_id=meant.take_back, at=at)
    else:
        saying.say(
            by=by, closures=meant.closures, terms=meant.terms, at=at, source=Source.CONFIRMED
        )


@require_POST
@needs(Permission.CALENDAR_WRITE)
def take_back(request: SignedIn) -> HttpResponse:
    """Take something that was said back."""
    return _taken_back(request, lambda: saying.withdraw(
        by=request.membership, closure_id=page.key_posted(request, "said"), at=clock.now()
    ))  # fmt: skip


@require_POST
@needs(Permission.CALENDAR_WRITE)
def take_term_back(request: SignedIn) -> HttpResponse:
    """Take the dates of a term back."""
    return _taken_back(request, lambda: saying.withdraw_term(
        by=request.membership, term_id=page.key_posted(request, "said"), at=clock.now()
    ))  # fmt: skip


def _taken_back(request: SignedIn, act: Callable[[], object]) -> HttpResponse:
    try:
        act()
        messages.success(request, _("Taken back. It stays listed below, with your name."))
    except NotSaid as error:
        messages.warning(request, str(error))
    return _back(request)
