"""Today: whom each adult is asked to welcome back and keep in mind, and nothing more."""

from __future__ import annotations

import re
from html import unescape

from django.test import Client
from tests import trail_lines
from tests.people import ADA, BEN, House, SignIn


def _main(client: Client, address: str = "/today/") -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    body = answer.content.split(b"<main", 1)[1].split(b"</main>", 1)[0].decode()
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", body)).split())


def test_a_tutor_keeps_an_absent_child_in_mind(house: House, signed_in: SignIn) -> None:
    mark = trail_lines.newest()
    said = _main(signed_in(house, "tutor"))
    listed = [x for x in trail_lines.since(mark) if x.about == "pupil"]
    assert [(x.verb, x.ids) for x in listed] == [
        ("children listed", [house.child(ADA).pk, house.child(BEN).pk])
    ]
    assert ADA.surname in said
    assert BEN.surname in said
