"""Key persons for many children at once: who is meant, and all of it or nothing."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied
from tests import trail_lines
from tests.app.test_acts import member
from tests.people import ADA, BEN, CAL, DEE, EVE, KIT, NEXT_DOOR, TODAY, House, an_adult

from belong.people import key_persons
from belong.people.fetch import NotYours
from belong.people.giving import NotGiven
from belong.people.key_persons import MOST, Line, Matched, NotRead, Why
from belong.people.models import Adult, Membership
from belong.people.roles import ROLES
from belong.people.trail import Verb

NOW = dt.datetime(2026, 11, 24, 9, 40, tzinfo=dt.UTC)
FORMS = ("7 Oak", "8 Elm", "11 Ash")


def means(house: House, text: str, role: str = "headteacher") -> Matched:
    lines = key_persons.read(text, FORMS)
    return key_persons.match(by=member(house, role), lines=lines, today=TODAY)


def named(found: Matched) -> list[tuple[str, str]]:
    return [(one.pupil.surname, one.adult.name) for one in found.new]


def whys(found: Matched) -> list[tuple[int, Why]]:
    return [(one.line.number, one.why) for one in found.missed]


def keys(house: House) -> set[tuple[str, str]]:
    rows = Membership.objects.filter(school=house.school, role_key="key_person")
    return {(row.pupil.surname if row.pupil else "", row.adult.name) for row in rows}


def adult(house: House, role: str) -> Adult:
    return house.adults[role].adult


@pytest.mark.parametrize(
    ("text", "line"),
    [("K1\tMr Begum", Line(1, "K1", "Mr Begum")),
     ("K1,Mr Begum", Line(1, "K1", "Mr Begum")),
     ("K1;Mr Begum", Line(1, "K1", "Mr Begum")),
     ("Osei, Ada\tMr Begum", Line(1, "Osei, Ada", "Mr Begum")),
     ("Osei, Ada, Mr Begum", Line(1, "Osei, Ada", "Mr Begum")),
     ('"Osei, Ada",Mr Begum', Line(1, "Osei, Ada", "Mr Begum")),
     ("Osei, Ada\t7 oak\tMr Begum", Line(1, "Osei, Ada", "Mr Begum", "7 oak")),
     ("Osei,Ada,7 Oak,Mr Begum", Line(1, "Osei, Ada", "Mr Begum", "7 Oak")),
     ("\ufeffUPN,Adult\nK1 , Mr  Begum", Line(1, "K1", "Mr Begum")),
     ("\n\nK1\tMr Begum\t\t\n", Line(1, "K1", "Mr Begum")),
     ("K1", Line(1, "K1", ""))],
)  # fmt: skip
def test_how_a_line_may_be_written(text: str, line: Line) -> None:
    assert key_persons.read(text, FORMS) == [line]


@pytest.mark.parametrize(
    "text", ["", " \n\t\n", "UPN,Adult", "K1\tx\n" * (MOST + 1), "a" * 100_001]
)
def test_what_cannot_be_read_is_said(text: str) -> None:
    with pytest.raises(NotRead) as wrong:
        key_persons.read(text, FORMS)
    assert wrong.value.do


def test_children_by_number_or_name_and_adults_by_address_or_name(house: House) -> None:
    begum = adult(house, "tutor").email
    found = means(
        house, f"{BEN.id.lower()}\t{begum}\nMarrowby, Cal\tMR BEGUM\nO’Harrow, Dee\tMr Roe"
    )
    assert named(found) == [
        (BEN.surname, "Mr Begum"), (CAL.surname, "Mr Begum"), (DEE.surname, "Mr Roe")
    ]  # fmt: skip
    assert not found.missed


def test_who_is_not_known_is_named_with_the_line_and_the_reason(house: House) -> None:
    an_adult(house.school, "tutor", "Mr Begum", "other@larkfield.example")
    Membership.objects.filter(adult__name="Mr Begum").update(reach="form", reach_of="7 Oak",
                                                             ends="2027-08-31")  # fmt: skip
    house.school.pupils.filter(source_id=CAL.id).update(forename="Ben", surname=BEN.surname)
    text = "\n".join(
        ["Nobody, At All\tMr Roe", f"{BEN.surname}, Ben\tMr Roe", f"{ADA.id}\tMr Nobody",
         f"{ADA.id}\tMr Begum", f"{ADA.id}\tMr Hale", f"{ADA.id}",
         f"{EVE.surname}, {EVE.forename}\t7 Oak\tMr Roe", f"{KIT.id}\tMr Roe",
         f"{NEXT_DOOR[0].id}\tMr Roe"]
    )  # fmt: skip
    found = means(house, text)
    assert not found.new
    assert whys(found) == [
        (1, Why.NO_CHILD), (2, Why.MANY_CHILDREN), (3, Why.NO_ADULT), (4, Why.MANY_ADULTS),
        (5, Why.ONESELF), (6, Why.NOT_A_PAIR), (7, Why.NO_CHILD), (8, Why.NO_CHILD),
        (9, Why.NO_CHILD),
    ]  # fmt: skip


def test_a_form_tells_two_of_one_name_apart(house: House) -> None:
    house.school.pupils.filter(source_id=EVE.id).update(forename="Ben", surname=BEN.surname)
    found = means(house, f"{BEN.surname}, Ben\t8 Elm\tMr Roe")
    assert [one.pupil.source_id for one in found.new] == [EVE.id]


def test_who_has_them_already_and_a_line_said_twice(house: House) -> None:
    found = means(house, f"{ADA.id}\tMs Whitlock\n{BEN.id}\tMr Roe\nQuillfeather, Ben\tMr Roe")
    assert [one.adult.name for one in found.already] == ["Ms Whitlock"]
    assert named(found) == [(BEN.surname, "Mr Roe")]


def test_somebody_without_e_mail_and_somebody_next_door_are_not_named(
    house: House, next_door: House
) -> None:
    Adult.objects.filter(name="Mr Dube").update(email=None)
    found = means(house, f"{ADA.id}\tMr Dube\n{ADA.id}\t{adult(next_door, 'tutor').email}")
    assert whys(found) == [(1, Why.NO_EMAIL), (2, Why.NO_ADULT)]


def test_only_those_who_are_found_are_looked_at(house: House) -> None:
    mark = trail_lines.newest()
    means(house, f"{BEN.id}\tMr Roe\nNobody, At All\tMr Roe")
    assert [x.ids for x in trail_lines.since(mark)] == [[house.child(BEN).pk]]


@pytest.mark.parametrize("role", sorted(set(ROLES) - {"headteacher"}))
def test_nobody_else_reads_or_gives_any(house: House, role: str) -> None:
    with pytest.raises(PermissionDenied):
        means(house, f"{BEN.id}\tMr Roe", role)
    pairs = [(house.child(BEN).pk, adult(house, "teaching_assistant").pk)]
    with pytest.raises(PermissionDenied):
        key_persons.give_all(by=member(house, role), pairs=pairs, at=NOW)
    with pytest.raises(PermissionDenied):
        key_persons.of_form(by=member(house, role), form="7 Oak", adult_id=pairs[0][1],
                            only_without=False, today=TODAY)  # fmt: skip


def test_all_are_given_each_with_a_line_in_the_trail(house: House) -> None:
    roe, mark = adult(house, "teaching_assistant"), trail_lines.newest()
    pairs = [(house.child(one).pk, roe.pk) for one in (BEN, CAL)]
    assert key_persons.give_all(by=member(house, "headteacher"), pairs=pairs, at=NOW) == 2
    assert {(BEN.surname, "Mr Roe"), (CAL.surname, "Mr Roe")} <= keys(house)
    given = [x for x in trail_lines.since(mark) if x.verb == Verb.ROLE_GIVEN]
    assert [(x.ids, x.detail["pupil"]) for x in given] == [([roe.pk], p) for p, _ in pairs]


def test_nothing_is_half_done(house: House, next_door: House) -> None:
    before, roe = keys(house), adult(house, "teaching_assistant").pk
    head = adult(house, "headteacher").pk
    ben, zora = house.child(BEN).pk, next_door.child(NEXT_DOOR[0]).pk
    whitlock = (house.child(ADA).pk, adult(house, "key_person").pk)
    for other, wrong in (
        ((house.child(CAL).pk, head), NotGiven), (whitlock, NotGiven), ((zora, roe), NotYours),
        ((ben, adult(next_door, "tutor").pk), NotYours),
    ):  # fmt: skip
        with pytest.raises(wrong):
            key_persons.give_all(by=member(house, "headteacher"), pairs=[(ben, roe), other], at=NOW)
        assert keys(house) == before


def test_one_adult_for_a_form_or_for_those_without(house: House) -> None:
    roe = adult(house, "teaching_assistant").pk
    asked = {"by": member(house, "headteacher"), "form": "7 Oak", "adult_id": roe, "today": TODAY}
    every = key_persons.of_form(**asked, only_without=False)  # type: ignore[arg-type]
    assert {one.pupil.source_id for one in every.new} == {ADA.id, BEN.id, CAL.id, DEE.id}
    alone = key_persons.of_form(**asked, only_without=True)  # type: ignore[arg-type]
    assert {one.pupil.source_id for one in alone.new} == {BEN.id, CAL.id, DEE.id}
    for bent in ({"form": ""}, {"form": "9 Sky"}, {"adult_id": -1}):
        with pytest.raises(NotRead):
            key_persons.of_form(**(asked | bent), only_without=False)  # type: ignore[arg-type]


def test_lines_of_an_old_machine_are_lines_and_a_cell_without_an_end_is_said() -> None:
    assert [line.adult for line in key_persons.read("K1,a@b.example\rK2,c@d.example", ())] == [
        "a@b.example", "c@d.example",
    ]  # fmt: skip
