"""From which share missed adults bring which support: as a school sets it."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied
from tests.people import House

from belong.insight import support
from belong.people import support_edges
from belong.people.models import School, TrailLine
from belong.people.school_settings import NotKept
from belong.people.support_edges import SetMeanwhile
from belong.people.trail import Verb

NOW = dt.datetime(2026, 11, 24, 9, 0, tzinfo=dt.UTC)
USUAL = [0, 5, 10, 20, 50]
OWN = ("3", "8", "15", "40")


def school(house: House) -> School:
    return School.objects.select_related("settings").get(pk=house.school.pk)


def set_to(house: House, *typed: str, seen: str = "", role: str = "headteacher") -> None:
    support_edges.set_to(by=house.adults[role], typed=typed, seen=seen, at=NOW)


def percents(house: House) -> list[int]:
    return [band.percent for band in support.of(school(house))]


def test_a_school_begins_with_the_usual_ones_sets_its_own_and_may_go_back(house: House) -> None:
    assert percents(house) == USUAL
    set_to(house, *OWN)
    assert percents(house) == [0, 3, 8, 15, 40]
    assert support.said(school(house)).startswith("This school set where each begins: Notice")
    set_to(house, "", "", "", "", seen="3,8,15,40")
    assert percents(house) == USUAL
    lines = TrailLine.objects.filter(verb=Verb.SETTINGS_SAID).order_by("pk")
    assert [line.detail for line in lines] == [
        {"support_edges": "3,8,15,40"},
        {"support_edges": ""},
    ]


def test_the_usual_ones_written_out_are_the_usual_ones(house: House) -> None:
    set_to(house, "5", " 10 %", "20", "50")
    assert support_edges.kept(school(house)) == ""
    assert not TrailLine.objects.filter(verb=Verb.SETTINGS_SAID).exists()


@pytest.mark.parametrize(
    "typed",
    [
        ("10", "5", "20", "50"), ("5", "5", "20", "50"), ("0", "5", "20", "50"),
        ("5", "10", "20", "100"), ("5", "10", "20"), ("5", "10", "20", "50", "60"),
        ("5", "", "20", "50"), ("5", "10.5", "20", "50"), ("-5", "10", "20", "50"),
        ("٥", "10", "20", "50"),
    ],
)  # fmt: skip
def test_edges_that_cannot_be_are_refused(house: House, typed: tuple[str, ...]) -> None:
    with pytest.raises(NotKept):
        set_to(house, *typed)
    assert percents(house) == USUAL


def test_two_who_set_them_at_once_never_overwrite_each_other(house: House) -> None:
    set_to(house, *OWN)
    with pytest.raises(SetMeanwhile):
        set_to(house, "4", "9", "16", "41", seen="")
    assert percents(house) == [0, 3, 8, 15, 40]


@pytest.mark.parametrize("role", ["tutor", "class_teacher", "attendance_lead"])
def test_who_may_not(house: House, role: str) -> None:
    with pytest.raises(PermissionDenied):
        set_to(house, *OWN, role=role)
    assert percents(house) == USUAL


def test_a_school_next_door_keeps_its_own(house: House, next_door: House) -> None:
    set_to(house, *OWN)
    assert percents(next_door) == USUAL
