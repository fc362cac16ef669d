"""The child's own screen: their faces and words in big, and nothing else of Belong."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from belong.insight.questions import doing_a_checkin
from belong.insight.questions.doing_a_checkin import END, Doing
from belong.people import fetch
from belong.people.permissions import Permission
from belong.practice.checkins import actions
from belong.practice.checkins.wrong import NotKept
from belong.web import clock, page
from belong.web.checkins.doing import half_sent, said, shown
from belong.web.gate import SignedIn, needs

TEMPLATE = "checkins/for_you.html"
NOON = 12


def _asked(request: SignedIn, pupil_id: int) -> Doing:
    """The half that the form or the address says, so that noon changes nothing while a child
    holds the tablet. Without it, where both are agreed, the morning's before noon, and after it
    the one at the end of the day."""
    if half := half_sent(request):
        return doing_a_checkin.ask(request.membership, pupil_id, half, clock.today())
    answer = doing_a_checkin.ask(request.membership, pupil_id, "", clock.today())
    if answer.both and clock.now().hour >= NOON:
        return doing_a_checkin.ask(request.membership, pupil_id, END, clock.today())
    return answer


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.CHECKINS)
def for_you(request: SignedIn, pupil_id: int) -> HttpResponse:
    """The child taps for themselves. What an adult wrote stands on the adult's page alone."""
    answer = _asked(request, pupil_id)
    if request.method != "POST":
        if not answer.agreed:
            return shown(request, answer)
        if answer.standing:
            return _thank(answer)
        return shown(request, answer, template=TEMPLATE)
    try:
        actions.record(
            by=request.membership, pupil=answer.pupil,
            said=said(request, answer.half, by_child=True), at=clock.now(),
        )  # fmt: skip
    except NotKept as error:
        return shown(request, answer, error, template=TEMPLATE)
    return _thank(answer)


def _thank(answer: Doing) -> HttpResponse:
    to = reverse("checkins:thanks", args=[answer.pupil.pk])
    return redirect(f"{to}?half={END}" if answer.half == END else to)


@require_safe
@needs(Permission.CHECKINS)
def thanks(request: SignedIn, pupil_id: int) -> HttpResponse:
    """Thank you; the adult takes it from here."""
    pupil = fetch.pupil(pupil_id, seen_by=request.membership, wanting=Permission.CHECKINS)
    context: dict[str, object] = {"pupil": pupil, "is_end": half_sent(request) == END}
    return page.show(request, "checkins/thanks.html", context)


@require_POST
@needs(Permission.CHECKINS)
def helps(request: SignedIn, pupil_id: int) -> HttpResponse:
    """What the child said when they were asked whether it helps."""
    half = half_sent(request)
    answer = doing_a_checkin.ask(request.membership, pupil_id, half, clock.today())
    try:
        actions.asked(
            by=request.membership, pupil=answer.pupil, answer=request.POST.get("answer", ""),
            words=request.POST.get("helps_words", ""), at=clock.now(),
        )  # fmt: skip
    except NotKept as error:
        return shown(request, answer, error, asking=True)
    messages.success(request, _("Kept. If it does not help, agree something else together."))
    return redirect("children:child", answer.pupil.pk)
