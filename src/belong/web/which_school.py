"""At which of their schools somebody is just now, who works at more than one.

A choice holds only with the token of forms it was made with. A form made at another school carries
another token and is refused, and two tabs that answer at once can never leave a form of one school
beside the key of another: then the choice is over, and the page asks again.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.middleware.csrf import rotate_token
from django.shortcuts import render
from django.urls import reverse
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_http_methods
from django_htmx.http import HttpResponseClientRedirect

from belong.people import around, fetch, typed_words, walls
from belong.people.models import Adult, Membership
from belong.people.permissions import Permission
from belong.web import clock, wrong

AT = "at_school"
"""In a session: the key of the school its pages answer for, and the print of the token they have.
"""


def settled(request: HttpRequest, mine: Mapping[int, Membership]) -> Membership | None:
    """What somebody is at the school they are in; None where they have to say which one.

    mine  what they are at each of their schools, at one at least
    """
    kept: dict[str, Any] = request.session.get(AT) or {}
    if len(mine) > 1:
        chosen = mine.get(kept.get("school", 0))
        return chosen if chosen is not None and _same_token(request, kept) else None
    only = next(iter(mine.values()))
    if kept and kept.get("school") != only.school_id:
        # Pages of the school before may still be open: what they send must not land here.
        _go_into(request, only)
        return only if request.method in wrong.READS else None
    if not kept:
        request.session[AT] = {"school": only.school_id}
    return only


def asked(request: HttpRequest) -> HttpResponse:
    """The question which school, before the page they came for. What would be kept is refused."""
    if request.method not in wrong.READS:
        return wrong.from_an_older_page(request)
    htmx = getattr(request, "htmx", None)
    back = htmx.current_url_abs_path if htmx else request.get_full_path()
    where = f"{reverse('which_school')}?{urlencode({'next': back or '/'})}"
    return HttpResponseClientRedirect(where) if htmx else HttpResponseRedirect(where)


@require_http_methods(["GET", "HEAD", "POST"])
def which_school(request: HttpRequest) -> HttpResponse:
    """Somebody's own schools, to choose one. A key that is none of theirs asks again."""
    assert isinstance(request.user, Adult), "LoginRequiredMiddleware lets nobody else this far"
    mine = fetch.memberships(request.user, clock.today())
    if not mine:
        raise PermissionDenied("You are not part of a school here yet.")
    said = request.POST.get("school", "")
    chosen = next((one for key, one in mine.items() if str(key) == said), None)
    if len(mine) == 1:
        return HttpResponseRedirect(_back(request) or "/")
    if chosen is None:
        return _list(request, mine)
    _go_into(request, chosen)
    return HttpResponseRedirect(_back(request) or first_door(chosen))


def first_door(found: Membership) -> str:
    """Where somebody comes in who was on the way to no page: Today is the first door of whoever has
    children of their own, and School today everybody else's."""
    with walls.scope(found.school_id):
        own = around.own(found, Permission.TODAY_READ)
    return reverse("mine:mine") if own else settings.LOGIN_REDIRECT_URL


def _list(request: HttpRequest, mine: Mapping[int, Membership]) -> HttpResponse:
    here = settled(request, mine)
    if here is not None:
        request.membership = here  # type: ignore[attr-defined]
        request.works_elsewhere = True  # type: ignore[attr-defined]
    schools = [
        {
            "key": one.school_id, "name": one.school.name, "here": one == here,
            "roles": ", ".join(role.name for role in one.roles),
        }
        for one in sorted(mine.values(), key=lambda m: (m.school.name.casefold(), m.school_id))
    ]  # fmt: skip
    context = {"schools": schools, "next": _back(request), "wrong": request.method == "POST"}
    status = 422 if request.method == "POST" else 200
    return render(request, "account/which_school.html", context, status=status)


def _go_into(request: HttpRequest, found: Membership) -> None:
    """The pages of this session answer for this school from now on; those made before send nothing
    any more, and what waited to be sent is forgotten."""
    rotate_token(request)
    request.session.pop(typed_words.PLACE, None)
    request.session.pop(typed_words.SINCE, None)
    request.session[AT] = {
        "school": found.school_id, "token": _print(request.META["CSRF_COOKIE"]),
    }  # fmt: skip


def _same_token(request: HttpRequest, kept: Mapping[str, object]) -> bool:
    # The cookie itself: a form that waited brings what else was sent with it along.
    cookie = request.COOKIES.get(settings.CSRF_COOKIE_NAME, "")
    return constant_time_compare(str(kept.get("token", "")), _print(cookie))


def _print(token: str) -> str:
    return salted_hmac("belong.web.which_school", token, algorithm="sha256").hexdigest()


def _back(request: HttpRequest) -> str:
    """A page of Belong they were on the way to; "" for none, and for an address elsewhere."""
    to = request.POST.get("next", request.GET.get("next", ""))
    safe = url_has_allowed_host_and_scheme(to, allowed_hosts=None) and to.startswith("/")
    return to if safe else ""
