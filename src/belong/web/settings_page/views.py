"""What a school says about itself, and two people saying it at once."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from belong.insight import support, today_hello
from belong.insight.questions import anchor_away, first_day
from belong.people import anchor_mail as anchors
from belong.people import own_words, school_settings, waiting_hours
from belong.people import support_edges as edges
from belong.people.own_words import CalledMeanwhile
from belong.people.permissions import Permission
from belong.people.school_settings import NotKept, Settings, SomebodyElseSaved
from belong.people.support_edges import SetMeanwhile
from belong.web import clock, page
from belong.web.gate import SignedIn, needs

FIELDS = (
    "safety_name", "safety_route", "safety_link", "told_by", "quiet_from", "quiet_until",
    "hello_days",
)  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.SETTINGS_WRITE)
def settings(request: SignedIn) -> HttpResponse:
    """See and say the settings."""
    if request.method != "POST":
        said, version = school_settings.of(request.membership.school)
        return _shown(request, said, version)
    mine = Settings(*(request.POST.get(name, "").replace("\x00", "") for name in FIELDS))
    seen = max(page.key_posted(request, "version"), school_settings.NEVER_SAID)
    try:
        school_settings.say(by=request.membership, wanted=mine, seen=seen, at=clock.now())
    except NotKept as error:
        return _shown(request, mine, seen, status=422, wrong=error)
    except SomebodyElseSaved as other:
        return _shown(request, mine, other.version, status=409, other=other)
    messages.success(request, _("Kept. It counts from now on."))
    return redirect("settings:settings")


@require_POST
@needs(Permission.SETTINGS_WRITE)
def anchor_mail(request: SignedIn) -> HttpResponse:
    """Let the day's anchor of the trail go out by e-mail, or not."""
    wanted = "wanted" in request.POST
    anchors.choose(by=request.membership, wanted=wanted, at=clock.now())
    said = _("Kept. It goes out once a day.") if wanted else _("Kept. It goes out no more.")
    messages.success(request, said)
    return redirect("settings:settings")


@require_POST
@needs(Permission.SETTINGS_WRITE)
def called(request: SignedIn) -> HttpResponse:
    """Choose what children are called here: pupils or students."""
    school = request.membership.school
    wanted, seen = request.POST.get("called", ""), request.POST.get("seen", "")
    try:
        own_words.choose(by=request.membership, wanted=wanted, seen=seen, at=clock.now())
    except (NotKept, CalledMeanwhile) as error:
        said, version = school_settings.of(school)
        status = 409 if isinstance(error, CalledMeanwhile) else 422
        return _shown(request, said, version, status, wrong_called=error)
    messages.success(request, _("Kept. Pages say it from now on."))
    return redirect("settings:settings")


@require_POST
@needs(Permission.SETTINGS_WRITE)
def support_edges(request: SignedIn) -> HttpResponse:
    """Set from which share of sessions missed adults bring which support."""
    school = request.membership.school
    typed = [text.replace("\x00", "") for text in request.POST.getlist("edge")]
    seen = request.POST.get("seen", "")
    try:
        edges.set_to(by=request.membership, typed=typed, seen=seen, at=clock.now())
    except (NotKept, SetMeanwhile) as error:
        said, version = school_settings.of(school)
        status = 409 if isinstance(error, SetMeanwhile) else 422
        shown = {"wrong_support": error, "supports": support.to_set(school, typed)}
        return _shown(request, said, version, status, **shown)
    messages.success(request, _("Kept. Pages go by it from now on."))
    return redirect("settings:settings")


def _shown(
    request: SignedIn, said: Settings, version: int, status: int = 200, **more: object
) -> HttpResponse:
    """The form with what somebody wrote in it, and beside it what somebody else saved."""
    context: dict[str, object] = {
        "said": said, "version": version, "status": status,
        "usual": first_day.usually_told_by(), "usual_quiet": waiting_hours.rules().quiet,
        "usual_days": today_hello.usual_days(), "days_within": school_settings.bounds(),
        "words": own_words.every(), "edges_seen": edges.kept(request.membership.school),
        "supports": support.to_set(request.membership.school),
        "edges_said": support.said(request.membership.school),
        "anchor": anchor_away.ask(request.membership, clock.today()), **more,
    }  # fmt: skip
    return page.show(request, "settings/settings.html", context, status=status)
