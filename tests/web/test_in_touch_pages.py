"""Being in touch on its pages: who reads what, that nothing typed is lost, and what nobody may learn."""

from __future__ import annotations

import datetime as dt

import pytest
from tests.app.test_acts import member
from tests.people import ADA, BEN, House, SignIn

from belong.practice.contact import ways, writing
from belong.practice.contact.in_touch import Contact, KeptInMind, StillBuilding, Way
from belong.practice.contact.ways import Wanted
from belong.practice.contact.writing import Told

TODAY = dt.date(2026, 11, 24)
NOW = dt.datetime(2026, 11, 24, 9, 18, tzinfo=dt.UTC)
SENT = {"whom": "home", "channel": "phone", "kind": "good", "said": "She fed the fish.",
        "agreed": "", "who": "Mum", "effort": "", "day": "2026-11-24"}  # fmt: skip


def at(house: House, more: str = "", child: object = ADA) -> str:
    return f"/in-touch/{house.child(child).pk}/{more}"  # type: ignore[arg-type]


@pytest.mark.parametrize("more", ["", "ways/", "holidays/", "still-building/"])
def test_each_page_opens(house: House, signed_in: SignIn, more: str) -> None:
    assert signed_in(house, "tutor").get(at(house, more)).status_code == 200


def test_one_is_kept_and_stands_on_the_childs_page(house: House, signed_in: SignIn) -> None:
    client = signed_in(house, "tutor")
    assert client.post(at(house), SENT).status_code == 302
    body = client.get(f"/children/{house.child(ADA).pk}/").content.decode()
    assert "She fed the fish." in body
    assert Contact.objects.get().day == TODAY
