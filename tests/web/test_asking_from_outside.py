"""A young person asks, on the page of their own link, to talk to somebody at school."""

from __future__ import annotations

import datetime as dt

import pytest
from django.test import Client
from django.urls import reverse
from tests import outside, trail_lines
from tests.outside import WORKER
from tests.people import CHILDREN, House, SignIn

from belong.people.models import Involvement
from belong.people.outsiders import Wanted
from belong.people.trail import Verb
from belong.practice.asking.models import Ask

CHILD = Wanted("young person", "To see how I am getting on")
LINE = "They would like to talk to you."
AT = dt.datetime(2026, 11, 24, 10, 0, tzinfo=dt.UTC)


def tap(client: Client, to: object) -> tuple[int, str]:
    answer = client.post(reverse("visit:talk"), {"to": str(to)})
    return answer.status_code, answer.content.decode()


def today(client: Client) -> str:
    return client.get("/today/").content.decode()


def test_one_tap_reaches_the_adult_they_chose_and_nobody_else(
    house: House, signed_in: SignIn
) -> None:
    visitor = outside.came(house, CHILD)
    assert "I would like to talk to" in visitor.page().decode()
    key = house.adults["key_person"]
    mark = trail_lines.newest()
    status, said = tap(visitor.client, key.adult_id)
    assert status == 200
    assert f"{key.adult.name} will see that you asked." in said
    assert "will see that you asked" not in visitor.page().decode(), (
        "whoever looks later is not told whom"
    )
    assert LINE in today(signed_in(house, "key_person"))
    assert "would like to talk" not in today(signed_in(house, "tutor"))
    one = Ask.objects.get()
    assert one.by_id is None
    lines = [x for x in trail_lines.since(mark) if x.verb == Verb.ASKED_TO_TALK]
    assert [(x.role, x.ids, x.detail) for x in lines] == [
        ("young person", [one.pupil_id], {"ask": one.pk})
    ]


def test_the_same_wish_twice_on_a_day_is_once(house: House) -> None:
    visitor, to = outside.came(house, CHILD), house.adults["tutor"].adult_id
    assert [tap(visitor.client, to)[0] for _ in range(2)] == [200, 200]
    assert Ask.objects.count() == 1


@pytest.mark.parametrize("wanted", [WORKER, outside.family()])
def test_nobody_asks_for_a_child(house: House, wanted: Wanted) -> None:
    """For anybody else it is as if there were no such address."""
    if wanted.kind == "family":
        outside.at_home(house)
    visitor = outside.came(house, wanted)
    assert "I would like to talk to" not in visitor.page().decode()
    refused = visitor.client.post(
        reverse("visit:talk"), {"to": house.adults["key_person"].adult_id}
    )
    nowhere = Client().post(reverse("visit:talk"), {"to": "1"})
    assert refused.status_code == nowhere.status_code == 404
    assert refused.content == nowhere.content
    assert not Ask.objects.exists()


def test_whoever_is_not_near_is_not_asked_and_the_page_stays(house: House) -> None:
    visitor = outside.came(house, CHILD)
    for to in (house.adults["headteacher"].adult_id, house.adults["office"].adult_id, 0, "x", ""):
        status, said = tap(visitor.client, to)
        assert status == 422
        assert "Nobody is chosen yet." in said
    assert not Ask.objects.exists()


def test_a_visit_that_is_over_asks_nothing(house: House) -> None:
    visitor = outside.came(house, CHILD)
    Involvement.objects.filter(pk=visitor.row.pk).update(ended_at=AT)
    assert tap(visitor.client, house.adults["key_person"].adult_id)[0] == 404
    assert not Ask.objects.exists()


def test_only_adults_are_named_there(house: House) -> None:
    said = outside.came(house, CHILD).page().decode()
    assert not any(child.surname in said for child in CHILDREN)
