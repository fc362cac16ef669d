"""The gate of every page: who is asking, and whether the page is for them."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase

from belong.people import fetch, walls
from belong.people.models import Adult, Membership
from belong.people.permissions import Permission
from belong.web import clock, pin_session, which_school

View = Callable[..., HttpResponseBase]


class SignedIn(HttpRequest):
    """A request from somebody who is something at a school."""

    membership: Membership
    works_elsewhere: bool
    """Whether they are something at another school as well."""


def needs(permission: Permission, *, by_pin: bool = False) -> Callable[[View], View]:
    """Say which permission a page needs. Every URL says one; a test reads it.

    by_pin  open to whoever came in with a PIN on a shared device as well, if they hold it
    """

    def gate(view: View) -> View:
        @wraps(view)
        def wrapped(request: SignedIn, *args: Any, **kwargs: Any) -> HttpResponseBase:
            found = _came_in(request) if by_pin else _membership(request)
            if found is None:
                return _first(request)
            request.membership = found
            request.membership.must(permission)
            with walls.scope(request.membership.school_id):
                try:
                    return _whole(view(request, *args, **kwargs))
                except fetch.NotYours:
                    # The same words as for a page that never was: a 404 tells nobody who exists.
                    raise Http404 from None

        wrapped.needs = permission  # type: ignore[attr-defined]
        wrapped.login_required = not by_pin  # type: ignore[attr-defined]
        return wrapped

    return gate


def _whole(answer: HttpResponseBase) -> HttpResponseBase:
    """What is sent bit by bit after the view is over is still made within its school."""
    if isinstance(answer, StreamingHttpResponse):
        answer.streaming_content = walls.kept(iter(answer), walls.now())
    return answer


def open_to_all(view: View) -> View:
    """Say that a page is for anybody, signed in or not, and shows no child."""
    view.needs = None  # type: ignore[attr-defined]
    view.login_required = False  # type: ignore[attr-defined]
    return view


def _came_in(request: HttpRequest) -> Membership | None:
    """Whoever signed in, else whoever came in with a PIN, else nobody."""
    return _membership(request) if request.user.is_authenticated else pin_session.member(request)


def _first(request: HttpRequest) -> HttpResponse:
    """What has to be said before the page: who it is, or at which of their schools they are."""
    if request.user.is_authenticated:
        return which_school.asked(request)
    return pin_session.way_in(request)


def _membership(request: HttpRequest) -> Membership | None:
    """What somebody is at the school they are in; None where they have not said which one."""
    assert isinstance(request.user, Adult), "LoginRequiredMiddleware lets nobody else this far"
    mine = fetch.memberships(request.user, clock.today())
    if not mine:
        raise PermissionDenied("You are not part of a school here yet.")
    request.works_elsewhere = len(mine) > 1  # type: ignore[attr-defined]
    return which_school.settled(request, mine)
