"""Today: one adult's list, doing one small act, and what was said."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from belong.acts import actions
from belong.acts.actions import NotSet, WordsMoved
from belong.acts.models import Act
from belong.basics.errors import BelongError
from belong.insight.questions import (
    away_today,
    by_name,
    due_a_hello,
    help_asked,
    today_passed_on,
    you_said,
)
from belong.insight.questions import today as my_today
from belong.people import fetch
from belong.people.permissions import Permission
from belong.people.trail import Verb
from belong.web import clock, page
from belong.web.gate import SignedIn, needs


@require_safe
@needs(Permission.TODAY_READ)
def mine(request: SignedIn) -> HttpResponse:
    """Whom to welcome back, what was planned, whom to keep in mind."""
    return _shown(request)


def _shown(
    request: SignedIn, wrong: BelongError | None = None, typed: dict[str, str] | None = None
) -> HttpResponse:
    desk = page.open_desk(request)
    if desk is None:
        return page.nothing_yet(request)
    context: dict[str, object] = {
        "answer": my_today.ask(desk), "wrong": wrong, "typed": typed or {},
        "help_waits": help_asked.waits(request.membership),
        "named_waits": by_name.waits(request.membership),
        "said_waits": you_said.mine(request.membership),
        "is_away": away_today.is_away(request.membership, clock.today()),
        "may_see_passed_on": request.membership.may(Permission.PASSED_ON_READ),
    }  # fmt: skip
    status = 200 if wrong is None else 409 if isinstance(wrong, WordsMoved) else 422
    return page.show(request, "mine/mine.html", context, status=status)


@require_POST
@needs(Permission.TODAY_READ)
def done(request: SignedIn) -> HttpResponse:
    """One tap: it happened."""
    try:
        act_id = page.key_posted(request, "act")
        if act_id > 0:
            act = actions.do(by=request.membership, act_id=act_id, at=clock.now())
        else:
            act = _did(request, request.POST.get("kind", ""))
    except NotSet as error:
        return _shown(request, error)
    if request.POST.get("from") == "hello":
        messages.success(request, _("Kept. They come off this list."))
        return redirect("mine:hello")
    messages.success(request, _("Done. Add what was said, if you like."))
    return redirect(f"{reverse('mine:mine')}#{act.kind}-{act.pupil_id}")


def _did(request: SignedIn, kind: str) -> Act:
    by = request.membership
    key = page.key_posted(request, "child")
    pupil = fetch.pupil(
        key, seen_by=by, wanting=Permission.TODAY_READ, why=Verb.CHILDREN_LISTED
    )  # fmt: skip
    return actions.do_now(by=by, pupil=pupil, kind=kind, at=clock.now())[0]


@require_POST
@needs(Permission.TODAY_READ)
def words(request: SignedIn) -> HttpResponse:
    """What the child said, and what the adult would like to keep."""
    typed = {name: request.POST.get(name, "") for name in ("act", "outcome", "noticed")}
    try:
        actions.say(
            by=request.membership, act_id=page.key_posted(request, "act"),
            outcome=typed["outcome"], noticed=typed["noticed"],
            version=page.key_posted(request, "version"), at=clock.now(),
        )  # fmt: skip
    except WordsMoved as error:
        # The answer tells what stands now, so it is a look like any other.
        fetch.pupil(
            error.act.pupil_id, seen_by=request.membership, wanting=Permission.TODAY_READ,
            why=Verb.CHILDREN_LISTED,
        )  # fmt: skip
        return _shown(request, error, typed)
    except NotSet as error:
        return _shown(request, error, typed)
    messages.success(request, _("Kept."))
    return redirect("mine:mine")


@require_safe
@needs(Permission.PASSED_ON_READ)
def passed_on(request: SignedIn) -> HttpResponse:
    """Children whom no adult close to them has room for today."""
    desk = page.open_desk(request)
    if desk is None:
        return page.nothing_yet(request)
    return page.show(request, "mine/passed_on.html", {"answer": today_passed_on.ask(desk)})


@require_safe
@needs(Permission.TODAY_READ)
def hello(request: SignedIn) -> HttpResponse:
    """Children nobody has been in touch with for a while."""
    desk = page.open_desk(request)
    if desk is None:
        return page.nothing_yet(request)
    return page.show(request, "mine/due_a_hello.html", {"answer": due_a_hello.ask(desk)})
