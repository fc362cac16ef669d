"""Writing one good thing down, and reading those of one's own children."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from belong.insight.questions import good_things
from belong.people import fetch
from belong.people.models import Pupil
from belong.people.permissions import Permission
from belong.practice.noticing import actions
from belong.practice.noticing.actions import Good, NotKept, WordsMoved
from belong.practice.noticing.models import GoodThing
from belong.web import clock, page
from belong.web.gate import SignedIn, needs


@require_safe
@needs(Permission.GOOD_THINGS)
def mine(request: SignedIn) -> HttpResponse:
    """The newest good thing of each of my own children."""
    desk = page.open_desk(request)
    if desk is None:
        return page.nothing_yet(request)
    return page.show(request, "good/mine.html", {"answer": good_things.of_mine(desk)})


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.GOOD_THINGS)
def write(request: SignedIn, pupil_id: int) -> HttpResponse:
    """One choice and one sentence."""
    if request.method != "POST":
        return shown(request, pupil_id)
    pupil = child(request, pupil_id)
    try:
        actions.notice(by=request.membership, pupil=pupil, good=_good(request), at=clock.now())
    except NotKept as error:
        return shown(request, pupil_id, error)
    messages.success(request, _("Kept. Tell them too, in the way they like."))
    return redirect("good:write", pupil.pk)


@require_POST
@needs(Permission.GOOD_THINGS)
def change(request: SignedIn, pupil_id: int) -> HttpResponse:
    """Put one's own words right, on the same day."""
    pupil, key = child(request, pupil_id), page.key_posted(request, "thing")
    try:
        actions.change(
            by=request.membership, pupil=pupil, thing_id=key,
            good=_good(request), version=page.key_posted(request, "version"), at=clock.now(),
        )  # fmt: skip
    except NotKept as error:
        return shown(request, pupil_id, error, key)
    messages.success(request, _("Kept."))
    return redirect("good:write", pupil.pk)


@require_POST
@needs(Permission.GOOD_THINGS)
def take_back(request: SignedIn, pupil_id: int) -> HttpResponse:
    """It was of another child, or should not have been written."""
    pupil = child(request, pupil_id)
    actions.take_back(
        by=request.membership, pupil=pupil, thing_id=page.key_posted(request, "thing"),
        at=clock.now(),
    )  # fmt: skip
    messages.success(request, _("Taken back. Nothing of it is kept."))
    return redirect("good:write", pupil.pk)


def child(request: SignedIn, pupil_id: int) -> Pupil:
    """The child a form is about; the look is noted."""
    return fetch.pupil(pupil_id, seen_by=request.membership, wanting=Permission.GOOD_THINGS)


def _good(request: SignedIn) -> Good:
    post = request.POST
    return Good(post.get("kind", ""), post.get("proud", ""), post.get("seen", ""))


def shown(
    request: SignedIn, pupil_id: int, wrong: NotKept | None = None, changing: int = 0
) -> HttpResponse:
    """The page, with what was typed where it could not be kept.

    changing  the good thing that should have been changed: what was typed stands in its own form,
              so that keeping it makes no second one; 0 for none
    """
    answer = good_things.ask(request.membership, pupil_id, clock.today())
    sent = {name: request.POST.get(name, "").replace("\x00", "")
            for name in ("kind", "proud", "seen")}  # fmt: skip
    typed = dict.fromkeys(sent, "") if changing else sent
    chosen = typed["kind"] or GoodThing.Kind.SCHOOL.value
    has_a_form = {told.key for told in answer.told if told.own and not told.home}
    stands = wrong.thing.pk if isinstance(wrong, WordsMoved) else 0
    context: dict[str, object] = {
        "answer": answer, "wrong": wrong, "typed": typed, "sent": sent, "changing": changing,
        "not_kept": changing and changing not in has_a_form,
        "stands": next((told for told in answer.told if told.key == stands), None),
        "kinds": [(key, text, key == chosen) for key, text in answer.kinds],
        "ways": [(key, text, key == answer.way) for key, text in answer.ways],
    }  # fmt: skip
    return page.show(
        request, "good/write.html", context, status=409 if stands else 422 if wrong else 200
    )
