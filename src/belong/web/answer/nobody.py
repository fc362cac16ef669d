"""Who answers is nobody: a browser's cookies are put down at the door.

A member of staff may be signed in on the device somebody answers on, and a colleague answers in
their own browser. Nothing of that reaches the pages, no session is written down as used just now,
and no cookie goes back.
"""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

HERE = "/answer/"


class NobodyAnswers:
    """Stands before everything that knows who somebody is."""

    def __init__(self, answer: Callable[[HttpRequest], HttpResponse]) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.path_info.startswith(HERE):
            return self.answer(request)
        request.META.pop("HTTP_COOKIE", None)
        response = self.answer(request)
        response.cookies.clear()
        return response
