"""The address that codes go to can be checked by whoever gives them, and is corrected by nobody."""

from __future__ import annotations

from html import unescape

import pytest
from django.urls import reverse
from tests import outside
from tests.people import House, SignIn

from belong.people.models import Involvement
from belong.people.outsiders import Wanted

JO = "jo.price@a-rather-long-name-of-a-council.example"
KINDS = {
    "professional": Wanted("professional", "A plan", who="Jo Price", email=JO, checked=True),
    "young person": Wanted("young person", "To see how I get on", email=JO, checked=True),
}


def page(house: House, signed_in: SignIn, role: str, row: Involvement) -> str:
    answer = signed_in(house, role).get(reverse("children:links", args=[row.pupil_id]))
    assert answer.status_code == 200
    return unescape(answer.content.decode())


@pytest.mark.parametrize(("kind", "gives", "only_sees"), [
    ("professional", "senco", "tutor"), ("young person", "tutor", "senco"),
])  # fmt: skip
def test_the_whole_address_is_there_for_those_who_give_these_links(
    house: House, signed_in: SignIn, kind: str, gives: str, only_sees: str
) -> None:
    row = outside.let_in(house, KINDS[kind])
    said = page(house, signed_in, gives, row)
    assert f'Their codes go to <strong class="break-all">{JO}</strong>.' in said
    assert "End it, then let them in again with the right one." in said
    assert JO not in page(house, signed_in, only_sees, row)


def test_how_to_reach_somebody_at_home_stays_behind_its_gate(
    house: House, signed_in: SignIn
) -> None:
    outside.at_home(house)
    row = outside.let_in(house, outside.family())
    for role in ("tutor", "safeguarding_lead"):
        said = page(house, signed_in, role, row)
        assert "Kim Larkin" in said
        assert "home.example" not in said


def test_once_it_has_ended_the_address_is_gone(house: House, signed_in: SignIn) -> None:
    row = outside.let_in(house, KINDS["professional"])
    Involvement.objects.filter(pk=row.pk).update(ended_at=outside.NOW)
    said = page(house, signed_in, "senco", row)
    assert "Jo Price" in said
    assert JO not in said


def test_the_list_of_the_school_has_no_address(house: House, signed_in: SignIn) -> None:
    outside.let_in(house, KINDS["professional"])
    said = signed_in(house, "headteacher").get(reverse("staff:links")).content.decode()
    assert "Jo Price" in said
    assert JO not in said
