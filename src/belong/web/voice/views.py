"""Preparing a survey, giving its codes out, closing it, and reading what people wrote."""

from __future__ import annotations

import datetime as dt
import uuid
from contextlib import suppress

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.dateparse import parse_date
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from belong.basics.errors import BelongError
from belong.insight.questions import surveys as asking
from belong.people.fetch import NotYours
from belong.people.permissions import Permission
from belong.practice.voice import closing, codes, moderating, opening, scaling, speakers
from belong.practice.voice.opening import NotOpened, Wanted
from belong.practice.voice.scaling import Brought, NotTaken
from belong.practice.voice.speakers import NotRead
from belong.web import clock, page, square
from belong.web.gate import SignedIn, needs

NAMES = ("title", "purpose", "audience", "how", "breakdown", "scale", "opens_on", "closes_on",
         "asked", "bands")  # fmt: skip
MOST_A_SHEET = 200
"""Slips drawn at once: their page is made before they are kept, and others wait for that."""
OWN = ("name", "source", "licence", "statements", "answers", "share", "adds_up")


@require_safe
@needs(Permission.VOICE_READ)
def surveys(request: SignedIn) -> HttpResponse:
    """Every survey of the school, and how it stands."""
    answer = asking.ask(request.membership, clock.today())
    return page.show(request, "voice/surveys.html", {"answer": answer})


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.VOICE_LEAD)
def new(request: SignedIn) -> HttpResponse:
    """Prepare one: who is asked, and the one thing answers are told apart by."""
    if request.method != "POST":
        return _new(request, {})
    typed = {name: request.POST.get(name, "") for name in NAMES}
    try:
        made = opening.prepare(by=request.membership, wanted=_wanted(typed), at=clock.now())
    except NotOpened as error:
        return _new(request, typed, error)
    return redirect("voice:survey", made.pk)


def _new(
    request: SignedIn, typed: dict[str, str], wrong: BelongError | None = None
) -> HttpResponse:
    answer = asking.new(request.membership, clock.today())
    context: dict[str, object] = {"answer": answer, "typed": typed, "wrong": wrong}
    return page.show(request, "voice/new.html", context, status=422 if wrong else 200)


def _wanted(typed: dict[str, str]) -> Wanted:
    return Wanted(
        typed["title"], typed["purpose"], typed["audience"], _day(typed["opens_on"]),
        _day(typed["closes_on"]), typed["how"] or "anonymous", typed["breakdown"],
        _number(typed["scale"]) or None, _number(typed["asked"]),
        tuple(typed["bands"].splitlines()[:20]),
    )  # fmt: skip


def _day(text: str) -> dt.date:
    day = None
    with suppress(ValueError):
        day = parse_date(text)
    if day is None:
        raise NotOpened("A day is missing.", do="Say when it opens and when it closes.")
    return day


def _number(text: str) -> int:
    text = text.strip()
    return int(text) if text.isascii() and text.isdigit() and len(text) < 7 else 0


@require_safe
@needs(Permission.VOICE_LEAD)
def survey(request: SignedIn, survey_id: int) -> HttpResponse:
    """How one stands, its codes, and what can be done with it."""
    return _survey(request, survey_id)


def _survey(request: SignedIn, survey_id: int, wrong: BelongError | None = None) -> HttpResponse:
    answer = asking.standing(request.membership, survey_id, clock.today())
    context: dict[str, object] = {"answer": answer, "wrong": wrong}
    return page.show(request, "voice/survey.html", context, status=422 if wrong else 200)


@require_POST
@needs(Permission.VOICE_LEAD)
def open_now(request: SignedIn, survey_id: int) -> HttpResponse:
    """From now on, or from its first day on, codes work."""
    try:
        made = opening.open_now(by=request.membership, survey_id=survey_id, at=clock.now())
    except NotOpened as error:
        return _survey(request, survey_id, error)
    named = made.how == made.How.NAMED
    said = (
        _("It is open. Sit beside the children.") if named else _("It is open. Give the codes out.")
    )
    messages.success(request, said)
    return redirect("voice:survey", survey_id)


@require_POST
@needs(Permission.VOICE_LEAD)
def close(request: SignedIn, survey_id: int) -> HttpResponse:
    """For good: what may be shown is counted, and every answer is gone."""
    if not request.POST.get("sure"):
        wrong = NotOpened("It is not closed yet.", do="Tick that it is for good, then close it.")
        return _survey(request, survey_id, wrong)
    closing.close(by=request.membership, survey_id=survey_id, at=clock.now())
    messages.success(request, _("Closed. Every single answer is gone; what was counted stays."))
    return redirect("voice:survey", survey_id)


@require_POST
@needs(Permission.VOICE_LEAD)
def take_back(request: SignedIn, survey_id: int) -> HttpResponse:
    """Take one back that was never open."""
    opening.take_back(by=request.membership, survey_id=survey_id)
    messages.success(request, _("Taken back. Nobody was asked."))
    return redirect("voice:surveys")


@require_POST
@needs(Permission.VOICE_LEAD)
def shut(request: SignedIn, survey_id: int) -> HttpResponse:
    """Shut a group's code, or open it again."""
    opening.shut(
        by=request.membership, survey_id=survey_id, group_id=page.key_posted(request, "group"),
        shut=bool(request.POST.get("shut")),
    )  # fmt: skip
    return redirect("voice:survey", survey_id)


@require_POST
@needs(Permission.VOICE_LEAD)
def slips(request: SignedIn, survey_id: int) -> HttpResponse:
    """Codes that are good once, on a sheet to print; shown now and never again, so they are kept
    only once their page is made."""
    n = _number(request.POST.get("n", ""))
    try:
        if n > MOST_A_SHEET:
            raise NotOpened(
                _("A sheet has at most {n} slips.").format(n=MOST_A_SHEET),
                do=_("Make this many now, print them, then make another sheet."),
            )
        return _slips(request, survey_id, n)
    except NotOpened as error:
        return _survey(request, survey_id, error)


def _slips(request: SignedIn, survey_id: int, n: int) -> HttpResponse:
    """The squares are made before anybody else waits for the table of slips."""
    group, by = page.key_posted(request, "group"), request.membership
    drawn = codes.several(n)
    sheets = [_sheet(request, code, nth, mask=nth % 8) for nth, code in enumerate(drawn)]
    answer = asking.standing(by, survey_id, clock.today())
    with transaction.atomic():
        opening.slips(by=by, survey_id=survey_id, group_id=group, n=n, drawn=drawn)
        context: dict[str, object] = {
            "answer": answer, "sheets": sheets, "door": _door(request),
            "group": next(one for one in answer.asked if one.key == group),
        }  # fmt: skip
        return page.show(request, "voice/slips.html", context)


def _sheet(request: HttpRequest, code: str, n: int, mask: int | None = None) -> dict[str, object]:
    address = request.build_absolute_uri(reverse("answer:with_a_code", args=[code]))
    drawn = square.svg(address, _("The way in, as a square"), f"square-{n}", mask)
    return {"code": codes.in_threes(code), "square": mark_safe(drawn)}  # noqa: S308  (our own svg)


def _door(request: HttpRequest) -> str:
    return request.build_absolute_uri(reverse("answer:type_code"))


@require_POST
@needs(Permission.VOICE_LEAD)
def end_slips(request: SignedIn, survey_id: int) -> HttpResponse:
    """Make slips that were not used worthless."""
    group = page.key_posted(request, "group")
    opening.end_slips(by=request.membership, survey_id=survey_id, group_id=group)
    messages.success(request, _("Slips that were not used open nothing any more."))
    return redirect("voice:survey", survey_id)


@require_safe
@needs(Permission.VOICE_LEAD)
def codes_to_print(request: SignedIn, survey_id: int) -> HttpResponse:
    """The code of each group, with its square, one for a page of paper."""
    answer = asking.standing(request.membership, survey_id, clock.today())
    sheets = [
        _sheet(request, one.plain_code, n) | {"name": one.name}
        for n, one in enumerate(answer.asked)
        if one.plain_code and not one.shut
    ]
    context: dict[str, object] = {"answer": answer, "sheets": sheets, "door": _door(request)}
    return page.show(request, "voice/codes.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.VOICE_LEAD)
def words(request: SignedIn, survey_id: int) -> HttpResponse:
    """What people wrote: let through, or kept back."""
    by = request.membership
    if request.method == "POST":
        try:
            key = uuid.UUID(request.POST.get("said", ""))
        except ValueError:
            raise NotYours("words") from None
        through = request.POST.get("how") == "through"
        moderating.decide(by=by, survey_id=survey_id, said_id=key, through=through)
        return redirect("voice:words", survey_id)
    return page.show(request, "voice/words.html", {"answer": asking.notes(by, survey_id)})


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.VOICE_LEAD)
def languages(request: SignedIn) -> HttpResponse:
    """Which languages the pulse is offered in: those somebody who speaks them has read."""
    wrong = None
    typed = {name: request.POST.get(name, "") for name in ("language", "checked_by")}
    if request.method == "POST":
        try:
            speakers.say_read(by=request.membership, at=clock.now(), **typed)
            return redirect("voice:languages")
        except NotRead as error:
            wrong = error
    context: dict[str, object] = {
        "answer": asking.spoken(request.membership), "wrong": wrong, "typed": typed,
    }  # fmt: skip
    return page.show(request, "voice/languages.html", context, status=422 if wrong else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.VOICE_LEAD)
def own(request: SignedIn) -> HttpResponse:
    """Bring a questionnaire of the school's own, with its scoring."""
    wrong = None
    typed = {name: request.POST.get(name, "") for name in OWN}
    if request.method == "POST":
        try:
            brought = Brought(
                typed["name"], typed["source"], typed["licence"], typed["statements"],
                typed["answers"], _number(typed["share"]), bool(typed["adds_up"]),
            )  # fmt: skip
            scaling.bring(by=request.membership, brought=brought, at=clock.now())
            messages.success(request, _("Kept. You can ask it in a new survey."))
            return redirect("voice:new")
        except NotTaken as error:
            wrong = error
    context: dict[str, object] = {
        "wrong": wrong, "typed": typed, "scales": scaling.of_school(request.membership),
    }  # fmt: skip
    return page.show(request, "voice/own.html", context, status=422 if wrong else 200)
