"""The door of a shared device. Nobody is signed in on these pages, and no child is on them."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from belong.people import pins, shared_devices, walls
from belong.people.fetch import NotYours
from belong.people.models import SharedDevice
from belong.people.pins import Wait, WrongPin
from belong.people.shared_devices import NotOpen
from belong.web import clock, page, pin_session, slow_lane
from belong.web.gate import open_to_all


@require_http_methods(["GET", "HEAD", "POST"])
@open_to_all
def door(request: HttpRequest) -> HttpResponse:
    """On a shared device, the names of those who come in there; on any other, its setting up."""
    if request.user.is_authenticated:
        return page.show(request, "at_device/somebody.html", {})
    device = pin_session.device_of(request)
    if device is None:
        return _setting_up(request) if request.method == "POST" else _asks_for_code(request)
    if pin_session.member(request) is not None:
        return redirect("greet:greet")
    with walls.scope(device.school_id):
        people = pins.people_on(device, clock.today())
    context: dict[str, object] = {"device": device, "people": people}
    answer = page.show(request, "at_device/names.html", context)
    pin_session.remember(answer, request.COOKIES[pin_session.DEVICE])
    return answer


def _asks_for_code(request: HttpRequest, wrong: str = "", status: int = 200) -> HttpResponse:
    return page.show(request, "at_device/set_up.html", {"wrong": wrong}, status=status)


def _setting_up(request: HttpRequest) -> HttpResponse:
    """The right code sets a device up whatever was typed before it, at this address or any: nobody
    can keep a school from its own tablet. Only whoever goes on with wrong ones is asked to wait;
    what makes guessing hopeless is the code itself (`shared_devices.CODE_LENGTH`)."""
    try:
        _device, token = shared_devices.enrol(
            code=request.POST.get("code", "")[:40], at=clock.now()
        )
    except NotOpen:
        return _wrong_code(request)
    answer = redirect("device:door")
    pin_session.remember(answer, token)
    return answer


def _wrong_code(request: HttpRequest) -> HttpResponse:
    lane = f"codes-{slow_lane.address(request)}"
    slow_lane.count_failure(lane)
    if slow_lane.goes_through(lane):
        return _asks_for_code(request, _("That code opens nothing. Ask for a new one."), 422)
    words = _("Many wrong codes were typed here. Count to three, then type yours with care.")
    answer = _asks_for_code(request, words, 429)
    answer["Retry-After"] = str(slow_lane.ONE_IN)
    return answer


@require_http_methods(["GET", "HEAD", "POST"])
@open_to_all
def pin(request: HttpRequest, adult_id: int) -> HttpResponse:
    """The PIN of one adult. Nobody who is not on this device is there."""
    device = pin_session.device_of(request)
    if device is None or request.user.is_authenticated:
        return redirect("device:door")
    with walls.scope(device.school_id):
        try:
            _pin, by = pins.whose(device, adult_id, clock.today())
            if request.method != "POST":
                return _asks(request, by.adult.name)
            return _come_in(request, device, adult_id, by.adult.name)
        except NotYours:
            raise Http404 from None


def _come_in(request: HttpRequest, device: SharedDevice, adult_id: int, name: str) -> HttpResponse:
    lane = f"device-{device.pk}"
    if not slow_lane.goes_through(lane):
        return _wait(request, name, slow_lane.ONE_IN)
    try:
        kept, _by = pins.come_in(
            device=device, adult_id=adult_id, typed=request.POST.get("pin", ""), at=clock.now()
        )
    except WrongPin:
        slow_lane.count_failure(lane)
        return _asks(request, name, _("That is not your PIN. Type it again."), 422)
    except Wait as wait:
        return _wait(request, name, wait.seconds)
    pin_session.begin(request, kept, device)
    return redirect("greet:greet")


def _asks(request: HttpRequest, name: str, wrong: str = "", status: int = 200) -> HttpResponse:
    return page.show(request, "at_device/pin.html", {"name": name, "wrong": wrong}, status=status)


def _wait(request: HttpRequest, name: str, seconds: int) -> HttpResponse:
    """Too many wrong tries: when to come back, and what else there is."""
    if seconds < 60:
        words = _("Many wrong PINs were typed here. Count to three and type yours again.")
    else:
        n = -(-seconds // 60)
        words = ngettext(
            "Too many wrong tries. Wait %(n)s minute, or ask the office for a new PIN.",
            "Too many wrong tries. Wait %(n)s minutes, or ask the office for a new PIN.", n,
        ) % {"n": n}  # fmt: skip
    answer = _asks(request, name, words, 429)
    answer["Retry-After"] = str(seconds)
    return answer


@require_POST
@open_to_all
def finish(request: HttpRequest) -> HttpResponse:
    """Nobody is in any more; the next person finds the names. Whoever signed in with an account
    signs out as always."""
    if not request.user.is_authenticated:
        pin_session.finish(request)
    answer = redirect("device:door")
    answer["Clear-Site-Data"] = '"cache"'  # nor does the way back show what stood there
    return answer
