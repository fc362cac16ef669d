"""Naming key persons for many children: paste, a file, or a form; look; then give them all."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from belong.basics.errors import BelongError
from belong.insight.questions import naming_key_persons as naming
from belong.insight.questions.naming_key_persons import Meant
from belong.people import key_persons
from belong.people.giving import NotGiven
from belong.people.key_persons import LONGEST, NotRead
from belong.people.permissions import Permission
from belong.web import clock, page
from belong.web.gate import SignedIn, needs


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.PEOPLE_GIVE)
def key_persons_page(request: SignedIn) -> HttpResponse:
    """A list or a form goes in; what it means is shown. Nothing is given yet."""
    if request.method != "POST":
        return _shown(request)
    try:
        text = _text(request)
        meant = _of_form(request) if "by_form" in request.POST else _of_list(request, text)
    except NotRead as error:
        return _shown(request, wrong=error)
    return _shown(request, meant, text=text)


@require_POST
@needs(Permission.PEOPLE_GIVE)
def give(request: SignedIn) -> HttpResponse:
    """All of them, or none."""
    pairs = _pairs(request.POST.get("pairs", ""))
    try:
        n = key_persons.give_all(by=request.membership, pairs=pairs, at=clock.now())
    except NotGiven as error:
        return _shown(request, wrong=error, text=request.POST.get("text", ""))
    said = ngettext("{n} key person named.", "{n} key persons named.", n)
    messages.success(request, said.format(n=n))
    return redirect("staff:key_persons")


@require_POST
@needs(Permission.PEOPLE_GIVE)
def not_matched(request: SignedIn) -> HttpResponseBase:
    """The lines that name nobody, as a file."""
    try:
        lines = naming.not_matched(request.membership, _text(request), clock.today())
    except NotRead as error:
        return _shown(request, wrong=error)
    heads = (_("Line"), _("Child"), _("Form"), _("Adult"), _("Why"))
    return page.spreadsheet("not-matched", heads, lines)


def _of_list(request: SignedIn, text: str) -> Meant:
    return naming.of_list(request.membership, text, clock.today())


def _of_form(request: SignedIn) -> Meant:
    found = key_persons.of_form(
        by=request.membership, form=request.POST.get("form", ""),
        adult_id=page.key_posted(request, "adult"), only_without="only_without" in request.POST,
        today=clock.today(),
    )  # fmt: skip
    return naming.in_words(request.membership, found, clock.today())


def _text(request: SignedIn) -> str:
    """What was pasted; or the file, where one was chosen."""
    file = request.FILES.get("file")
    if file is None:
        return request.POST.get("text", "").replace("\x00", "")
    if (file.size or 0) > LONGEST:
        raise NotRead("That file is too long for a list.", do="Bring it in parts.")
    body = file.read()
    try:
        return str(body.decode("utf-8-sig"))
    except UnicodeDecodeError:
        return str(body.decode("cp1252", errors="replace"))


def _pairs(text: str) -> list[tuple[int, int]]:
    """Keys as the page sent them; whatever is none is nobody's."""
    out = []
    for word in text.split()[: key_persons.MOST]:
        child, _colon, adult = word.partition(":")
        keys = [int(one) if one.isascii() and one.isdigit() and len(one) < 10 else -1
                for one in (child, adult)]  # fmt: skip
        out.append((keys[0], keys[1]))
    return list(dict.fromkeys(out))


def _shown(
    request: SignedIn, meant: Meant | None = None, *, text: str = "",
    wrong: BelongError | None = None,
) -> HttpResponse:  # fmt: skip
    answer = naming.ask(request.membership, clock.today())
    chosen = {name: request.POST.get(name, "") for name in ("form", "adult")}
    first = [{"value": "", "words": _("Choose"), "chosen": False}]
    context: dict[str, object] = {
        "answer": answer, "meant": meant, "wrong": wrong,
        "text": text or request.POST.get("text", "").replace("\x00", ""),
        "forms": first + [{"value": one, "words": one, "chosen": one == chosen["form"]}
                          for one in answer.forms],
        "adults": first + [{"value": str(one.pk), "words": one.name,
                            "chosen": str(one.pk) == chosen["adult"]} for one in answer.adults],
        "only_without": "by_form" not in request.POST or "only_without" in request.POST,
    }  # fmt: skip
    return page.show(request, "staff/key_persons.html", context, status=422 if wrong else 200)
