"""Giving a role and ending one: by whom, for whom, and what it does to the next look."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied
from tests import people, trail_lines
from tests.people import ADA, BEN, CAL, FAY, MATHS, NEXT_DOOR, TODAY, House, an_adult

from belong.people import fetch, giving, kin
from belong.people.fetch import NotYours
from belong.people.giving import NotGiven, Wanted
from belong.people.models import Adult, Fact, Membership, TrailLine
from belong.people.permissions import Permission
from belong.people.reach import Reach
from belong.people.roles import ROLES

NOW = dt.datetime(2026, 11, 24, 9, 18, tzinfo=dt.UTC)
YESTERDAY, TOMORROW = TODAY - dt.timedelta(days=1), TODAY + dt.timedelta(days=1)
SUMMER = dt.date(2027, 8, 31)
ELM = Wanted("tutor", Reach.FORM, "8 Elm", ends=SUMMER)
MAY_NOT = sorted(key for key, role in ROLES.items() if Permission.PEOPLE_GIVE not in role.may)


def now(house: House, role: str) -> Membership:
    """What somebody of the house is, found afresh, as every page finds it."""
    found = fetch.membership(house.adults[role].adult, TODAY)
    assert found is not None
    return found


def sees(by: Membership | None) -> set[str]:
    return {p.source_id for p in fetch.pupils(seen_by=by)} if by else set()


def give(house: House, wanted: Wanted, to: str = "tutor", by: str = "headteacher") -> Membership:
    return giving.give(by=now(house, by), to=house.adults[to].adult, wanted=wanted, at=NOW)


def test_a_role_that_is_given_counts_at_once(house: House) -> None:
    before = sees(now(house, "tutor"))
    row = give(house, ELM)
    after = sees(now(house, "tutor"))
    assert FAY.id in after - before
    assert (row.given_by, row.given_at) == (house.adults["headteacher"].adult, NOW)
    line = TrailLine.objects.filter(verb="role given").latest("pk")
    called = trail_lines.called(house.adults["headteacher"])
    assert (line.who, line.about) == (called, "adult")
    assert line.ids == [house.adults["tutor"].adult_id]
    assert line.detail["role"] == "tutor"
    assert line.detail["of"] == "8 Elm"


@pytest.mark.parametrize("role", MAY_NOT)
def test_only_who_may_gives_ends_or_names_family(house: House, role: str) -> None:
    by, count = house.adults[role], Membership.objects.count()
    to = house.adults["pastoral_lead"].adult
    with pytest.raises(PermissionDenied):
        giving.give(by=by, to=to, wanted=ELM, at=NOW)
    with pytest.raises(PermissionDenied):
        giving.end(by=by, membership_id=house.adults["office"].pk, at=NOW)
    with pytest.raises(PermissionDenied):
        kin.say(by=by, adult=to, pupil_id=house.child(ADA).pk, at=NOW)
    assert Membership.objects.count() == count
    assert not Membership.objects.exclude(ended_at=None).exists()


@pytest.mark.parametrize("role", ["headteacher", "system_administrator"])
def test_nobody_gives_or_ends_a_role_of_their_own(house: House, role: str) -> None:
    by = now(house, role)
    with pytest.raises(NotGiven, match="themselves"):
        giving.give(by=by, to=by.adult, wanted=Wanted("senco"), at=NOW)
    with pytest.raises(NotGiven, match="of their own"):
        giving.end(by=by, membership_id=by.pk, at=NOW)
    assert [r.key for r in now(house, role).roles] == [role]


def test_who_lost_the_right_a_moment_ago_gives_nothing(house: House) -> None:
    """The page was opened before; the membership it was opened with still says yes."""
    give(house, Wanted("senco"), to="system_administrator")
    old = now(house, "system_administrator")
    giving.end(by=now(house, "headteacher"), membership_id=old.pk, at=NOW)
    assert old.may(Permission.PEOPLE_GIVE)
    with pytest.raises(PermissionDenied):
        giving.give(by=old, to=house.adults["tutor"].adult, wanted=ELM, at=NOW)


def test_an_ended_role_gives_nothing_any_more(house: House) -> None:
    row = house.adults["class_teacher"]
    assert ADA.id in sees(now(house, "class_teacher"))
    giving.end(by=now(house, "headteacher"), membership_id=row.pk, at=NOW)
    assert fetch.membership(row.adult, TODAY) is None
    row.refresh_from_db()
    assert (row.ended_by, row.ended_at) == (house.adults["headteacher"].adult, NOW)
    with pytest.raises(NotGiven, match="ended already"):
        giving.end(by=now(house, "headteacher"), membership_id=row.pk, at=NOW)
    again = give(house, Wanted("class_teacher", Reach.FORM, "7 Oak", ends=SUMMER), "class_teacher")
    assert again.pk != row.pk


def test_the_last_who_gives_roles_for_good_stays(house: House) -> None:
    """The administrator holds the right until Friday; the head could not be replaced after that."""
    head = house.adults["headteacher"]
    Membership.objects.filter(role_key="system_administrator").update(ends=TOMORROW)
    with pytest.raises(NotGiven, match="Nobody would be left"):
        giving.end(by=now(house, "system_administrator"), membership_id=head.pk, at=NOW)
    Membership.objects.filter(role_key="system_administrator").update(ends=None)
    giving.end(by=now(house, "system_administrator"), membership_id=head.pk, at=NOW)
    assert fetch.membership(head.adult, TODAY) is None


WRONG = {
    "no such role": Wanted("caretaker of the moon"),
    "too far": Wanted("tutor"),
    "no last day": Wanted("tutor", Reach.FORM, "8 Elm"),
    "no such form": Wanted("tutor", Reach.FORM, "9 Sky", ends=SUMMER),
    "a form of a year": Wanted("head_of_year", Reach.YEAR, "8 Elm", ends=SUMMER),
    "no such class": Wanted("subject_teacher", Reach.CLASS, "7 Oak", ends=SUMMER),
    "no child": Wanted("key_person", Reach.CHILD),
    "for a while, without days": Wanted("supply", Reach.FORM, "8 Elm", ends=SUMMER),
    "ended before it began": Wanted("senco", begins=SUMMER, ends=TODAY),
    "over": Wanted("senco", ends=YESTERDAY),
}


@pytest.mark.parametrize("wanted", WRONG.values(), ids=WRONG)
def test_what_does_not_fit_is_not_given(house: House, wanted: Wanted) -> None:
    count = Membership.objects.count()
    with pytest.raises(NotGiven) as said:
        give(house, wanted)
    assert str(said.value)[0].isupper()
    assert Membership.objects.count() == count


@pytest.mark.parametrize("begins", [None, TOMORROW])
def test_the_same_role_is_not_held_twice_on_one_day(house: House, begins: dt.date | None) -> None:
    give(house, ELM)
    with pytest.raises(NotGiven, match="already"):
        give(house, Wanted("tutor", Reach.FORM, "8 Elm", begins=begins, ends=SUMMER))


def test_another_schools_people_and_children_are_not_there(house: House, next_door: House) -> None:
    by = now(house, "headteacher")
    stranger = next_door.adults["tutor"]
    with pytest.raises(NotYours):
        giving.give(by=by, to=stranger.adult, wanted=ELM, at=NOW)
    with pytest.raises(NotYours):
        giving.end(by=by, membership_id=stranger.pk, at=NOW)
    theirs = Wanted("key_person", Reach.CHILD, pupil_id=next_door.child(NEXT_DOOR[0]).pk)
    with pytest.raises(NotYours):
        give(house, theirs)


def test_an_administrator_gives_no_role_for_a_child(house: House) -> None:
    """They see no child, so they cannot name one."""
    wanted = Wanted("key_person", Reach.CHILD, pupil_id=house.child(FAY).pk)
    with pytest.raises(PermissionDenied):
        give(house, wanted, by="system_administrator")
    assert give(house, ELM, by="system_administrator").reach_of == "8 Elm"
    assert give(house, wanted).pupil == house.child(FAY)


def test_a_class_is_who_the_timetable_says_is_in_it_today(house: House) -> None:
    teacher = now(house, "subject_teacher")
    assert sees(teacher) == {ADA.id, BEN.id}
    moved = Fact.objects.get(pupil=house.child(BEN), kind="class_members")
    moved.ends = YESTERDAY
    moved.save()
    assert sees(now(house, "subject_teacher")) == {ADA.id}
    people.in_class(house, MATHS, CAL)
    Fact.objects.filter(pupil=house.child(CAL)).update(begins=TOMORROW)
    assert sees(now(house, "subject_teacher")) == {ADA.id}
    Fact.objects.filter(pupil=house.child(CAL)).update(begins=TODAY)
    assert sees(now(house, "subject_teacher")) == {ADA.id, CAL.id}
    Fact.objects.filter(kind="class_members").update(until=99)
    assert sees(now(house, "subject_teacher")) == set()


def test_a_class_of_the_same_name_next_door_is_another(house: House, next_door: House) -> None:
    people.in_class(next_door, MATHS, NEXT_DOOR[0])
    assert sees(now(house, "subject_teacher")) == {ADA.id, BEN.id}
    assert giving.groups(next_door.school.pk, Reach.CLASS) == [MATHS]


def test_a_look_at_ones_own_child_is_marked_in_the_trail(house: House) -> None:
    head, tutor = now(house, "headteacher"), now(house, "tutor")
    ada = house.child(ADA).pk
    fetch.pupil(ada, seen_by=tutor)
    assert "own_family" not in TrailLine.objects.latest("pk").detail
    kin.say(by=head, adult=tutor.adult, pupil_id=ada, at=NOW)
    kin.say(by=head, adult=tutor.adult, pupil_id=ada, at=NOW)
    fetch.pupil(ada, seen_by=tutor)
    assert TrailLine.objects.latest("pk").detail == {"own_family": [ada]}
    fetch.pupils(seen_by=tutor)
    assert TrailLine.objects.latest("pk").detail == {"own_family": [ada]}
    fetch.pupil(house.child(BEN).pk, seen_by=tutor)
    assert TrailLine.objects.latest("pk").detail == {}
    kin.take_back(by=head, adult=tutor.adult, pupil_id=ada, at=NOW)
    fetch.pupil(ada, seen_by=tutor)
    assert TrailLine.objects.latest("pk").detail == {}
    assert TrailLine.objects.filter(verb="adult said to be family").count() == 1


def test_a_role_nobody_gave_is_no_role(house: House) -> None:
    nobody: Adult = an_adult(None, "", "A Visitor", "visitor@elsewhere.example")
    with pytest.raises(NotYours):
        giving.give(by=now(house, "headteacher"), to=nobody, wanted=ELM, at=NOW)
