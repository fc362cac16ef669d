"""Going through one's own children, and a word for each."""

from __future__ import annotations

from collections.abc import Sequence

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from belong.basics.errors import BelongError
from belong.insight.questions import class_round as asking
from belong.people import fetch
from belong.people.permissions import Permission
from belong.practice.voice import class_round
from belong.practice.voice.class_round import Given, Thought
from belong.practice.voice.typed import Moved, NotKept
from belong.web import clock, page
from belong.web.gate import SignedIn, needs

BOXES = ("goes_well", "wonder", "words", "how")


@require_safe
@needs(Permission.CLASS_ROUND)
def going(request: SignedIn) -> HttpResponse:
    """My own children by name."""
    answer = asking.ask(request.membership, clock.today())
    return page.show(request, "class_round/round.html", {"answer": answer})


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.CLASS_ROUND)
def child(request: SignedIn, pupil_id: int) -> HttpResponse:
    """What goes well for one child, what I wonder, and a word of their own: one form."""
    if request.method != "POST":
        return _shown(request, pupil_id)
    pupil = fetch.pupil(pupil_id, seen_by=request.membership, wanting=Permission.CLASS_ROUND)
    typed = page.typed(request, *BOXES)
    try:
        kept = class_round.keep(
            by=request.membership, pupil=pupil, at=clock.now(),
            term=asking.term_now(request.membership, clock.today()),
            thought=Thought(typed["goes_well"], typed["wonder"], *_before(request)),
            given=Given(typed["words"], typed["how"], *_before(request, "word_")),
        )  # fmt: skip
    except (NotKept, Moved) as error:
        return _shown(request, pupil_id, error, typed)
    messages.success(request, _said(kept))
    following = asking.one(request.membership, pupil.pk, clock.today()).next_child
    on = following if "on" in request.POST else pupil.pk
    return redirect("class_round:child", on) if on else redirect("class_round:round")


def _said(kept: Sequence[object | None]) -> str:
    if all(kept):
        return _("Kept.")
    if any(kept):
        return _("Kept. What you emptied is taken back.")
    return _("Taken back. Nothing of it is kept.")


def _before(request: SignedIn, which: str = "") -> tuple[int, int]:
    """The version that was read before, and the key of what is changed; 0 where nothing was
    written."""
    return max(0, page.key_posted(request, f"{which}version")), _key(request, which)


def _key(request: SignedIn, which: str = "") -> int:
    return max(0, page.key_posted(request, f"{which}key"))


def _opened(request: SignedIn, name: str) -> int:
    text = request.GET.get(name, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0


def _shown(
    request: SignedIn, pupil_id: int, wrong: BelongError | None = None,
    typed: dict[str, str] | None = None,
) -> HttpResponse:  # fmt: skip
    """The page, with what was typed where it could not be kept, and what stands beside it."""
    answer = asking.one(
        request.membership, pupil_id, clock.today(),
        _key(request) if typed else _opened(request, "thought"),
        _key(request, "word_") if typed else _opened(request, "word"),
    )  # fmt: skip
    mine, kept = answer.thought, answer.word
    boxes = typed or {
        "goes_well": mine.goes_well if mine else "", "wonder": mine.wonder if mine else "",
        "words": kept.words if kept else "", "how": kept.how if kept else "",
    }  # fmt: skip
    context: dict[str, object] = {
        "answer": answer, "wrong": wrong, "typed": boxes,
        "ways": [(key, text, key == boxes["how"]) for key, text in answer.ways],
        "newer": [row for row, which in ((mine, ""), (kept, "word_"))
                  if typed and row and (row.version, row.pk) != _read(request, which, row.pk)],
    }  # fmt: skip
    status = 409 if isinstance(wrong, Moved) else 422 if wrong else 200
    return page.show(request, "class_round/child.html", context, status=status)


def _read(request: SignedIn, which: str, key: int) -> tuple[int, int]:
    """Version and key of what stood on the screen before; who sends no key means the first."""
    version, sent = _before(request, which)
    return version, sent or key
