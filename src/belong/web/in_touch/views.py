"""Writing down that somebody was in touch, in a few taps."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from belong.insight.questions import in_touch
from belong.people import fetch
from belong.people.models import Pupil
from belong.people.permissions import Permission
from belong.practice.contact import writing
from belong.practice.contact.in_touch import Contact, Whom
from belong.practice.contact.writing import Told
from belong.practice.contact.wrong import NotKept, WordsMoved
from belong.web import clock, page
from belong.web.gate import SignedIn, needs
from belong.web.in_touch import typed

BOXES = ("whom", "who", "channel", "kind", "said", "agreed", "effort", "day")


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.CONTACT_WRITE)
def write(request: SignedIn, pupil_id: int) -> HttpResponse:
    """With whom, how, what it was, and a sentence."""
    if request.method != "POST":
        return shown(request, pupil_id)
    pupil = child(request, pupil_id)
    before = in_touch.hello_first(pupil)
    try:
        kept = writing.write_down(
            by=request.membership, pupil=pupil, told=_told(request), at=clock.now()
        )
    except NotKept as error:
        return shown(request, pupil_id, error)
    if before and kept.kind == Contact.Kind.HARD and kept.whom == Whom.HOME:
        messages.success(request, _("Kept. Nobody had said hello to this home before: be in touch"
                                    " again soon, with something good."))  # fmt: skip
    else:
        messages.success(request, _("Kept."))
    return redirect("in_touch:write", pupil.pk)


@require_POST
@needs(Permission.CONTACT_WRITE)
def change(request: SignedIn, pupil_id: int) -> HttpResponse:
    """Put one's own words right."""
    pupil, key = child(request, pupil_id), page.key_posted(request, "contact")
    try:
        writing.change(
            by=request.membership, pupil=pupil, key=key, told=_told(request),
            version=page.key_posted(request, "version"), at=clock.now(),
        )  # fmt: skip
    except NotKept as error:
        return shown(request, pupil_id, error, key)
    messages.success(request, _("Kept."))
    return redirect("in_touch:write", pupil.pk)


@require_POST
@needs(Permission.CONTACT_WRITE)
def take_back(request: SignedIn, pupil_id: int) -> HttpResponse:
    """It was of another child, or should not have been written."""
    pupil = child(request, pupil_id)
    writing.take_back(
        by=request.membership, pupil=pupil, key=page.key_posted(request, "contact"),
        at=clock.now(),
    )  # fmt: skip
    messages.success(request, _("Taken back. Nothing of it is kept."))
    return redirect("in_touch:write", pupil.pk)


def child(request: SignedIn, pupil_id: int) -> Pupil:
    """The child a form is about; the look is noted."""
    return fetch.pupil(pupil_id, seen_by=request.membership, wanting=Permission.CONTACT_WRITE)


def _told(request: SignedIn) -> Told:
    sent = page.typed(request, *BOXES)
    day = typed.day(sent.pop("day")) if sent["day"] else clock.today()
    sent.pop("day", None)
    return Told(day=day, **sent)


def shown(
    request: SignedIn, pupil_id: int, wrong: NotKept | None = None, changing: int = 0
) -> HttpResponse:
    """The page, with what was typed where it could not be kept.

    changing  the contact that should have been changed: what was typed stands in its own form; 0
              for none
    """
    answer = in_touch.ask(request.membership, pupil_id, clock.now())
    away = "away" in request.GET
    empty = {"whom": Whom.HOME.value, "who": "", "channel": answer.channel, "said": "",
             "kind": answer.kind, "agreed": "", "effort": "",
             "day": clock.today().isoformat()}  # fmt: skip
    if wrong and not changing:
        empty |= page.typed(request, *BOXES)
    stands = wrong.stands if isinstance(wrong, WordsMoved) else None
    context: dict[str, object] = {
        "answer": answer, "wrong": wrong, "typed": empty, "away": away, "changing": changing,
        "forms": _forms(request, answer, changing),
        "stands": in_touch.told_now(request.membership, stands, clock.today())
        if isinstance(stands, Contact) else None,
        "choices": _choices(answer, empty),
    }  # fmt: skip
    status = 409 if stands else 422 if wrong else 200
    return page.show(request, "in_touch/write.html", context, status=status)


def _choices(answer: in_touch.Writing, chosen: dict[str, str]) -> dict[str, object]:
    return {
        "whom": [(key, text, key == chosen["whom"]) for key, text in answer.whom],
        "channel": [(key, text, key == chosen["channel"]) for key, text in answer.channels],
        "kind": [(key, text, key == chosen["kind"]) for key, text in answer.kinds],
    }


def _forms(
    request: SignedIn, answer: in_touch.Writing, changing: int
) -> list[tuple[in_touch.Told, dict[str, str], dict[str, object]]]:
    """Each contact with the words and choices of the form that puts it right."""
    out = []
    for told in answer.told:
        words = {name: str(getattr(told, name)) for name in BOXES}
        if told.key == changing:
            words |= page.typed(request, *BOXES)
        out.append((told, words, _choices(answer, words)))
    return out
