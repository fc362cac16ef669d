"""The gate: one tap says that a child is here. What is typed is posted, and shown once."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_POST

from belong.insight.questions import at_gate
from belong.people import fetch
from belong.people.permissions import Permission
from belong.practice.curiosity import arriving
from belong.practice.curiosity.arriving import NotSaid
from belong.web import clock, page
from belong.web.at_device import met
from belong.web.at_device.frame import going_away, layout
from belong.web.gate import SignedIn, needs

SOUGHT = "sought_at_the_gate"
"""In a session, between the button and the page: what is searched for."""


@needs(Permission.GATE_READ, by_pin=True)
@require_http_methods(["GET", "HEAD", "POST"])
def gate(request: SignedIn) -> HttpResponse:
    """Whom to look out for, who is here, and anybody else by name."""
    if request.method == "POST":
        request.session[SOUGHT] = request.POST.get("q", "").replace("\x00", "").strip()[:100]
        return redirect("gate:gate")
    return _shown(request)


def _shown(request: SignedIn, wrong: NotSaid | None = None) -> HttpResponse:
    by, now = request.membership, clock.now()
    text = request.session.pop(SOUGHT, "")
    found = None
    if text:
        found = fetch.greeted(text, seen_by=by, today=now.date(), wanting=Permission.GATE_READ)
    desk = page.open_desk(request, Permission.GATE_READ)
    answer = at_gate.ask(by, desk, now)
    met.remember(request, [*(one.key for one in answer.expected),
                           *(one.child for one in answer.came),
                           *(one.key for one in (found.children if found else ()))])  # fmt: skip
    context: dict[str, object] = {
        "answer": answer, "text": text, "found": found, "wrong": wrong,
        "leaves_words": by.may(Permission.OBSERVE), **layout(request),
    }  # fmt: skip
    shown = page.show(request, "gate/gate.html", context, status=422 if wrong else 200)
    return going_away(request, shown)


@needs(Permission.GATE_READ, by_pin=True)
@require_POST
def came(request: SignedIn) -> HttpResponse:
    """Here; or how else they came. It changes no mark."""
    pupil = met.child(request, page.key_posted(request, "child"), Permission.GATE_READ)
    how = request.POST.get("how", "")
    try:
        arriving.say(by=request.membership, pupil=pupil, how=how, at=clock.now())
    except NotSaid as error:
        return _shown(request, error)
    return redirect("gate:gate")


@needs(Permission.GATE_READ, by_pin=True)
@require_POST
def undo(request: SignedIn) -> HttpResponse:
    """That was another child, or another way of coming."""
    key = page.key_posted(request, "arrival")
    arriving.take_back(by=request.membership, key=key, today=clock.today())
    return redirect("gate:gate")
