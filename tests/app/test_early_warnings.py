"""Answering an early warning: words or a yes, never the kind of a note."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied
from tests.people import ADA, BEN, HAL, House

from belong.acts.models import Act
from belong.people.joined import records_joined
from belong.people.models import Pupil, TrailLine
from belong.people.trail import Verb
from belong.practice.curiosity.answering import NotAnswered, answer, answered
from belong.practice.curiosity.models import Answer

AT = dt.datetime(2026, 11, 24, 11, 5, tzinfo=dt.UTC)
DAY = dt.date(2026, 11, 24)


def _answer(house: House, role: str = "tutor", **said: object) -> list[Answer]:
    wanted: dict[str, object] = {
        "rules": ["spells"], "how": "heard", "words": "Sleeps badly.", "pupil": house.child(ADA),
    }  # fmt: skip
    return answer(by=house.adults[role], at=AT, **(wanted | said))  # type: ignore[arg-type]


def test_an_answer_is_kept_with_the_day_and_stands_as_done_in_today(house: House) -> None:
    kept = _answer(house, rules=["spells", "lately"], words="  Sleeps\x00 badly. ")
    assert [(one.rule, one.words, one.day) for one in kept] == [
        ("lately", "Sleeps badly.", DAY), ("spells", "Sleeps badly.", DAY),
    ]  # fmt: skip
    assert answered(house.school.pk, DAY) == {
        (house.child(ADA).pk, "lately"): DAY, (house.child(ADA).pk, "spells"): DAY,
    }  # fmt: skip
    act = Act.objects.get(kind="warm")
    assert (act.pupil, act.done_by_id) == (house.child(ADA), house.adults["tutor"].adult_id)
    line = TrailLine.objects.get(verb=Verb.WARNING_ANSWERED)
    assert line.ids == [house.child(ADA).pk]
    assert "Sleeps" not in str(line.detail)


@pytest.mark.parametrize("how", ["heard", "saw", "not_now"])
def test_no_kind_of_answer_answers_without_words(house: House, how: str) -> None:
    with pytest.raises(NotAnswered, match="no words"):
        _answer(house, how=how, words=" \x00 ")
    assert not Answer.objects.exists()


def test_the_childs_own_yes_needs_no_words(house: House) -> None:
    assert [one.words for one in _answer(house, how="yes", words="")] == [""]


def test_not_now_with_its_reason_is_no_act_for_the_child(house: House) -> None:
    _answer(house, how="not_now", words="In hospital until Friday.")
    assert not Act.objects.exists()


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"how": "note"}, "Nothing says"),
        ({"rules": []}, "meanwhile"),
        ({"words": "x" * 301}, "300"),
    ],
)
def test_what_cannot_be_kept_is_said(house: House, said: dict[str, object], words: str) -> None:
    with pytest.raises(NotAnswered, match=words):
        _answer(house, **said)


def test_only_whoever_works_with_the_child_answers(house: House) -> None:
    with pytest.raises(PermissionDenied):
        _answer(house, pupil=house.child(HAL))
    with pytest.raises(PermissionDenied):
        _answer(house, "office")


def test_answers_follow_a_child_whose_two_records_became_one(house: House) -> None:
    _answer(house, "headteacher", pupil=house.child(BEN))
    records_joined.send(sender=Pupil, stays=house.child(ADA), goes=house.child(BEN))
    assert answered(house.school.pk, DAY, house.child(ADA).pk) == {
        (house.child(ADA).pk, "spells"): DAY
    }
