"""A request begins and ends with the rows of no school: the gate says whose they are."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from belong.people import walls


class Walled:
    """Stands before everything else."""

    def __init__(self, answer: Callable[[HttpRequest], HttpResponse]) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with walls.scope():
            return self.answer(request)
