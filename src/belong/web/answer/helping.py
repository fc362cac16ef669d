"""Somebody leaves a survey and picks an adult. What they wrote is never lost from the screen."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from belong.insight.questions import help_asked, said_around
from belong.people import walls
from belong.practice.voice import asking_help
from belong.practice.voice.answering import NotSent
from belong.practice.voice.queries import Door
from belong.web import clock, page, slow_lane
from belong.web.answer.views import for_nobody, is_slow

FIELDS = ("to", "name", "words")


@require_http_methods(["GET", "HEAD", "POST"])
@for_nobody
def help_(request: HttpRequest, code: str) -> HttpResponse:
    """By the code, or by what this page carried since the code still opened something."""
    carried = request.POST.get("opened", "")
    school = asking_help.school_of(code, carried)
    with walls.scope(*([school] if school else [])):
        found = asking_help.door(code, carried, clock.today()) if school else None
        if found is None:
            return _not_sent(request)
        return _help(request, code, found)


def _typed(request: HttpRequest) -> dict[str, str]:
    return {name: request.POST.get(name, "") for name in FIELDS}


def _help(request: HttpRequest, code: str, found: Door) -> HttpResponse:
    wrong, typed = None, _typed(request)
    lang = help_asked.language(found, request.POST.get("lang") or request.GET.get("lang", ""))
    if request.method == "POST":
        try:
            asking_help.ask(
                door=found, to=page.key_posted(request, "to"), name=typed["name"],
                words=typed["words"], today=clock.today(),
            )  # fmt: skip
            return redirect(reverse("answer:help_is_coming") + (f"?lang={lang}" if lang else ""))
        except NotSent as error:
            wrong = error
    answer = help_asked.picking(found, clock.today())
    of_class = any(typed["to"] == str(one.key) for one in answer.of_classes)
    context: dict[str, object] = {
        "answer": answer, "of_class": "1" if of_class else "", "code": code, "wrong": wrong,
        "typed": typed, "opened": asking_help.carried(found), "lang": lang,
        "said": said_around.by_key(lang),
    }  # fmt: skip
    return page.show(request, "answer/help.html", context, status=422 if wrong else 200)


def _not_sent(request: HttpRequest) -> HttpResponse:
    """Nobody can be told from here. Their words stay on the screen, to be shown to somebody."""
    slow = is_slow(request)
    context: dict[str, object] = {"typed": _typed(request)}
    answer = page.show(request, "answer/not_sent.html", context, status=429 if slow else 404)
    if slow:
        answer["Retry-After"] = str(slow_lane.ONE_IN)
    return answer
