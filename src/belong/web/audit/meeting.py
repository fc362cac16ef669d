"""The screen of a meeting: who says what, what is agreed, and what comes next."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from belong.basics.errors import BelongError
from belong.insight.desk import Desk
from belong.insight.questions import audit_meeting
from belong.people.permissions import Permission
from belong.practice.audit import agreeing
from belong.practice.audit.agreeing import Wanted
from belong.practice.audit.wrong import NotKept, StepUnclear, WordsMoved
from belong.web import clock, page, square
from belong.web.audit import asked
from belong.web.gate import SignedIn, needs

ASKS_AGAIN = "who-says-what"
"""The part of the screen that asks again by itself: evidence is not counted for that."""
FIELDS = ("rag", "evidence", "thought", "what", "owner", "due", "words", "note")


@require_safe
@needs(Permission.AUDIT_READ)
def meeting(request: SignedIn, look_id: int, block: int) -> HttpResponse:
    """One block, as it is said at this moment; asks again by itself every few seconds."""
    return shown(request, look_id, block)


def shown(
    request: SignedIn, look_id: int, block: int, wrong: BelongError | None = None, at: int = 0,
    form: str = "",
) -> HttpResponse:  # fmt: skip
    """The screen; after a refusal with what was typed still in its form."""
    desk = None if request.headers.get("HX-Trigger") == ASKS_AGAIN else offering(request)
    answer = audit_meeting.ask(request.membership, look_id, block, clock.today(), desk)
    moved = wrong if isinstance(wrong, WordsMoved) else None
    typed = asked.typed(request, *FIELDS)
    nobody_yet = ("", _("Choose an adult"))
    context: dict[str, object] = {
        "answer": answer, "wrong": wrong, "wrong_at": at, "wrong_form": form,
        "stands": moved.stands if moved else None, "typed": typed,
        "missing": wrong.missing if isinstance(wrong, StepUnclear) else {},
        "owners": page.options([nobody_yet, *answer.owners], ""),
        "owners_chosen": page.options([nobody_yet, *answer.owners], typed["owner"]),
    }  # fmt: skip
    if answer.open and answer.may_lead:
        context |= _way_in(request, look_id, block)
    status = 200 if wrong is None else 409 if moved else 422
    return page.show(request, "audit/meeting.html", context, status=status)


def _way_in(request: SignedIn, look_id: int, block: int) -> dict[str, object]:
    """Where those in the room answer this block on their phones: to scan, and to type."""
    address = request.build_absolute_uri(reverse("audit:block", args=[look_id, block]))
    drawn = square.svg(address, _("The way to this block, as a square"))
    return {
        "square": mark_safe(drawn),  # noqa: S308  (our own svg)
        "door": address.split("://", 1)[-1],
    }


def offering(request: SignedIn) -> Desk | None:
    """The desk evidence is counted from, for who leads the look; None for everybody else, and
    before any register came in."""
    if not request.membership.may(Permission.AUDIT_LEAD):
        return None
    return page.open_desk(request)


def back(look_id: int, block: int, question: int = 0) -> HttpResponse:
    """Back to the screen, at the statement that was just written about."""
    to = reverse("audit:meeting", args=[look_id, block])
    return redirect(f"{to}#talk-{question}" if question else to)


@require_POST
@needs(Permission.AUDIT_LEAD)
def agree(request: SignedIn, look_id: int) -> HttpResponse:
    """What the school says of one statement."""
    question = asked.question(request, look_id)
    said = asked.typed(request, "rag", "evidence", "thought")
    try:
        agreeing.agree(
            by=request.membership, question=question, at=clock.now(),
            version=max(page.key_posted(request, "version"), 0), **said,
        )  # fmt: skip
    except NotKept as error:
        return shown(request, look_id, question.block, error, question.pk, "agree")
    messages.success(request, _("Agreed."))
    return back(look_id, question.block, question.pk)


@require_POST
@needs(Permission.AUDIT_LEAD)
def remember(request: SignedIn, look_id: int) -> HttpResponse:
    """What the school wants to remember of the whole block."""
    look = asked.look(request, look_id)
    block = page.key_posted(request, "block")
    try:
        agreeing.remember(
            by=request.membership, look=look, block=block, words=request.POST.get("words", ""),
            version=max(page.key_posted(request, "version"), 0), at=clock.now(),
        )  # fmt: skip
    except NotKept as error:
        return shown(request, look_id, block, error, form="remember")
    messages.success(request, _("Kept."))
    return back(look_id, block)


@require_POST
@needs(Permission.AUDIT_LEAD)
def set_step(request: SignedIn, look_id: int) -> HttpResponse:
    """A next step with an owner and a day."""
    question = asked.question(request, look_id)
    wanted = Wanted(
        request.POST.get("what", ""), page.key_posted(request, "owner"),
        page.day_typed(request.POST.get("due", "")),
    )  # fmt: skip
    try:
        agreeing.set_step(by=request.membership, question=question, wanted=wanted, at=clock.now())
    except NotKept as error:
        return shown(request, look_id, question.block, error, question.pk, "step")
    messages.success(request, _("Set down. It stands in their Today until it is done."))
    return back(look_id, question.block, question.pk)
