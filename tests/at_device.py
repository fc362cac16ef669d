"""A tablet at the gate and somebody with a PIN, made by the real actions."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.test import Client
from django.urls import reverse
from tests.people import TODAY, House

from belong.people import fetch, inviting, pins, shared_devices
from belong.people.giving import Wanted
from belong.people.models import Adult, Membership, SharedDevice
from belong.web import pin_session

NOW = dt.datetime(2026, 11, 24, 9, 18, tzinfo=dt.UTC)
GREET, DOOR, FINISH = "/greet/", "/device/", "/device/finish/"


def head(house: House) -> Membership:
    """The head, as the pages find them."""
    found = fetch.membership(house.adults["headteacher"].adult, TODAY)
    assert found is not None
    return found


def tablet(house: House, name: str = "Tablet at the gate") -> tuple[SharedDevice, str]:
    """A device that was set up, and what its cookie holds."""
    _named, code = shared_devices.name_one(by=head(house), name=name, at=NOW)
    return shared_devices.enrol(code=code, at=NOW)


def supervisor(
    house: House, name: str = "Mrs Patel", role: str = "lunch_staff"
) -> tuple[Adult, str]:
    """Somebody without an e-mail, and their PIN."""
    wanted = Wanted(role)
    adult, link = inviting.invite(by=head(house), name=name, email="", wanted=wanted, at=NOW)
    assert link == ""
    return pins.give(by=head(house), adult_id=adult.pk, at=NOW)


def wrong(pin: str) -> str:
    """Six digits that are not this PIN."""
    return f"{(int(pin) + 1) % 10**6:06}"


def type_pin(client: Client, adult: Adult, pin: str) -> Any:
    """Type a PIN under a name."""
    return client.post(reverse("device:type_pin", kwargs={"adult_id": adult.pk}), {"pin": pin})


@dataclass(frozen=True)
class AtTheGate:
    """A house with a tablet at its gate, and Mrs Patel, who is lunch staff."""

    house: House
    device: SharedDevice
    token: str
    adult: Adult
    pin: str

    def browser(self) -> Client:
        """The tablet, with nobody in."""
        client = Client()
        client.cookies[pin_session.DEVICE] = self.token
        return client

    def in_(self) -> Client:
        """The tablet, with Mrs Patel in."""
        client = self.browser()
        answer = type_pin(client, self.adult, self.pin)
        assert answer.status_code == 302
        return client


def at_the_gate(house: House) -> AtTheGate:
    """The tablet and Mrs Patel."""
    return AtTheGate(house, *tablet(house), *supervisor(house))


def is_in(client: Client) -> bool:
    """Whether the small page opens."""
    return client.get(GREET).status_code == 200
