"""Need to know by relationship: which children exist for whom, and until when."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from pathlib import Path

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from tests.people import (
    ADA,
    BEN,
    CHILDREN,
    FAY,
    IDA,
    JOE,
    KIT,
    NEXT_DOOR,
    ONE_CHILD,
    TODAY,
    Child,
    House,
    an_adult,
    marks_file,
    pupils_file,
)  # fmt: skip

from belong.basics.errors import BelongError
from belong.intake import background, corrections, history, merging, undoing
from belong.intake.watching import Watch
from belong.people import fetch
from belong.people.fetch import NotYours
from belong.people.models import Membership, TrailLine
from belong.people.permissions import Permission
from belong.people.reach import Reach, Whose
from belong.people.roles import ROLES, WHOLE_SCHOOL, Role

YESTERDAY, TOMORROW = TODAY - dt.timedelta(days=1), TODAY + dt.timedelta(days=1)
SEVEN_OAK = {c.id for c in CHILDREN if c.form == "7 Oak"}
YEAR_EIGHT = {c.id for c in CHILDREN if c.year == "8"}


def member_of(house: House, role: str, **reach: object) -> Membership:
    """Somebody new in a role, as the pages would find them today."""
    adult = an_adult(
        house.school, role, "Somebody New", "new@larkfield.example", **({"ends": TODAY} | reach)
    )
    found = fetch.membership(adult, TODAY)
    assert found is not None
    return found


def seen(by: Membership) -> set[str]:
    """The numbers of every child a list may show somebody."""
    return {p.source_id for p in fetch.pupils(seen_by=by)}


@pytest.mark.parametrize(
    ("role", "reach", "whom"),
    [
        ("tutor", {"reach": Reach.FORM, "reach_of": "7 Oak"}, SEVEN_OAK),
        ("head_of_year", {"reach": Reach.YEAR, "reach_of": "8"}, YEAR_EIGHT),
        ("pastoral_lead", {}, {c.id for c in CHILDREN}),
    ],
)
def test_a_role_reaches_as_far_as_it_was_given(
    house: House, role: str, reach: dict[str, object], whom: set[str]
) -> None:
    by = member_of(house, role, **reach)
    assert seen(by) == whom
    assert {pk for pk, *_ in fetch.roll(seen_by=by)} == {
        house.child(c).pk for c in CHILDREN if c.id in whom
    }
    every = {house.child(c).pk for c in CHILDREN}
    assert len(fetch.in_order(seen_by=by, ids=every)) == len(whom)


def test_a_key_person_sees_their_child_and_nobody_else(house: House) -> None:
    by = member_of(house, "key_person", reach=Reach.CHILD, pupil=house.child(FAY))
    assert fetch.pupil(house.child(FAY).pk, seen_by=by) == house.child(FAY)
    assert seen(by) == {FAY.id}


def test_a_child_who_is_not_yours_is_not_there_and_no_look_is_noted(
    house: House, next_door: House
) -> None:
    by = member_of(house, "tutor", reach=Reach.FORM, reach_of="7 Oak")
    before = TrailLine.objects.count()
    for key in (house.child(FAY).pk, next_door.child(NEXT_DOOR[0]).pk, 999_999):
        with pytest.raises(NotYours):
            fetch.pupil(key, seen_by=by)
    assert TrailLine.objects.count() == before


def test_a_form_of_the_same_name_next_door_is_another_form(house: House, next_door: House) -> None:
    by = member_of(house, "tutor", reach=Reach.FORM, reach_of="9 Sky")
    assert seen(by) == set()


def test_roles_add_up_each_with_its_own_children(house: House) -> None:
    by = member_of(house, "tutor", reach=Reach.FORM, reach_of="7 Oak")
    Membership.objects.create(
        adult=by.adult, school=house.school, role_key="key_person", reach=Reach.CHILD,
        pupil=house.child(IDA),
    )  # fmt: skip
    again = fetch.membership(by.adult, TODAY)
    assert again is not None
    assert seen(again) == SEVEN_OAK | {IDA.id}


def test_what_one_role_may_is_not_done_with_the_reach_of_another(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two roles made for this test: one corrects marks of a year, one reads the whole school."""
    narrow = Role("narrow", "N", "", frozenset({Permission.MARKS_CORRECT}), frozenset({Reach.YEAR}))
    wide = Role("wide", "W", "", frozenset({Permission.CHILD_READ}))
    monkeypatch.setitem(ROLES, "narrow", narrow)
    monkeypatch.setitem(ROLES, "wide", wide)
    by = member_of(house, "narrow", reach=Reach.YEAR, reach_of="8")
    Membership.objects.create(adult=by.adult, school=house.school, role_key="wide")
    both = fetch.membership(by.adult, TODAY)
    assert both is not None
    ada, fay = house.child(ADA), house.child(FAY)
    assert both.may(Permission.CHILD_READ, of=ada)
    assert both.may(Permission.MARKS_CORRECT, of=fay)
    assert not both.may(Permission.MARKS_CORRECT, of=ada)
    with pytest.raises(PermissionDenied):
        both.must(Permission.MARKS_CORRECT, of=ada)
    with pytest.raises(NotYours):
        fetch.pupil(ada.pk, seen_by=both, wanting=Permission.MARKS_CORRECT)


@pytest.mark.parametrize(
    ("begins", "ends", "sees"),
    [
        (None, TODAY, True), (TODAY, TODAY, True), (None, YESTERDAY, False),
        (TOMORROW, TOMORROW, False), (YESTERDAY, TOMORROW, True),
    ],
)  # fmt: skip
def test_a_role_holds_on_its_days_only(
    house: House, begins: dt.date | None, ends: dt.date | None, sees: bool
) -> None:
    adult = an_adult(
        house.school, "class_teacher", "Ms Short", "short@larkfield.example", reach=Reach.FORM,
        reach_of="7 Oak", begins=begins, ends=ends,
    )  # fmt: skip
    by = fetch.membership(adult, TODAY)
    assert (by is not None) is sees
    if by is not None:
        assert seen(by) == SEVEN_OAK


def test_a_child_who_moves_to_another_form_is_let_go_at_once(house: House) -> None:
    by = member_of(house, "tutor", reach=Reach.FORM, reach_of="7 Oak")
    ada = house.child(ADA)
    fetch.pupil(ada.pk, seen_by=by)
    ada.form = "7 Elm"
    ada.save()
    with pytest.raises(NotYours):
        fetch.pupil(ada.pk, seen_by=by)


@pytest.mark.parametrize("role", sorted(ROLES))
def test_a_reach_a_role_does_not_know_gives_nothing(house: House, role: str) -> None:
    unknown = set(Reach) - ROLES[role].reaches - {Reach.CHILD}
    for n, reach in enumerate(sorted(unknown)):
        of = "" if reach == Reach.SCHOOL else "7"
        adult = an_adult(
            house.school, role, "N", f"n{n}@larkfield.example", reach=reach, reach_of=of,
            begins=TODAY, ends=TODAY,
        )  # fmt: skip
        by = fetch.membership(adult, TODAY)
        assert by is not None
        assert by.permissions == frozenset()
        with pytest.raises(PermissionDenied):
            fetch.pupils(seen_by=by)


def test_what_is_about_the_whole_school_is_for_who_reaches_all_of_it() -> None:
    for role in ROLES.values():
        assert role.reaches
        if role.may & WHOLE_SCHOOL:
            assert role.reaches == {Reach.SCHOOL}, role.key


@pytest.mark.parametrize(
    "wrong",
    [
        {"reach": Reach.FORM}, {"reach": Reach.CHILD}, {"reach": Reach.SCHOOL, "reach_of": "7"},
        {"reach": Reach.YEAR, "reach_of": ""}, {"reach": "county"},
        {"reach": Reach.FORM, "reach_of": "7 Oak", "ends": None},
    ],
)  # fmt: skip
def test_a_reach_that_says_nobody_or_never_ends_is_not_kept(
    house: House, wrong: dict[str, object]
) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Membership.objects.create(
            adult=house.lead.adult, school=house.school, role_key="tutor",
            **({"ends": TODAY} | wrong),
        )  # fmt: skip


@pytest.mark.parametrize("role", ["supply", "stand_in"])
@pytest.mark.parametrize("days", [{}, {"begins": TODAY}, {"ends": TODAY}])
def test_a_role_for_a_while_needs_both_its_days(
    house: House, role: str, days: dict[str, object]
) -> None:
    whom: dict[str, object] = {"reach": Reach.CHILD, "pupil": house.child(ADA)}
    if role == "supply":
        whom = {"reach": Reach.FORM, "reach_of": "7 Oak", "ends": TODAY}
        days = {}
    adult = an_adult(house.school, role, "N", "n@larkfield.example", **whom, **days)
    by = fetch.membership(adult, TODAY)
    assert by is not None
    assert by.permissions == frozenset()


def test_who_has_left_is_in_no_form_any_more_and_still_their_key_persons(house: House) -> None:
    """Kit left 11 Ash on 13 November."""
    kit = house.child(KIT)
    tutor = member_of(house, "tutor", reach=Reach.FORM, reach_of="11 Ash")
    assert seen(tutor) == {IDA.id, JOE.id}
    with pytest.raises(NotYours):
        fetch.pupil(kit.pk, seen_by=tutor)
    assert kit.pk not in {pk for pk, *_ in fetch.roll(seen_by=tutor)}
    adult = an_adult(
        house.school, "key_person", "K", "k@larkfield.example", reach=Reach.CHILD, pupil=kit
    )
    by = fetch.membership(adult, TODAY)
    assert by is not None
    assert seen(by) == {KIT.id}


def test_on_their_last_day_a_child_is_still_in_the_form(house: House) -> None:
    adult = an_adult(
        house.school, "tutor", "T", "t@larkfield.example", reach=Reach.FORM, reach_of="11 Ash",
        ends=TODAY,
    )  # fmt: skip
    for on, there in ((dt.date(2026, 11, 13), True), (dt.date(2026, 11, 14), False)):
        by = fetch.membership(adult, on)
        assert by is not None
        assert (KIT.id in seen(by)) is there


def test_who_is_tutor_and_lead_acts_as_lead(house: House) -> None:
    adult = an_adult(
        house.school, "tutor", "Ms Both", "both@larkfield.example", reach=Reach.FORM,
        reach_of="7 Oak", ends=TODAY,
    )  # fmt: skip
    Membership.objects.create(adult=adult, school=house.school, role_key="attendance_lead")
    by = fetch.membership(adult, TODAY)
    assert by is not None
    assert by.role.key == "tutor"
    assert by.role_for(Permission.MARKS_CORRECT).key == "attendance_lead"
    assert [role.key for role in by.roles] == ["tutor", "attendance_lead"]
    corrections.correct(
        by=by, pupil=house.child(ADA), on=TODAY, half=0, letter="L", reason="came late",
        today=TODAY,
    )  # fmt: skip
    (line,) = history.of_child(house.school.pk, house.child(ADA).pk)
    assert (line.by, line.role) == ("Ms Both", "Attendance lead")


def test_a_joined_child_keeps_their_key_person(house: House) -> None:
    stays, goes = house.child(BEN), house.child(ADA)
    keys = list(Membership.objects.filter(pupil=goes).values_list("pk", flat=True))
    both = Membership.objects.get(pk=keys[0])
    assert len(keys) == len(ONE_CHILD)
    twice = Membership.objects.create(
        adult=both.adult, school=house.school, role_key="key_person", reach=Reach.CHILD,
        pupil=stays,
    )  # fmt: skip
    open_ended = Membership.objects.create(
        adult=both.adult, school=house.school, role_key="key_person", reach=Reach.CHILD,
        pupil=goes,
    )  # fmt: skip
    merging.merge(by=house.lead, stays=stays, goes=goes)
    kept = set(Membership.objects.filter(pupil=stays).values_list("pk", flat=True))
    assert kept == {*keys, twice.pk}
    assert not Membership.objects.filter(pk=open_ended.pk).exists()
    by = fetch.membership(both.adult, TODAY)
    assert by is not None
    assert seen(by) == {BEN.id}


def test_a_file_is_not_taken_back_from_under_a_key_person(house: House) -> None:
    nova = Child("K999999999999", "Nova", "Newcomb")
    brought = house.bring(pupils_file([*CHILDREN, nova]), "new.csv", kind="pupils")
    assert undoing.why_not(brought) == []
    member_of(house, "key_person", reach=Reach.CHILD, pupil=house.child(nova))
    (reason,) = undoing.why_not(brought)
    assert reason == "Somebody at school works with one of the children it brought."
    with pytest.raises(undoing.CannotUndo):
        undoing.undo(by=house.lead, brought=brought)


@pytest.mark.parametrize("gone", ["role ended", "left", "closed"])
def test_a_file_is_not_kept_for_somebody_who_has_gone(house: House, gone: str) -> None:
    brought = house.read(marks_file([replace(ADA, marks={})]))
    background.ask(by=house.lead, brought=brought, confirmed=True)
    adult = house.lead.adult
    if gone == "role ended":
        Membership.objects.filter(adult=adult).update(ends=YESTERDAY)
    adult.left_on = YESTERDAY if gone == "left" else None
    adult.is_active = gone != "closed"
    adult.save()
    now = dt.datetime.combine(TODAY, dt.time(10), dt.UTC)
    assert background.work(brought.pk, folder=house.folder, now=now) is False
    brought.refresh_from_db()
    assert (brought.stage, "no longer here" in brought.problem) == ("read", True)


def test_a_watched_folder_stops_with_its_adult(house: House, tmp_path: Path) -> None:
    (tmp_path / "drop").mkdir()
    (tmp_path / "drop" / "tonight.csv").write_bytes(marks_file())
    watch = Watch.over(tmp_path / "drop", uploads=house.folder, by=house.lead)
    watch.look(TODAY)
    house.lead.delete()
    with pytest.raises(BelongError, match="no longer at the school"):
        watch.look(TODAY)
    assert (tmp_path / "drop" / "tonight.csv").exists()


def test_the_same_role_may_be_held_again_once_it_has_ended(house: House) -> None:
    mine = {"role_key": "key_person", "reach": Reach.CHILD, "pupil": house.child(FAY)}
    lead = house.lead
    Membership.objects.create(adult=lead.adult, school=lead.school, ends=YESTERDAY, **mine)
    Membership.objects.create(adult=lead.adult, school=lead.school, **mine)
    with pytest.raises(IntegrityError), transaction.atomic():
        Membership.objects.create(adult=lead.adult, school=lead.school, **mine)


def test_another_schools_child_is_nobodys_without_asking_either(house: House) -> None:
    """A whole school and a named child are answered from memory; the school counts all the same."""
    mine, elsewhere = house.child(ADA), house.child(BEN)
    elsewhere.school_id = house.school.pk + 1
    named = frozenset({mine.pk, elsewhere.pk})
    for whose in (
        Whose(house.school.pk, everybody=True),
        Whose(house.school.pk, children=named),
    ):
        assert whose.includes(mine)
        assert not whose.includes(elsewhere)
    assert not Whose(house.school.pk).includes(mine)
