"""Early warnings: the list, and answering one."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from belong.insight.questions import how_good_warnings
from belong.insight.questions import how_soon as how_soon_questions
from belong.insight.questions import warm_words as questions
from belong.insight.questions.warm_words import ToAnswer
from belong.people import school_settings
from belong.people.permissions import Permission
from belong.people.school_settings import ChosenMeanwhile, NotKept
from belong.practice.curiosity import answering
from belong.practice.curiosity.answering import NotAnswered
from belong.web import clock, page
from belong.web.gate import SignedIn, needs


@require_safe
@needs(Permission.WARNINGS_READ)
def warm_words(request: SignedIn) -> HttpResponse:
    """For whom a warm word is asked."""
    desk = page.open_desk(request, Permission.WARNINGS_READ)
    if desk is None:
        return page.nothing_yet(request)
    context: dict[str, object] = {
        "answer": questions.ask(desk),
        "may_look_back": request.membership.may(Permission.PASSED_ON_READ),
    }
    return page.show(request, "warm_words/warm_words.html", context)


@require_safe
@needs(Permission.PASSED_ON_READ)
def how_good(request: SignedIn) -> HttpResponse:
    """What became of those a rule spoke of, as counts."""
    desk = page.open_desk(request, Permission.PASSED_ON_READ)
    if desk is None:
        return page.nothing_yet(request)
    return page.show(request, "warm_words/how_good.html", {"answer": how_good_warnings.ask(desk)})


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.PASSED_ON_READ)
def how_soon(request: SignedIn) -> HttpResponse:
    """What each pace would have meant; and for whoever may say settings, choosing one."""
    by, wrong = request.membership, None
    if request.method == "POST":
        by.must(Permission.SETTINGS_WRITE)
        wrong = _choose(request)
        if wrong is None:
            messages.success(request, _("Kept. It counts from now on."))
            return redirect("warm_words:warm_words")
        by.school.refresh_from_db()  # what somebody else chose meanwhile
    desk = page.open_desk(request, Permission.PASSED_ON_READ)
    if desk is None:
        return page.nothing_yet(request)
    context: dict[str, object] = {
        "answer": how_soon_questions.ask(desk), "wrong": wrong,
        "may_choose": by.may(Permission.SETTINGS_WRITE),
    }  # fmt: skip
    status = 409 if isinstance(wrong, ChosenMeanwhile) else 422
    return page.show(request, "warm_words/how_soon.html", context, status=status if wrong else 200)


def _choose(request: SignedIn) -> NotKept | ChosenMeanwhile | None:
    """Keep what was chosen. Returns what went wrong, or None."""
    wanted, seen = request.POST.get("pace", ""), request.POST.get("seen", "")
    try:
        school_settings.choose_pace(by=request.membership, wanted=wanted, seen=seen, at=clock.now())
    except (NotKept, ChosenMeanwhile) as error:
        return error
    return None


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.WARNINGS_READ)
def answer(request: SignedIn, pupil_id: int) -> HttpResponse:
    """One thing heard or seen; or why not now."""
    desk = page.open_desk(request, Permission.WARNINGS_READ)
    if desk is None:
        return page.nothing_yet(request)
    found = questions.one(desk, pupil_id)
    if request.method != "POST":
        return _shown(request, found, None)
    try:
        answering.answer(
            by=request.membership, pupil=found.pupil, rules=_read(request, found),
            how=request.POST.get("how", ""), words=request.POST.get("words", ""), at=clock.now(),
        )  # fmt: skip
    except NotAnswered as error:
        return _shown(request, found, error)
    messages.success(request, _("Kept. They leave the list."))
    return redirect("warm_words:warm_words")


def _read(request: SignedIn, found: ToAnswer) -> list[str]:
    """What stands, of what stood on the page that is answered; nobody read what began since."""
    read = request.POST.get("rules", "").split()
    return [rule for rule in found.rules if rule in read]


def _shown(request: SignedIn, found: ToAnswer, wrong: NotAnswered | None) -> HttpResponse:
    typed = {name: request.POST.get(name, "").replace("\x00", "") for name in ("how", "words")}
    hows = [
        {"value": key, "words": said, "chosen": key == typed["how"]} for key, said in found.hows
    ]
    context: dict[str, object] = {"answer": found, "wrong": wrong, "typed": typed, "hows": hows}
    return page.show(request, "warm_words/answer.html", context, status=422 if wrong else 200)
