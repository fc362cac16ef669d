"""A visit: the link, the code, the page. Whoever is signed in as staff gains nothing here.

Looking at a link changes nothing, so that a mail scanner uses nothing up. Every link that opens
nothing answers alike, whatever the reason.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext_noop
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from belong.basics.errors import BelongError
from belong.insight.questions import seen_from_outside
from belong.people import link_codes, walls
from belong.people.link_codes import Closed, NotSent, NotThatCode
from belong.practice.asking import actions as asking
from belong.practice.asking.actions import NotAsked
from belong.web import clock, page, slow_lane
from belong.web.gate import open_to_all
from belong.web.visit import cookie

Visit = Callable[..., HttpResponse]
DOES_NOT_FIT = BelongError(
    gettext_noop("That code does not fit."),
    do=gettext_noop("It may be mistyped, used or too old. Look once more, or get a new one."),
)


def quietly(view: Visit) -> Visit:
    """Nobody's page but the visitor's: no robot and no browser keeps it."""

    @wraps(view)
    def wrapped(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        with walls.scope(*_school(request, str(kwargs.get("token", "")))):
            try:
                answer = view(request, *args, **kwargs)
            except Closed:
                answer = page.show(request, "visit/closed.html", {}, status=404)
        answer["X-Robots-Tag"] = "noindex, nofollow"
        answer["Cache-Control"] = "no-store"
        return answer

    return wrapped


def _school(request: HttpRequest, token: str) -> tuple[int, ...]:
    """Whose rows are there during a request: those of the school of the link or of the visit."""
    if token:
        return link_codes.school_of(token=token)
    return link_codes.school_of(link_id=cookie.visit_of(request))


@require_http_methods(["GET", "HEAD", "POST"])
@open_to_all
@quietly
def door(request: HttpRequest, token: str) -> HttpResponse:
    """Ask for a code, then type it."""
    if request.method != "POST":
        return _asking(request, token)
    if not slow_lane.lets(request):
        asked = page.show(request, "visit/wait.html", {"seconds": slow_lane.ONE_IN}, status=429)
        asked["Retry-After"] = str(slow_lane.ONE_IN)
        return asked
    try:
        return _sent(request, token) if "send" in request.POST else _typed(request, token)
    except Closed:
        slow_lane.failed(request)
        raise


def _asking(
    request: HttpRequest, token: str, *, sent: bool = False, wrong: BelongError | None = None
) -> HttpResponse:
    """The page with a place for the code."""
    link = link_codes.opened(token, clock.now())
    context: dict[str, object] = {
        "token": token, "sends": link_codes.by_mail(link.involvement), "sent": sent, "wrong": wrong,
    }  # fmt: skip
    return page.show(request, "visit/door.html", context, status=422 if wrong else 200)


def _sent(request: HttpRequest, token: str) -> HttpResponse:
    try:
        link_codes.send_code(token=token, at=clock.now())
    except NotSent as error:
        return _asking(request, token, wrong=error)
    return _asking(request, token, sent=True)


def _typed(request: HttpRequest, token: str) -> HttpResponse:
    try:
        code = request.POST.get("code", "")
        link = link_codes.verify(token=token, code=code, at=clock.now())
    except NotThatCode:
        slow_lane.failed(request)
        return _asking(request, token, wrong=DOES_NOT_FIT)
    return cookie.remember(redirect("visit:visit"), link.pk)


@require_safe
@open_to_all
@quietly
def visit_page(request: HttpRequest) -> HttpResponse:
    """The one child of a visit."""
    link = cookie.visit_of(request)
    answer = seen_from_outside.ask(link, clock.now())
    return cookie.remember(_page(request, answer), link)


def _page(
    request: HttpRequest, answer: seen_from_outside.FromOutside, **more: object
) -> HttpResponse:
    shown = page.show(request, "visit/page.html", {"answer": answer, **more})
    # A computer in a library is left as it stands: the page goes when its visit is over.
    shown["Refresh"] = f"{cookie.IDLE + 5}; url={reverse('visit:visit')}"
    return shown


@require_POST
@open_to_all
@quietly
def again(request: HttpRequest) -> HttpResponse:
    """A link for the next visit, to the visitor's own address."""
    link, now = cookie.visit_of(request), clock.now()
    wrong = None
    try:
        link_codes.send_next(link_id=link, at=now, address_of=_address_of(request))
    except NotSent as error:
        wrong = error
    answer = seen_from_outside.ask(link, now)
    return cookie.remember(_page(request, answer, sent=wrong is None, wrong=wrong), link)


@require_POST
@open_to_all
@quietly
def talk(request: HttpRequest) -> HttpResponse:
    """The young person taps whom they would like to talk to. Nothing is asked of why, and whom
    they chose is said on this one answer alone."""
    link, now, to = cookie.visit_of(request), clock.now(), page.key_posted(request, "to")
    chosen, not_asked = None, None
    try:
        asking.ask_by_link(link_id=link, to=to, at=now)
    except NotAsked as error:
        not_asked = error
    answer = seen_from_outside.ask(link, now)
    if not_asked is None:
        chosen = next((one for one in answer.near if one.key == to), None)
    shown = _page(request, answer, chosen=chosen, not_asked=not_asked)
    shown.status_code = 422 if not_asked else 200
    return cookie.remember(shown, link)


def _address_of(request: HttpRequest) -> link_codes.AddressOf:
    return lambda token: request.build_absolute_uri(reverse("visit:with_link", args=[token]))


@require_POST
@open_to_all
@quietly
def leave(request: HttpRequest) -> HttpResponse:
    """Close a visit, on every screen."""
    link_codes.leave(link_id=cookie.visit_of(request), at=clock.now())
    return cookie.forget(page.show(request, "visit/left.html", {}))
