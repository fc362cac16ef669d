"""Notes for few people about a child: written, put right, ended, taken out."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from belong.insight.questions import for_few
from belong.people import fetch, school_settings
from belong.people.models import Pupil
from belong.people.permissions import Permission
from belong.practice.restricted import actions
from belong.practice.restricted.wrong import NoteMoved, NotKept
from belong.web import clock, page
from belong.web.gate import SignedIn, needs


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.RESTRICTED_NOTES)
def write(request: SignedIn, pupil_id: int) -> HttpResponse:
    """What holds now, and one more."""
    if request.method != "POST":
        return _shown(request, pupil_id)
    pupil, words = _child(request, pupil_id), page.typed(request, "words")["words"]
    try:
        actions.write_down(by=request.membership, pupil=pupil, words=words, at=clock.now())
    except NotKept as error:
        return _shown(request, pupil_id, error)
    messages.success(request, _("Kept, for few people."))
    return redirect("children:for_few", pupil.pk)


@require_POST
@needs(Permission.RESTRICTED_NOTES)
def change(request: SignedIn, pupil_id: int) -> HttpResponse:
    """Put one right."""
    pupil, key = _child(request, pupil_id), page.key_posted(request, "note")
    try:
        actions.change(
            by=request.membership, pupil=pupil, key=key, at=clock.now(),
            words=page.typed(request, "words")["words"],
            version=page.key_posted(request, "version"),
        )  # fmt: skip
    except NotKept as error:
        return _shown(request, pupil_id, error, key)
    messages.success(request, _("Kept, for few people."))
    return redirect("children:for_few", pupil.pk)


@require_POST
@needs(Permission.RESTRICTED_NOTES)
def end(request: SignedIn, pupil_id: int) -> HttpResponse:
    """It holds no longer."""
    pupil, key = _child(request, pupil_id), page.key_posted(request, "note")
    version = page.key_posted(request, "version")
    try:
        actions.end(by=request.membership, pupil=pupil, key=key, version=version, at=clock.now())
    except NotKept as error:
        return _shown(request, pupil_id, error, key)
    messages.success(request, _("Ended. It is on nobody's page now but this one."))
    return redirect("children:for_few", pupil.pk)


@require_POST
@needs(Permission.RESTRICTED_NOTES)
def take_out(request: SignedIn, pupil_id: int) -> HttpResponse:
    """It was of another child, or should not have been written."""
    pupil, key = _child(request, pupil_id), page.key_posted(request, "note")
    version = page.key_posted(request, "version")
    try:
        actions.take_out(by=request.membership, pupil=pupil, key=key, version=version)
    except NotKept as error:
        return _shown(request, pupil_id, error, key)
    messages.success(request, _("Taken out. Nothing of it is kept."))
    return redirect("children:for_few", pupil.pk)


def _child(request: SignedIn, pupil_id: int) -> Pupil:
    """The child a form is about; the look is noted."""
    return fetch.pupil(pupil_id, seen_by=request.membership, wanting=Permission.RESTRICTED_NOTES)


def _shown(
    request: SignedIn, pupil_id: int, wrong: NotKept | None = None, changing: int = 0
) -> HttpResponse:
    """The page, with what was typed where it could not be kept.

    changing  the note that should have been changed: what was typed stands in its own form, or in
              that of a new one where it holds no longer; 0 for none
    """
    answer = for_few.ask(request.membership, pupil_id, clock.now())
    typed = page.typed(request, "words")["words"]
    holds = any(note.key == changing for note in answer.notes)
    stands = wrong.stands if isinstance(wrong, NoteMoved) else None
    context: dict[str, object] = {
        "answer": answer, "wrong": wrong, "changing": changing,
        "typed": "" if holds else typed, "unkept": bool(typed),
        "forms": [(n, typed if typed and n.key == changing else n.words) for n in answer.notes],
        "stands": for_few.told(stands, clock.now()) if stands else None,
        "system": school_settings.of(request.membership.school)[0].safety_link,
    }  # fmt: skip
    status = 409 if isinstance(wrong, NoteMoved) else 422 if wrong else 200
    return page.show(request, "children/for_few.html", context, status=status)
