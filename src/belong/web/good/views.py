"""One good thing: a tap, a sentence, kept."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from belong.insight.questions import good_things as questions
from belong.people import fetch
from belong.people.permissions import Permission
from belong.people.trail import Verb
from belong.practice.noticing import actions
from belong.practice.noticing.actions import Good, GoodMoved, NotWritten
from belong.web import clock, page
from belong.web.gate import SignedIn, needs


@require_safe
@needs(Permission.GOOD_THINGS)
def good_things(request: SignedIn) -> HttpResponse:
    """One's own children, each with the latest good thing."""
    children = questions.own_children(request.membership, clock.today())
    return page.show(request, "good/good_things.html", {"children": children})


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.GOOD_THINGS)
def write(request: SignedIn, pupil_id: int) -> HttpResponse:
    """Write one down for a child."""
    if request.method != "POST":
        return _shown(request, pupil_id)
    pupil = fetch.pupil(pupil_id, seen_by=request.membership, wanting=Permission.GOOD_THINGS)
    try:
        actions.notice(by=request.membership, pupil=pupil, good=_good(request), at=clock.now())
    except NotWritten as error:
        return _shown(request, pupil_id, error)
    messages.success(request, _("Kept."))
    return redirect("good:write", pupil.pk)


def _good(request: SignedIn) -> Good:
    return Good(*(request.POST.get(name, "") for name in ("kind", "proud", "seen")))


def _shown(
    request: SignedIn, pupil_id: int, wrong: NotWritten | None = None, key: int = 0
) -> HttpResponse:
    answer = questions.writing(request.membership, pupil_id, clock.today())
    typed = {name: request.POST.get(name, "").replace("\x00", "")
             for name in ("kind", "proud", "seen")}  # fmt: skip
    context = {
        "answer": answer, "wrong": wrong, "typed": typed, "changing": key,
        "stands": wrong.stands if isinstance(wrong, GoodMoved) else None,
    }  # fmt: skip
    status = 200 if wrong is None else 409 if isinstance(wrong, GoodMoved) else 422
    return page.show(request, "good/write.html", context, status=status)


@require_POST
@needs(Permission.GOOD_THINGS)
def change(request: SignedIn) -> HttpResponse:
    """Change what one wrote today."""
    key = page.key_posted(request, "good")
    child = page.key_posted(request, "child")
    try:
        kept = actions.change(
            by=request.membership, key=key, good=_good(request),
            version=page.key_posted(request, "version"), at=clock.now(),
        )  # fmt: skip
    except NotWritten as error:
        return _shown(request, child, error, key)
    messages.success(request, _("Kept."))
    return redirect("good:write", kept.pupil_id)


@require_POST
@needs(Permission.GOOD_THINGS)
def take_back(request: SignedIn) -> HttpResponse:
    """It was of the wrong child, or in the wrong words."""
    pupil = actions.take_back(
        by=request.membership, key=page.key_posted(request, "good"), at=clock.now()
    )
    messages.success(request, _("Taken back. Nothing of it is kept."))
    return redirect("good:write", pupil.pk)


@require_POST
@needs(Permission.GOOD_THINGS)
def way_home(request: SignedIn, pupil_id: int) -> HttpResponse:
    """How home likes to hear."""
    pupil = fetch.pupil(
        pupil_id, seen_by=request.membership, wanting=Permission.GOOD_THINGS,
        why=Verb.CHILDREN_LISTED,
    )  # fmt: skip
    way = request.POST.get("way", "")
    try:
        actions.choose_way(by=request.membership, pupil=pupil, way=way, at=clock.now())
    except NotWritten as error:
        return _shown(request, pupil_id, error)
    messages.success(request, _("Kept."))
    return redirect("good:write", pupil.pk)


@require_POST
@needs(Permission.GOOD_THINGS)
def slip(request: SignedIn) -> HttpResponse:
    """The words for home, to copy or to print. Asked for by POST: no address names a good thing."""
    return _slip(request)


def _slip(request: SignedIn, wrong: NotWritten | None = None) -> HttpResponse:
    answer = questions.slip(request.membership, page.key_posted(request, "good"), clock.today())
    return page.show(
        request, "good/slip.html", {"answer": answer, "wrong": wrong}, status=422 if wrong else 200
    )


@require_POST
@needs(Permission.GOOD_THINGS)
def shared(request: SignedIn) -> HttpResponse:
    """Somebody told home."""
    try:
        kept = actions.shared(
            by=request.membership, key=page.key_posted(request, "good"), at=clock.now()
        )
    except NotWritten as error:
        return _slip(request, error)
    messages.success(request, _("Kept. Home has heard something good."))
    return redirect("good:write", kept.pupil_id)
