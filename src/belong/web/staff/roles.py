"""Inviting somebody, giving a role and ending one."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from belong.basics.errors import BelongError
from belong.insight import words
from belong.insight.questions import giving_a_role, one_adult
from belong.insight.questions.giving_a_role import Asked
from belong.people import giving, inviting
from belong.people.fetch import NotYours
from belong.people.giving import NotGiven
from belong.people.models import Adult
from belong.people.permissions import Permission
from belong.web import clock, page, square
from belong.web.gate import SignedIn, needs
from belong.web.staff import views


def _asked(request: SignedIn) -> Asked:
    cells = request.POST if request.method == "POST" else request.GET
    names = ("role", "of", "begins", "ends", "find")
    return Asked(*(cells.get(name, "").replace("\x00", "")[:100] for name in names))


def _choosing(
    request: SignedIn, to: Adult | None, wrong: BelongError | None = None
) -> HttpResponse:
    """The page on which a role is chosen, for somebody who is here or is to be invited."""
    asked = _asked(request)
    meant = giving_a_role.ask(request.membership, asked, clock.today(), to)
    typed = {name: request.POST.get(name, "") for name in ("name", "email")}
    context: dict[str, object] = {
        "meant": meant, "to": to, "wrong": wrong or meant.wrong, "typed": typed, "find": asked.find,
    }  # fmt: skip
    response = page.show(request, "staff/choose.html", context)
    response.status_code = 422 if wrong else 200
    return response


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.PEOPLE_GIVE)
def invite(request: SignedIn) -> HttpResponse:
    """Choose a role for somebody new, then make their link."""
    if request.method != "POST":
        return _choosing(request, None)
    try:
        adult, token = inviting.invite(
            by=request.membership, name=request.POST.get("name", ""),
            email=request.POST.get("email", ""), wanted=giving_a_role.wanted(_asked(request)),
            at=clock.now(),
        )  # fmt: skip
    except BelongError as error:
        return _choosing(request, None, error)
    except NotYours:
        return _choosing(request, None, NotGiven(_("Choose the child.")))
    if token:
        return _linked(request, adult, token)
    if adult.email is None:
        messages.success(request, _("They are here now. Give them a PIN."))
        return redirect("staff:adult", adult.pk)
    messages.success(request, _("They have an account in Belong already and sign in as always."))
    return redirect("staff:adult", adult.pk)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.PEOPLE_GIVE)
def give(request: SignedIn, adult_id: int) -> HttpResponse:
    """Choose a role for somebody who is here, then give it."""
    to, _rows = one_adult.of_school(request.membership, adult_id)
    if request.method != "POST":
        return _choosing(request, to)
    try:
        giving.give(
            by=request.membership, to=to, wanted=giving_a_role.wanted(_asked(request)),
            at=clock.now(),
        )  # fmt: skip
    except BelongError as error:
        return _choosing(request, to, error)
    messages.success(request, _("Given. It counts from their next click."))
    return redirect("staff:adult", adult_id)


@require_POST
@needs(Permission.PEOPLE_GIVE)
def end(request: SignedIn, adult_id: int) -> HttpResponse:
    """End a role."""
    one_adult.of_school(request.membership, adult_id)
    key = page.key_posted(request, "role")
    try:
        giving.end(by=request.membership, membership_id=key, at=clock.now())
    except BelongError as error:
        return views.shown(request, adult_id, error)
    messages.success(request, _("Ended. Their next click is without it."))
    return redirect("staff:adult", adult_id)


@require_POST
@needs(Permission.PEOPLE_GIVE)
def link(request: SignedIn, adult_id: int) -> HttpResponse:
    """Make another link for somebody who has not set up their account."""
    who, _rows = one_adult.of_school(request.membership, adult_id)
    try:
        token = inviting.new_link(by=request.membership, adult_id=adult_id, at=clock.now())
    except BelongError as error:
        return views.shown(request, adult_id, error)
    return _linked(request, who, token)


def _linked(request: SignedIn, adult: Adult, token: str) -> HttpResponse:
    """The only page that shows a link, once."""
    address = request.build_absolute_uri(reverse("invitation", kwargs={"token": token}))
    context: dict[str, object] = {
        "adult": adult,
        "address": address,
        "square": square.svg(address, _("A square for the phone of the person you invite")),
        "until": words.day((clock.now() + inviting.LASTS).date()),
    }
    return page.show(request, "staff/link.html", context)


@require_POST
@needs(Permission.PEOPLE_GIVE)
def withdraw(request: SignedIn, adult_id: int) -> HttpResponse:
    """Make a link useless."""
    one_adult.of_school(request.membership, adult_id)
    key = page.key_posted(request, "link")
    inviting.withdraw(by=request.membership, invitation_id=key, at=clock.now())
    messages.success(
        request, _("Withdrawn. The link opens nothing any more. The role stays until you end it.")
    )
    return redirect("staff:adult", adult_id)
