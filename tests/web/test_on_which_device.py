"""A line of somebody with a PIN says on which device, wherever the trail is read."""

from __future__ import annotations

from html import unescape
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.at_device import GREET, NOW, AtTheGate, at_the_gate, tablet, type_pin
from tests.people import ADA, TODAY, House, SignIn

from belong.insight.questions import trail_export
from belong.people import fetch, trail, trail_reading
from belong.people.models import SharedDevice, TrailLine
from belong.people.trail import Verb

WHERE = "Lunch staff, on Tablet at the gate"


@pytest.fixture(autouse=True)
def _the_day(monkeypatch: pytest.MonkeyPatch) -> None:
    """Lines are written on the day the pages believe it is."""
    monkeypatch.setattr(trail, "timezone", SimpleNamespace(now=lambda: NOW))


@pytest.fixture
def found(house: House) -> AtTheGate:
    """Mrs Patel found Ada on the tablet at the gate."""
    gate = at_the_gate(house)
    client = gate.in_()
    assert client.post(GREET, {"q": "osei"}).status_code == 302
    assert client.get(GREET).status_code == 200
    (line,) = TrailLine.objects.filter(verb=Verb.CHILDREN_SEARCHED.value)
    assert line.detail["device"] == gate.device.pk
    return gate


def page(house: House, signed_in: SignIn, role: str, address: str) -> str:
    answer: Any = signed_in(house, role).get(address)
    parts = answer.streaming_content if answer.streaming else [answer.content]
    return unescape(b"".join(parts).decode())


@pytest.mark.parametrize(("role", "address"), [
    ("safeguarding_lead", "/children/{ada}/who-looked/"),
    ("safeguarding_lead", "/children/{ada}/who-looked/list.csv"),
    ("data_protection_officer", "/trail/"),
    ("data_protection_officer", "/trail/list.csv"),
])  # fmt: skip
def test_the_device_is_named(
    house: House, signed_in: SignIn, found: AtTheGate, role: str, address: str
) -> None:
    said = page(house, signed_in, role, address.format(ada=house.child(ADA).pk))
    assert "Mrs Patel" in said
    assert WHERE in said


def test_the_file_for_the_person_concerned_names_it(house: House, found: AtTheGate) -> None:
    lines = trail_export.of_child(house.adults["data_protection_officer"], ADA.id, TODAY)
    assert [role for _when, who, role, _what in lines if who == "Mrs Patel"] == [WHERE]


def test_two_devices_are_two_lines(house: House, signed_in: SignIn, found: AtTheGate) -> None:
    device, token = tablet(house, "Tablet in the hall")
    other = AtTheGate(house, device, token, found.adult, found.pin).browser()
    type_pin(other, found.adult, found.pin)
    other.post(GREET, {"q": "osei"})
    other.get(GREET)
    said = page(
        house, signed_in, "safeguarding_lead", f"/children/{house.child(ADA).pk}/who-looked/"
    )
    assert WHERE in said
    assert WHERE.replace("at the gate", "in the hall") in said


def test_an_ended_device_keeps_its_name(house: House, signed_in: SignIn, found: AtTheGate) -> None:
    SharedDevice.objects.update(ended_at=found.device.enrolled_at, token="")
    said = page(house, signed_in, "data_protection_officer", "/trail/")
    assert WHERE in said


def test_whoever_signed_in_was_on_no_device(house: House) -> None:
    fetch.pupil(house.child(ADA).pk, seen_by=house.adults["tutor"])
    officer = house.adults["data_protection_officer"]
    asked = trail_reading.Asked(TODAY, TODAY)
    with CaptureQueriesContext(connection) as queries:
        (line,) = trail_reading.search(asked, by=officer, most=1)
    assert (line.adult, line.device) == ("Mr Begum", "")
    assert not any("shareddevice" in one["sql"] for one in queries), "not asked for nothing"
