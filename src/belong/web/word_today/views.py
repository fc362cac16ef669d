"""Words for today. Belong sends none of them: somebody tells them, and says that they did."""

from __future__ import annotations

from dataclasses import asdict

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from belong.insight.questions import word_today
from belong.insight.questions.word_today import TO_PAGE
from belong.people import fetch
from belong.people.models import Pupil
from belong.people.permissions import Permission
from belong.people.trail import Verb
from belong.practice.contact import sending
from belong.practice.contact.sending import NotSent, Sent, Way, WayMoved
from belong.practice.contact.word_models import How
from belong.web import clock, page
from belong.web.gate import SignedIn, needs

FIELDS = ("who", "reach", "wishes", "by_when")


@require_safe
@needs(Permission.SOCIAL_CARE_READ)
def words(request: SignedIn) -> HttpResponse:
    """Each child whose social worker should hear today, with a word ready."""
    return _shown(request)


def _shown(request: SignedIn, wrong: NotSent | None = None) -> HttpResponse:
    desk = page.open_desk(request, Permission.SOCIAL_CARE_READ)
    if desk is None:
        return page.nothing_yet(request)
    typed = {name: _posted(request, name) for name in ("child", "said", "how")}
    context: dict[str, object] = {
        "answer": word_today.ask(desk, clock.now()),
        "wrong": wrong,
        "typed": typed,
    }
    return page.show(request, "word_today/words.html", context, status=422 if wrong else 200)


@require_POST
@needs(Permission.SOCIAL_CARE_READ)
def told(request: SignedIn) -> HttpResponse:
    """Somebody told it, in these words and in this way; or rang, and nobody answered."""
    pupil = _theirs(request, page.key_posted(request, "child"))
    how, key = _how(request)
    sent = Sent(request.POST.get("said", ""), how, key, request.POST.get("code", ""))
    rang = "rang" in request.POST
    try:
        if rang:
            sending.left_name(by=request.membership, pupil=pupil, at=clock.now())
        else:
            sending.say_sent(by=request.membership, pupil=pupil, sent=sent, at=clock.now())
    except NotSent as error:
        return _shown(request, error)
    kept = _("Kept: you rang. The word still waits.") if rang else _("Kept: they were told today.")
    messages.success(request, kept)
    return redirect("word_today:words")


@require_POST
@needs(Permission.SOCIAL_CARE_READ)
def take_back(request: SignedIn) -> HttpResponse:
    """It was not told after all, or of another child."""
    key = page.key_posted(request, "word")
    sending.take_back(by=request.membership, key=key, today=clock.today())
    messages.success(request, _("Taken back. Nothing of it is kept."))
    return redirect("word_today:words")


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.SOCIAL_CARE_READ)
def way(request: SignedIn, pupil_id: int) -> HttpResponse:
    """How one child's social worker wants to hear."""
    if request.method != "POST":
        return _way_shown(request, pupil_id)
    how, key = _how(request)
    mine = Way(how, key, *(request.POST.get(name, "") for name in FIELDS))
    pupil, version = _theirs(request, pupil_id), page.key_posted(request, "version")
    remove = "remove" in request.POST
    try:
        if remove:
            sending.remove_way(by=request.membership, pupil=pupil, version=version)
        else:
            sending.choose_way(
                by=request.membership, pupil=pupil, way=mine, version=version, at=clock.now()
            )
    except NotSent as error:
        return _way_shown(request, pupil_id, error)
    messages.success(request, _("Removed.") if remove else _("Kept. It counts from now on."))
    return redirect("word_today:words")


def _way_shown(request: SignedIn, pupil_id: int, wrong: NotSent | None = None) -> HttpResponse:
    """The form with what stands in it; with what was typed, where that could not be kept."""
    answer = word_today.way_of(request.membership, pupil_id, clock.now())
    typed = {name: _posted(request, name) for name in FIELDS}
    options = [asdict(one) for one in answer.options]
    if wrong is not None and "remove" not in request.POST:
        for one in options:
            one["chosen"] = one["value"] == _posted(request, "how")
    elif answer.way is not None:
        at = answer.way.by_when
        typed = {name: getattr(answer.way, name) for name in FIELDS}
        typed["by_when"] = f"{at:%H:%M}" if at else ""
    context: dict[str, object] = {
        "answer": answer, "typed": typed, "options": options, "wrong": wrong,
        "moved": isinstance(wrong, WayMoved), "removing": "remove" in request.POST,
    }  # fmt: skip
    status = 200 if wrong is None else 409 if isinstance(wrong, WayMoved) else 422
    return page.show(request, "word_today/way.html", context, status=status)


def _theirs(request: SignedIn, key: int) -> Pupil:
    return fetch.pupil(
        key, seen_by=request.membership, wanting=Permission.SOCIAL_CARE_READ,
        why=Verb.CHILDREN_LISTED,
    )  # fmt: skip


def _how(request: SignedIn) -> tuple[str, int | None]:
    """A way, and the key of the page where it is one."""
    said = request.POST.get("how", "")
    key = said.removeprefix(TO_PAGE)
    if said.startswith(TO_PAGE) and key.isascii() and key.isdigit() and len(key) < 10:
        return str(How.PAGE), int(key)
    return said, None


def _posted(request: SignedIn, name: str) -> str:
    return request.POST.get(name, "").replace("\x00", "")
