"""People: everybody who works here, and one of them."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from belong.basics.errors import BelongError
from belong.insight.questions import giving_a_role, one_adult, who_works_here
from belong.people import kin
from belong.people.models import Pupil
from belong.people.permissions import Permission
from belong.web import clock, page
from belong.web.gate import SignedIn, needs


@require_safe
@needs(Permission.PEOPLE_READ)
def staff(request: SignedIn) -> HttpResponse:
    """Everybody who works here, by name."""
    text = request.GET.get("q", "").replace("\x00", "")[:100]
    answer = who_works_here.ask(request.membership, clock.today(), text)
    alone: tuple[Pupil, ...] = ()
    if answer.alone:
        alone = tuple(who_works_here.without_key_person(request.membership, clock.today()))
    context: dict[str, object] = {"answer": answer, "text": text, "alone": alone}
    return page.show(request, "staff/staff.html", context)


@require_safe
@needs(Permission.PEOPLE_READ)
def adult(request: SignedIn, adult_id: int) -> HttpResponse:
    """One adult: roles, whose children, and how their sign-in stands."""
    return shown(request, adult_id)


def shown(request: SignedIn, adult_id: int, wrong: BelongError | None = None) -> HttpResponse:
    """The page of one adult, with what went wrong."""
    answer = one_adult.ask(request.membership, adult_id, clock.now())
    may = request.membership.may(Permission.PEOPLE_GIVE) and not answer.mine
    find = request.GET.get("find", "").replace("\x00", "")[:100]
    found = giving_a_role.children(request.membership, find) if may else ()
    context: dict[str, object] = {
        "answer": answer, "may": may, "wrong": wrong, "find": find, "found": found,
    }  # fmt: skip
    response = page.show(request, "staff/adult.html", context)
    response.status_code = 422 if wrong else 200
    return response


@require_POST
@needs(Permission.PEOPLE_GIVE)
def family(request: SignedIn, adult_id: int) -> HttpResponse:
    """Say that an adult is a parent or relative of a child, or take it back."""
    who, _rows = one_adult.of_school(request.membership, adult_id)
    child = page.key_posted(request, "child")
    act = kin.take_back if "back" in request.POST else kin.say
    try:
        act(by=request.membership, adult=who, pupil_id=child, at=clock.now())
    except BelongError as error:
        return shown(request, adult_id, error)
    messages.success(request, _("Kept."))
    return redirect("staff:adult", adult_id)
