"""The smallest view of a child: found by name, with the form and whom to ask, and nothing else."""

from __future__ import annotations

import datetime as dt
from dataclasses import fields

import pytest
from django.core.exceptions import PermissionDenied
from tests import trail_lines
from tests.at_device import NOW, head
from tests.people import (
    ADA,
    BEN,
    CAL,
    DEE,
    EVE,
    FAY,
    KIT,
    NEXT_DOOR,
    TODAY,
    Child,
    House,
    larkfield,
    many,
)  # fmt: skip

from belong.people import fetch, kin
from belong.people.greeting import Found, Greeted
from belong.people.models import Adult, Membership, Pupil, TrailLine
from belong.people.reach import Reach


def lunch(house: House) -> Membership:
    found = fetch.membership(house.adults["lunch_staff"].adult, TODAY)
    assert found is not None
    return found


def found(house: House, text: str, today: dt.date = TODAY) -> Found:
    return fetch.greeted(text, seen_by=lunch(house), today=today)


def keys(house: House, *children: Child) -> set[int]:
    return {house.child(child).pk for child in children}


def test_a_child_is_a_name_a_form_and_whom_to_ask(house: House) -> None:
    (ada,) = found(house, "osei").children
    assert ada == Greeted(
        house.child(ADA).pk, "Ada Osei-Larkin", "AO", "7 Oak",
        ("Ms Whitlock", "Miss Iqbal", "Mr Begum"), "Ada O.",
    )  # fmt: skip
    assert ada.ask_in_words == "Ms Whitlock, Miss Iqbal or Mr Begum"
    assert {f.name for f in fields(Greeted)} == {
        "key", "name", "initials", "form", "ask", "short", "greeting",
    }  # fmt: skip


def test_every_look_is_in_the_trail_before_it_is_an_answer(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    mark = trail_lines.newest()
    assert found(house, "oharrow").children
    (line,) = trail_lines.since(mark)
    assert (line.verb, line.ids) == ("children searched", [house.child(DEE).pk])
    assert line.who == trail_lines.called(house.adults["lunch_staff"])

    def broken(*args: object, **kwargs: object) -> object:
        raise RuntimeError("no line")

    monkeypatch.setattr(TrailLine.objects, "create", broken)
    with pytest.raises(RuntimeError):
        found(house, "oharrow")


@pytest.mark.parametrize(
    ("text", "whom"),
    [
        ("ada", [ADA]), ("CAL marrow", [CAL]), ("calvin", [CAL]), ("o'harrow", [DEE]),
        ("ben 7 oak", [BEN]), ("ada 8 elm", []), ("nobody", []), ("larkin", [ADA]),
        ("Osei-Larkin, Ada".replace(",", ""), [ADA]), ("arkin", []), ("alvin", []), ("ben ak", []),
    ],
)  # fmt: skip
def test_children_are_found_by_name(house: House, text: str, whom: list[Child]) -> None:
    answer = found(house, text)
    assert {one.key for one in answer.children} == keys(house, *whom)
    assert (answer.short, answer.many) == (False, False)


def test_a_form_alone_lists_nobody(house: House) -> None:
    mark = trail_lines.newest()
    for text in ("7 oak", "8 elm", "oak", "elm 8"):
        assert found(house, text).children == (), text
    assert all(line.ids == [] for line in trail_lines.since(mark))


@pytest.mark.parametrize("text", ["a", "ad", "a b", "' '", "  "])
def test_fewer_than_three_letters_find_nobody(house: House, text: str) -> None:
    assert found(house, text) == Found(short=True)


def test_where_many_fit_none_is_shown(db: None, tmp_path: object) -> None:
    house = larkfield(tmp_path, many(13))  # type: ignore[arg-type]
    mark = trail_lines.newest()
    assert found(house, "crowdwell") == Found(many=True)
    assert trail_lines.since(mark) == []
    assert len(found(house, "crowdwell00").children) == 10


def test_whoever_has_left_is_found_no_more(house: House) -> None:
    assert found(house, KIT.surname).children == ()
    assert len(found(house, KIT.surname, dt.date(2026, 11, 13)).children) == 1


def test_next_doors_children_are_not_found(house: House, next_door: House) -> None:
    for child in NEXT_DOOR:
        assert found(house, child.surname).children == ()
        assert len(found(next_door, child.surname).children) == 1


def test_a_larger_role_has_no_need_of_it(house: House) -> None:
    with pytest.raises(PermissionDenied):
        fetch.greeted("osei", seen_by=head(house), today=TODAY)


def asked(house: House, child: Child) -> tuple[str, ...]:
    (one,) = found(house, child.surname).children
    return one.ask


def test_where_nobody_is_nearer_the_head_of_year_is_asked(house: House) -> None:
    assert asked(house, FAY) == ()
    heads = Membership.objects.filter(role_key="head_of_year", school=house.school)
    heads.update(reach_of="8")
    assert asked(house, FAY) == ("Mr Castellane",)
    assert asked(house, EVE) == ("Mr Castellane",)
    assert asked(house, BEN) == ("Miss Iqbal", "Mr Begum")


@pytest.mark.parametrize("over", ["ended", "to come", "left", "closed", "next door"])
def test_nobody_is_asked_who_is_not_here(house: House, next_door: House, over: str) -> None:
    key = house.adults["key_person"]
    row = Membership.objects.filter(pk=key.pk)
    adult = Adult.objects.filter(pk=key.adult_id)
    if over == "ended":
        row.update(ended_at=NOW)
    elif over == "to come":
        row.update(begins=TODAY + dt.timedelta(days=1))
    elif over == "left":
        adult.update(left_on=TODAY - dt.timedelta(days=1))
    elif over == "closed":
        adult.update(is_active=False)
    else:
        row.update(school=next_door.school)
    assert asked(house, ADA) == ("Miss Iqbal", "Mr Begum")


def test_a_key_person_who_is_the_tutor_too_is_named_once(house: House) -> None:
    tutor = house.adults["tutor"].adult
    Membership.objects.create(
        adult=tutor, school=house.school, role_key="key_person", reach=Reach.CHILD,
        pupil=house.child(BEN),
    )  # fmt: skip
    assert asked(house, BEN) == ("Mr Begum", "Miss Iqbal")


def test_a_look_at_ones_own_family_is_marked(house: House) -> None:
    by = lunch(house)
    kin.say(by=head(house), adult=by.adult, pupil_id=house.child(ADA).pk, at=NOW)
    mark = trail_lines.newest()
    found(house, "osei")
    assert trail_lines.since(mark)[0].detail == {"own_family": [house.child(ADA).pk]}


def test_a_child_without_a_form_is_asked_about_at_the_office(house: House) -> None:
    Membership.objects.filter(role_key="head_of_year").update(reach_of="none")
    Pupil.objects.filter(pk=house.child(FAY).pk).update(form="", year="")
    (fay,) = found(house, FAY.surname).children
    assert (fay.form, fay.ask, fay.ask_in_words) == ("", (), "")
