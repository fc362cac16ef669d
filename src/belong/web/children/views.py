"""Children, and one child's page."""

from __future__ import annotations

from urllib.parse import urlencode

from django.http import HttpResponse, QueryDict
from django.http.response import HttpResponseBase
from django.utils.text import slugify
from django.views.decorators.http import require_safe

from belong.insight.questions import beside, child_lessons, for_few, noticing, setting_an_act
from belong.insight.questions import child as one_child
from belong.insight.questions import children as the_children
from belong.insight.questions.children import Children, Wanted
from belong.people.permissions import Permission
from belong.web import clock, page
from belong.web.gate import SignedIn, needs

_ASKED = ("q", "year", "form", "support", "page")


def _wanted(query: QueryDict) -> Wanted:
    # No name holds a zero byte, and PostgreSQL refuses to be asked for one.
    said = {key: query.get(key, "").replace("\x00", "") for key in _ASKED}
    number = said["page"]
    return Wanted(
        text=said["q"].strip()[:100],
        year=said["year"],
        form=said["form"],
        support=said["support"],
        page=int(number) if number.isascii() and number.isdigit() and len(number) < 7 else 1,
    )


@require_safe
@needs(Permission.CHILDREN_LIST)
def children(request: SignedIn) -> HttpResponse:
    """The list, searched and narrowed."""
    desk = page.open_desk(request)
    if desk is None:
        return page.nothing_yet(request)
    wanted = _wanted(request.GET)
    answer = the_children.ask(desk, wanted)
    context = {
        "answer": answer,
        "wanted": wanted,
        "earlier": _link(wanted, answer, answer.page - 1),
        "later": _link(wanted, answer, answer.page + 1),
        "save": "list.csv?" + _query(wanted),
        "may_save": request.membership.may(Permission.CHILDREN_EXPORT),
    }
    return page.show(request, "children/children.html", context, "found")


def _query(wanted: Wanted, **more: object) -> str:
    said = {"q": wanted.text, "year": wanted.year, "form": wanted.form, "support": wanted.support}
    return urlencode({k: v for k, v in (said | more).items() if v})


def _link(wanted: Wanted, answer: Children, number: int) -> str:
    return "?" + _query(wanted, page=number) if 1 <= number <= answer.pages else ""


@require_safe
@needs(Permission.CHILDREN_EXPORT)
def saved(request: SignedIn) -> HttpResponseBase:
    """The same list as a spreadsheet."""
    desk = page.open_desk(request)
    if desk is None:
        return page.nothing_yet(request)
    heads = (
        "Child", "Year", "Form", "Sessions missed", "Sessions possible", "Share missed",
        "Missed of last 20", "Support adults bring",
    )  # fmt: skip
    wanted = _wanted(request.GET)
    rows = [
        (
            str(x.pupil), x.pupil.year, x.pupil.form, x.missed.numerator, x.missed.denominator,
            x.missed.text, x.recent, x.support,
        )
        for x in the_children.everybody(desk, wanted)
    ]  # fmt: skip
    narrowed = "-".join(w for w in (wanted.year, wanted.form, wanted.support) if w)
    name = slugify(f"children {narrowed} {desk.day.isoformat()}")
    return page.spreadsheet(name, heads, rows)


@require_safe
@needs(Permission.CHILD_READ)
def child(request: SignedIn, pupil_id: int) -> HttpResponse:
    """One child."""
    desk = page.open_desk(request)
    if desk is None:
        return page.nothing_yet(request)
    answer = one_child.ask(desk, pupil_id)
    patterns = noticing.of_child(desk, answer.pupil)
    lessons = child_lessons.of_child(desk, answer.pupil)
    acts = setting_an_act.of_child(request.membership, answer.pupil)
    context: dict[str, object] = {
        "answer": answer, "patterns": patterns, "lessons": lessons, "acts": acts,
        "beside": beside.of_child(desk, answer.pupil),
        "few": for_few.on_child(request.membership, answer.pupil, clock.now()),
    }  # fmt: skip
    return page.show(request, "children/child.html", context)
