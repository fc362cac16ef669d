"""What the demo shows of kindness is written through the real actions, and begins the chain."""

from __future__ import annotations

import pytest
from demo_school import hellos, kindness
from tests.people import ADA, BEN, CAL, DEE, TODAY, House

from belong.acts.models import Act
from belong.insight import desk, early_warnings, today_hello
from belong.insight.questions import first_day
from belong.people.models import Pupil
from belong.practice.checkins.models import Agreement, CheckIn
from belong.practice.curiosity.models import Arrival
from belong.practice.noticing.models import GoodThing
from belong.web import clock


def test_a_child_of_a_story_has_them_once_and_nobody_is_missed(house: House) -> None:
    kindness.lay(house.school, TODAY)
    assert not Agreement.objects.exists()
    Pupil.objects.filter(pk=house.child(ADA).pk).update(forename="Callum", surname="Reid")
    for _ in range(2):
        kindness.lay(house.school, TODAY)
    assert Agreement.objects.get().place == "By the library door"
    assert CheckIn.objects.get().feeling == "Alright"
    assert GoodThing.objects.count() == 2


def test_the_quiet_child_who_comes_every_day_is_due_a_hello_and_in_no_warning(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    Pupil.objects.filter(pk=house.child(DEE).pk).update(forename="Yusuf", surname="Warsame")
    # The register of the tests has a week of the year before, and then three weeks.
    monkeypatch.setattr(hellos, "LONG_AGO", 240)
    for _ in range(2):
        kindness.lay(house.school, TODAY)
    assert Act.objects.filter(kind="hello").count() == 7, "four long ago, three of them lately"
    opened = desk.open_at(house.adults["tutor"], TODAY)
    assert opened is not None
    assert today_hello.due(opened) == {house.child(DEE).pk}
    assert house.child(DEE).pk not in early_warnings.of(opened)


def test_nobody_is_said_hello_to_before_there_were_so_many_school_days(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hellos, "LONG_AGO", 10_000)
    kindness.lay(house.school, TODAY)
    assert not Act.objects.filter(kind="hello").exists()


def test_who_came_in_since_the_register_stands_apart_on_the_first_day_list(house: House) -> None:
    upns = [ADA.id, BEN.id, CAL.id]
    for _ in range(2):
        kindness.came_in(house.school, TODAY, upns)
    assert Arrival.objects.count() == kindness.words()["came_since"]
    opened = desk.open_at(house.adults["office"], TODAY)
    assert opened is not None
    parts = {part.key: part.rows for part in first_day.ask(opened, clock.now()).parts}
    assert [row.pupil.source_id for row in parts["came"]] == [ADA.id]
