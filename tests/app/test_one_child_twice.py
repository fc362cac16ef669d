"""Two records of one child become one, and nothing is lost."""

from __future__ import annotations

import numpy as np
import pytest
from django.core.exceptions import PermissionDenied
from tests.app.test_bringing_records import CLUB
from tests.app.test_keeping_files import HEADS, _mark
from tests.app.test_taking_back import spelt
from tests.people import ADA, BEN, NEXT_DOOR, Child, House, as_csv

from belong.intake import facts, history, laying, lessons, merging, undoing
from belong.intake.merging import NotMerged
from belong.intake.models import Import
from belong.people import fetch
from belong.people.models import Enrolment, Pupil
from belong.registers.store import YearMarks

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


STAYS = ["UPN", "Legal Surname", "Legal Forename", "Date of Admission", "Date of Leaving"]


def test_days_of_a_child_who_came_back_go_each_to_its_own_stay(house: House) -> None:
    """The second record knows no dates, so it meets both stays of the first."""
    lines = [[ADA.id, "Osei-Larkin", "Ada", "2024-09-03", "2026-07-17"],
             [ADA.id, "Osei-Larkin", "Ada", "2026-09-03", ""]]  # fmt: skip
    house.bring(as_csv([STAYS, *lines]), "p.csv", kind="pupils")
    before = Enrolment.objects.filter(pupil=house.child(ADA)).order_by("admitted_on")
    told = list(before.values_list("admitted_on", "left_on"))
    assert len(told) == 2
    marked = [[AGAIN.id, "2026-11-24", "AM", "I"], [AGAIN.id, "2026-11-24", "PM", "M"]]
    heads = ["UPN", "Surname", "Forename", "Date", "Session", "Mark"]
    house.bring(as_csv([heads, *([n, "Osei-Larkin", "Ada", *rest] for n, *rest in marked)]))
    pupil = join(house)
    after = Enrolment.objects.filter(pupil=pupil).order_by("admitted_on")
    assert list(after.values_list("admitted_on", "left_on")) == told
    now = merging._marks_of(laying.current_marks(house.school.pk).values(), pupil)
    stays = list(after.values_list("pk", flat=True))
    cells = sum(int(np.isin(y.enrolment, stays).sum()) for y in _years(house))
    assert cells == len(now), "two marks for one session"
    assert _mark(house, ADA, "2026-11-24", "AM") == "N"
    assert _mark(house, ADA, "2026-11-24", "PM") == "M"


def _years(house: House) -> list[YearMarks]:
    return list(laying.current_marks(house.school.pk).values())


def test_a_mark_that_two_files_gave_is_not_lost_when_one_is_taken_back(house: House) -> None:
    lines = [[AGAIN.id, "Osei-Larkin", "Ada", "2024-09-03", ""]]
    house.bring(as_csv([STAYS, *lines]), "p.csv", kind="pupils")
    one = house.bring(as_csv([HEADS, [ADA.id, "2026-11-24", "PM", "M"]]), "one.csv")
    house.bring(as_csv([HEADS, [AGAIN.id, "2026-11-24", "PM", "M"]]), "two.csv")
    assert undoing.why_not(one) == []
    join(house)
    (reason,) = undoing.why_not(one)
    assert "when two records of one child were joined" in reason
    with pytest.raises(undoing.CannotUndo):
        undoing.undo(by=house.lead, brought=one)
    assert _mark(house, ADA, "2026-11-24", "PM") == "M"


def test_a_file_about_other_sessions_can_still_be_taken_back_after_a_join(twice: House) -> None:
    other = twice.bring(as_csv([HEADS, [BEN.id, "2026-11-24", "PM", "M"]]), "ben.csv")
    join(twice)
    assert undoing.why_not(other) == []


def test_lesson_marks_move_over_and_the_same_file_again_is_no_news(twice: House) -> None:
    heads = ["UPN", "Date", "Period", "Subject", "Class", "Mark"]
    both = [[AGAIN.id, "2026-11-23", "3", "Maths", "7Ma", "/"],
            [AGAIN.id, "2026-11-23", "4", "Art", "7Ar", "N"],
            [ADA.id, "2026-11-23", "4", "Art", "7Ar", "/"]]  # fmt: skip
    twice.bring(as_csv([heads, *both]), "lessons.csv", kind="")
    pupil = join(twice)
    held = lessons.current(twice.school.pk, 2026)
    assert held is not None
    assert held.pupil.tolist() == [pupil.pk, pupil.pk]
    present = held.code[held.period == held.periods.index("4")]
    assert present.tolist() == held.code[held.period == held.periods.index("3")].tolist()
    twice.bring(as_csv([heads, *both[:1]]), "again.csv", kind="")
    again = lessons.current(twice.school.pk, 2026)
    assert again is not None
    assert len(again) == 2
