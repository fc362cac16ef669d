"""What people answered without names, beside what adults say by name."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests import surveys
from tests.app.test_survey_results import MANY, answered, closed, mixed
from tests.people import House

from belong.insight import audit_heard
from belong.insight.survey_shares import share

pytestmark = pytest.mark.slow


def test_nothing_stands_there_while_a_survey_is_open(house: House) -> None:
    answered(house, mixed(40, 4, 4))
    assert audit_heard.heard(house.school) == {}


def test_a_closed_survey_speaks_to_the_statements_it_is_about(house: House) -> None:
    closed(house, answered(house, mixed(90, 5, 5)))
    (line,) = audit_heard.heard(house.school)["3B.1"]
    assert (line.title, line.level, line.word) == ("Families", "strong", "Most agree")
    assert "about 90 of 100 who answered agree" in line.words
    assert "9Z.9" not in audit_heard.heard(house.school)


def test_each_of_those_asked_has_a_line_and_too_few_are_told_as_such(house: House) -> None:
    closed(house, answered(house, mixed(90, 5, 5)))
    staff = answered(house, mixed(6, 4, 4), replace(MANY, audience="staff", asked=20))
    closed(house, staff)
    lines = audit_heard.heard(house.school)["3B.1"]
    assert [(one.title, one.level) for one in lines] == [
        ("Families", "strong"), ("Staff, without names", "unknown"),
    ]  # fmt: skip


def test_another_school_hears_nothing_of_it(house: House, next_door: House) -> None:
    closed(house, answered(house, mixed(90, 5, 5)))
    assert audit_heard.heard(next_door.school) == {}
    assert surveys.head(next_door).school_id != house.school.pk


def test_the_whole_range_has_to_lie_on_one_side() -> None:
    levels = [audit_heard.level_of(found) for yes in (30, 60, 90) if (found := share(yes, 100))]
    assert levels == ["notyet", "some", "strong"]
