"""Answering: a code, one question a screen, and Send. Until then the answers are in the page alone.

No form here carries a token against forgery: there is nobody signed in whose name could be used,
and a code is asked for instead. A token would need a cookie.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import cast
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from belong.insight.questions import answering, said_around
from belong.insight.questions.answering import SoFar
from belong.insight.questions.said_around import Around
from belong.people import walls
from belong.practice.voice import answering as sending
from belong.practice.voice import codes, queries
from belong.practice.voice.answering import Given, NotSent, Over
from belong.practice.voice.pulse import ENGLISH
from belong.practice.voice.queries import Door
from belong.web import clock, page, slow_lane
from belong.web.gate import open_to_all

View = Callable[..., HttpResponse]


def for_nobody(view: View) -> View:
    """A page that anybody opens, that nothing keeps, and that no list of pages finds."""

    @csrf_exempt
    @open_to_all
    @wraps(view)
    def wrapped(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        answer = view(request, *args, **kwargs)
        answer["X-Robots-Tag"] = "noindex, nofollow"
        answer["Cache-Control"] = "no-store"
        return answer

    return cast(View, wrapped)


def with_code(view: Callable[[HttpRequest, Door], HttpResponse]) -> View:
    """A page behind a code. Every code that opens nothing answers alike, whatever the reason; one
    that opens something is never kept waiting."""

    @for_nobody
    @wraps(view)
    def wrapped(request: HttpRequest, code: str) -> HttpResponse:
        school = queries.school_of(code)
        with walls.scope(*([school] if school else [])):
            door = queries.opened(code, clock.today()) if school else None
            if door is None:
                return _over(request) if request.method == "POST" else _wrong(request, 404)
            return view(request, door)

    return wrapped


@require_http_methods(["GET", "HEAD", "POST"])
@for_nobody
def door(request: HttpRequest) -> HttpResponse:
    """Type a code."""
    if request.method != "POST":
        return page.show(request, "answer/door.html", {})
    code = codes.tidied(request.POST.get("code", "")[:40])
    if queries.school_of(code) is None:
        return _wrong(request, 422, request.POST.get("code", "")[:40])
    return redirect("answer:with_a_code", code)


def _wrong(request: HttpRequest, status: int, typed: str = "") -> HttpResponse:
    slow = is_slow(request)
    context: dict[str, object] = {
        "wrong": _("That code does not work."), "slow": slow, "typed": typed,
    }  # fmt: skip
    answer = page.show(request, "answer/door.html", context, status=429 if slow else status)
    if slow:
        answer["Retry-After"] = str(slow_lane.ONE_IN)
    return answer


def _over(request: HttpRequest) -> HttpResponse:
    """Answers that nothing takes any more. What somebody wrote stays on the screen, to be shown."""
    slow = is_slow(request)
    context: dict[str, object] = {"words": request.POST.get("words", "").strip()}
    answer = page.show(request, "answer/over.html", context, status=429 if slow else 404)
    if slow:
        answer["Retry-After"] = str(slow_lane.ONE_IN)
    return answer


def is_slow(request: HttpRequest) -> bool:
    """Count a code that opens nothing; whether too many were tried from here."""
    lane = f"answers-{slow_lane.address(request)}"
    slow_lane.count_failure(lane)
    return not slow_lane.goes_through(lane)


@require_http_methods(["GET", "HEAD", "POST"])
@with_code
def survey(request: HttpRequest, found: Door) -> HttpResponse:
    """What it is for and who will see it; then one question after the other."""
    if request.method != "POST":
        chosen = {"language": request.GET.get("lang", "")}
        return _start(request, found, answering.so_far(found.survey, chosen))
    so_far = answering.so_far(found.survey, request.POST)
    if sending.arrived(so_far.sending):
        return _thanks(request, found, so_far)  # somebody went back on a shared screen
    if "read_in" in request.POST:
        return _start(request, found, so_far)
    go = request.POST.get("go", "")
    if go == "send":
        return _sent(request, found, so_far)
    stepped = answering.step(found.survey, so_far, request.POST.get("a", ""), go)
    if stepped.at < 0:
        return _start(request, found, stepped)
    return _asked(request, found, stepped)


def _start(request: HttpRequest, found: Door, so_far: SoFar) -> HttpResponse:
    context: dict[str, object] = {"answer": answering.start(found.survey, so_far)}
    status = 422 if so_far.missed else 200
    context |= _leads_to(request, so_far)
    return page.show(request, "answer/start.html", context, status=status)


def _leads_to(request: HttpRequest, so_far: SoFar) -> dict[str, object]:
    """Where a screen leads: nobody's name stands on it."""
    code, said = _code(request), in_language({}, so_far)
    return {
        "action": reverse("answer:with_a_code", args=[code]), "name": "",
        "help": f"{reverse('answer:ask_for_help', args=[code])}{said}",
    }  # fmt: skip


def in_language(carried: dict[str, str], so_far: SoFar) -> str:
    """What stands behind an address so that the next page speaks the same language; "" for
    nothing."""
    if so_far.language != ENGLISH:
        carried = carried | {"lang": so_far.language}
    return f"?{urlencode(carried)}" if carried else ""


def _code(request: HttpRequest) -> str:
    assert request.resolver_match is not None
    return str(request.resolver_match.kwargs["code"])


def _asked(
    request: HttpRequest, found: Door, so_far: SoFar, wrong: NotSent | None = None
) -> HttpResponse:
    asked = answering.asked(found.survey, so_far)
    context: dict[str, object] = {"answer": asked, "wrong": wrong}
    template = "answer/words.html" if asked.last else "answer/question.html"
    status = 422 if wrong or so_far.missed else 200
    return page.show(request, template, context | _leads_to(request, so_far), status=status)


def _sent(request: HttpRequest, found: Door, so_far: SoFar) -> HttpResponse:
    given = Given(
        so_far.choices, so_far.words, so_far.supported, so_far.band, so_far.sending
    )  # fmt: skip
    try:
        sending.send(code=_code(request), given=given, today=clock.today())
    except Over:
        return _over(request)
    except NotSent as error:
        return _asked(request, found, so_far, error)
    return _thanks(request, found, so_far)


def _thanks(request: HttpRequest, found: Door, so_far: SoFar) -> HttpResponse:
    """On to the page that thanks; it leads back to a code that is good for many."""
    again = {} if found.once else {"code": _code(request)}
    return redirect(reverse("answer:sent") + in_language(again, so_far))


@require_safe
@for_nobody
def asked(request: HttpRequest) -> HttpResponse:
    """A message is on its way. The same page for everybody."""
    return page.show(request, "answer/asked.html", {"said": spoken(request)})


@require_safe
@for_nobody
def thanks(request: HttpRequest) -> HttpResponse:
    """It has arrived. The same page for everybody who has the same code."""
    code = codes.tidied(request.GET.get("code", "")[:40])
    return page.show(request, "answer/thanks.html", {"code": code, "said": spoken(request)})


def spoken(request: HttpRequest) -> Around:
    """The language an address says somebody reads."""
    return said_around.by_key(request.GET.get("lang", ""))


@require_safe
@for_nobody
def away(request: HttpRequest) -> HttpResponse:
    """Where Leave quickly leads: a page that tells nobody what was on the screen before."""
    answer = page.show(request, "answer/away.html", {"day": clock.today()})
    answer["Clear-Site-Data"] = '"cache"'
    return answer
