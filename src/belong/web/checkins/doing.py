"""Doing a check-in: open, a face, Save."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from belong.insight.questions import doing_a_checkin
from belong.insight.questions.doing_a_checkin import END, MORNING, Doing, Standing
from belong.people.permissions import Permission
from belong.practice.checkins import actions
from belong.practice.checkins.actions import CHILDS, TEXTS, Said
from belong.practice.checkins.wrong import NotKept, SaidMeanwhile
from belong.web import clock, page
from belong.web.gate import SignedIn, needs

HALVES = (MORNING, END)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.CHECKINS)
def do(request: SignedIn, pupil_id: int) -> HttpResponse:
    """The morning's."""
    return _one(request, pupil_id, MORNING if request.method == "POST" else "")


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.CHECKINS)
def finish(request: SignedIn, pupil_id: int) -> HttpResponse:
    """The one at the end of the day."""
    return _one(request, pupil_id, END)


def _one(request: SignedIn, pupil_id: int, half: str) -> HttpResponse:
    if request.method == "POST":
        half = half_sent(request) or half
    answer = doing_a_checkin.ask(request.membership, pupil_id, half, clock.today())
    if request.method != "POST":
        return shown(request, answer)
    try:
        actions.record(
            by=request.membership, pupil=answer.pupil, said=said(request, answer.half),
            at=clock.now(),
        )  # fmt: skip
    except NotKept as error:
        return shown(request, answer, error)
    messages.success(request, _("Kept."))
    return redirect("checkins:finish" if answer.half == END else "checkins:do", answer.pupil.pk)


def half_sent(request: HttpRequest) -> str:
    """The half of the day that a form or an address says; "" for none, and for nonsense."""
    sent = (request.POST if request.method == "POST" else request.GET).get("half", "")
    return sent if sent in HALVES else ""


def said(request: HttpRequest, half: str, by_child: bool = False) -> Said:
    """What a form sent. On a child's own screen there is no box for what adults write."""
    return Said(
        half=half,
        how=request.POST.get("how", "said"),
        feeling=_picked(request, "feeling"),
        thing=_picked(request, "thing"),
        answered_by_child=by_child,
        version=page.key_posted(request, "version"),
        **{name: request.POST.get(name, "") for name in (CHILDS if by_child else TEXTS)},
    )


def _picked(request: HttpRequest, name: str) -> int | None:
    """The place of a choice; None for nothing tapped. Nonsense is a place that is not there."""
    return page.key_posted(request, name) if request.POST.get(name, "") else None


def shown(
    request: SignedIn, answer: Doing, wrong: NotKept | None = None,
    template: str = "checkins/do.html", asking: bool = False,
) -> HttpResponse:  # fmt: skip
    """The page, with what was typed where it could not be kept.

    asking  whether what was sent is an answer to "does this help?": nothing of the check-in
    """
    refused = wrong is not None and not asking
    typed = {name: request.POST.get(name, "").replace("\x00", "")
             for name in (*TEXTS, "feeling", "thing")}  # fmt: skip
    meanwhile = isinstance(wrong, SaidMeanwhile)
    context: dict[str, object] = {
        "answer": answer, "wrong": wrong, "is_end": answer.half == END,
        "refused": refused,
        "helps_words": request.POST.get("helps_words", "").replace("\x00", ""),
        "typed": typed if refused else _standing(answer.standing), "meanwhile": meanwhile,
        # Who reads what stands now may write over it: of their own, and nobody else's.
        "version": answer.version if not refused or meanwhile
        else page.key_posted(request, "version"),
    }  # fmt: skip
    return page.show(request, template, context, status=409 if meanwhile else 422 if wrong else 200)


def _standing(standing: Standing | None) -> dict[str, str]:
    return {name: getattr(standing, name) for name in TEXTS} if standing else {}


@require_POST
@needs(Permission.CHECKINS)
def take_back(request: SignedIn) -> HttpResponse:
    """It was of the wrong child, or has not happened yet."""
    pupil = actions.take_back(
        by=request.membership, key=page.key_posted(request, "checkin"), at=clock.now()
    )
    messages.success(request, _("Taken back. Nothing of it is kept."))
    return redirect("checkins:do", pupil.pk)
