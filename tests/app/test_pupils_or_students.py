"""What a school calls its children: who may choose, what is refused, and what the trail says."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied
from tests.people import House

from belong.people import own_words, school_settings
from belong.people.models import Membership, School, SchoolSettings, TrailLine
from belong.people.own_words import CalledMeanwhile
from belong.people.school_settings import NotKept
from belong.people.trail import Verb

NOW = dt.datetime(2026, 11, 24, 9, 0, tzinfo=dt.UTC)


def choose(by: Membership, wanted: str = "student", seen: str = "pupil") -> None:
    own_words.choose(by=by, wanted=wanted, seen=seen, at=NOW)


def word(house: House) -> str:
    return own_words.of(School.objects.get(pk=house.school.pk)).many


def notes() -> list[dict[str, object]]:
    lines = TrailLine.objects.filter(verb=Verb.SETTINGS_SAID).order_by("pk")
    return [line.detail for line in lines]


def test_a_school_says_pupils_until_it_chooses_and_may_go_back(house: House) -> None:
    head = house.adults["headteacher"]
    assert word(house) == "pupils"
    choose(head)
    assert word(house) == "students"
    choose(head, "pupil", "student")
    assert word(house) == "pupils"
    choose(head, "student", "pupil")
    assert notes() == [{"called": "student"}, {"called": "pupil"}, {"called": "student"}]
    assert own_words.of(School.objects.get(pk=house.school.pk)).many_first == "Students"


def test_choosing_what_stands_is_no_change(house: House) -> None:
    choose(house.adults["headteacher"], "pupil")
    assert notes() == []


@pytest.mark.parametrize("role", ["tutor", "class_teacher", "attendance_lead"])
def test_who_may_not_say_the_settings_may_not_choose(house: House, role: str) -> None:
    with pytest.raises(PermissionDenied):
        choose(house.adults[role])
    assert word(house) == "pupils"
    assert notes() == []


@pytest.mark.parametrize("wanted", ["", "pupils", "Student", "kids", "student\x00", "x" * 500])
def test_words_that_are_none_of_the_two_are_refused(house: House, wanted: str) -> None:
    with pytest.raises(NotKept, match="Nothing was chosen"):
        choose(house.adults["headteacher"], wanted)
    assert not SchoolSettings.objects.exists()


def test_whoever_saw_another_word_overwrites_nothing(house: House) -> None:
    head = house.adults["headteacher"]
    choose(head)
    with pytest.raises(CalledMeanwhile):
        choose(head, "pupil", "pupil")
    with pytest.raises(CalledMeanwhile):
        choose(head, "pupil", "")
    assert word(house) == "students"
    assert len(notes()) == 1


def test_what_else_the_settings_say_stays(house: House) -> None:
    head = house.adults["headteacher"]
    before, version = school_settings.of(School.objects.get(pk=house.school.pk))
    choose(head)
    assert school_settings.of(School.objects.get(pk=house.school.pk)) == (before, version)


def test_no_other_school_says_it(house: House) -> None:
    choose(house.adults["headteacher"])
    other = School.objects.create(name="Hill Top", phase="primary")
    assert own_words.of(other).key == "pupil"
