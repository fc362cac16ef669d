"""Data quality."""

from __future__ import annotations

from collections.abc import Iterator

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_safe

from belong.insight.questions import data_quality
from belong.insight.questions.data_quality import DataQuality
from belong.people.permissions import Permission
from belong.people.trail import Verb
from belong.web import page
from belong.web.gate import SignedIn, needs


@require_safe
@needs(Permission.QUALITY_READ)
def quality(request: SignedIn) -> HttpResponse:
    """What is missing or odd in the data, the worst first."""
    desk = page.open_desk(request)
    if desk is None:
        return page.show(request, "quality/nothing_yet.html", {})
    answer = data_quality.ask(desk, request.GET.get("since", ""))
    may_save = request.membership.may(Permission.CHILDREN_EXPORT)
    return page.show(request, "quality/quality.html", {"answer": answer, "may_save": may_save})


@require_safe
@needs(Permission.QUALITY_READ)
def saved(request: SignedIn) -> HttpResponseBase:
    """Every line of every list, as a spreadsheet for whoever puts them right."""
    request.membership.must(Permission.CHILDREN_EXPORT)
    desk = page.open_desk(request)
    if desk is None:
        return page.show(request, "quality/nothing_yet.html", {})
    since = request.GET.get("since", "")
    answer = data_quality.ask(desk, since, why=Verb.CHILDREN_EXPORTED, most=None)
    return page.spreadsheet(
        f"data-quality-{desk.day.isoformat()}", ("Finding", "Who or what", "Details"), _rows(answer)
    )


def _rows(answer: DataQuality) -> Iterator[tuple[str, str, str]]:
    for finding in answer.findings:
        for fold in finding.folds:
            for row in fold.table.rows:
                # A cell that only leads to another page says nothing on paper.
                said = [cell.words for cell in row.cells if not cell.href]
                yield finding.heading, row.head, "; ".join(said)
