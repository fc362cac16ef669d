"""Who did and saw what, for the data-protection officer."""

from __future__ import annotations

from urllib.parse import urlencode

from django.http import HttpResponse, QueryDict
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_safe

from belong.insight.questions import anchor_away
from belong.insight.questions import trail_search as asking
from belong.insight.questions.trail_search import Wanted
from belong.people.permissions import Permission
from belong.web import clock, page
from belong.web.gate import SignedIn, needs

HEADS = ("When", "Adult", "Role then", "What they did", "About")
LONGEST = 100
LONGEST_NUMBER = 15


@require_safe
@needs(Permission.TRAIL_SEARCH)
def trail(request: SignedIn) -> HttpResponse:
    """The search, fifty lines a page."""
    wanted = _wanted(request.GET)
    answer = asking.ask(request.membership, wanted, clock.today())
    context: dict[str, object] = {
        "answer": answer,
        "anchor": anchor_away.ask(request.membership, clock.today()),
        "wanted": wanted,
        "newer": f"?{_query(wanted, page=answer.page - 1)}" if answer.page > 1 else "",
        "older": f"?{_query(wanted, page=answer.page + 1)}" if answer.more else "",
        "save": _query(wanted),
        "in_a_file": asking.IN_A_FILE,
    }
    return page.show(request, "trail/search.html", context)


@require_safe
@needs(Permission.TRAIL_SEARCH)
def saved(request: SignedIn) -> HttpResponseBase:
    """What a search found, as a spreadsheet."""
    lines = asking.everything(request.membership, _wanted(request.GET))
    rows = [(line.when, line.who, line.role, line.what, line.about) for line in lines]
    return page.spreadsheet(f"trail-{clock.today().isoformat()}", HEADS, rows)


def _wanted(query: QueryDict) -> Wanted:
    said = {name: query.get(name, "").replace("\x00", "")[:LONGEST] for name in query}
    first, last = asking.days(said.get("from", ""), said.get("to", ""), clock.today())
    return Wanted(
        first,
        last,
        adult=_number(said.get("adult", "")),
        verb=said.get("verb", ""),
        child=said.get("child", "").strip(),
        page=_number(said.get("page", "")) or 1,
    )


def _number(text: str) -> int | None:
    plain = text.isascii() and text.isdigit() and len(text) <= LONGEST_NUMBER
    return int(text) if plain else None


def _query(wanted: Wanted, **more: object) -> str:
    said = {
        "from": wanted.first.isoformat(), "to": wanted.last.isoformat(), "adult": wanted.adult,
        "verb": wanted.verb, "child": wanted.child,
    }  # fmt: skip
    return urlencode({key: value for key, value in (said | more).items() if value})
