"""Somebody who came in with a PIN on a shared device. They are not signed in, and never become so.

Django knows nobody here: `request.user` stays a stranger, so a page opens only where its gate says
`by_pin`, and nothing that asks for an account, a password or a second step can be reached. What
stands in the session is looked at again with every click.
"""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.middleware.csrf import rotate_token
from django.urls import reverse
from django_htmx.http import HttpResponseClientRedirect

from belong.people import pins, shared_devices, walls
from belong.people.models import Membership, Pin, SharedDevice
from belong.web import clock

DEVICE = "shared_device"
"""The cookie of a shared device."""
A_YEAR = 60 * 60 * 24 * 365
CAME_IN = "came_in_with_a_pin"
"""In a session: which PIN, on which device, on which day, and when somebody last clicked."""


def device_of(request: HttpRequest) -> SharedDevice | None:
    """The shared device a request comes from; None for any other."""
    return shared_devices.known(request.COOKIES.get(DEVICE, ""))


def remember(answer: HttpResponse, token: str) -> None:
    """Let a device keep what makes it one."""
    answer.set_cookie(
        DEVICE, token, max_age=A_YEAR, httponly=True, samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )  # fmt: skip


def begin(request: HttpRequest, pin: Pin, device: SharedDevice) -> None:
    """Somebody is in, in a session that nobody used before."""
    request.session.flush()
    request.session[CAME_IN] = {
        "pin": pin.pk, "device": device.pk, "day": clock.today().isoformat(), "click": _now(),
    }  # fmt: skip
    rotate_token(request)


def finish(request: HttpRequest) -> None:
    """Nobody is in any more."""
    request.session.flush()


def member(request: HttpRequest) -> Membership | None:
    """What somebody who came in with a PIN is here; None for everybody else, and where it is over.
    Counts as a click."""
    kept = request.session.get(CAME_IN)
    if not kept or request.user.is_authenticated:
        return None
    device = device_of(request)
    found = None
    if device is not None and device.pk == kept["device"] and _awake(kept):
        with walls.scope(device.school_id):
            found = pins.still(kept["pin"], device, clock.today())
    if found is None:
        finish(request)
    else:
        request.session[CAME_IN] = kept | {"click": _now()}
    return found


def _awake(kept: dict[str, float | str]) -> bool:
    """Whether it is the same day, and somebody clicked a short while ago. A click that lies ahead
    of the clock does not count."""
    idle = _now() - float(kept["click"])
    return kept["day"] == clock.today().isoformat() and 0 <= idle <= settings.PIN_IDLE_MINUTES * 60


def _now() -> float:
    return clock.now().timestamp()


def way_in(request: HttpRequest) -> HttpResponse:
    """To the names on a shared device; to signing in everywhere else."""
    if device_of(request) is not None:
        to: HttpResponseRedirect = HttpResponseRedirect(reverse("device:door"))
    else:
        to = redirect_to_login(request.get_full_path())
    return HttpResponseClientRedirect(to.url) if getattr(request, "htmx", None) else to
