"""Check-ins: agreed with the child, done or left, and nobody writes over another."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from tests import trail_lines, whose_page
from tests.app.test_acts import member
from tests.people import ADA, BEN, EVE, NEXT_DOOR, TODAY, House

from belong.acts.models import Act
from belong.people.fetch import NotYours
from belong.people.joined import records_joined
from belong.people.models import Pupil
from belong.people.roles import ROLES
from belong.people.trail import Verb
from belong.practice.checkins import actions, agreeing, queries
from belong.practice.checkins.actions import Said
from belong.practice.checkins.agreeing import Wanted
from belong.practice.checkins.models import LONGEST, Agreement, CheckIn, Helps
from belong.practice.checkins.wrong import AgreedMeanwhile, NotKept, SaidMeanwhile

NOW = dt.datetime(2026, 11, 24, 9, 18, tzinfo=dt.UTC)
FACES = (("big", "Biscuit-level happy"), ("good", "Alright"), ("wobbly", "Wobbly"))
VERBS = {Verb.CHECKIN_AGREED, Verb.CHECKIN_ENDED, Verb.CHECKIN_DONE, Verb.CHECKIN_TAKEN_BACK,
         Verb.CHECKIN_HELPS, Verb.ACT_DONE, Verb.ACT_TAKEN_BACK}  # fmt: skip


def wanted(house: House, role: str = "key_person", **more: object) -> Wanted:
    said: dict[str, object] = {
        "with_adult": house.adults[role].adult_id, "place": "by the library door", "agreed": True,
        "begins": TODAY, "faces": FACES, "things": ("Quiet start please", "A word at break"),
    }  # fmt: skip
    return Wanted(**(said | more))  # type: ignore[arg-type]


def agreed(house: House, by: str = "key_person", child: object = ADA, **more: object) -> Agreement:
    """A check-in with Ada, agreed with her key person by the library door."""
    return agreeing.agree(
        by=member(house, by),
        pupil=house.child(child),
        wanted=wanted(house, **more),
        at=NOW,  # type: ignore[arg-type]
    )


def did(house: House, by: str = "key_person", **more: object) -> CheckIn:
    said: dict[str, object] = {"half": "morning", "feeling": 2}
    return actions.record(
        by=member(house, by),
        pupil=house.child(ADA),
        said=Said(**(said | more)),
        at=NOW,  # type: ignore[arg-type]
    )


def changes(mark: int) -> list[str]:
    return [line.verb for line in trail_lines.since(mark) if line.verb in VERBS]


def test_it_is_agreed_and_the_trail_holds_no_word_of_it(house: House) -> None:
    mark = trail_lines.newest()
    made = agreed(house, what_we_do=" We\x00 feed  the fish. ")
    line = trail_lines.since(mark)[-1]
    assert (line.verb, line.ids) == (Verb.CHECKIN_AGREED, [made.pupil_id])
    assert line.detail == {"agreement": made.pk}
    assert made.what_we_do == "We feed the fish."
    assert [(c.kind, c.word) for c in made.choices.all()] == [
        ("face", "Biscuit-level happy"), ("face", "Alright"), ("face", "Wobbly"),
        ("thing", "Quiet start please"), ("thing", "A word at break"),
    ]  # fmt: skip


@pytest.mark.parametrize("role", sorted(ROLES))
def test_who_may_agree_one(house: House, role: str) -> None:
    if role in whose_page.CHECKINS:
        assert agreed(house, role).by_id == house.adults[role].adult_id
        return
    with pytest.raises(PermissionDenied):
        agreed(house, role)
    assert not Agreement.objects.exists()


@pytest.mark.parametrize("role", ["tutor", "key_person", "head_of_year"])
def test_nobody_agrees_one_with_a_child_who_is_not_theirs(
    house: House, next_door: House, role: str
) -> None:
    for pupil in (house.child(EVE), next_door.child(NEXT_DOOR[0])):
        with pytest.raises(PermissionDenied):
            agreeing.agree(by=member(house, role), pupil=pupil, wanted=wanted(house), at=NOW)


def test_nothing_begins_that_the_child_did_not_agree_to(house: House) -> None:
    with pytest.raises(NotKept) as wrong:
        agreed(house, agreed=False)
    assert "an answer too" in wrong.value.do
    made = agreed(house)
    with pytest.raises(IntegrityError), transaction.atomic():
        Agreement.objects.filter(pk=made.pk).update(agreed_with_child=False)


@pytest.mark.parametrize(
    "said",
    [
        {"place": " \x00"},
        {"place": "x" * 81},
        {"what_we_do": "x" * (LONGEST + 1)},
        {"morning": False},
        {"days": ""},
        {"days": "56"},
        {"begins": TODAY - dt.timedelta(days=1)},
        {"ends": TODAY - dt.timedelta(days=1)},
        {"faces": FACES[:2]},
        {"faces": (*FACES, ("smirk", "Hm"))},
        {"faces": (*FACES, ("low", "wobbly"))},
        {"things": ("a", "b", "c", "d", "e")},
    ],
)
def test_what_makes_no_sense_is_not_agreed(house: House, said: dict[str, object]) -> None:
    with pytest.raises(NotKept) as wrong:
        agreed(house, **said)
    assert wrong.value.do
    assert not Agreement.objects.exists()


def test_it_is_with_somebody_close_to_the_child(house: House) -> None:
    for role in ("headteacher", "subject_teacher", "supply"):
        with pytest.raises(NotKept):
            agreed(house, with_adult=house.adults[role].adult_id)
    key = house.adults["key_person"].adult_id
    with pytest.raises(NotKept):
        agreed(house, stand_in=key)


def test_a_new_one_ends_the_one_before_and_only_where_that_was_read(house: House) -> None:
    first = agreed(house)
    with pytest.raises(AgreedMeanwhile) as wrong:
        agreed(house, "tutor", place="in the hall")
    assert wrong.value.stands == first
    second = agreed(house, "tutor", place="in the hall", read=first.pk)
    first.refresh_from_db()
    assert (first.ended_at, second.ended_at) == (NOW, None)
    with pytest.raises(AgreedMeanwhile):
        agreeing.end(by=member(house, "tutor"), pupil=house.child(ADA), read=first.pk, at=NOW)
    agreeing.end(by=member(house, "tutor"), pupil=house.child(ADA), read=second.pk, at=NOW)
    assert queries.standing(house.child(ADA).pk) is None


def test_one_tap_on_a_face_is_kept_as_it_stood_and_today_knows(house: House) -> None:
    agreed(house)
    mark = trail_lines.newest()
    done = did(house, thing=0, words=" My\x00  tummy. ", left_over="only at the end")
    assert (done.how, done.feeling, done.face, done.one_thing, done.words, done.left_over) == (
        "said", "Wobbly", "wobbly", "Quiet start please", "My tummy.", "",
    )  # fmt: skip
    assert Act.objects.get().kind == "checkin"
    assert sorted(changes(mark)) == sorted([Verb.ACT_DONE, Verb.CHECKIN_DONE])
    assert {tuple(line.detail) for line in trail_lines.since(mark) if line.verb in VERBS} == {
        ("act", "kind"), ("checkin",),
    }  # fmt: skip


@pytest.mark.parametrize("how", ["together", "not today"])
def test_sitting_together_and_not_today_are_full_answers(house: House, how: str) -> None:
    agreed(house)
    done = did(house, how=how, feeling=None)
    assert (done.how, done.feeling) == (how, "")
    assert Act.objects.get().kind == "checkin"


@pytest.mark.parametrize(
    "said", [{"feeling": None}, {"feeling": 9}, {"how": "lazy"}, {"words": "x" * (LONGEST + 1)}]
)
def test_what_makes_no_sense_is_not_kept(house: House, said: dict[str, object]) -> None:
    agreed(house)
    with pytest.raises(NotKept):
        did(house, **said)
    assert not CheckIn.objects.exists()
    assert not Act.objects.exists()


def test_a_double_tap_is_one_and_ones_own_words_are_changed_the_same_day(house: House) -> None:
    agreed(house)
    first = did(house)
    assert did(house).pk == first.pk
    changed = did(house, words="Better now.", version=0)
    assert (changed.pk, changed.words, changed.version) == (first.pk, "Better now.", 1)
    with pytest.raises(SaidMeanwhile):
        did(house, words="Older page.", version=0)
    assert CheckIn.objects.get().words == "Better now."


def test_nobody_writes_over_what_somebody_else_wrote(house: House) -> None:
    agreed(house)
    first = did(house, words="The first words.")
    for version in (actions.UNREAD, first.version):
        with pytest.raises(SaidMeanwhile) as wrong:
            did(house, "tutor", words="The second.", version=version)
        assert wrong.value.stands is not None
        assert wrong.value.stands.words == "The first words."
    with pytest.raises(NotYours):
        actions.take_back(by=member(house, "tutor"), key=first.pk, at=NOW)


def test_undo_leaves_no_word_and_it_waits_again(house: House) -> None:
    agreed(house)
    done = did(house)
    later = NOW + dt.timedelta(days=1)
    with pytest.raises(NotYours):
        actions.take_back(by=member(house, "key_person"), key=done.pk, at=later)
    actions.take_back(by=member(house, "key_person"), key=done.pk, at=NOW)
    assert not CheckIn.objects.exists()
    assert not Act.objects.exists()


def test_what_is_left_over_belongs_to_the_end_of_the_day(house: House) -> None:
    agreed(house, end_of_day=True)
    done = did(house, half="end", left_over="A quarrel at lunch", settled="They shook hands")
    assert (done.left_over, done.settled) == ("A quarrel at lunch", "They shook hands")
    assert Act.objects.get().kind == "finish"


def test_nothing_is_done_where_nothing_is_agreed(house: House) -> None:
    with pytest.raises(NotYours):
        did(house)
    agreed(house, begins=TODAY + dt.timedelta(days=7))
    with pytest.raises(NotYours):
        did(house)


def test_the_child_is_asked_whether_it_helps(house: House) -> None:
    agreed(house)
    by, ada = member(house, "key_person"), house.child(ADA)
    with pytest.raises(NotKept):
        actions.asked(by=by, pupil=ada, answer="lots", words="", at=NOW)
    actions.asked(by=by, pupil=ada, answer="a bit", words="The fish help.", at=NOW)
    last = queries.last_asked(ada.pk)
    assert last is not None
    assert (last.answer, last.words) == ("a bit", "The fish help.")


def test_two_records_of_one_child_lose_no_word(house: House) -> None:
    agreed(house)
    did(house, words="Of the first.")
    ben = house.child(BEN)
    tutor = {"with_adult": house.adults["tutor"].adult_id}
    later = agreeing.agree(
        by=member(house, "tutor"), pupil=ben, wanted=wanted(house, **tutor),
        at=NOW + dt.timedelta(minutes=5),
    )  # fmt: skip
    said = Said(half="morning", feeling=0, words="Of the second.")
    actions.record(by=member(house, "tutor"), pupil=ben, said=said, at=NOW)
    actions.asked(by=member(house, "tutor"), pupil=ben, answer="yes", words="So much.", at=NOW)
    ada = house.child(ADA)
    records_joined.send(sender=Pupil, stays=ada, goes=ben)
    assert sorted(c.words for c in CheckIn.objects.filter(pupil=ada)) == [
        "Of the first.", "Of the second.",
    ]  # fmt: skip
    stands = queries.standing(ada.pk)
    assert stands is not None
    assert stands.pk == later.pk
    assert Helps.objects.get().pupil_id == ada.pk
    assert not Agreement.objects.filter(pupil=ben).exists()
