"""Two records that may be one child: look at both, then join them."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from belong.basics.errors import BelongError
from belong.insight.questions import joining
from belong.insight.questions.joining import Beside
from belong.intake import merging
from belong.intake.merging import NotMerged
from belong.people.fetch import NotYours
from belong.people.permissions import Permission
from belong.web import page
from belong.web.gate import SignedIn, needs

LONGEST_KEY = 18


@require_safe
@needs(Permission.MARKS_CORRECT)
def beside(request: SignedIn) -> HttpResponse:
    """Both records side by side; what was done, once they are one."""
    if not request.GET.keys() & {"one", "other"}:
        return page.show(request, "children/join_which.html", {"wrong": None})
    try:
        answer = joining.ask(request.membership, *_keys(request.GET))
    except NotMerged as error:
        return page.show(request, "children/join_which.html", {"wrong": error})
    if isinstance(answer, Beside):
        return _shown(request, answer)
    return page.show(request, "children/joined.html", {"answer": answer})


@require_POST
@needs(Permission.MARKS_CORRECT)
def join(request: SignedIn) -> HttpResponse:
    """Yes: they are one child."""
    one, other = _keys(request.POST)
    try:
        answer = joining.ask(request.membership, one, other)
        if isinstance(answer, Beside):
            _looked(request, answer)
            merging.merge(by=request.membership, stays=answer.stays, goes=answer.goes)
            messages.success(request, _("Joined. The two records are one child now."))
        else:
            messages.warning(request, _("These two were joined already. Nothing more has changed."))
    except NotMerged as error:
        return _refused(request, one, other, error)
    return redirect(f"{reverse('children:join')}?one={one}&other={other}")


def _looked(request: HttpRequest, answer: Beside) -> None:
    """Marks that differ have to be looked at, and those that were looked at have to be all."""
    if not answer.n:
        return
    if "looked" not in request.POST:
        raise NotMerged(
            "The two records do not agree about every mark.",
            do="Look at the sessions listed here, then say that you have looked.",
        )
    if request.POST.get("seen") != answer.seen:
        raise NotMerged(
            "Marks have changed since you opened this page.",
            do="Look at the list again, then join them.",
        )


def _refused(request: SignedIn, one: int, other: int, error: NotMerged) -> HttpResponse:
    try:
        answer = joining.ask(request.membership, one, other)
    except NotMerged:
        shown = page.show(request, "children/join_which.html", {"wrong": error})
        shown.status_code = 422
        return shown
    if isinstance(answer, Beside):
        return _shown(request, answer, error)
    return redirect(f"{reverse('children:join')}?one={one}&other={other}")


def _shown(request: SignedIn, answer: Beside, wrong: BelongError | None = None) -> HttpResponse:
    shown = page.show(request, "children/join.html", {"answer": answer, "wrong": wrong})
    shown.status_code = 422 if wrong else 200
    return shown


def _keys(said: QueryDict) -> tuple[int, int]:
    return _key(said.get("one", "")), _key(said.get("other", ""))


def _key(text: str) -> int:
    """What is no key answers like a key of nobody."""
    if not (text.isascii() and text.isdigit() and len(text) <= LONGEST_KEY):
        raise NotYours("pupil")
    return int(text)
