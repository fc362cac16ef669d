"""You said, we did: the ledger, answering, listening, agreements and the board."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from belong.basics.errors import BelongError
from belong.insight.questions import you_said
from belong.people import walls
from belong.people.permissions import Permission
from belong.practice.voice import ledger, queries, sessions
from belong.practice.voice.ledger import Answered, Heard
from belong.practice.voice.sessions import Listened
from belong.practice.voice.typed import Moved, NotKept
from belong.web import clock, page, square
from belong.web.gate import SignedIn, needs, open_to_all

HEARD = ("words", "who", "origin", "owner", "due", "survey")
LONGEST = 200
LISTENED = ("on", "kind", "who", "reached", "missing", "heard")
AGREED = ("words", "written_with", "agreed_on")


@require_safe
@needs(Permission.VOICE_READ)
def ledger_page(request: SignedIn) -> HttpResponse:
    """What was said, what waits and what was done."""
    answer = you_said.ask(request.membership, clock.today())
    return page.show(request, "voice/you_said.html", {"answer": answer})


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.VOICE_LEAD)
def hear(request: SignedIn) -> HttpResponse:
    """Something that was said, and who answers it."""
    if request.method != "POST":
        return _hear(request, _asked(request, *HEARD))
    typed = page.typed(request, *HEARD)
    if "begin" in request.POST:
        # From a page of results: nobody's words stand in an address.
        return _hear(request, typed | {"words": typed["words"][:LONGEST]})
    survey = page.key_posted(request, "survey") if typed["survey"] else None
    heard = Heard(
        typed["words"], typed["who"], typed["origin"], page.key_posted(request, "owner"),
        page.day_typed(typed["due"]), survey,
    )  # fmt: skip
    try:
        ledger.hear(by=request.membership, heard=heard, at=clock.now())
    except NotKept as error:
        return _hear(request, typed, error)
    messages.success(request, _("Kept. It waits for its answer here."))
    return redirect("voice:you_said")


def _hear(
    request: SignedIn, typed: dict[str, str], wrong: BelongError | None = None
) -> HttpResponse:
    form = you_said.writing(request.membership, clock.today())
    context: dict[str, object] = {
        "form": form, "typed": typed, "wrong": wrong,
        "who": page.options(form.who, typed["who"]),
        "origins": page.options(form.origins, typed["origin"]),
        "owners": page.options(form.adults, typed["owner"] or request.membership.adult_id),
        "surveys": page.options((("", _("None of them")), *form.surveys), typed["survey"]),
    }  # fmt: skip
    return page.show(request, "voice/hear.html", context, status=422 if wrong else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.VOICE_READ)
def answer(request: SignedIn, theme_id: int) -> HttpResponse:
    """What we did, in words for those who said it."""
    if request.method != "POST":
        return _answer(request, theme_id, {})
    typed = page.typed(request, "did", "answer", "shown")
    said = Answered(
        typed["did"], typed["answer"], bool(typed["shown"]), page.key_posted(request, "version")
    )
    try:
        ledger.answer(by=request.membership, key=theme_id, answered=said, at=clock.now())
    except (NotKept, Moved) as error:
        return _answer(request, theme_id, typed, error)
    messages.success(request, _("Answered. Thank those who said it, too."))
    return redirect("voice:you_said")


def _answer(
    request: SignedIn, key: int, typed: dict[str, str], wrong: BelongError | None = None
) -> HttpResponse:
    form = you_said.writing(request.membership, clock.today(), key)
    context: dict[str, object] = {
        "form": form, "typed": typed, "wrong": wrong,
        "did": page.options(form.did, typed.get("did", form.theme.did_key if form.theme else "")),
        "owners": page.options(form.adults, typed.get("owner", form.owner)),
    }  # fmt: skip
    status = 409 if isinstance(wrong, Moved) else 422 if wrong else 200
    return page.show(request, "voice/theme.html", context, status=status)


@require_POST
@needs(Permission.VOICE_LEAD)
def hand_on(request: SignedIn, theme_id: int) -> HttpResponse:
    """Somebody else sees to it, or by another day."""
    typed = page.typed(request, "owner", "due")
    try:
        given = ledger.hand_on(
            by=request.membership, key=theme_id, owner=page.key_posted(request, "owner"),
            due=page.day_typed(typed["due"]), version=page.key_posted(request, "version"),
            at=clock.now(),
        )  # fmt: skip
    except (NotKept, Moved) as error:
        return _answer(request, theme_id, typed, error)
    messages.success(request, _("{name} answers it from now on.").format(name=given.owner.name))
    return redirect("voice:you_said")


@require_POST
@needs(Permission.VOICE_LEAD)
def take_back(request: SignedIn, theme_id: int) -> HttpResponse:
    """It was written by mistake."""
    ledger.take_back(by=request.membership, key=theme_id)
    messages.success(request, _("Taken back."))
    return redirect("voice:you_said")


@require_POST
@needs(Permission.VOICE_LEAD)
def put_up(request: SignedIn) -> HttpResponse:
    """A board for everybody, or none any more."""
    if request.POST.get("up"):
        ledger.put_up(by=request.membership)
        messages.success(request, _("The board is up. Print the poster, or share its address."))
    else:
        ledger.take_down(by=request.membership)
        messages.success(request, _("The board is down. Its address opens nothing now."))
    return redirect("voice:you_said")


@require_safe
@open_to_all
def board(request: HttpRequest, code: str) -> HttpResponse:
    """What was said and done, for anybody with the address; as a poster where it is printed."""
    school = queries.school_of_board(code)
    with walls.scope(*([school] if school else [])):
        found = you_said.board(code) if school else None
    if found is None:
        return page.show(request, "voice/no_board.html", {}, status=404)
    drawn = square.svg(request.build_absolute_uri(found.address), _("The board, as a square"))
    context: dict[str, object] = {"answer": found, "square": mark_safe(drawn)}  # noqa: S308  (our own svg)
    return page.show(request, "voice/board.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.VOICE_READ)
def listening(request: SignedIn) -> HttpResponse:
    """Times of listening, and writing one down."""
    if request.method != "POST":
        return _listening(request, {})
    typed = page.typed(request, *LISTENED)
    on = page.day_typed(typed.pop("on"))
    listened = Listened(on, **typed)
    try:
        sessions.listen(by=request.membership, listened=listened, at=clock.now())
    except NotKept as error:
        return _listening(request, typed | {"on": request.POST.get("on", "")}, error)
    messages.success(request, _("Kept. Write each thing that wants an answer into the ledger."))
    return redirect("voice:listening")


def _listening(
    request: SignedIn, typed: dict[str, str], wrong: BelongError | None = None, form: str = ""
) -> HttpResponse:
    answer = you_said.listening(request.membership)
    context: dict[str, object] = {
        "answer": answer, "typed": typed, "wrong": wrong, "form": form,
        "kinds": page.options(answer.kinds, typed.get("kind")),
        "who": page.options(answer.who, typed.get("who")),
    }  # fmt: skip
    status = 409 if isinstance(wrong, Moved) else 422 if wrong else 200
    return page.show(request, "voice/listening.html", context, status=status)


@require_POST
@needs(Permission.VOICE_LEAD)
def forget(request: SignedIn) -> HttpResponse:
    """A session that was written down by mistake."""
    sessions.forget(by=request.membership, key=page.key_posted(request, "session"))
    messages.success(request, _("Taken back."))
    return redirect("voice:listening")


@require_POST
@needs(Permission.VOICE_LEAD)
def agree(request: SignedIn) -> HttpResponse:
    """Something agreed with pupils."""
    typed = page.typed(request, *AGREED)
    try:
        sessions.agree(
            by=request.membership, words=typed["words"], written_with=typed["written_with"],
            agreed_on=page.day_typed(typed["agreed_on"]), at=clock.now(),
        )  # fmt: skip
    except NotKept as error:
        return _listening(request, typed, error, "agree")
    messages.success(request, _("Kept, with its day."))
    return redirect("voice:listening")


@require_POST
@needs(Permission.VOICE_LEAD)
def agreement(request: SignedIn) -> HttpResponse:
    """What changed because of one, or that it holds no longer."""
    key = page.key_posted(request, "agreement")
    if request.POST.get("end"):
        sessions.end(by=request.membership, key=key, at=clock.now())
        return redirect("voice:listening")
    typed = page.typed(request, "changed") | {"agreement": str(key)}
    try:
        sessions.changed(
            by=request.membership, key=key, words=typed["changed"],
            version=page.key_posted(request, "version"),
        )  # fmt: skip
    except (NotKept, Moved) as error:
        return _listening(request, typed, error, "changed")
    messages.success(request, _("Kept."))
    return redirect("voice:listening")


def _asked(request: HttpRequest, *names: str) -> dict[str, str]:
    return {name: request.GET.get(name, "").replace("\x00", "")[:9] for name in names}
