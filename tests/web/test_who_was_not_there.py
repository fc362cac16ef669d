"""Beside the results of a survey of pupils: about how many are away a lot."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from pathlib import Path

import pytest
from django.test import Client
from tests.app.test_acts import member
from tests.app.test_survey_results import answered, closed, mixed
from tests.people import House, SignIn, larkfield, many
from tests.surveys import ASKED, PUPILS

from belong.insight.questions import survey_missing
from belong.people.fetch import NotYours
from belong.practice.voice.models import Survey
from belong.practice.voice.opening import Wanted

pytestmark = pytest.mark.django_db

FOUR = {"10am": "N", "10pm": "N", "11am": "N", "11pm": "N"}
"""Of 33 sessions until 24 November, so a tenth or more."""


def a_school(folder: Path, away: int, of: int = 44) -> House:
    children = many(of)
    lot = [replace(one, marks=FOUR) for one in children[:away]]
    return larkfield(folder, [*lot, *children[away:]])


def asked(house: House, wanted: Wanted = PUPILS) -> Survey:
    return closed(house, answered(house, mixed(10, 0, 0), wanted), days=0)


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
    survey = asked(house)
    Survey.objects.update(opens_on=dt.date(2026, 9, 1), closed_on=dt.date(2026, 11, 12))
    assert told(house, survey) == "", "too early in the marks to say"
    Survey.objects.update(closed_on=dt.date(2026, 8, 1))
    assert told(house, survey) == "", "before any of them"


def test_another_schools_is_not_there(house: House, next_door: House) -> None:
    survey = asked(house)
    with pytest.raises(NotYours):
        told(next_door, survey)
