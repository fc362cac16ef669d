"""The child's own screen for one wish: I would like to talk to somebody."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from belong.insight.questions import asking_to_talk
from belong.people.permissions import Permission
from belong.practice.asking import actions
from belong.practice.asking.actions import NotAsked
from belong.web import clock, page
from belong.web.gate import SignedIn, needs

ASKED = "asked to talk"
"""What a session remembers between the tap and the thank-you: keys of the child and the adult."""


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.CHECKINS)
def talk(request: SignedIn, pupil_id: int) -> HttpResponse:
    """The child taps whom. Nothing is asked of why, and nothing is kept of it."""
    answer = asking_to_talk.ask(request.membership, pupil_id, clock.today())
    wrong = None
    if request.method == "POST":
        try:
            to = page.key_posted(request, "to")
            actions.ask(by=request.membership, pupil=answer.pupil, to=to, at=clock.now())
            request.session[ASKED] = [answer.pupil.pk, to]
            return redirect("checkins:asked", answer.pupil.pk)
        except NotAsked as error:
            wrong = error
    context: dict[str, object] = {"answer": answer, "wrong": wrong}
    return page.show(request, "checkins/talk.html", context, status=422 if wrong else 200)


@require_http_methods(["GET", "HEAD"])
@needs(Permission.CHECKINS)
def asked(request: SignedIn, pupil_id: int) -> HttpResponse:
    """It is passed on. Whom they chose is said once, on the device they tapped it on, and to nobody
    who opens the page afterwards."""
    answer = asking_to_talk.ask(request.membership, pupil_id, clock.today())
    child, to = request.session.pop(ASKED, None) or (0, 0)
    chosen = [one for one in answer.adults if (child, one.key) == (answer.pupil.pk, to)]
    return page.show(request, "checkins/asked.html", {"answer": answer, "chosen": chosen})
