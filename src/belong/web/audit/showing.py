"""Evidence that Belong offers, and files, beside a statement."""

from __future__ import annotations

from urllib.parse import quote

from django.contrib import messages
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from belong.insight import audit_evidence
from belong.people.permissions import Permission
from belong.practice.audit import queries, showing
from belong.practice.audit.plan_models import MOST_BYTES
from belong.practice.audit.showing import Figure
from belong.practice.audit.wrong import NotKept
from belong.web import clock, page
from belong.web.audit import asked
from belong.web.audit.meeting import back, offering, shown
from belong.web.gate import SignedIn, needs


@require_POST
@needs(Permission.AUDIT_LEAD)
def evidence(request: SignedIn, look_id: int) -> HttpResponse:
    """Take what Belong offers as evidence, as it reads now; or decline it."""
    question = asked.question(request, look_id)
    desk = offering(request)
    key, taken = request.POST.get("key", ""), request.POST.get("answer") == "taken"
    figure = audit_evidence.figure(desk, key) if desk else None
    if not taken:  # nothing is kept of it, so that nothing has to be counted
        figure = Figure(key, "", clock.today())
    try:
        if figure is None:
            raise NotKept("There is nothing to count for this today.")
        showing.answer(
            by=request.membership, question=question, figure=figure,
            taken=taken, note=request.POST.get("note", ""),
            version=max(page.key_posted(request, "version"), 0), at=clock.now(),
        )  # fmt: skip
    except NotKept as error:
        return shown(request, look_id, question.block, error, question.pk, "evidence")
    messages.success(request, _("Kept."))
    return back(look_id, question.block, question.pk)


@require_POST
@needs(Permission.AUDIT_LEAD)
def add_paper(request: SignedIn, look_id: int) -> HttpResponse:
    """Put a file beside a statement."""
    question = asked.question(request, look_id)
    file = request.FILES.get("file")
    try:
        if file is None:
            raise NotKept("No file is chosen yet.", do="Choose one, then bring it.")
        showing.add_paper(
            by=request.membership, question=question, name=file.name or "",
            body=file.read(MOST_BYTES + 1), at=clock.now(),
        )  # fmt: skip
    except NotKept as error:
        return shown(request, look_id, question.block, error, question.pk, "paper")
    messages.success(request, _("Kept."))
    return back(look_id, question.block, question.pk)


@require_safe
@needs(Permission.AUDIT_READ)
def paper(request: SignedIn, paper_id: int) -> HttpResponse:
    """A file, to keep; no browser opens it within Belong."""
    found = queries.paper(request.membership, paper_id)
    answer = HttpResponse(bytes(found.body), content_type="application/octet-stream")
    answer["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(found.name)}"
    answer["X-Content-Type-Options"] = "nosniff"
    return answer


@require_POST
@needs(Permission.AUDIT_LEAD)
def remove_paper(request: SignedIn, paper_id: int) -> HttpResponse:
    """Take a file away."""
    found = queries.paper(request.membership, paper_id)
    question = found.question
    showing.remove_paper(by=request.membership, paper=found)
    messages.success(request, _("Taken away."))
    return back(question.look_id, question.block, question.pk)
