"""Shared devices, and the PINs of those who come in on them."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from belong.basics.errors import BelongError
from belong.insight.questions import one_adult, shared_devices
from belong.people import pins
from belong.people import shared_devices as keeping
from belong.people.models import SharedDevice
from belong.people.permissions import Permission
from belong.web import clock, page, square
from belong.web.gate import SignedIn, needs
from belong.web.staff import views


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.PEOPLE_GIVE)
def devices(request: SignedIn) -> HttpResponse:
    """Every shared device; a new one gets a name, and then a code."""
    if request.method != "POST":
        return _listed(request)
    try:
        device, code = keeping.name_one(
            by=request.membership, name=request.POST.get("name", ""), at=clock.now()
        )
    except BelongError as error:
        return _listed(request, error)
    return _code(request, device, code)


def _listed(request: SignedIn, wrong: BelongError | None = None) -> HttpResponse:
    answer = shared_devices.ask(request.membership, clock.now())
    context: dict[str, object] = {"answer": answer, "wrong": wrong}
    return page.show(request, "staff/devices.html", context, status=422 if wrong else 200)


@require_POST
@needs(Permission.PEOPLE_GIVE)
def code(request: SignedIn) -> HttpResponse:
    """Another code for a device."""
    key = page.key_posted(request, "device")
    device, text = keeping.new_code(by=request.membership, device_id=key, at=clock.now())
    return _code(request, device, text)


def _code(request: SignedIn, device: SharedDevice, code: str) -> HttpResponse:
    """The only page that shows a code, once."""
    address = request.build_absolute_uri(reverse("device:door"))
    until = timezone.localtime(clock.now() + keeping.CODE_LASTS)
    context: dict[str, object] = {
        "device": device,
        "code": f"{code[:4]} {code[4:]}",
        "address": address,
        "square": square.svg(address, _("A square that leads the device to its page")),
        "until": f"{until.hour}:{until.minute:02d}",
    }
    return page.show(request, "staff/device_code.html", context)


@require_POST
@needs(Permission.PEOPLE_GIVE)
def end_device(request: SignedIn) -> HttpResponse:
    """Make a device any device again."""
    key = page.key_posted(request, "device")
    keeping.end(by=request.membership, device_id=key, at=clock.now())
    messages.success(request, _("Ended. Whoever was in on it is out."))
    return redirect("staff:devices")


@require_POST
@needs(Permission.PEOPLE_GIVE)
def give_pin(request: SignedIn, adult_id: int) -> HttpResponse:
    """A PIN for an adult, on the only page that ever shows it."""
    one_adult.of_school(request.membership, adult_id)
    try:
        adult, pin = pins.give(by=request.membership, adult_id=adult_id, at=clock.now())
    except BelongError as error:
        return views.shown(request, adult_id, error)
    context: dict[str, object] = {"adult": adult, "pin": f"{pin[:3]} {pin[3:]}"}
    return page.show(request, "staff/pin.html", context)


@require_POST
@needs(Permission.PEOPLE_GIVE)
def take_pin(request: SignedIn, adult_id: int) -> HttpResponse:
    """Take somebody's PIN away."""
    one_adult.of_school(request.membership, adult_id)
    pins.take_away(by=request.membership, adult_id=adult_id, at=clock.now())
    messages.success(request, _("Taken away. It opens nothing any more."))
    return redirect("staff:adult", adult_id)
