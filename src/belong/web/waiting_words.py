"""Whatever waits in a session until somebody says who they are is locked before it is kept."""

from __future__ import annotations

import json

from allauth.account.utils import get_next_redirect_url
from allauth.core.internal.httpkit import deserialize_request
from django.contrib.sessions.backends.base import SessionBase
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.urls import resolve
from django.utils.deprecation import MiddlewareMixin

from belong.people import typed_words
from belong.people.models import Adult
from belong.people.typed_words import PLACE, SINCE
from belong.web import clock

BACK = "belong.web.waiting_words.go_on"
"""What the pages that ask who it is call when they know."""


class WaitingWords(MiddlewareMixin):
    """Stands next to the session, so that it comes last before one is written: the idle lock, the
    page before a gate and the pages about second steps all keep what was typed the same way."""

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        """Lock what was put there just now, and forget what has waited for more than an hour."""
        session = request.session
        if not session.accessed:
            return response
        kept, since = session.get(PLACE), session.get(SINCE)
        if kept is not None and "request" in kept:
            _lock(request, kept["request"])
        elif since is not None and (kept is None or typed_words.over(since, clock.now())):
            _forget(session)
        return response


def _lock(request: HttpRequest, words: str) -> None:
    session, now = request.session, clock.now()
    if not isinstance(request.user, Adult) or session.session_key is None:
        _forget(session)
        return
    locked = typed_words.locked(
        words, adult=request.user, session=session.session_key, now=now
    )  # fmt: skip
    session[PLACE] = {"callback": BACK, "state": locked}
    session[SINCE] = now.timestamp()


def _forget(session: SessionBase) -> None:
    session.pop(PLACE, None)
    session.pop(SINCE, None)


def go_on(request: HttpRequest, state: str) -> HttpResponseBase:
    """Do what was typed, now that its owner said who they are. Where it cannot be read any more,
    they come to the page they typed it on and find it empty."""
    where = get_next_redirect_url(request, "next") or "/"
    asker, session = request.user, request.session.session_key or ""
    assert isinstance(asker, Adult), "the page that asks who it is knows who it asks"
    words = typed_words.unlocked(state, adult=asker, session=session, now=clock.now())
    if words is None or json.loads(words)["path"] != where:
        return HttpResponseRedirect(where)
    typed = deserialize_request(words, request)
    found = resolve(typed.path_info)
    return found.func(typed, *found.args, **found.kwargs)
