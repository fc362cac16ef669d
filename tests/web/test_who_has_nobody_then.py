"""Somebody is away: which children have nobody close then, and finding an adult in the list."""

from __future__ import annotations

import pytest
from tests import trail_lines
from tests.people import ADA, BEN, EVE, House, SignIn
from tests.web.test_checkins import page
from tests.web.test_somebody_is_away import AWAY, SAY

from belong.people.models import Membership
from belong.people.reach import Reach
from belong.people.trail import Verb

NOBODY = "nobody close here today"


def close_alone(house: House, role: str) -> None:
    """Of all who are close to somebody only this adult is; everybody else has the whole school."""
    close = Membership.objects.filter(reach__in=(Reach.CHILD, Reach.FORM, Reach.CLASS))
    close.exclude(adult=house.adults[role].adult_id).update(ended_at="2026-11-01T00:00Z")


def test_children_whose_only_adult_is_away_are_named_and_the_look_is_noted(
    house: House, signed_in: SignIn
) -> None:
    close_alone(house, "key_person")
    head = signed_in(house, "headteacher")
    assert NOBODY not in page(head, AWAY)
    head.post(SAY, {"adult": house.adults["key_person"].adult_id})
    since = trail_lines.newest()
    said = page(head, AWAY)
    assert f"1 child has {NOBODY}" in said
    assert ADA.surname in said
    assert BEN.surname not in said
    (line,) = [x for x in trail_lines.since(since) if x.verb == Verb.CHILDREN_LISTED]
    assert line.ids == [house.child(ADA).pk]
    head.post(SAY, {"adult": house.adults["key_person"].adult_id, "there": "1"})
    assert NOBODY not in page(head, AWAY)


def test_whoever_else_is_close_is_somebody(house: House, signed_in: SignIn) -> None:
    """Ada's tutor is here; when the tutor is away as well, she has nobody."""
    head = signed_in(house, "headteacher")
    others = Membership.objects.filter(role_key__in=("key_person", "tutor"))
    Membership.objects.filter(reach__in=(Reach.CHILD, Reach.FORM, Reach.CLASS)).exclude(
        pk__in=others
    ).update(ended_at="2026-11-01T00:00Z")
    head.post(SAY, {"adult": house.adults["key_person"].adult_id})
    said = page(head, AWAY)
    assert NOBODY not in said
    assert "Somebody else close is here for each of their children." in said
    head.post(SAY, {"adult": house.adults["tutor"].adult_id})
    assert ADA.surname in page(head, AWAY)


def test_a_leader_of_one_year_reads_of_no_other(house: House, signed_in: SignIn) -> None:
    close_alone(house, "tutor")
    house.adults["tutor"].adult.memberships.update(reach_of=EVE.form)
    signed_in(house, "headteacher").post(SAY, {"adult": house.adults["tutor"].adult_id})
    assert EVE.surname in page(signed_in(house, "headteacher"), AWAY)
    house.adults["head_of_year"].adult.memberships.update(reach_of="none of hers")
    assert EVE.surname not in page(signed_in(house, "head_of_year"), AWAY)


@pytest.mark.parametrize(("text", "found"), [("WHIT", True), ("nobody-of-that-name", False)])
def test_an_adult_is_found_by_name(house: House, signed_in: SignIn, text: str, found: bool) -> None:
    said = page(signed_in(house, "headteacher"), f"{AWAY}?q={text}")
    assert ("Ms Whitlock" in said) is found
    assert ("Nobody here is called that." in said) is not found
    assert house.adults["tutor"].adult.name not in said
    assert "Show everybody" in said


def test_they_stand_in_the_order_of_surnames(house: House, signed_in: SignIn) -> None:
    house.adults["tutor"].adult.__class__.objects.filter(pk=house.adults["tutor"].adult_id).update(
        name="Zoe Aardvark"
    )
    said = page(signed_in(house, "headteacher"), AWAY)
    assert said.index("Zoe Aardvark") < said.index("Ms Whitlock")
