"""Answering by name: the child's own screens on an adult's tablet, and the adult's reply."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from belong.basics.errors import BelongError
from belong.insight.questions import answering
from belong.insight.questions import by_name as asking
from belong.insight.questions.answering import SoFar
from belong.insight.questions.by_name import Heard
from belong.people.models import Pupil
from belong.people.permissions import Permission
from belong.practice.voice import by_name
from belong.practice.voice.answering import Given, NotSent
from belong.practice.voice.models import Survey
from belong.practice.voice.typed import Moved, NotKept
from belong.web import clock, page
from belong.web.gate import SignedIn, needs


@require_safe
@needs(Permission.CHECKINS)
def children(request: SignedIn) -> HttpResponse:
    """My own children, what they are asked by name, and who waits for a reply."""
    answer = asking.ask(request.membership, clock.today())
    return page.show(request, "voice/by_name.html", {"answer": answer})


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.CHECKINS)
def child(request: SignedIn, pupil_id: int) -> HttpResponse:
    """What one child answered; before that, their own screens."""
    by, today, key = request.membership, clock.today(), _which(request, "answer") or 0
    pupil, survey, heard = asking.one(by, pupil_id, today, _which(request), key)
    if request.method != "POST" and request.GET.get("given"):
        return page.show(request, "voice/given.html", {"pupil": pupil, "to": _of(pupil, survey)})
    if request.method != "POST" or survey is None:
        waits = heard is None and survey is not None and by_name.answerable(survey, clock.today())
        if waits and survey is not None:
            return _start(request, survey, pupil)
        return _heard(request, pupil, survey, heard)
    so_far = answering.so_far(survey, request.POST)
    go = request.POST.get("go", "")
    if go == "send":
        return _sent(request, survey, pupil, so_far)
    stepped = answering.step(survey, so_far, request.POST.get("a", ""), go)
    if stepped.at < 0:
        return _start(request, survey, pupil, stepped)
    return _asked(request, survey, pupil, stepped)


def _which(request: SignedIn, name: str = "survey") -> int | None:
    text = request.GET.get(name, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None


def _of(pupil: Pupil, survey: Survey | None) -> str:
    if survey is None:
        return reverse("voice:by_name")
    return f"{reverse('voice:named', args=[pupil.pk])}?survey={survey.pk}"


def _start(
    request: SignedIn, survey: Survey, pupil: Pupil, so_far: SoFar | None = None
) -> HttpResponse:
    context: dict[str, object] = {"answer": answering.start(survey, so_far)}
    return page.show(request, "answer/start.html", context | _by_name(survey, pupil))


def _asked(
    request: SignedIn, survey: Survey, pupil: Pupil, so_far: SoFar, wrong: NotSent | None = None
) -> HttpResponse:
    asked = answering.asked(survey, so_far)
    context: dict[str, object] = {"answer": asked, "wrong": wrong}
    template = "answer/words.html" if asked.last else "answer/question.html"
    status = 422 if wrong or so_far.missed else 200
    return page.show(request, template, context | _by_name(survey, pupil), status=status)


def _by_name(survey: Survey, pupil: Pupil) -> dict[str, object]:
    """Where the screens lead, and whom the child is asked by."""
    return {
        "name": pupil.first, "action": _of(pupil, survey),
        "help": reverse("checkins:talk", args=[pupil.pk]),
    }  # fmt: skip


def _sent(request: SignedIn, survey: Survey, pupil: Pupil, so_far: SoFar) -> HttpResponse:
    given = Given(so_far.choices, so_far.words)
    try:
        kept = by_name.answer(
            by=request.membership, survey_id=survey.pk, pupil=pupil, given=given, at=clock.now()
        )
    except NotSent as error:
        return _asked(request, survey, pupil, so_far, error)
    if kept is None:
        messages.info(request, _("Every question was skipped. Nothing is kept."))
        return redirect("voice:by_name")
    return redirect(f"{_of(pupil, survey)}&given=1")


def _heard(
    request: SignedIn, pupil: Pupil, survey: Survey | None, heard: Heard | None,
    wrong: BelongError | None = None, typed: str | None = None,
) -> HttpResponse:  # fmt: skip
    reply = typed if typed is not None else heard.reply if heard else ""
    context: dict[str, object] = {
        "survey": survey, "pupil": pupil, "answer": heard, "wrong": wrong, "reply": reply,
    }  # fmt: skip
    status = 409 if isinstance(wrong, Moved) else 422 if wrong else 200
    return page.show(request, "voice/named.html", context, status=status)


@require_POST
@needs(Permission.CHECKINS)
def reply(request: SignedIn, pupil_id: int) -> HttpResponse:
    """Reply to one child."""
    by, today, key = request.membership, clock.today(), page.key_posted(request, "answer")
    pupil, survey, heard = asking.one(by, pupil_id, today, _which(request), key)
    words = page.typed(request, "words")["words"]
    try:
        kept = by_name.reply(
            by=by, pupil=pupil, key=key, words=words,
            version=page.key_posted(request, "version"), at=clock.now(),
        )  # fmt: skip
    except (NotKept, Moved) as error:
        return _heard(request, pupil, survey, heard, error, words)
    messages.success(request, _("Kept. Tell them yourself, too."))
    return redirect(f"{_of(pupil, kept.survey)}&answer={kept.pk}")


@require_POST
@needs(Permission.CHECKINS)
def take_back(request: SignedIn, pupil_id: int) -> HttpResponse:
    """The child would rather not have said it."""
    pupil = asking.one(request.membership, pupil_id, clock.today())[0]
    by_name.take_back(
        by=request.membership, pupil=pupil, key=page.key_posted(request, "answer"),
        today=clock.today(),
    )  # fmt: skip
    messages.success(request, _("Taken back. Nothing of it is kept."))
    return redirect("voice:by_name")
