"""Who outside the school is let see a child: letting somebody in, giving them a link, ending it."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from belong.basics.errors import BelongError
from belong.insight import words
from belong.insight.questions import links as the_links
from belong.people import link_codes, outsiders
from belong.people.link_codes import Handed
from belong.people.outsiders import NotInvited, Wanted
from belong.people.permissions import Permission
from belong.web import clock, page, square
from belong.web.gate import SignedIn, needs


@require_safe
@needs(Permission.LINKS_READ)
def links(request: SignedIn, pupil_id: int) -> HttpResponse:
    """Everybody outside who is or was let see this child."""
    return _shown(request, pupil_id)


def _shown(request: SignedIn, pupil_id: int, wrong: BelongError | None = None) -> HttpResponse:
    answer = the_links.of_child(request.membership, pupil_id, clock.today())
    context: dict[str, object] = {"answer": answer, "wrong": wrong}
    return page.show(request, "links/links.html", context, status=422 if wrong else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.LINKS_READ)
def let_in(request: SignedIn, pupil_id: int) -> HttpResponse:
    """Choose who, say what for, and let them in."""
    if request.method != "POST":
        return _form(request, pupil_id, request.GET.get("kind", ""))
    wanted = _wanted(request)
    try:
        outsiders.invite(by=request.membership, pupil_id=pupil_id, wanted=wanted, at=clock.now())
    except NotInvited as error:
        return _form(request, pupil_id, wanted.kind, error)
    messages.success(request, _("They are let in. Now send them a link, or hand a code over."))
    return redirect("children:links", pupil_id)


def _form(
    request: SignedIn, pupil_id: int, kind: str, wrong: NotInvited | None = None
) -> HttpResponse:
    answer = the_links.letting_in(request.membership, pupil_id, kind, clock.now())
    typed = {name: _said(request, name) for name in ("who", "purpose", "email", "contact")}
    context: dict[str, object] = {"answer": answer, "wrong": wrong, "typed": typed}
    return page.show(request, "links/let_in.html", context, status=422 if wrong else 200)


def _said(request: SignedIn, name: str) -> str:
    return request.POST.get(name, "").replace("\x00", "")


def _wanted(request: SignedIn) -> Wanted:
    return Wanted(
        kind=_said(request, "kind"),
        purpose=_said(request, "purpose"),
        contact=page.key_posted(request, "contact") if "contact" in request.POST else None,
        who=_said(request, "who"),
        email=_said(request, "email"),
        checked="checked" in request.POST,
    )


@require_POST
@needs(Permission.LINKS_READ)
def hand_over(request: SignedIn, pupil_id: int) -> HttpResponse:
    """A link and a code on paper: the only page that shows them, once."""
    key, now = page.key_posted(request, "link"), clock.now()
    try:
        given = link_codes.hand_over(
            by=request.membership, pupil_id=pupil_id, involvement_id=key, at=now
        )
    except BelongError as error:
        return _shown(request, pupil_id, error)
    return page.show(request, "links/paper.html", _paper(request, given))


def _paper(request: SignedIn, given: Handed) -> dict[str, object]:
    address = request.build_absolute_uri(reverse("visit:with_link", args=[given.token]))
    return {
        "row": given.involvement,
        "address": address,
        "square": square.svg(address, _("A square for their phone to read")),
        "code": given.code,
        "until": words.day(given.until.date()),
    }


@require_POST
@needs(Permission.LINKS_READ)
def send(request: SignedIn, pupil_id: int) -> HttpResponse:
    """Send a link to the address that is kept."""

    def address_of(token: str) -> str:
        return request.build_absolute_uri(reverse("visit:with_link", args=[token]))

    try:
        until = link_codes.send_link(
            by=request.membership, pupil_id=pupil_id, at=clock.now(), address_of=address_of,
            involvement_id=page.key_posted(request, "link"),
        )  # fmt: skip
    except BelongError as error:
        return _shown(request, pupil_id, error)
    messages.success(
        request, _("Sent. The link works once, until {day}.").format(day=words.day(until.date()))
    )
    return redirect("children:links", pupil_id)


@require_POST
@needs(Permission.LINKS_READ)
def end(request: SignedIn, pupil_id: int) -> HttpResponse:
    """End it at once."""
    key = page.key_posted(request, "link")
    outsiders.end(by=request.membership, pupil_id=pupil_id, involvement_id=key, at=clock.now())
    messages.success(request, _("Ended. Their next click opens nothing."))
    return redirect("children:links", pupil_id)
