"""Roles for a group of children: whom an officer of a trust or an area sees, and who gives it."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from tests import people
from tests.people import ADA, BEN, CAL, DEE, FAY, KIT, NEXT_DOOR, TODAY, House, in_cohort

from belong.intake import undoing
from belong.people import fetch, giving
from belong.people.cohorts import COHORTS, says_so
from belong.people.fetch import NotYours
from belong.people.giving import NotGiven, Wanted
from belong.people.models import Fact, Membership, Notice, TrailLine
from belong.people.permissions import Permission
from belong.people.reach import Reach

NOW = dt.datetime(2026, 11, 24, 9, 18, tzinfo=dt.UTC)
YESTERDAY, TOMORROW = TODAY - dt.timedelta(days=1), TODAY + dt.timedelta(days=1)
SUMMER = dt.date(2027, 7, 31)
IN_CARE = Wanted("area_officer", Reach.COHORT, "in_care", begins=TODAY, ends=SUMMER)


def now(house: House, role: str) -> Membership:
    found = fetch.membership(house.adults[role].adult, TODAY)
    assert found is not None
    return found


def officer(house: House, cohort: str = "in_care") -> Membership:
    """Somebody of the area, who is nothing else at the school."""
    adult = people.an_adult(
        house.school, "area_officer", "Ms Farther", "further@area.example", reach=Reach.COHORT,
        reach_of=cohort, begins=YESTERDAY, ends=SUMMER,
    )  # fmt: skip
    found = fetch.membership(adult, TODAY)
    assert found is not None
    return found


def sees(by: Membership) -> set[str]:
    found = fetch.membership(by.adult, TODAY)
    assert found is not None
    return {p.source_id for p in fetch.pupils(seen_by=found)}


@pytest.mark.parametrize("cohort", sorted(COHORTS))
def test_each_cohort_is_its_own_children(house: House, cohort: str) -> None:
    by = officer(house, cohort)
    value = sorted(says_so(cohort))[0]
    in_cohort(house, cohort, FAY, data={"trait": cohort, "value": value})
    others = {"in_care", "kinship"} - {cohort}
    in_cohort(house, min(others), CAL)
    want = {FAY.id} | ({ADA.id, BEN.id} if cohort == people.COHORT else set())
    assert sees(by) == want


@pytest.mark.parametrize(
    ("said", "seen"),
    [
        ({}, True),
        ({"begins": YESTERDAY, "ends": TODAY}, True),
        ({"begins": TODAY}, True),
        ({"ends": YESTERDAY}, False),
        ({"begins": TOMORROW}, False),
        ({"until": 3}, False),
        ({"data": {"trait": "in_care", "value": "no"}}, False),
        ({"data": {"trait": "in_care", "value": "perhaps"}}, False),
        ({"data": {"trait": "social_worker", "value": "yes"}}, False),
        ({"kind": "groups"}, False),
    ],
)
def test_a_child_is_there_on_the_days_the_system_says(
    house: House, said: dict[str, object], seen: bool
) -> None:
    by = officer(house)
    in_cohort(house, "in_care", FAY, **said)
    assert sees(by) == ({FAY.id} if seen else set())


def test_who_leaves_the_cohort_is_gone_at_the_next_click(house: House) -> None:
    by, fay = officer(house), house.child(FAY)
    in_cohort(house, "in_care", FAY)
    assert fetch.pupil(fay.pk, seen_by=by) == fay
    Fact.objects.filter(pupil=fay, kind="characteristics").update(until=4)
    lines = TrailLine.objects.count()
    with pytest.raises(NotYours):
        fetch.pupil(fay.pk, seen_by=by)
    assert TrailLine.objects.count() == lines


@pytest.mark.parametrize(
    ("yes", "no", "seen"),
    [
        ({"since": 1}, {"since": 2}, False),
        ({"since": 2}, {"since": 1}, True),
        ({"begins": dt.date(2024, 1, 1)}, {"begins": dt.date(2026, 9, 1)}, False),
        ({"begins": dt.date(2026, 9, 1)}, {"begins": dt.date(2024, 1, 1), "since": 9}, True),
        ({"begins": dt.date(2024, 1, 1), "since": 1}, {"since": 5}, False),
        ({"since": 5}, {"begins": dt.date(2024, 1, 1), "since": 1}, False),
        ({}, {"begins": TOMORROW}, True),
        ({}, {"ends": YESTERDAY, "since": 9}, True),
    ],
)
def test_what_is_said_later_takes_back_what_was_said_before(
    house: House, yes: dict[str, object], no: dict[str, object], seen: bool
) -> None:
    by = officer(house)
    in_cohort(house, "in_care", FAY, **yes)
    in_cohort(house, "in_care", FAY, key="no", data={"trait": "in_care", "value": "no"}, **no)
    assert sees(by) == ({FAY.id} if seen else set())


@pytest.mark.slow
def test_what_the_last_file_says_holds_however_often_it_went_to_and_fro(house: House) -> None:
    """A column without days: in care or not, as the school's system says on that day."""
    by, seen = officer(house), []
    for nth, value in enumerate(("Yes", "No", "Yes", "No")):
        lines = [["UPN", "Characteristic", "Value"], [FAY.id, "In care", value],
                 [DEE.id, "Young carer", ("Yes", "No")[nth // 2]]]  # fmt: skip
        last = house.bring(people.as_csv(lines), f"said-{nth}.csv", kind="")
        seen.append(FAY.id in sees(by))
    assert seen == [True, False, True, False]
    undoing.undo(by=house.lead, brought=last)
    assert FAY.id in sees(by)


def test_who_left_the_school_and_who_is_next_door_is_in_no_cohort(
    house: House, next_door: House
) -> None:
    by = officer(house)
    in_cohort(house, "in_care", KIT, DEE)
    in_cohort(next_door, "in_care", NEXT_DOOR[0])
    assert sees(by) == {DEE.id}
    assert not by.may(Permission.CHILD_READ, of=next_door.child(NEXT_DOOR[0]))
    assert by.may(Permission.CHILD_READ, of=house.child(DEE))
    assert not by.may(Permission.CHILD_READ, of=house.child(KIT))


def test_an_officer_with_no_day_or_another_reach_sees_nobody(house: House) -> None:
    by = officer(house)
    in_cohort(house, "in_care", FAY)
    Membership.objects.filter(pk=by.pk).update(begins=None)
    assert not fetch.membership(by.adult, TODAY).may(Permission.CHILD_READ)  # type: ignore[union-attr]
    Membership.objects.filter(pk=by.pk).update(begins=YESTERDAY, reach="school", reach_of="")
    assert not fetch.membership(by.adult, TODAY).may(Permission.CHILD_READ)  # type: ignore[union-attr]


@pytest.mark.parametrize("wrong", [{"reach_of": ""}, {"ends": None}])
def test_a_cohort_is_named_and_has_a_last_day(house: House, wrong: dict[str, object]) -> None:
    by = officer(house)
    with pytest.raises(IntegrityError), transaction.atomic():
        Membership.objects.filter(pk=by.pk).update(**wrong)


def test_the_head_gives_a_cohort_and_safeguarding_is_told(house: House) -> None:
    row = giving.give(
        by=now(house, "headteacher"), to=house.adults["governor"].adult, wanted=IN_CARE, at=NOW
    )
    assert (row.reach, row.reach_of) == (Reach.COHORT, "in_care")
    told = Notice.objects.filter(role_key="area_officer", kind="role given")
    assert {one.adult_id for one in told} >= {house.adults["safeguarding_lead"].adult_id}
    assert TrailLine.objects.filter(verb="role given").latest("pk").detail["of"] == "in_care"


@pytest.mark.parametrize("cohort", sorted(COHORTS))
def test_nobody_gives_a_cohort_they_may_not_read(house: House, cohort: str) -> None:
    by, count = now(house, "system_administrator"), Membership.objects.count()
    wanted = Wanted("trust_officer", Reach.COHORT, cohort, begins=TODAY, ends=SUMMER)
    assert giving.cohorts(by) == []
    with pytest.raises(NotGiven, match="may read who is in it"):
        giving.give(by=by, to=house.adults["governor"].adult, wanted=wanted, at=NOW)
    assert Membership.objects.count() == count


def test_nobody_gives_a_cohort_to_themselves(house: House) -> None:
    by = now(house, "headteacher")
    with pytest.raises(NotGiven, match="themselves"):
        giving.give(by=by, to=by.adult, wanted=IN_CARE, at=NOW)
    with pytest.raises(PermissionDenied):
        giving.give(by=now(house, "office"), to=by.adult, wanted=IN_CARE, at=NOW)


@pytest.mark.parametrize(
    ("wanted", "said"),
    [
        (Wanted("area_officer", Reach.SCHOOL, begins=TODAY, ends=SUMMER), "cannot be given"),
        (Wanted("area_officer", Reach.COHORT, "in_care", begins=TODAY), "for a while"),
        (Wanted("area_officer", Reach.COHORT, "in_care", ends=SUMMER), "for a while"),
        (Wanted("area_officer", Reach.COHORT, "tall", begins=TODAY, ends=SUMMER), "Choose whose"),
        (Wanted("area_officer", Reach.COHORT, "in_care", None, TODAY, dt.date(2027, 12, 1)),
         "longer than a year"),
        (Wanted("tutor", Reach.COHORT, "in_care", begins=TODAY, ends=SUMMER), "cannot be given"),
    ],
)  # fmt: skip
def test_a_cohort_is_given_for_days_and_by_name(house: House, wanted: Wanted, said: str) -> None:
    by = now(house, "headteacher")
    with pytest.raises(NotGiven, match=said):
        giving.give(by=by, to=house.adults["governor"].adult, wanted=wanted, at=NOW)
