"""What was said in a survey that is closed."""

from __future__ import annotations

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from belong.insight.questions import survey_missing, survey_results
from belong.people.permissions import Permission
from belong.practice.voice import results as released
from belong.web import page
from belong.web.gate import SignedIn, needs


@require_safe
@needs(Permission.VOICE_READ)
def results(request: SignedIn, survey_id: int) -> HttpResponse:
    """Statement by statement, from what was kept."""
    by = request.membership
    context: dict[str, object] = {
        "answer": survey_results.ask(by, survey_id), "away": survey_missing.ask(by, survey_id),
        "survey": released.closed(by, survey_id), "may_lead": by.may(Permission.VOICE_LEAD),
    }  # fmt: skip
    return page.show(request, "voice/results.html", context)
