"""Opening a gate for an hour: alone with a reason, or with a second person."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from belong.insight.questions import an_hour
from belong.people import fetch, openings
from belong.people.care import Gate
from belong.people.openings import NotOpened
from belong.people.permissions import Permission
from belong.web import clock, page
from belong.web.gate import SignedIn, needs
from belong.web.still_you import still_you


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.GATE_OPEN)
@still_you
def alone(request: SignedIn, pupil_id: int) -> HttpResponse:
    """Choose a gate, say why, and read it for an hour."""
    answer = an_hour.alone(request.membership, pupil_id, clock.now())
    wrong = None
    if request.method == "POST":
        try:
            gate = an_hour.chosen(answer, request.POST.get("gate", ""))
            openings.open_for_an_hour(
                by=request.membership, pupil=answer.pupil, gate=gate, reason=_reason(request),
                now=clock.now(),
            )  # fmt: skip
            messages.success(request, _("Open to you for an hour. The safeguarding lead is told."))
            return redirect(_where(gate), answer.pupil.pk)
        except NotOpened as error:
            wrong = error
    return _shown(request, "children/open.html", answer, wrong)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.ORDER_ASK)
@still_you
def ask(request: SignedIn, pupil_id: int) -> HttpResponse:
    """Say why, and wait for a second person."""
    answer = an_hour.with_another(request.membership, pupil_id, clock.now())
    wrong = None
    if request.method == "POST":
        try:
            openings.ask(
                by=request.membership, pupil=answer.pupil, reason=_reason(request), now=clock.now()
            )
            messages.success(request, _("Asked. You can read it for an hour once one says yes."))
            return redirect("children:ask", answer.pupil.pk)
        except NotOpened as error:
            wrong = error
    return _shown(request, "children/ask.html", answer, wrong)


@require_POST
@needs(Permission.ORDER_ASK)
def withdraw(request: SignedIn, pupil_id: int) -> HttpResponse:
    """Take one's own question back."""
    pupil = fetch.pupil(pupil_id, seen_by=request.membership, wanting=Permission.ORDER_ASK)
    try:
        openings.withdraw(by=request.membership, pupil=pupil, now=clock.now())
        messages.success(request, _("Taken back. Nothing was opened."))
    except NotOpened as error:
        messages.warning(request, f"{error.what} {error.do}")
    return redirect("children:ask", pupil.pk)


def _where(gate: Gate) -> str:
    """The address of the page on which it is read."""
    return "children:child" if gate == Gate.RESTRICTED else "children:in_the_system"


def _reason(request: SignedIn) -> str:
    return request.POST.get("reason", "").replace("\x00", "")


def _shown(
    request: SignedIn, template: str, answer: an_hour.AnHour, wrong: NotOpened | None
) -> HttpResponse:
    context: dict[str, object] = {
        "answer": answer,
        "wrong": wrong,
        "reason": _reason(request),
        "gate": request.POST.get("gate", ""),
    }
    shown = page.show(request, template, context)
    shown.status_code = 422 if wrong else 200
    return shown
