"""Check-ins: nothing begins that the child did not agree to, and nobody writes over another."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from tests import pages, trail_lines
from tests.app.test_acts import member
from tests.people import ADA, BEN, EVE, NEXT_DOOR, TODAY, Child, House

from belong.acts.models import Act
from belong.people import days_end
from belong.people.fetch import NotYours
from belong.people.joined import records_joined
from belong.people.roles import ROLES
from belong.people.trail import Verb
from belong.practice.checkins import actions, agreeing, covering, queries
from belong.practice.checkins.actions import Said
from belong.practice.checkins.agreeing import Wanted
from belong.practice.checkins.models import LONGEST, Agreement, Away, CheckIn
from belong.practice.checkins.wrong import AgreedMeanwhile, NotKept, SaidMeanwhile

NOW = dt.datetime(2026, 11, 24, 9, 18, tzinfo=dt.UTC)
MORROW = NOW + dt.timedelta(days=1)
FACES = (("big", "Biscuit-level happy"), ("wobbly", "Wobbly"), ("none", "Not saying"))
WORDS = "Maths is first."
GOES = Said("morning", feeling=1, words=WORDS)


def wanted(house: House, **more: object) -> Wanted:
    said: dict[str, object] = {
        "with_adult": house.adults["tutor"].adult_id, "place": "By the library door",
        "begins": TODAY, "agreed": True, "faces": FACES, "things": ("Quiet start please",),
        "end_of_day": True,
    }  # fmt: skip
    return Wanted(**(said | more))  # type: ignore[arg-type]


def agreed(house: House, child: Child = ADA, role: str = "tutor", **more: object) -> Agreement:
    """What Ada and her tutor agreed."""
    return agreeing.agree(
        by=member(house, role), pupil=house.child(child), wanted=wanted(house, **more), at=NOW
    )


def done(
    house: House, said: Said = GOES, role: str = "tutor", at: dt.datetime = NOW, child: Child = ADA
) -> CheckIn:
    return actions.record(by=member(house, role), pupil=house.child(child), said=said, at=at)


def test_what_is_agreed_stands_and_the_trail_names_the_child_and_no_word(house: House) -> None:
    mark = trail_lines.newest()
    one = agreed(house)
    line = trail_lines.since(mark)[-1]
    assert (line.verb, line.ids) == (Verb.CHECKIN_AGREED, [one.pupil_id])
    assert line.detail == {"agreement": one.pk}
    stands = queries.of_child(house.school.pk, one.pupil_id, TODAY)
    assert stands is not None
    assert [c.word for c in stands.choices.all() if c.kind == "face"] == [w for _, w in FACES]


def test_nothing_begins_that_the_child_did_not_agree_to(house: House) -> None:
    with pytest.raises(NotKept, match="not agreed with the child"):
        agreed(house, agreed=False)
    one = agreed(house)
    with pytest.raises(IntegrityError), transaction.atomic():
        Agreement.objects.filter(pk=one.pk).update(agreed_with_child=False)


@pytest.mark.parametrize(
    "bad",
    [
        {"place": " "}, {"days": ""}, {"days": "7"}, {"morning": False, "end_of_day": False},
        {"faces": FACES[:2]}, {"faces": (*FACES[:2], ("big", "Big"))}, {"with_adult": -1},
        {"faces": (*FACES, ("ok", "wobbly"))}, {"things": tuple("abcde")},
        {"ends": TODAY - dt.timedelta(days=1)}, {"what_we_do": "x" * (LONGEST + 1)},
    ],
)  # fmt: skip
def test_what_cannot_be_agreed_is_said(house: House, bad: dict[str, object]) -> None:
    with pytest.raises(NotKept):
        agreed(house, **bad)  # type: ignore[arg-type]
    assert not Agreement.objects.exists()


@pytest.mark.parametrize("role", sorted(ROLES))
def test_who_may_agree_one(house: House, role: str) -> None:
    if role in pages.CHECKINS:
        agreed(house, role=role)
        return
    with pytest.raises(PermissionDenied):
        agreed(house, role=role)
    assert not Agreement.objects.exists()


def test_a_stranger_is_nobodys_here(house: House, next_door: House) -> None:
    with pytest.raises(PermissionDenied):
        agreed(house, EVE)
    zora, ask = next_door.child(NEXT_DOOR[0]), wanted(house)
    with pytest.raises(PermissionDenied):
        agreeing.agree(by=member(house, "headteacher"), pupil=zora, wanted=ask, at=NOW)


def test_a_new_one_ends_the_old_and_only_by_whoever_read_it(house: House) -> None:
    first = agreed(house)
    with pytest.raises(AgreedMeanwhile):
        agreed(house, place="The bench")
    second = agreed(house, place="The bench", read=first.pk)
    first.refresh_from_db()
    assert first.ended_at == NOW
    assert queries.standing(second.pupil_id) == second
    with pytest.raises(IntegrityError), transaction.atomic():
        Agreement.objects.filter(pk=first.pk).update(ended_at=None)


def test_a_morning_is_kept_as_it_stood_and_today_knows(house: House) -> None:
    agreed(house)
    mark = trail_lines.newest()
    one = done(house)
    assert (one.feeling, one.face, one.words) == ("Wobbly", "wobbly", WORDS)
    assert [(a.kind, a.outcome) for a in Act.objects.all()] == [("checkin", "")]
    lines = [x for x in trail_lines.since(mark) if x.verb == Verb.CHECKIN_DONE]
    assert [(x.ids, x.detail) for x in lines] == [([one.pupil_id], {"checkin": one.pk})]


@pytest.mark.parametrize("how", ["together", "not today"])
def test_sitting_together_and_not_today_are_full_answers(house: House, how: str) -> None:
    agreed(house)
    one = done(house, Said("morning", how=how, feeling=1))
    assert (one.how, one.feeling) == (how, "")


@pytest.mark.parametrize(
    "bad",
    [{"feeling": None}, {"feeling": 9}, {"how": "badly"}, {"words": "x" * (LONGEST + 1)}],
)
def test_what_cannot_be_kept_is_said(house: House, bad: dict[str, object]) -> None:
    agreed(house)
    with pytest.raises(NotKept):
        done(house, replace(GOES, **bad))  # type: ignore[arg-type]
    assert not CheckIn.objects.exists()
    assert not Act.objects.exists()


def test_nothing_is_done_that_is_not_agreed(house: House) -> None:
    with pytest.raises(NotYours):
        done(house)
    agreed(house, begins=TODAY + dt.timedelta(days=1))
    with pytest.raises(NotYours):
        done(house)


def test_left_over_belongs_to_the_end_of_the_day_alone(house: House) -> None:
    agreed(house)
    assert done(house, replace(GOES, left_over="The row")).left_over == ""
    end = done(house, replace(GOES, half="end", left_over="The row", settled="Sorry said"))
    assert (end.left_over, end.settled) == ("The row", "Sorry said")
    assert {a.kind for a in Act.objects.all()} == {"checkin", "finish"}


def test_two_at_once_do_not_write_over_each_other(house: House) -> None:
    agreed(house)
    first = done(house)
    with pytest.raises(SaidMeanwhile) as moved:
        done(house, replace(GOES, words="Mine."), "headteacher")
    assert moved.value.stands == first
    with pytest.raises(SaidMeanwhile):
        done(house, replace(GOES, words="Mine.", version=0), "headteacher")
    second = done(house, replace(GOES, words="Mine.", version=0))
    assert (second.pk, second.words, second.version) == (first.pk, "Mine.", 1)
    with pytest.raises(SaidMeanwhile):
        done(house, replace(GOES, words="Older.", version=0))


def test_only_whoever_wrote_it_undoes_it_and_only_the_same_day(house: House) -> None:
    agreed(house)
    one = done(house)
    for role, at in (("headteacher", NOW), ("tutor", MORROW)):
        with pytest.raises(NotYours):
            actions.take_back(by=member(house, role), key=one.pk, at=at)
    actions.take_back(by=member(house, "tutor"), key=one.pk, at=NOW)
    assert not CheckIn.objects.exists()
    assert not Act.objects.exists()


def test_the_child_is_asked_whether_it_helps(house: House) -> None:
    agreed(house)
    by, ada = member(house, "tutor"), house.child(ADA)
    with pytest.raises(NotKept):
        actions.asked(by=by, pupil=ada, answer="9 of 10", words="", at=NOW)
    actions.asked(by=by, pupil=ada, answer="a bit", words="It is warm there.", at=NOW)
    last = queries.last_asked(ada.pk)
    assert last is not None
    assert (last.answer, last.words) == ("a bit", "It is warm there.")


def test_who_was_away_is_forgotten_the_day_after(house: House) -> None:
    one = agreed(house)
    covering.away(by=member(house, "headteacher"), adult_id=one.with_adult_id, at=NOW)
    days_end.swept.send(sender=None, today=TODAY)
    assert Away.objects.exists()
    days_end.swept.send(sender=None, today=MORROW.date())
    assert not Away.objects.exists()


def test_nobody_is_away_with_whom_nothing_is_agreed(house: House) -> None:
    tutor = house.adults["tutor"].adult_id
    with pytest.raises(NotYours):
        covering.away(by=member(house, "headteacher"), adult_id=tutor, at=NOW)
    agreed(house)
    with pytest.raises(PermissionDenied):
        covering.away(by=member(house, "key_person"), adult_id=tutor, at=NOW)
    assert not Away.objects.exists()


def test_two_records_become_one_and_no_word_is_lost(house: House) -> None:
    agreed(house)
    done(house)
    agreed(house, BEN, with_adult=house.adults["class_teacher"].adult_id)
    done(house, replace(GOES, words="Mine too."), child=BEN)
    ada, ben = house.child(ADA), house.child(BEN)
    records_joined.send(sender=None, stays=ada, goes=ben)
    assert {c.words for c in CheckIn.objects.filter(pupil=ada)} == {WORDS, "Mine too."}
    stands = queries.standing(ada.pk)
    assert stands is not None
    assert stands.with_adult_id == house.adults["class_teacher"].adult_id
