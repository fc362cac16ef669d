"""Saying that a day will be different, and what is tender for one child."""

from __future__ import annotations

import datetime as dt

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from belong.insight.questions import days_ahead as asking
from belong.people import fetch
from belong.people.permissions import Permission
from belong.people.trail import Verb
from belong.practice.ahead import actions
from belong.practice.ahead import tender as tender_actions
from belong.practice.ahead.actions import Different, NotSaid
from belong.practice.ahead.tender import Named
from belong.web import clock, page
from belong.web.gate import SignedIn, needs


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.DAYS_AHEAD)
def days(request: SignedIn) -> HttpResponse:
    """The days that differ, and saying that one will."""
    if request.method != "POST":
        return _days(request, {})
    typed = page.typed(request, "on", "kind", "group", "words")
    try:
        day = Different(_day(typed["on"]), typed["kind"], typed["group"], typed["words"])
        actions.say(by=request.membership, day=day, at=clock.now())
    except NotSaid as error:
        return _days(request, typed, error)
    kept = _("Kept. It reaches Today of the adults around on the day before.")
    if day.on == clock.today():
        kept = _("Kept. It stands in Today of the adults around now.")
    messages.success(request, kept)
    return redirect("days_ahead:days")


@require_POST
@needs(Permission.DAYS_AHEAD)
def take_back(request: SignedIn) -> HttpResponse:
    """It will be a day as usual."""
    actions.take_back(by=request.membership, key=page.key_posted(request, "day"))
    messages.success(request, _("Taken back."))
    return redirect("days_ahead:days")


def _days(request: SignedIn, typed: dict[str, str], wrong: NotSaid | None = None) -> HttpResponse:
    answer = asking.ask(request.membership, clock.today())
    context: dict[str, object] = {
        "answer": answer, "typed": typed, "wrong": wrong,
        "kinds": page.options(answer.kinds, typed.get("kind")),
        "groups": page.options(answer.groups, typed.get("group")),
    }  # fmt: skip
    return page.show(request, "days_ahead/days.html", context, status=422 if wrong else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.PROFILE_WRITE)
def tender(request: SignedIn, pupil_id: int) -> HttpResponse:
    """Dates and topics a child or their family named, and writing one down."""
    if request.method != "POST":
        return _tender(request, pupil_id, {})
    typed = page.typed(request, "words", "helps", "on", "yearly", "named_by", "agreed")
    pupil = fetch.pupil(
        pupil_id, seen_by=request.membership, wanting=Permission.PROFILE_WRITE,
        why=Verb.CHILDREN_LISTED,
    )  # fmt: skip
    try:
        named = Named(
            typed["words"], typed["helps"], _day(typed["on"]) if typed["on"] else None,
            bool(typed["yearly"]), typed["named_by"], bool(typed["agreed"]),
        )  # fmt: skip
        tender_actions.name(by=request.membership, pupil=pupil, named=named, at=clock.now())
    except NotSaid as error:
        return _tender(request, pupil_id, typed, error)
    messages.success(request, _("Kept. It ends by itself."))
    return redirect("days_ahead:tender", pupil_id)


@require_POST
@needs(Permission.PROFILE_WRITE)
def let_go(request: SignedIn, pupil_id: int) -> HttpResponse:
    """It need not be known any more."""
    pupil = fetch.pupil(
        pupil_id, seen_by=request.membership, wanting=Permission.PROFILE_WRITE,
        why=Verb.CHILDREN_LISTED,
    )  # fmt: skip
    key = page.key_posted(request, "tender")
    tender_actions.let_go(by=request.membership, pupil=pupil, key=key)
    messages.success(request, _("Let go. Nothing of it is kept."))
    return redirect("days_ahead:tender", pupil_id)


def _tender(
    request: SignedIn, pupil_id: int, typed: dict[str, str], wrong: NotSaid | None = None
) -> HttpResponse:
    answer = asking.of_child(request.membership, pupil_id, clock.today())
    context: dict[str, object] = {
        "answer": answer, "typed": typed, "wrong": wrong,
        "named_by": page.options(answer.named_by, typed.get("named_by")),
    }  # fmt: skip
    return page.show(request, "days_ahead/tender.html", context, status=422 if wrong else 200)


def _day(text: str) -> dt.date:
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        raise NotSaid("That is not a day.", do="Choose a day.") from None
