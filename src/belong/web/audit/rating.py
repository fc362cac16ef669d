"""Saying how true each statement of a block is: one tap, and why if somebody likes."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from belong.basics.errors import BelongError
from belong.insight.questions import audit_rating
from belong.people.permissions import Permission
from belong.practice.audit import actions
from belong.practice.audit.models import Question
from belong.practice.audit.wrong import NotKept, WordsMoved
from belong.web import clock, page
from belong.web.audit import asked
from belong.web.gate import SignedIn, needs


@require_safe
@needs(Permission.AUDIT_READ)
def block(request: SignedIn, look_id: int, block: int) -> HttpResponse:
    """The statements of one block; before somebody agreed to be named, what that means."""
    answer = audit_rating.ask(request.membership, look_id, block)
    return page.show(request, "audit/block.html", {"answer": answer})


@require_POST
@needs(Permission.AUDIT_READ)
def join(request: SignedIn, look_id: int) -> HttpResponse:
    """Agree to be shown by name, and begin."""
    look = asked.look(request, look_id)
    try:
        actions.join(
            by=request.membership, look=look, group=request.POST.get("group", ""), at=clock.now()
        )
    except NotKept as error:
        messages.error(request, str(error))
        return redirect("audit:look", look_id)
    return redirect("audit:block", look_id, max(page.key_posted(request, "block"), 1))


@require_POST
@needs(Permission.AUDIT_READ)
def step_out(request: SignedIn, look_id: int) -> HttpResponse:
    """Take part no more."""
    try:
        actions.step_out(by=request.membership, look=asked.look(request, look_id))
    except NotKept as error:
        messages.error(request, str(error))
        return redirect("audit:look", look_id)
    messages.success(request, _("You take part no more. All you said is gone."))
    return redirect("audit:look", look_id)


@require_POST
@needs(Permission.AUDIT_READ)
def rate(request: SignedIn, look_id: int) -> HttpResponse:
    """How true one statement is. Each tap is kept."""
    question = asked.question(request, look_id)
    try:
        actions.rate(
            by=request.membership, question=question, rag=request.POST.get("rag", ""),
            note=request.POST.get("note", ""), version=max(page.key_posted(request, "version"), 0),
            at=clock.now(),
        )  # fmt: skip
    except NotKept as error:
        return _again(request, question, error)
    if request.htmx:  # type: ignore[attr-defined]
        return _again(request, question)
    to = reverse("audit:block", args=[look_id, question.block])
    return redirect(f"{to}#statement-{question.pk}")


def _again(request: SignedIn, question: Question, wrong: BelongError | None = None) -> HttpResponse:
    """The statement as it stands, or the whole page without script; what was typed is there."""
    answer, one = audit_rating.one(request.membership, question)
    context: dict[str, object] = {
        "answer": answer, "one": one, "wrong": wrong, "wrong_at": question.pk if wrong else 0,
        "typed": asked.typed(request, "note", "rag"), "moved": isinstance(wrong, WordsMoved),
        "kept": wrong is None,
    }  # fmt: skip
    status = 200 if wrong is None else 409 if isinstance(wrong, WordsMoved) else 422
    by_script = request.htmx  # type: ignore[attr-defined]
    name = "audit/statement.html" if by_script else "audit/block.html"
    return page.show(request, name, context, status=status)
