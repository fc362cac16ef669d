"""Words that help: everybody reads them, those who keep the settings change them."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from belong.insight.questions import words_that_help
from belong.people.permissions import Permission
from belong.practice.contact import library
from belong.practice.contact.library import NotKept, TextMoved, Translated
from belong.web import clock, page
from belong.web.gate import SignedIn, needs

FIELDS = ("situation", "words", "language", "reviewed_by", "reviewed_on", "in_other")

REVIEW = ("reviewed_by", "reviewed_on")


@require_safe
@needs(Permission.HOUSE)
def words(request: SignedIn) -> HttpResponse:
    """What one could say, by situation, and messages home."""
    answer = words_that_help.ask(request.membership)
    return page.show(request, "library/words.html", {"answer": answer})


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.SETTINGS_WRITE)
def new(request: SignedIn) -> HttpResponse:
    """A text of the school's own; a message home in another language too, if one is chosen."""
    if request.method != "POST":
        return _shown(request, "")
    situation, said = request.POST.get("situation", ""), request.POST.get("words", "")
    try:
        library.add(
            by=request.membership, situation=situation, words=said, at=clock.now(),
            other=_other(request),
        )  # fmt: skip
    except NotKept as error:
        return _shown(request, "", error)
    return _kept(request)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.SETTINGS_WRITE)
def text(request: SignedIn, name: str) -> HttpResponse:
    """One text, to be changed."""
    if request.method != "POST":
        return _shown(request, name)
    try:
        library.change(
            by=request.membership, key=name, words=request.POST.get("words", ""),
            version=page.key_posted(request, "version"), at=clock.now(),
        )  # fmt: skip
    except NotKept as error:
        return _shown(request, name, error)
    return _kept(request)


@require_POST
@needs(Permission.SETTINGS_WRITE)
def hide(request: SignedIn, name: str) -> HttpResponse:
    """Off the page, or on it again."""
    hidden, version = "hide" in request.POST, page.key_posted(request, "version")
    try:
        library.hide(
            by=request.membership, key=name, hidden=hidden, version=version, at=clock.now()
        )
    except NotKept as error:
        return _shown(request, name, error)
    return _kept(request)


@require_POST
@needs(Permission.SETTINGS_WRITE)
def translate(request: SignedIn, name: str) -> HttpResponse:
    """A message home in another language."""
    said = Translated(*(request.POST.get(one, "") for one in ("language", "words", *REVIEW)))
    version = page.key_posted(request, "version")
    try:
        library.translate(
            by=request.membership, key=name, said=said, version=version, at=clock.now()
        )
    except NotKept as error:
        return _shown(request, name, error)
    messages.success(request, _("Kept."))
    return redirect("library:text", name)


def _other(request: SignedIn) -> Translated | None:
    """The same message in another language, where one was chosen or written."""
    language, said = request.POST.get("language", ""), request.POST.get("in_other", "")
    if not language and not said.strip():
        return None
    return Translated(language, said, *(request.POST.get(one, "") for one in REVIEW))


def _kept(request: SignedIn) -> HttpResponse:
    messages.success(request, _("Kept."))
    return redirect("library:words")


def _shown(request: SignedIn, name: str, wrong: NotKept | None = None) -> HttpResponse:
    """The page of one text, with what was typed where it could not be kept."""
    answer = words_that_help.changing(request.membership, name)
    if answer is None:
        raise Http404
    typed = {one: request.POST.get(one, "").replace("\x00", "") for one in FIELDS}
    languages = [
        {"value": one.key, "words": f"{one.name} ({_(one.english)})",
         "chosen": one.key == typed["language"]}
        for one in answer.languages
    ]  # fmt: skip
    none = {"value": "", "words": _("English alone"), "chosen": not typed["language"]}
    context: dict[str, object] = {
        "answer": answer, "wrong": wrong, "typed": typed if wrong else {},
        "moved": isinstance(wrong, TextMoved), "languages": languages,
        "with_none": [none, *languages],
        "situations": [{"value": one.key, "words": _(one.title),
                        "chosen": one.key == typed["situation"]} for one in answer.situations],
    }  # fmt: skip
    status = 200 if wrong is None else 409 if isinstance(wrong, TextMoved) else 422
    return page.show(request, "library/text.html", context, status=status)
