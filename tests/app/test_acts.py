"""One small act: who may set it down and do it, for whom, and that nobody writes over another."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from tests import trail_lines, whose_page
from tests.people import ADA, BEN, EVE, MATHS, NEXT_DOOR, THIS_YEAR, TODAY, House

from belong.acts import actions, queries
from belong.acts.actions import NotSet, Wanted, WordsMoved
from belong.acts.models import Act
from belong.intake import merging, undoing
from belong.intake.undoing import CannotUndo
from belong.people import fetch
from belong.people.fetch import NotYours
from belong.people.models import Membership, Pupil
from belong.people.reach import Reach
from belong.people.roles import ROLES
from belong.people.trail import Verb

NOW = dt.datetime(2026, 11, 24, 9, 18, tzinfo=dt.UTC)
HELLO = "Say hello at the gate."


def member(house: House, role: str, on: dt.date = TODAY) -> Membership:
    """What somebody is on a day, all their roles added up, as a page knows them."""
    found = fetch.membership(house.adults[role].adult, on)
    assert found is not None
    return found


def wanted(owner: Membership, **more: object) -> Wanted:
    said: dict[str, object] = {"what": HELLO, "due": TODAY, "owner": owner.adult_id}
    return Wanted(**(said | more))  # type: ignore[arg-type]


def planned(house: House, by: str = "tutor", owner: str = "key_person", **more: object) -> Act:
    """An act for Ada, set down by her tutor for her key person."""
    ask = wanted(member(house, owner), **more)
    return actions.set_down(by=member(house, by), pupil=house.child(ADA), wanted=ask, at=NOW)


def changes(mark: int) -> list[str]:
    """The changes the trail tells of since a moment, without the looks."""
    acts = {Verb.ACT_SET, Verb.ACT_DONE, Verb.ACT_SAID, Verb.ACT_TAKEN_BACK}
    return [line.verb for line in trail_lines.since(mark) if line.verb in acts]


def test_an_act_waits_for_its_owner_and_the_trail_says_who_set_it(house: House) -> None:
    mark = trail_lines.newest()
    act = planned(house, why="Ada was quiet on Monday.")
    line = trail_lines.since(mark)[-1]
    assert (line.verb, line.ids, line.detail) == (Verb.ACT_SET, [act.pupil_id], {"act": act.pk})
    assert line.who == trail_lines.called(house.adults["tutor"])
    waits = queries.due(member(house, "key_person"), TODAY, TODAY)
    assert [(one.what, one.why, one.done_at) for one in waits] == [
        (HELLO, "Ada was quiet on Monday.", None)
    ]
    assert queries.due(member(house, "mentor"), TODAY, TODAY) == []
    assert queries.due(member(house, "tutor"), TODAY, TODAY) == []


@pytest.mark.parametrize("role", sorted(ROLES))
def test_who_may_set_an_act_down(house: House, role: str) -> None:
    by, ada = member(house, role), house.child(ADA)
    if role in whose_page.SET_ACTS:
        act = actions.set_down(by=by, pupil=ada, wanted=wanted(by), at=NOW)
        assert (act.owner_id, act.created_by_id) == (by.adult_id, by.adult_id)
        return
    with pytest.raises(PermissionDenied):
        actions.set_down(by=by, pupil=ada, wanted=wanted(by), at=NOW)
    assert not Act.objects.exists()


@pytest.mark.parametrize("role", sorted(ROLES))
def test_who_may_do_what_nobody_planned(house: House, role: str) -> None:
    by, ada = member(house, role), house.child(ADA)
    mark = trail_lines.newest()
    if role in whose_page.SEE_TODAY:
        actions.do_now(by=by, pupil=ada, kind="welcome", at=NOW)
        assert changes(mark) == [Verb.ACT_DONE]
        return
    with pytest.raises(PermissionDenied):
        actions.do_now(by=by, pupil=ada, kind="welcome", at=NOW)
    assert changes(mark) == []


@pytest.mark.parametrize("role", ["tutor", "key_person", "head_of_year", "subject_teacher"])
def test_nobody_sets_one_down_for_a_child_who_is_not_theirs(house: House, role: str) -> None:
    by = member(house, role)
    with pytest.raises(PermissionDenied):
        actions.set_down(by=by, pupil=house.child(EVE), wanted=wanted(by), at=NOW)
    with pytest.raises(PermissionDenied):
        actions.do_now(by=by, pupil=house.child(EVE), kind="mind", at=NOW)
    assert not Act.objects.exists()


def test_a_child_next_door_is_nobodys_here(house: House, next_door: House) -> None:
    zora = next_door.child(NEXT_DOOR[0])
    for role in ("headteacher", "safeguarding_lead"):
        by = member(house, role)
        with pytest.raises(PermissionDenied):
            actions.set_down(by=by, pupil=zora, wanted=wanted(by), at=NOW)


@pytest.mark.parametrize("owner", ["office", "supply", "class_teacher", "subject_teacher"])
def test_only_an_adult_around_the_child_is_asked(house: House, owner: str) -> None:
    around = {"class_teacher", "subject_teacher"}
    if owner in around:
        assert planned(house, owner=owner).owner_id == house.adults[owner].adult_id
        return
    with pytest.raises(NotSet, match="do not work with this child"):
        planned(house, owner=owner)


def test_an_adult_next_door_is_not_asked(house: House, next_door: House) -> None:
    stranger = next_door.adults["tutor"].adult_id
    by, ada = member(house, "tutor"), house.child(ADA)
    for owner, stand_in in ((stranger, None), (by.adult_id, stranger)):
        ask = Wanted(HELLO, TODAY, owner, stand_in)
        with pytest.raises(NotSet, match="do not work with this child"):
            actions.set_down(by=by, pupil=ada, wanted=ask, at=NOW)
    assert not Act.objects.exists()


def test_who_teaches_a_class_the_child_left_is_not_asked(house: House) -> None:
    Membership.objects.filter(adult=house.adults["subject_teacher"].adult).update(reach_of="x")
    with pytest.raises(NotSet, match="do not work with this child"):
        planned(house, owner="subject_teacher")
    assert MATHS != "x"


@pytest.mark.parametrize(
    ("more", "why"),
    [
        ({"what": " \n "}, "Nothing says what to do"),
        ({"what": "a" * 301}, "too much"),
        ({"why": "a" * 301}, "too much"),
        ({"due": TODAY - dt.timedelta(days=1)}, "day does not fit"),
        ({"due": TODAY + dt.timedelta(days=61)}, "day does not fit"),
        ({"stand_in": "owner"}, "stands in for themselves"),
    ],
)
def test_an_act_that_makes_no_sense_is_not_set(
    house: House, more: dict[str, object], why: str
) -> None:
    if more.get("stand_in"):
        more = {"stand_in": house.adults["key_person"].adult_id}
    with pytest.raises(NotSet, match=why):
        planned(house, **more)
    assert not Act.objects.exists()


def test_an_act_is_done_once(house: House) -> None:
    act, by = planned(house), member(house, "key_person")
    mark = trail_lines.newest()
    done = actions.do(by=by, act_id=act.pk, at=NOW)
    assert (done.done_by_id, done.done_at) == (by.adult_id, NOW)
    with pytest.raises(NotSet, match="done already"):
        actions.do(by=by, act_id=act.pk, at=NOW)
    assert changes(mark) == [Verb.ACT_DONE]


def test_what_nobody_planned_is_done_once_a_day(house: House) -> None:
    by, ada = member(house, "tutor"), house.child(ADA)
    mark = trail_lines.newest()
    first, new = actions.do_now(by=by, pupil=ada, kind="welcome", at=NOW)
    again, newer = actions.do_now(by=by, pupil=ada, kind="welcome", at=NOW)
    assert (first.pk, new, newer) == (again.pk, True, False)
    assert changes(mark) == [Verb.ACT_DONE]
    with pytest.raises(NotSet, match="not something to do"):
        actions.do_now(by=by, pupil=ada, kind="planned", at=NOW)


def test_anothers_act_and_no_act_are_the_same(house: House, next_door: House) -> None:
    act = planned(house)
    theirs = member(next_door, "headteacher")
    for by in (member(house, "mentor"), member(house, "headteacher"), theirs):
        for key in (act.pk, act.pk + 999):
            with pytest.raises(NotYours):
                actions.do(by=by, act_id=key, at=NOW)
            with pytest.raises(NotYours):
                actions.say(by=by, act_id=key, outcome="x", noticed="", version=0, at=NOW)
    act.refresh_from_db()
    assert (act.done_at, act.outcome) == (None, "")


def test_who_no_longer_works_with_the_child_does_nothing_for_them(house: House) -> None:
    act = planned(house)
    Membership.objects.filter(adult=house.adults["key_person"].adult).update(pupil=house.child(EVE))
    with pytest.raises(NotYours):
        actions.do(by=member(house, "key_person"), act_id=act.pk, at=NOW)


def test_of_two_windows_none_writes_over_the_other(house: House) -> None:
    act = planned(house)
    actions.do(by=member(house, "key_person"), act_id=act.pk, at=NOW)
    mark = trail_lines.newest()
    said = {"act_id": act.pk, "noticed": "", "version": 0, "at": NOW}
    actions.say(by=member(house, "key_person"), outcome="I liked that.", **said)  # type: ignore[arg-type]
    with pytest.raises(WordsMoved) as wrong:
        actions.say(by=member(house, "key_person"), outcome="Mine.", **said)  # type: ignore[arg-type]
    assert wrong.value.act.outcome == "I liked that."
    act.refresh_from_db()
    assert (act.outcome, act.version) == ("I liked that.", 1)
    assert changes(mark) == [Verb.ACT_SAID]


def test_words_are_of_whoever_did_it_and_nobody_else_touches_them(house: House) -> None:
    """Neither the owner nor who stands in may take away what the child said to somebody else."""
    act = planned(house, stand_in=house.adults["mentor"].adult_id)
    actions.do(by=member(house, "mentor"), act_id=act.pk, at=NOW)
    said = {"act_id": act.pk, "noticed": "", "at": NOW}
    actions.say(by=member(house, "mentor"), outcome="I liked that.", version=0, **said)  # type: ignore[arg-type]
    for role in ("key_person", "stand_in"):
        with pytest.raises(NotYours):
            actions.say(by=member(house, role), outcome="", version=1, **said)  # type: ignore[arg-type]
    act.refresh_from_db()
    assert act.outcome == "I liked that."


def test_what_is_planned_is_taken_back_by_whoever_set_it_down_or_whose_it_is(
    house: House, next_door: House
) -> None:
    by = member(house, "key_person")
    for taker in (by, member(house, "mentor")):
        act = planned(house, by="key_person", owner="mentor")
        mark = trail_lines.newest()
        assert actions.take_back(by=taker, act_id=act.pk) == house.child(ADA)
        assert changes(mark) == [Verb.ACT_TAKEN_BACK]
        assert not Act.objects.filter(pk=act.pk).exists()
    act = planned(house, by="key_person", owner="mentor")
    for other in (member(house, "stand_in"), member(next_door, "headteacher")):
        with pytest.raises(NotYours):
            actions.take_back(by=other, act_id=act.pk)
    actions.do(by=member(house, "mentor"), act_id=act.pk, at=NOW)
    with pytest.raises(NotYours):
        actions.take_back(by=by, act_id=act.pk)
    assert Act.objects.filter(pk=act.pk).exists(), "what was done stays done"


def test_a_stand_in_stands_in_for_the_key_person_and_for_nobody_else(house: House) -> None:
    act = planned(house, owner="mentor")
    assert queries.due(member(house, "stand_in"), TODAY, TODAY) == []
    with pytest.raises(NotYours):
        actions.do(by=member(house, "stand_in"), act_id=act.pk, at=NOW)


def test_the_same_words_again_change_nothing(house: House) -> None:
    act, by = planned(house), member(house, "key_person")
    actions.do(by=by, act_id=act.pk, at=NOW)
    mark = trail_lines.newest()
    said = {"act_id": act.pk, "outcome": "Fine.", "noticed": "", "version": 0, "at": NOW}
    actions.say(by=by, **said)  # type: ignore[arg-type]
    actions.say(by=by, **said)  # type: ignore[arg-type]
    assert changes(mark) == [Verb.ACT_SAID]


def test_words_come_after_the_act(house: House) -> None:
    act = planned(house)
    with pytest.raises(NotSet, match="not done yet"):
        actions.say(
            by=member(house, "key_person"), act_id=act.pk, outcome="x", noticed="", version=0,
            at=NOW,
        )  # fmt: skip


def test_words_are_never_in_the_trail(house: House) -> None:
    mark = trail_lines.newest()
    act, by = planned(house, why="A secret why"), member(house, "key_person")
    actions.do(by=by, act_id=act.pk, at=NOW)
    actions.say(by=by, act_id=act.pk, outcome="A secret word", noticed="A secret too", version=0,
                at=NOW)  # fmt: skip
    lines = trail_lines.since(mark)
    assert len(lines) == 3
    assert not any("secret" in str(line.detail) or HELLO in str(line.detail) for line in lines)


def test_the_stand_in_sees_what_is_planned_for_the_child_and_only_on_their_days(
    house: House,
) -> None:
    act = planned(house)
    row = Membership.objects.get(adult=house.adults["stand_in"].adult)
    assert [one.pk for one in queries.due(member(house, "stand_in"), TODAY, TODAY)] == [act.pk]
    row.ends = TODAY - dt.timedelta(days=1)
    row.save(update_fields=["ends"])
    assert fetch.membership(row.adult, TODAY) is None
    Membership.objects.create(
        adult=row.adult, school=house.school, role_key="mentor", reach=Reach.CHILD,
        pupil=house.child(ADA), **THIS_YEAR,
    )  # fmt: skip
    assert queries.due(member(house, "stand_in"), TODAY, TODAY) == []


def test_a_named_stand_in_sees_it_and_may_do_it(house: House) -> None:
    mentor = member(house, "mentor")
    act = planned(house, stand_in=mentor.adult_id)
    assert [one.pk for one in queries.due(mentor, TODAY, TODAY)] == [act.pk]
    assert actions.do(by=mentor, act_id=act.pk, at=NOW).done_by_id == mentor.adult_id


def test_a_childs_page_opens_with_the_newest_five(house: House) -> None:
    by, ada = member(house, "tutor"), house.child(ADA)
    for n in range(7):
        actions.do_now(by=by, pupil=ada, kind="welcome", at=NOW - dt.timedelta(days=n))
    act = planned(house)
    waiting, done = queries.of_child(by, ada.pk)
    assert [one.due.day for one in done] == [24, 23, 22, 21, 20]
    assert waiting == [act]


def test_acts_go_with_the_child_when_two_records_are_joined(house: House) -> None:
    by = member(house, "tutor")
    ada, ben = house.child(ADA), house.child(BEN)
    act = planned(house)
    for child in (ada, ben):
        actions.do_now(by=by, pupil=child, kind="welcome", at=NOW)
    twice = Act.objects.get(pupil=ada, kind="welcome")
    actions.say(by=by, act_id=twice.pk, outcome="Glad.", noticed="", version=0, at=NOW)
    merging.merge(by=house.lead, stays=ben, goes=ada)
    assert set(Act.objects.values_list("pupil", flat=True)) == {ben.pk}
    assert Act.objects.get(pk=act.pk).what == HELLO
    assert Act.objects.get(kind="welcome").outcome == "Glad."


def test_no_word_is_lost_when_two_records_are_joined(house: House) -> None:
    """One adult wrote about the same sort of act for both, on one day."""
    by = member(house, "tutor")
    for child, words in ((house.child(ADA), "Of one."), (house.child(BEN), "Of the other.")):
        act, _ = actions.do_now(by=by, pupil=child, kind="welcome", at=NOW)
        actions.say(by=by, act_id=act.pk, outcome=words, noticed="", version=0, at=NOW)
    merging.merge(by=house.lead, stays=house.child(BEN), goes=house.child(ADA))
    kept = Act.objects.filter(pupil=house.child(BEN)).values_list("outcome", flat=True)
    assert set(kept) == {"Of one.", "Of the other."}


def test_a_file_is_not_taken_back_from_under_an_act(empty: House) -> None:
    from tests.people import pupils_file

    from belong.intake import actions as bringing

    brought = empty.bring(pupils_file([EVE]), "pupils.csv", kind=bringing.PUPILS)
    eve, by = empty.child(EVE), member(empty, "headteacher")
    actions.do_now(by=by, pupil=eve, kind="welcome", at=NOW)
    with pytest.raises(CannotUndo, match="small act"):
        undoing.undo(by=empty.lead, brought=brought)
    assert Pupil.objects.filter(pk=eve.pk).exists()


@pytest.mark.parametrize(
    "broken",
    [
        {"done_at": NOW},
        {"kind": "welcome"},
        {"what": ""},
        {"outcome": "said before it was done"},
    ],
    ids=str,
)
def test_the_table_itself_refuses_what_makes_no_sense(
    house: House, broken: dict[str, object]
) -> None:
    act = planned(house)
    with pytest.raises(IntegrityError), transaction.atomic():
        Act.objects.filter(pk=act.pk).update(**broken)
