"""What every page does: open the desk, show a template, send a spreadsheet."""

from __future__ import annotations

import csv
import datetime as dt
from collections.abc import Iterable, Sequence

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render

from belong.basics.spreadsheets import plain
from belong.insight import desk
from belong.insight.desk import Desk
from belong.people.permissions import Permission
from belong.web import clock
from belong.web.gate import SignedIn


def open_desk(request: SignedIn, wanting: Permission = Permission.SCHOOL_TODAY_READ) -> Desk | None:
    """The signed-in adult's desk for today, with the children they may do something for; None
    before any register came in."""
    return desk.open_at(request.membership, clock.today(), wanting)


def show(
    request: HttpRequest,
    template: str,
    context: dict[str, object],
    part: str = "",
    status: int = 200,
) -> HttpResponse:
    """The whole page, or its named part for a request made by htmx."""
    hx = getattr(request, "htmx", None)
    name = f"{template}#{part}" if part and hx else template
    return render(request, name, context, status=status)


def nothing_yet(request: SignedIn) -> HttpResponse:
    """Before any register, or for somebody who works with no child yet: what will be here."""
    everybody = request.membership.whose(Permission.SCHOOL_TODAY_READ).everybody
    return render(request, "today/nothing_yet.html", {"everybody": everybody})


def spreadsheet(
    name: str, heads: Sequence[str], rows: Iterable[Sequence[object]]
) -> StreamingHttpResponse:
    """A CSV that Excel opens as it is and that cannot start a formula."""
    lines = csv.writer(_Echo())
    body = (lines.writerow([plain(c) for c in row]) for row in (heads, *rows))
    response = StreamingHttpResponse(
        (part.encode() for part in ("\ufeff", *body)), content_type="text/csv; charset=utf-8"
    )
    response["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return response


def typed(request: HttpRequest, *names: str) -> dict[str, str]:
    """The words of some boxes, to stand in them again."""
    return {name: request.POST.get(name, "").replace("\x00", "") for name in names}


def options(pairs: Iterable[tuple[object, str]], chosen: object) -> list[dict[str, object]]:
    """What a select shows: keys and words, one of them chosen."""
    return [
        {"value": str(key), "words": words, "chosen": str(key) == str(chosen)}
        for key, words in pairs
    ]


def day_typed(text: str) -> dt.date | None:
    """The day a box holds; None for what is none."""
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        return None


def key_posted(request: HttpRequest, name: str) -> int:
    """A key that a form sends; -1 for anything that is none."""
    text = request.POST.get(name, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else -1


class _Echo:
    """Gives back what it is asked to write."""

    def write(self, text: str) -> str:
        """The text."""
        return text
