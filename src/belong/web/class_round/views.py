"""Going through one's own children, and a word for each."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from belong.basics.errors import BelongError
from belong.insight.questions import class_round as asking
from belong.people import fetch
from belong.people.models import Pupil
from belong.people.permissions import Permission
from belong.practice.voice import class_round
from belong.practice.voice.class_round import Given, Thought
from belong.practice.voice.typed import Moved, NotKept
from belong.web import clock, page
from belong.web.gate import SignedIn, needs


@require_safe
@needs(Permission.CLASS_ROUND)
def going(request: SignedIn) -> HttpResponse:
    """My own children by name."""
    answer = asking.ask(request.membership, clock.today())
    return page.show(request, "class_round/round.html", {"answer": answer})


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.CLASS_ROUND)
def child(request: SignedIn, pupil_id: int) -> HttpResponse:
    """What goes well for one child, and what I wonder."""
    if request.method != "POST":
        return _shown(request, pupil_id)
    pupil = _pupil(request, pupil_id)
    typed = page.typed(request, "goes_well", "wonder")
    try:
        kept = class_round.think(
            by=request.membership, pupil=pupil, at=clock.now(),
            term=asking.term_now(request.membership, clock.today()),
            thought=Thought(
                **typed, version=page.key_posted(request, "version"), key=_key(request)
            ),
        )  # fmt: skip
    except (NotKept, Moved) as error:
        return _shown(request, pupil_id, error, thought=typed)
    messages.success(request, _("Kept.") if kept else _("Taken back. Nothing of it is kept."))
    following = asking.one(request.membership, pupil.pk, clock.today()).next_child
    on = following if "on" in request.POST else pupil.pk
    return redirect("class_round:child", on) if on else redirect("class_round:round")


@require_POST
@needs(Permission.CLASS_ROUND)
def word(request: SignedIn, pupil_id: int) -> HttpResponse:
    """A word of their own, and how it reaches them."""
    pupil = _pupil(request, pupil_id)
    typed = page.typed(request, "words", "how")
    try:
        kept = class_round.give(
            by=request.membership, pupil=pupil, at=clock.now(),
            term=asking.term_now(request.membership, clock.today()),
            given=Given(
                **typed, version=page.key_posted(request, "version"), key=_key(request)
            ),
        )  # fmt: skip
    except (NotKept, Moved) as error:
        return _shown(request, pupil_id, error, given=typed)
    messages.success(request, _("Kept.") if kept else _("Taken back. Nothing of it is kept."))
    return redirect("class_round:child", pupil.pk)


def _pupil(request: SignedIn, pupil_id: int) -> Pupil:
    return fetch.pupil(pupil_id, seen_by=request.membership, wanting=Permission.CLASS_ROUND)


def _key(request: SignedIn) -> int:
    """The key of what is changed; 0 where nothing was written before."""
    return max(0, page.key_posted(request, "key"))


def _opened(request: SignedIn, name: str) -> int:
    text = request.GET.get(name, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0


def _shown(
    request: SignedIn, pupil_id: int, wrong: BelongError | None = None,
    thought: dict[str, str] | None = None, given: dict[str, str] | None = None,
) -> HttpResponse:  # fmt: skip
    """The page, with what was typed where it could not be kept, and what stands beside it."""
    answer = asking.one(
        request.membership, pupil_id, clock.today(),
        _key(request) if thought else _opened(request, "thought"),
        _key(request) if given else _opened(request, "word"),
    )  # fmt: skip
    mine, kept = answer.thought, answer.word
    chosen = given["how"] if given else kept.how if kept else ""
    context: dict[str, object] = {
        "answer": answer, "wrong": wrong, "moved": isinstance(wrong, Moved), "of_word": given,
        "thought": thought or {"goes_well": mine.goes_well if mine else "",
                               "wonder": mine.wonder if mine else ""},
        "given": given or {"words": kept.words if kept else ""},
        "ways": [(key, text, key == chosen) for key, text in answer.ways],
    }  # fmt: skip
    status = 409 if isinstance(wrong, Moved) else 422 if wrong else 200
    return page.show(request, "class_round/child.html", context, status=status)
