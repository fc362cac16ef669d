"""Leaving a word about what one saw: two taps, and a word if there was one."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from belong.insight.questions import leaving_a_word
from belong.insight.questions.leaving_a_word import Leaving
from belong.people import fetch
from belong.people.permissions import Permission
from belong.people.trail import Verb
from belong.practice.curiosity import actions
from belong.practice.curiosity.actions import NotLeft, Saw
from belong.web import clock, page
from belong.web.at_device import met
from belong.web.at_device.frame import going_away, layout
from belong.web.gate import SignedIn, needs

FIELDS = ("where", "word", "note")


@needs(Permission.OBSERVE, by_pin=True)
@require_http_methods(["GET", "HEAD", "POST"])
def leave(request: SignedIn, pupil_id: int) -> HttpResponse:
    """What there is to tap; and what one left of this child today."""
    by, now = request.membership, clock.now()
    pupil = met.child(request, pupil_id, Permission.OBSERVE)
    answer = leaving_a_word.ask(by, pupil, now.date())
    if request.method == "POST":
        saw = Saw(request.POST.get("what", ""), **{n: request.POST.get(n, "") for n in FIELDS})
        try:
            actions.leave(by=by, pupil=answer.pupil, saw=saw, at=now)
        except NotLeft as error:
            return _shown(request, answer, error)
        messages.success(request, _("Left. It is gone tonight unless somebody keeps it."))
        return redirect("seen:leave", answer.pupil.pk)
    return _shown(request, answer)


def _shown(request: SignedIn, answer: Leaving, wrong: NotLeft | None = None) -> HttpResponse:
    typed = {name: request.POST.get(name, "").replace("\x00", "") for name in FIELDS}
    where = typed["where"] or answer.place
    places = [{"value": v, "words": w, "chosen": v == where} for v, w in answer.places]
    context: dict[str, object] = {
        "answer": answer, "wrong": wrong, "typed": typed, "places": places,
        "back": _back(request, answer), **layout(request),
    }  # fmt: skip
    shown = page.show(request, "seen/leave.html", context, status=422 if wrong else 200)
    return going_away(request, shown)


def _back(request: SignedIn, answer: Leaving) -> str:
    """To the child's page for whoever may open it; for others to where they find a child."""
    by = request.membership
    if by.may(Permission.CHILD_READ, of=answer.pupil):
        return reverse("children:child", args=[answer.pupil.pk])
    return reverse("greet:greet" if by.may(Permission.CHILD_GREET) else "gate:gate")


@needs(Permission.OBSERVE, by_pin=True)
@require_POST
def take_back(request: SignedIn) -> HttpResponse:
    """What was left today of the wrong child, or in the wrong words, is gone."""
    pupil = actions.take_back(
        by=request.membership, key=page.key_posted(request, "observation"), today=clock.today()
    )
    messages.success(request, _("Taken back. Nothing of it is kept."))
    return redirect("seen:leave", pupil.pk)


@require_POST
@needs(Permission.OBSERVATIONS_READ)
def keep(request: SignedIn) -> HttpResponse:
    """A word that would be gone tonight stays for a while."""
    by = request.membership
    kept = actions.keep(
        by=by, key=page.key_posted(request, "observation"), today=clock.today()
    )  # fmt: skip
    pupil = fetch.pupil(
        kept.pupil_id, seen_by=by, wanting=Permission.OBSERVATIONS_READ, why=Verb.CHILDREN_LISTED
    )
    messages.success(request, _("Kept for four weeks."))
    return redirect(reverse("children:child", args=[pupil.pk]) + "#seen")
