"""What the demo trust shows of Today: each through the demo's own hand and the real actions."""

from __future__ import annotations

import datetime as dt

import pytest
from demo_school import seen, telling
from tests.app.test_acts import member
from tests.app.test_first_day_tries import fact
from tests.people import DEE, EVE, TODAY, House

from belong.insight import desk
from belong.insight.questions import today as todays
from belong.insight.questions import word_today
from belong.people.models import Adult, Pupil
from belong.people.permissions import Permission

BEFORE = TODAY - dt.timedelta(days=1)
AT = dt.datetime(2026, 11, 24, 9, 18, tzinfo=dt.UTC)


def test_the_child_coaxed_at_the_door_reaches_today_from_observations_alone(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing else says anything of this child: no mark, no pattern, no plan."""
    house.adults["tutor"].adult.memberships.update(reach_of=EVE.form)
    Pupil.objects.filter(pk=house.child(EVE).pk).update(forename="Callum", surname="Reid")
    Adult.objects.filter(pk=house.adults["office"].adult_id).update(name="Harjit Kaur")
    for _ in range(2):
        seen.lay(house.school, TODAY, BEFORE)
    opened = desk.open_at(member(house, "tutor"), TODAY)
    assert opened is not None
    answer = todays.ask(opened)
    mine = [line for part in answer.parts for line in part.lines]
    assert [line.pupil.pk for line in mine if "My tummy" in str(line)] == [house.child(EVE).pk]


def test_the_absent_child_of_a_social_worker_has_a_same_day_word_ready(house: House) -> None:
    """The child is not marked away until the demo says so this morning."""
    fact(house, DEE, "characteristics", trait="social_worker", value="yes")
    assert _words(house) == []
    for _ in range(2):
        telling.lay(house.school, TODAY, BEFORE)
    (row,) = _words(house)
    assert row.pupil.pk == house.child(DEE).pk
    assert row.text.startswith("Dee ")
    assert "not in school" in row.text
    assert any("Ms Ines Calloway" in line for line in row.way), "and in the way they chose"
    assert "10:00" in row.due
    assert row.told == ()


def _words(house: House) -> list[word_today.Row]:
    by = member(house, "safeguarding_lead")
    opened = desk.open_at(by, TODAY, Permission.SOCIAL_CARE_READ)
    assert opened is not None
    return list(word_today.ask(opened, AT).rows)
