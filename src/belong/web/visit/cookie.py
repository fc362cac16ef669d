"""What a browser keeps of a visit: a signed cookie of its own, and no session of the staff's."""

from __future__ import annotations

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse

from belong.web import clock

NAME = "visit"
PATH = "/with/"
SALT = "belong: a visit from outside"
IDLE = 15 * 60
"""Seconds without a click, after which a visit is over."""
NO_VISIT = -1


def visit_of(request: HttpRequest) -> int:
    """The key of the link a browser came by; NO_VISIT where it came by none, or sat too long."""
    try:
        kept = signing.loads(request.COOKIES.get(NAME, ""), salt=SALT)
        link, clicked = int(kept["link"]), float(kept["clicked"])
    except (signing.BadSignature, KeyError, TypeError, ValueError):
        return NO_VISIT
    return link if 0 <= clock.now().timestamp() - clicked <= IDLE else NO_VISIT


def remember(answer: HttpResponse, link: int) -> HttpResponse:
    """Note a click of this moment."""
    kept = signing.dumps({"link": link, "clicked": clock.now().timestamp()}, salt=SALT)
    answer.set_cookie(
        NAME, kept, path=PATH, httponly=True, samesite="Strict",
        secure=settings.SESSION_COOKIE_SECURE,
    )  # fmt: skip
    return answer


def forget(answer: HttpResponse) -> HttpResponse:
    """Let the browser drop it."""
    answer.delete_cookie(NAME, path=PATH, samesite="Strict")
    return answer
