"""What was agreed and what comes next: on a page, in a file, for governors, and then and now."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from belong.insight.questions import audit_compared, audit_governors, audit_plan
from belong.people.permissions import Permission
from belong.practice.audit import actions
from belong.web import clock, page
from belong.web.audit import asked, files
from belong.web.audit.files import NoPaper
from belong.web.gate import SignedIn, needs

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
PDF = "application/pdf"


@require_safe
@needs(Permission.AUDIT_READ)
def plan(request: SignedIn, look_id: int) -> HttpResponse:
    """The development plan."""
    return _plan(request, look_id)


def _plan(request: SignedIn, look_id: int, wrong: NoPaper | None = None) -> HttpResponse:
    answer = audit_plan.ask(request.membership, look_id, clock.today())
    context: dict[str, object] = {"answer": answer, "wrong": wrong}
    return page.show(request, "audit/plan.html", context, status=503 if wrong else 200)


@require_safe
@needs(Permission.AUDIT_LEAD)
def plan_docx(request: SignedIn, look_id: int) -> HttpResponse:
    """The plan for Word."""
    return _plan_file(request, look_id, files.docx, WORD, "docx")


@require_safe
@needs(Permission.AUDIT_LEAD)
def plan_xlsx(request: SignedIn, look_id: int) -> HttpResponse:
    """The plan for Excel."""
    return _plan_file(request, look_id, files.xlsx, EXCEL, "xlsx")


@require_safe
@needs(Permission.AUDIT_LEAD)
def plan_pdf(request: SignedIn, look_id: int) -> HttpResponse:
    """The plan as a PDF."""
    try:
        return _plan_file(request, look_id, files.plan_pdf, PDF, "pdf")
    except NoPaper as error:
        return _plan(request, look_id, error)


def _plan_file(
    request: SignedIn, look_id: int, make: Callable[[audit_plan.Plan], bytes], kind: str, end: str
) -> HttpResponse:
    answer = audit_plan.ask(request.membership, look_id, clock.today())
    body = make(answer)
    actions.exported(by=request.membership, look=asked.look(request, look_id))
    return _file(body, kind, f"development-plan.{end}")


def _file(body: bytes, kind: str, name: str) -> HttpResponse:
    answer = HttpResponse(body, content_type=kind)
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


@require_safe
@needs(Permission.AUDIT_READ)
def governors(request: SignedIn, look_id: int) -> HttpResponse:
    """Two pages for governors."""
    return _governors(request, look_id)


def _governors(request: SignedIn, look_id: int, wrong: NoPaper | None = None) -> HttpResponse:
    by = request.membership
    context: dict[str, object] = {
        "answer": audit_governors.ask(by, look_id, clock.today()), "wrong": wrong,
        "may_lead": by.may(Permission.AUDIT_LEAD),
    }  # fmt: skip
    return page.show(request, "audit/governors.html", context, status=503 if wrong else 200)


@require_safe
@needs(Permission.AUDIT_LEAD)
def governors_pdf(request: SignedIn, look_id: int) -> HttpResponse:
    """The same as a PDF."""
    try:
        body = files.governors_pdf(audit_governors.ask(request.membership, look_id, clock.today()))
    except NoPaper as error:
        return _governors(request, look_id, error)
    actions.exported(by=request.membership, look=asked.look(request, look_id))
    return _file(body, PDF, "for-governors.pdf")


@require_safe
@needs(Permission.AUDIT_READ)
def compared(request: SignedIn, look_id: int) -> HttpResponse:
    """A look beside the one before."""
    answer = audit_compared.ask(request.membership, look_id, clock.today())
    return page.show(request, "audit/compared.html", {"answer": answer})
