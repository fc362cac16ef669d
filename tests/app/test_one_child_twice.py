"""Two records of one child become one, and nothing is lost."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied
from tests.app.test_bringing_records import CLUB
from tests.app.test_keeping_files import HEADS, _mark
from tests.app.test_taking_back import spelt
from tests.people import ADA, BEN, NEXT_DOOR, Child, House, as_csv

from belong.intake import facts, history, merging, undoing
from belong.intake.merging import NotMerged
from belong.intake.models import Import
from belong.people import fetch
from belong.people.models import Enrolment, Pupil

AGAIN = Child("K000000000888", "Ada", "Osei-Larkin")


@pytest.fixture
def twice(house: House) -> House:
    """A house in which Ada stands twice: a second record with a mark of its own."""
    lines = [
        [AGAIN.id, "Osei-Larkin", "Ada", "2026-11-24", "AM", "I"],
        [AGAIN.id, "Osei-Larkin", "Ada", "2026-11-24", "PM", "M"],
    ]
    heads = ["UPN", "Surname", "Forename", "Date", "Session", "Mark"]
    house.bring(as_csv([heads, *lines]))
    house.bring(as_csv([CLUB, [AGAIN.id, "2026-11-23", "Chess", "Y"],
                        [ADA.id, "2026-11-20", "Chess", "Y"]]), kind="")  # fmt: skip
    return house


def join(house: House) -> Pupil:
    stays, goes = house.child(ADA), house.child(AGAIN)
    return merging.merge(by=house.lead, stays=stays, goes=goes)


def test_marks_meet_and_the_record_that_stays_holds(twice: House) -> None:
    before = sum(len(rows) for rows in spelt(twice).values())
    join(twice)
    assert _mark(twice, ADA, "2026-11-24", "AM") == "N"
    assert _mark(twice, ADA, "2026-11-24", "PM") == "M"
    assert sum(len(rows) for rows in spelt(twice).values()) == before - 1


def test_the_history_keeps_the_mark_that_gave_way(twice: House) -> None:
    pupil = join(twice)
    goes = Pupil.objects.get(source_id=AGAIN.id)
    lines = history.of_child(twice.school.pk, goes.pk) + history.of_child(twice.school.pk, pupil.pk)
    assert {line.why for line in lines} == {"merge"}
    assert "joined" in lines[0].reason


def test_a_file_whose_marks_were_joined_says_so_when_taken_back(twice: House) -> None:
    brought = Import.objects.filter(kind="marks").latest("pk")
    join(twice)
    said = [w for w in undoing.why_not(brought) if "two records of one child were joined" in w]
    assert len(said) == 1
    assert "of its marks were moved on" in said[0]
    assert not any("by hand" in why for why in undoing.why_not(brought))


def test_every_number_finds_the_one_child(twice: House) -> None:
    pupil = join(twice)
    twice.bring(as_csv([HEADS, [AGAIN.id, "2026-11-23", "AM", "L"]]))
    assert _mark(twice, ADA, "2026-11-23", "AM") == "L"
    assert Pupil.objects.filter(school=twice.school, merged_into=None).count() == 11
    assert fetch.pupil(pupil.pk, seen_by=twice.lead) == pupil


def test_the_old_address_leads_to_the_record_that_stays(twice: House) -> None:
    goes = twice.child(AGAIN)
    pupil = join(twice)
    assert fetch.pupil(goes.pk, seen_by=twice.lead) == pupil
    assert goes.pk not in {p.pk for p in fetch.pupils(seen_by=twice.lead)}


def test_records_move_over(twice: House) -> None:
    pupil = join(twice)
    found = facts.standing(twice.school.pk, kind="clubs")
    assert [fact.pupil_id for fact in found] == [pupil.pk, pupil.pk]


def test_a_stay_that_meets_no_other_moves_over_whole(house: House) -> None:
    lines = [["UPN", "Surname", "Forename", "Date of Admission", "Date of Leaving"],
             [AGAIN.id, "Osei-Larkin", "Ada", "2022-09-01", "2023-07-20"]]  # fmt: skip
    house.bring(as_csv(lines), kind="pupils")
    pupil = join(house)
    assert Enrolment.objects.filter(pupil=pupil).count() == 2


def test_neither_a_stranger_nor_the_same_record_twice(twice: House, next_door: House) -> None:
    stays = twice.child(ADA)
    for goes in (stays, next_door.child(NEXT_DOOR[0])):
        with pytest.raises(NotMerged):
            merging.merge(by=twice.lead, stays=stays, goes=goes)
    join(twice)
    with pytest.raises(NotMerged):
        merging.merge(by=twice.lead, stays=twice.child(BEN), goes=twice.child(AGAIN))


@pytest.mark.parametrize("role", ["headteacher", "tutor"])
def test_joining_needs_the_permission(twice: House, role: str) -> None:
    with pytest.raises(PermissionDenied):
        merging.merge(by=twice.adults[role], stays=twice.child(ADA), goes=twice.child(AGAIN))
