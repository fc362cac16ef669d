"""What helps one child: reading it and writing it with them."""

from __future__ import annotations

from collections.abc import Mapping

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from belong.basics.errors import BelongError
from belong.insight.questions import what_helps, writing_what_helps
from belong.people import fetch
from belong.people.models import Pupil
from belong.people.permissions import Permission
from belong.people.trail import Verb
from belong.practice.profiles import actions
from belong.practice.profiles.actions import NotWritten, WordsMoved
from belong.web import clock, page
from belong.web.gate import SignedIn, needs


@require_safe
@needs(Permission.PROFILE_READ)
def helps(request: SignedIn, pupil_id: int) -> HttpResponse:
    """All that a child says helps, on one page that also prints."""
    answer = what_helps.ask(request.membership, pupil_id, clock.today())
    return page.show(request, "helps/helps.html", {"answer": answer})


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.PROFILE_WRITE)
def write(request: SignedIn, pupil_id: int) -> HttpResponse:
    """Every part with a form of its own; one of them is sent."""
    if request.method != "POST":
        return writing(request, pupil_id)
    key, words = request.POST.get("part", ""), request.POST.get("words", "")
    own = request.POST.get("own") == "own"
    pupil = theirs(request, pupil_id)
    try:
        actions.write(
            by=request.membership, pupil=pupil, key=key, words=words,
            own=own, version=page.key_posted(request, "version"), at=clock.now(),
        )  # fmt: skip
    except NotWritten as error:
        return writing(request, pupil_id, error, {key: (words.replace("\x00", ""), own)})
    return back(request, pupil_id, _("Kept."), f"part-{key}")


@require_POST
@needs(Permission.PROFILE_WRITE)
def hide(request: SignedIn, pupil_id: int) -> HttpResponse:
    """Out of sight because the child wishes so, or in sight again."""
    key, hidden = request.POST.get("part", ""), "hide" in request.POST
    pupil = theirs(request, pupil_id)
    actions.hide(by=request.membership, pupil=pupil, key=key, hidden=hidden, at=clock.now())
    said = _("Kept out of sight.") if hidden else _("Shown again.")
    return back(request, pupil_id, said, f"part-{key}")


@require_POST
@needs(Permission.PROFILE_WRITE)
def agreed(request: SignedIn, pupil_id: int) -> HttpResponse:
    """The child read it, and said that it is right."""
    pupil = theirs(request, pupil_id)
    version = page.key_posted(request, "version")
    try:
        actions.agreed(by=request.membership, pupil=pupil, version=version, at=clock.now())
    except NotWritten as error:
        return writing(request, pupil_id, error)
    messages.success(request, _("Kept: they agreed today."))
    return redirect("helps:helps", pupil_id)


def theirs(request: SignedIn, pupil_id: int) -> Pupil:
    """The child something is written for; the look is noted."""
    return fetch.pupil(
        pupil_id, seen_by=request.membership, wanting=Permission.PROFILE_WRITE,
        why=Verb.CHILDREN_LISTED,
    )  # fmt: skip


def back(request: SignedIn, pupil_id: int, said: str, at: str) -> HttpResponse:
    """To the page where one writes, at the place that was changed."""
    messages.success(request, said)
    return redirect(f"{reverse('helps:write', args=[pupil_id])}#{at}")


def writing(
    request: SignedIn,
    pupil_id: int,
    wrong: BelongError | None = None,
    typed: Mapping[str, tuple[str, bool]] | None = None,
    more: Mapping[str, object] | None = None,
) -> HttpResponse:
    """The page where one writes.

    typed  words of a part that were not kept, and whether they are the child's own
    more   what else was typed
    """
    answer = writing_what_helps.ask(request.membership, pupil_id, clock.today(), typed or {})
    context: dict[str, object] = {
        "answer": answer, "wrong": wrong, "moved": isinstance(wrong, WordsMoved),
        "sorts": [{"value": key, "words": said} for key, said in answer.sorts],
        "wheres": [{"value": "in", "words": _("In school")},
                   {"value": "out", "words": _("Out of school")}],
        "typed": {"until": answer.proposed.isoformat()} | dict(more or {}),
    }  # fmt: skip
    for name, chosen in (("sorts", "sort"), ("wheres", "where")):
        for option in context[name]:  # type: ignore[attr-defined]
            option["chosen"] = option["value"] == (more or {}).get(chosen)
    status = 200 if wrong is None else 409 if isinstance(wrong, WordsMoved) else 422
    return page.show(request, "helps/write.html", context, status=status)
