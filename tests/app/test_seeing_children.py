"""Fetching is the permission check, and every look is in the trail before it is answered."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError
from tests import trail_lines
from tests.people import ADA, BEN, CAL, CHILDREN, NEXT_DOOR, House

from belong.people import fetch
from belong.people.fetch import NotYours
from belong.people.models import Membership, Pupil, TrailLine
from belong.people.trail import Verb

Ask = Callable[[House], object]


def _one(house: House) -> object:
    return fetch.pupil(house.child(ADA).pk, seen_by=house.lead)


def _all(house: House) -> object:
    return fetch.pupils(seen_by=house.lead)


def _two(house: House) -> object:
    return fetch.pupils(seen_by=house.lead, ids=[house.child(ADA).pk, house.child(BEN).pk])


LOOKS: dict[str, Ask] = {"one child": _one, "everybody": _all, "two by key": _two}


def test_ones_own_child_is_there(house: House) -> None:
    assert fetch.pupil(house.child(ADA).pk, seen_by=house.lead) == house.child(ADA)


def test_a_strangers_child_and_a_missing_one_are_the_same(house: House, next_door: House) -> None:
    theirs = next_door.child(NEXT_DOOR[0]).pk
    missing = Pupil.objects.order_by("-pk").values_list("pk", flat=True)[0] + 1000
    said = []
    for key in (theirs, missing):
        with pytest.raises(NotYours) as refused:
            fetch.pupil(key, seen_by=house.lead)
        said.append((type(refused.value), refused.value.args))
    assert said[0] == said[1]


def test_a_list_leaves_strangers_out(house: House, next_door: House) -> None:
    wanted = [house.child(ADA).pk, next_door.child(NEXT_DOOR[0]).pk]
    assert fetch.pupils(seen_by=house.lead, ids=wanted) == [house.child(ADA)]
    assert {p.school_id for p in fetch.pupils(seen_by=house.lead)} == {house.school.pk}
    assert [k for k, *_ in fetch.roll(seen_by=next_door.lead)] == [
        next_door.child(c).pk for c in sorted(NEXT_DOOR, key=lambda c: c.surname)
    ]


def test_a_look_at_one_child_is_in_the_trail(house: House) -> None:
    mark = trail_lines.newest()
    child = fetch.pupil(house.child(ADA).pk, seen_by=house.lead)
    (line,) = trail_lines.since(mark)
    assert (line.verb, line.about, line.ids) == (Verb.CHILD_SEEN, "pupil", [child.pk])
    assert (line.who, line.school_id) == (trail_lines.called(house.lead), house.school.pk)


def test_a_list_is_one_line_that_names_everybody(house: House) -> None:
    mark = trail_lines.newest()
    found = fetch.pupils(seen_by=house.lead)
    (line,) = trail_lines.since(mark)
    assert line.verb == Verb.CHILDREN_LISTED
    assert sorted(line.ids) == sorted(p.pk for p in found)
    assert len(line.ids) == len(CHILDREN)


def test_a_refused_look_says_nothing_about_anybody(house: House, next_door: House) -> None:
    mark = trail_lines.newest()
    with pytest.raises(NotYours):
        fetch.pupil(next_door.child(NEXT_DOOR[0]).pk, seen_by=house.lead)
    assert trail_lines.since(mark) == []


@pytest.mark.parametrize("look", LOOKS)
def test_without_a_trail_nothing_comes_back(
    house: House, monkeypatch: pytest.MonkeyPatch, look: str
) -> None:
    def broken(**fields: object) -> None:
        raise DatabaseError("the trail is full")

    monkeypatch.setattr(TrailLine.objects, "create", broken)
    with pytest.raises(DatabaseError, match="trail is full"):
        LOOKS[look](house)


@pytest.mark.parametrize("look", LOOKS)
def test_without_a_role_nothing_comes_back(house: House, look: str) -> None:
    Membership.objects.filter(pk=house.lead.pk).update(role_key="a role nobody knows")
    house.lead.role_key = "a role nobody knows"
    mark = trail_lines.newest()
    with pytest.raises(KeyError):
        LOOKS[look](house)
    assert trail_lines.since(mark) == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("osei", [ADA]),
        ("OSEI", [ADA]),
        ("ada osei", [ADA]),
        ("cal", [CAL]),
        ("cal marrow", [CAL]),
        ("marrow cal", [CAL]),
        ("7 oak quill", [BEN]),
        ("zzz", []),
        ("vantongeren", []),
    ],
)
def test_a_search_finds_names_known_as_names_and_forms(
    house: House, next_door: House, text: str, found: list[object]
) -> None:
    ids = set(Pupil.objects.values_list("pk", flat=True))
    keys = fetch.in_order(seen_by=house.lead, ids=ids, text=text)
    assert keys == [house.child(c).pk for c in found]  # type: ignore[arg-type]


@pytest.mark.parametrize("text", ["a", "os", "o s", "  7 "])
def test_fewer_than_three_letters_find_nobody(house: House, text: str) -> None:
    ids = {house.child(c).pk for c in CHILDREN}
    assert fetch.in_order(seen_by=house.lead, ids=ids, text=text) == []


def test_no_search_is_everybody_in_the_order_of_names(house: House) -> None:
    ids = {house.child(c).pk for c in CHILDREN}
    by_name = sorted(CHILDREN, key=lambda c: (c.surname, c.forename))
    wanted = [house.child(c).pk for c in by_name]
    assert fetch.in_order(seen_by=house.lead, ids=ids) == wanted


def test_a_search_only_gives_keys_that_were_asked_for(house: House) -> None:
    only = house.child(BEN).pk
    assert fetch.in_order(seen_by=house.lead, ids={only}, text="7 oak") == [only]


def test_somebody_in_no_school_has_no_membership(house: House) -> None:
    adult = house.lead.adult
    house.lead.delete()
    assert fetch.membership(adult, dt.date(2026, 11, 24)) is None


def test_looking_needs_its_permission(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    tutor = house.adults["tutor"]
    monkeypatch.setattr(Membership, "may", lambda self, permission, of=None: False)
    for ask in (
        lambda: fetch.pupil(house.child(ADA).pk, seen_by=tutor),
        lambda: fetch.pupils(seen_by=tutor),
        lambda: fetch.in_order(seen_by=tutor, ids=set()),
        lambda: fetch.roll(seen_by=tutor),
    ):
        with pytest.raises(PermissionDenied):
            ask()
