"""What changed in a child's marks, and putting one right."""

from __future__ import annotations

import datetime as dt

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from belong.basics.errors import BelongError
from belong.insight.questions import changes
from belong.insight.questions.changes import History
from belong.intake import corrections
from belong.intake.corrections import NotCorrected
from belong.people.permissions import Permission
from belong.web import clock, page
from belong.web.gate import SignedIn, needs

ASKED = ("on", "half", "letter", "reason")


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.CHILD_READ)
def history(request: SignedIn, pupil_id: int) -> HttpResponse:
    """The changes, and for those who may the form that corrects a mark."""
    answer = changes.of_child(request.membership, pupil_id, clock.today())
    wrong: BelongError | None = None
    said = {name: request.POST.get(name, "").replace("\x00", "") for name in ASKED}
    if request.method == "POST":
        try:
            _correct(request, answer, said)
            messages.success(request, _("Corrected. The pages now show it."))
            return redirect("children:history", pupil_id)
        except NotCorrected as error:
            wrong = error
    context: dict[str, object] = {
        "answer": answer,
        "wrong": wrong,
        "said": said,
        "may_correct": request.membership.may(Permission.MARKS_CORRECT),
    }
    shown = page.show(request, "children/history.html", context)
    shown.status_code = 422 if wrong else 200
    return shown


def _correct(request: SignedIn, answer: History, said: dict[str, str]) -> None:
    request.membership.must(Permission.MARKS_CORRECT)
    corrections.correct(
        by=request.membership,
        pupil=answer.pupil,
        on=_day(said["on"]),
        half=int(said["half"]) if said["half"] in ("0", "1") else -1,
        letter=said["letter"],
        reason=said["reason"],
        today=clock.today(),
    )


def _day(text: str) -> dt.date:
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        raise NotCorrected("That is not a day.", do="Choose the day of the mark.") from None
