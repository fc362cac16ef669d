"""Beside the results of a survey of pupils: about how many are away a lot."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from pathlib import Path

import pytest
from django.test import Client
from tests.app.test_acts import member
from tests.app.test_survey_results import answered, closed, mixed
from tests.people import House, SignIn, larkfield, many, marks_file
from tests.surveys import ASKED, PUPILS

from belong.insight.questions import survey_missing
from belong.people.fetch import NotYours
from belong.practice.voice import closing
from belong.practice.voice.models import Survey
from belong.practice.voice.opening import Wanted

pytestmark = pytest.mark.django_db

FOUR = {"10am": "N", "10pm": "N", "11am": "N", "11pm": "N"}
"""Of 33 sessions until 24 November, so a tenth or more."""


def a_school(folder: Path, away: int, of: int = 44) -> House:
    children = many(of)
    lot = [replace(one, marks=FOUR) for one in children[:away]]
    return larkfield(folder, [*lot, *children[away:]])


def asked(house: House, wanted: Wanted = PUPILS, days: int = 0) -> Survey:
    return closed(house, answered(house, mixed(10, 0, 0), wanted), days=days)


def told(house: House, survey: Survey) -> str:
    return survey_missing.ask(member(house, "governor"), survey.pk)


def test_about_how_many_are_away_a_lot_is_told(tmp_path: Path, signed_in: SignIn) -> None:
    house = a_school(tmp_path, away=14)
    survey = asked(house)
    said = told(house, survey)
    assert said.startswith("About 10 of about 40 pupils on roll when it closed had missed")
    client: Client = signed_in(house, "governor")
    assert said in client.get(f"/voice/{survey.pk}/results/").content.decode()


@pytest.mark.parametrize("away", [0, 9, 35])
def test_fewer_than_ten_on_either_side_are_never_told(tmp_path: Path, away: int) -> None:
    house = a_school(tmp_path, away)
    assert told(house, asked(house)) == ""


def test_it_is_told_of_pupils_alone_and_of_the_day_it_closed(tmp_path: Path) -> None:
    house = a_school(tmp_path, away=14)
    assert told(house, asked(house, ASKED)) == "", "families have no marks"
    assert told(house, asked(house, days=-12)) == "", "too early in the marks to say"
    assert told(house, asked(house, days=-115)) == "", "before any of them"


def test_marks_that_are_put_right_later_change_nothing_in_it(tmp_path: Path) -> None:
    """Or one child's marks would stand between two numbers."""
    house = a_school(tmp_path, away=14)
    survey = asked(house)
    before = told(house, survey)
    children = many(44)
    lot = [replace(one, marks=FOUR) for one in children[:15]]
    house.bring(marks_file([*lot, *children[15:]]), confirmed=True)
    assert told(house, survey) == before
    assert before.startswith("About 10 of about 40")
    assert told(house, asked(house)).startswith("About 20 of about 40"), "of another survey"


def test_one_that_closes_by_itself_keeps_it_too(tmp_path: Path) -> None:
    house = a_school(tmp_path, away=14)
    survey = answered(house, mixed(10, 0, 0), PUPILS)
    closing.swept(today=PUPILS.closes_on + dt.timedelta(days=1))
    assert told(house, survey).startswith("About 10 of about 40")


def test_of_one_that_closed_before_it_was_kept_nothing_is_said(tmp_path: Path) -> None:
    house = a_school(tmp_path, away=14)
    survey = asked(house)
    survey.reached.update(away=None, on_roll=None)
    assert told(house, survey) == ""


def test_a_register_that_cannot_be_read_keeps_none_open(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    house = a_school(tmp_path, away=14)

    def breaks(**_more: object) -> tuple[int, int]:
        raise OSError

    monkeypatch.setattr(survey_missing, "counted", breaks)
    survey = asked(house)
    assert survey.closed_on is not None
    assert told(house, survey) == ""


def test_another_schools_is_not_there(house: House, next_door: House) -> None:
    survey = asked(house)
    with pytest.raises(NotYours):
        told(next_door, survey)
