"""One next step of the school: saying that it is done, or taking it back."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from belong.basics.errors import BelongError
from belong.insight import audit_steps
from belong.people.permissions import Permission
from belong.practice.audit import agreeing, queries
from belong.practice.audit.wrong import NotKept, WordsMoved
from belong.web import clock, page
from belong.web.audit import asked
from belong.web.gate import SignedIn, needs


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.AUDIT_READ)
def step(request: SignedIn, step_id: int) -> HttpResponse:
    """One step, whose it is, and what came of it."""
    wrong: BelongError | None = None
    found = queries.step(request.membership, step_id)
    if request.method == "POST":
        try:
            agreeing.do_step(
                by=request.membership, step=found, outcome=request.POST.get("outcome", ""),
                version=page.key_posted(request, "version"), at=clock.now(),
            )  # fmt: skip
            messages.success(request, _("Done. Thank you."))
            return redirect("audit:looks")
        except NotKept as error:
            wrong = error
    line = audit_steps.lines([found], request.membership, clock.today())[0]
    context: dict[str, object] = {
        "line": line, "wrong": wrong, "typed": asked.typed(request, "outcome"),
        "number": found.question.block, "title": found.look.title,
        "may_take_back": request.membership.may(Permission.AUDIT_LEAD) and not line.done,
    }  # fmt: skip
    status = 200 if wrong is None else 409 if isinstance(wrong, WordsMoved) else 422
    return page.show(request, "audit/step.html", context, status=status)


@require_POST
@needs(Permission.AUDIT_LEAD)
def take_back(request: SignedIn, step_id: int) -> HttpResponse:
    """A step that was set down by mistake is gone."""
    found = queries.step(request.membership, step_id)
    try:
        agreeing.take_back_step(by=request.membership, step=found)
    except NotKept as error:
        messages.error(request, str(error))
        return redirect("audit:step", step_id)
    messages.success(request, _("Taken back."))
    return redirect("audit:meeting", found.look_id, found.question.block)
