"""What was said in a survey that is closed."""

from __future__ import annotations

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from belong.insight.questions import survey_missing, survey_results
from belong.people.permissions import Permission
from belong.web import page
from belong.web.gate import SignedIn, needs


@require_safe
@needs(Permission.VOICE_READ)
def results(request: SignedIn, survey_id: int) -> HttpResponse:
    """Statement by statement, from what was kept."""
    answer = survey_results.ask(request.membership, survey_id)
    away = survey_missing.ask(request.membership, survey_id)
    return page.show(request, "voice/results.html", {"answer": answer, "away": away})
